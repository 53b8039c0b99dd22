"""A form that minyi made, filled in as a clerk does and run beside the files it came from: nothing doubles."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from corpus.records import Comment, Extraction, Notice, Source, Status, Table, TableKind
from corpus.tasks import tasks_of
from flows.cli import LazyGroup

pytestmark = pytest.mark.usefixtures("small_shipped")
ROWS = (
    "问题编号,意见建议,意见建议类型,责任单位",
    "120250090900001,石桥头的路灯不亮。,建设性,县城管局",
    ",粮站巷子的井盖翘起来了。,建设性,县城管局",
    "120250090900003,希望越来越好。,其他,县城管局",
)
FILLED = {"整改目标": "11月底前修好12盏", "整改措施": "1.排查。\n2.更换。", "责任主体／负责人": "王小河"}


def run(folder: Path, *paths: Path) -> dict[str, int]:
    arguments = ["run", *map(str, paths), "--workspace", str(folder / "w"), "--no-prefect"]
    result = CliRunner().invoke(LazyGroup("minyi"), arguments)
    assert result.exit_code == 0, result.output
    counts: dict[str, int] = json.loads((folder / "w/outputs/run.json").read_text("utf-8"))
    return counts


def goals(folder: Path) -> dict[str, tuple[str | None, ...]]:
    """Of each comment in the made 整改目标表: goal, measures, person."""
    page = openpyxl.load_workbook(folder / "w/outputs/整改目标表.xlsx")["整改目标表"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    at = next(i for i, row in enumerate(rows) if row[0] == "序号")
    wanted = [rows[at].index(name) for name in ("整改内容", "整改目标", "整改措施", "负责人")]
    return {str(row[wanted[0]]): tuple(row[i] or None for i in wanted[1:]) for row in rows[at + 1 :]}


def filled_workbook(path: Path, back: Path) -> None:
    book = openpyxl.load_workbook(path)
    page = book["整改措施表"]
    rows = list(page.iter_rows())
    at = next(i for i, row in enumerate(rows) if row[0].value == "序号")
    for column, heading in enumerate(str(cell.value) for cell in rows[at]):
        for row in rows[at + 1 :]:
            if heading in FILLED:
                row[column].value = FILLED[heading]
    book.save(back)


def filled_document(path: Path, back: Path) -> None:
    paper = docx.Document(str(path))
    [table] = paper.tables
    for at, heading in enumerate(cell.text for cell in table.rows[0].cells):
        for row in table.rows[1:]:
            if heading in FILLED:
                row.cells[at].text = FILLED[heading]
    paper.save(str(back))


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
@pytest.mark.parametrize("folder", ["0回收", "回收"])  # before and behind the files it came from
def test_a_form_of_measures_fills_in_its_tasks_with_and_without_a_number(
    tmp_path: Path, suffix: str, folder: str
) -> None:
    source, back = tmp_path / "1来文.csv", tmp_path / folder / f"县城管局.{suffix}"
    source.write_text("\n".join(ROWS), "utf-8")
    first = run(tmp_path, source)
    assert first["comments_out"] == 3
    assert set(goals(tmp_path).values()) == {(None, None, None)}
    back.parent.mkdir()
    made = tmp_path / f"w/outputs/建设性意见建议整改措施表/县城管局.{suffix}"
    (filled_workbook if suffix == "xlsx" else filled_document)(made, back)
    second = run(tmp_path, *sorted([source, back.parent]))
    assert (second["comments_in"], second["comments_out"], second["comments_repeated"]) == (3, 3, 0)
    assert second["filled_in"] == 2
    assert "收到意见 3 条 ＝ 列入任务 3 条 ＋ 重复来件 0 条" in (tmp_path / "w/outputs/批次报告.html").read_text(
        "utf-8"
    )
    done = ("11月底前修好12盏", "1.排查。\n2.更换。", "王小河")
    assert goals(tmp_path) == {"石桥头的路灯不亮。": done, "粮站巷子的井盖翘起来了。": done}


def arrived(file: str, *comments: Comment, form: bool = False) -> Extraction:
    columns = ("text", "goal") if form else ("text",)
    table = Table(None, TableKind.FEEDBACK, columns, columns, (), Source(file, file))
    notice = None if form else Notice("通知", ())
    return Extraction(file, file, "xlsx", Status.OK, notice=notice, comments=comments, tables=(table,))


def unnumbered(
    file: str, row: int, text: str = "路灯不亮。", goal: str | None = None, unit: str | None = None
) -> Comment:
    return Comment(text, Source(file, file, table=1, row=row), goal=goal, given_responsible=unit)


def test_a_task_keeps_its_key_and_place_though_the_form_sorts_before_its_file() -> None:
    first = arrived("乙", unnumbered("乙", 1), unnumbered("乙", 2, "井盖翘起。"))
    form = arrived("甲", unnumbered("甲", 1, "井盖翘起。", goal="换好"), form=True)
    before, after = tasks_of([first], {}, {}), tasks_of([form, first], {}, {})
    assert [task.key for task in after] == [task.key for task in before]
    assert [(task.text, task.goal) for task in after] == [("路灯不亮。", None), ("井盖翘起。", "换好")]
    assert [place.file for place in after[1].filled_from] == ["甲"]


def test_a_row_of_a_form_that_may_be_about_two_comments_stays_by_itself() -> None:
    first = arrived("甲", unnumbered("甲", 1), unnumbered("甲", 2))
    form = arrived("乙", unnumbered("乙", 1, goal="修好"), form=True)
    assert [task.goal for task in tasks_of([first, form], {}, {})] == [None, None, "修好"]


def test_a_row_of_a_form_that_names_another_unit_is_another_task() -> None:
    first = arrived("甲", unnumbered("甲", 1, unit="县城管局（原县市政局）"))
    same = arrived("乙", unnumbered("乙", 1, goal="修好", unit="县城管局、县住建局"), form=True)
    other = arrived("丙", unnumbered("丙", 1, goal="换新", unit="桥头镇人民政府"), form=True)
    found = tasks_of([first, same, other], {}, {})
    assert [(task.given_responsible, task.goal) for task in found] == [
        ("县城管局（原县市政局）", "修好"),
        ("桥头镇人民政府", "换新"),
    ]


def test_two_plans_with_the_same_words_and_other_goals_are_two_tasks() -> None:
    forms = [arrived(name, unnumbered(name, 1, goal=f"{name}路修好"), form=True) for name in ("甲", "乙")]
    assert len(tasks_of(forms, {}, {})) == 2
    again = arrived("丙", unnumbered("丙", 1, goal="甲路修好"), form=True)
    assert len(tasks_of([forms[0], again], {}, {})) == 1


def test_two_notices_with_the_same_words_are_still_two_tasks() -> None:
    files = [arrived(name, unnumbered(name, 1)) for name in ("甲", "乙")]
    assert len(tasks_of(files, {}, {})) == 2
