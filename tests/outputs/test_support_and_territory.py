"""Who supports a proposed task and which places it names, in the drafts."""

from __future__ import annotations

from datetime import date

from invented_batch import source

from corpus.records import Candidate, Task, Territory
from outputs.cells import task_cells
from outputs.cycle.task_table import task_list
from outputs.frame import Frame
from outputs.word.layout import lay_out

TASK = Task(
    "群众意见建议",
    "桐溪镇老街有人占道卖菜。",
    source(2),
    number="120260710000001",
    domain="城市管理与市容",
    kind="建设性",
    disposition="立行立改",
    candidates=(Candidate("城市管理执法局", "城管", 0.9, "占道"),),
    supporting=("公安局", "市场监督管理局"),
    territory=(Territory("龙湾村", ""), Territory("桐溪镇", "桐溪镇人民政府")),
)


def test_supporting_units_and_places_have_their_cells() -> None:
    cells = task_cells(TASK, 1, {})
    assert cells["supporting"] == "公安局、市场监督管理局"
    assert cells["territory"] == "龙湾村\n桐溪镇（桐溪镇人民政府）"


def test_nobody_is_proposed_as_supporting_where_the_document_has_decided() -> None:
    assert task_cells(TASK, 1, {}, propose=False)["supporting"] == ""


def test_on_paper_they_stand_below_the_proposed_unit() -> None:
    ((table,),) = [lay_out(task_list([TASK], Frame(date(2026, 7, 10))).paper).tables]
    at = next(i for i, c in enumerate(table.columns) if c.key == "proposed")
    assert table.rows[0].cells[at][:4] == (
        "城市管理执法局（把握大 0.90）",
        "协同：公安局、市场监督管理局",
        "属地：龙湾村",
        "桐溪镇（桐溪镇人民政府）",
    )


def test_in_a_workbook_they_are_columns_of_their_own() -> None:
    (table,) = (t for t in task_list([TASK], Frame(date(2026, 7, 10))).screen.tables if t.part.key == "proposed")
    assert [c.heading for c in table.columns if c.key in ("supporting", "territory")] == ["建议协同单位", "属地"]


def test_without_them_there_are_no_such_columns() -> None:
    bare = Task(TASK.origin, TASK.text, TASK.source, candidates=TASK.candidates)
    (table,) = (t for t in task_list([bare], Frame(date(2026, 7, 10))).screen.tables if t.part.key == "proposed")
    assert {"supporting", "territory"}.isdisjoint(c.key for c in table.columns)
