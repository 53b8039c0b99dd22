import random
from itertools import chain

import pytest
from invented_batch import LONG, MADE_ON, batch, comment_tasks, deduction_tasks, goal_tasks

from outputs.cells import task_cells
from outputs.cycle.task_table import task_list
from outputs.forms import fill, shipped_forms
from outputs.frame import Frame
from outputs.word.layout import LANDSCAPE, PORTRAIT, lay_out
from outputs.word.measure import lines


def test_the_text_area_is_156_by_225_mm_upright_and_turned():
    assert (PORTRAIT.text_width, PORTRAIT.text_height) == (156, 225)
    assert (LANDSCAPE.text_width, LANDSCAPE.text_height) == (225, 156)


def laid(key, rows, form="task_list"):
    """One part of a form on paper: its page and its only table."""
    layout = lay_out(fill(shipped_forms().form(form), {key: rows}))
    (table,) = layout.tables
    return layout.page, table


ON_SCREEN = {"schedule", "checks", "removals", "summary"}
"""Parts that are never printed from a DOCX."""
ON_PAPER = [(f.key, p.key) for f in shipped_forms().by_key.values() for p in f.parts if p.key not in ON_SCREEN]


@pytest.mark.parametrize(("form", "key"), ON_PAPER)
def test_whatever_columns_have_values_they_fill_the_page_and_none_is_too_narrow(form, key):
    chance = random.Random(9704)
    known = shipped_forms().part(key).columns
    least = {c.key: c.width for c in known}
    for _ in range(100):
        present = [c for c in known if c.key in ("text", "deduction_reason") or chance.random() < 0.7]
        page, table = laid(key, [{c.key: "字" for c in present}], form)
        assert sum(c.width for c in table.columns) == pytest.approx(page.text_width, abs=0.1)
        assert all(c.width >= least[c.key] - 0.01 for c in table.columns)


def test_a_centred_column_that_makes_the_rows_high_gets_the_room():
    units = "望川区人民政府、禾墩县人民政府、云岭县人民政府、市发展和改革委员会"
    row = {"row": "1", "indicator": "甲", "deduction_reason": "比目标低。", "points": "1", "responsible": units}
    _, table = laid("completion_deductions", [row] * 4, "completion")
    widths = {c.key: c.width for c in table.columns}
    least = {c.key: c.width for c in shipped_forms().part("completion_deductions").columns}
    # The least widths add up to 217 of 225 mm.
    assert widths["responsible"] == least["responsible"] + 8
    assert widths["deduction_reason"] == least["deduction_reason"]


def test_no_text_is_lost_when_columns_are_folded():
    sheet = task_list(batch().tasks, Frame(MADE_ON)).paper
    layout = lay_out(sheet)
    assert [len(t.columns) for t in layout.tables] < [len(t.columns) for t in sheet.tables]
    for on_paper, table in zip(layout.tables, sheet.tables, strict=True):
        for laid_row, row in zip(on_paper.rows, table.rows, strict=True):
            text = "\n".join(chain.from_iterable(laid_row.cells))
            assert all(paragraph in text for cell in row for paragraph in cell.split("\n"))


def test_a_short_table_stands_upright_and_one_of_eight_columns_lies_on_its_side():
    columns = ("row", "text", "domain", "kind", "deadline")
    assert laid("proposed", [dict.fromkeys(columns, "字")])[0] == PORTRAIT
    more = (*columns, "number", "source", "remark")
    assert laid("proposed", [dict.fromkeys(more, "字")])[0] == LANDSCAPE


def test_one_wide_table_lays_all_pages_on_their_side():
    rows = {
        "deductions": [{"row": "1"}],
        "given": [dict.fromkeys((c.key for c in shipped_forms().part("given").columns), "字")],
    }
    layout = lay_out(fill(shipped_forms().form("task_list"), rows))
    assert layout.page == LANDSCAPE
    assert [round(sum(c.width for c in t.columns)) for t in layout.tables] == [225, 225]


TEXTS = ("indicator", "deduction_reason", "lead", "responsible", "source")


def test_a_column_without_any_value_is_left_out_and_its_width_goes_to_the_text():
    single = [t for t in deduction_tasks() if not (t.given_responsible or "").startswith("各")]
    rows = [task_cells(t, n, {}) for n, t in enumerate(single, 1)]
    _, table = laid("deductions", rows)
    assert {c.key for c in table.columns}.isdisjoint({"list_row", "role", "remark"})
    least = {c.key: c.width for c in shipped_forms().part("deductions").columns}
    assert sum(c.width for c in table.columns if c.align == "left") > sum(least[k] for k in TEXTS) + 13 + 14


def test_a_15_digit_number_has_at_least_27_mm():
    for key, tasks in (("proposed", comment_tasks()), ("given", goal_tasks())):
        rows = [task_cells(t, n, {}) for n, t in enumerate(tasks, 1)]
        number = next(c for c in laid(key, rows)[1].columns if c.key == "number")
        assert number.width >= 27
        assert lines("120230070900001", number.width - 1.8) == 1


def test_only_a_row_higher_than_most_of_a_page_may_be_split():
    short = {"row": "1", "text": "路灯不亮。", "number": "120230070900001"}
    _, table = laid("proposed", [short, {**short, "text": LONG * 8}])
    assert [r.tall for r in table.rows] == [False, True]


def test_lines_are_counted_by_width():
    # 10.5 pt is 3.7 mm: ten characters stand in 37.1 mm, twenty-one need three lines.
    assert lines("十个汉字正好排成一行", 37.1) == 1
    assert lines("十个汉字正好排成一行" * 2 + "多", 37.1) == 3
    assert lines("一\n二\n三", 37.1) == 3
