import random
from itertools import chain

import pytest
from invented_batch import LONG, batch, comment_tasks, deduction_tasks

from outputs.cells import groups, task_cells
from outputs.forms import fill, form
from outputs.layout import LANDSCAPE, PORTRAIT, lay_out
from outputs.measure import lines


def test_the_text_area_is_156_by_225_mm_upright_and_turned():
    assert (PORTRAIT.text_width, PORTRAIT.text_height) == (156, 225)
    assert (LANDSCAPE.text_width, LANDSCAPE.text_height) == (225, 156)


@pytest.mark.parametrize("key", ["task_list", "department"])
def test_whatever_columns_have_values_they_fill_the_page_and_none_is_too_narrow(key):
    chance = random.Random(9704)
    for _ in range(300):
        present = [c for c in form(key).columns if c.key == "text" or chance.random() < 0.7]
        layout = lay_out(fill(form(key), [{c.key: "字" for c in present}]))
        assert sum(c.width for c in layout.columns) == pytest.approx(layout.page.text_width, abs=0.1)
        least = {c.key: c.width for c in present}
        assert all(c.width >= least[c.key] - 0.01 for c in layout.columns)


def test_no_text_is_lost_when_columns_are_folded():
    tasks = batch().tasks
    rows = [task_cells(t, n, groups(tasks)) for n, t in enumerate(tasks, 1)]
    layout = lay_out(fill(form("task_list"), rows))
    assert len(layout.columns) < 18
    for laid, row in zip(layout.rows, rows, strict=True):
        on_paper = "\n".join(chain.from_iterable(laid.cells))
        assert all(part in on_paper for text in row.values() for part in text.split("\n"))


def test_a_short_table_stands_upright_and_one_of_eight_columns_lies_on_its_side():
    columns = ("row", "text", "domain", "kind", "deadline", "points")
    assert lay_out(fill(form("task_list"), [dict.fromkeys(columns, "字")])).page == PORTRAIT
    more = (*columns, "source", "remark")
    assert lay_out(fill(form("task_list"), [dict.fromkeys(more, "字")])).page == LANDSCAPE


def test_a_column_without_any_value_is_left_out_and_its_width_goes_to_the_text():
    rows = [task_cells(t, n, {}) for n, t in enumerate(deduction_tasks(), 1)]
    sheet = fill(form("task_list"), rows)
    assert {c.key for c in sheet.columns}.isdisjoint({"number", "goal", "measures", "kind", "deadline"})
    text = next(c for c in lay_out(sheet).columns if c.key == "text")
    assert text.width > next(c.width for c in form("task_list").columns if c.key == "text")


def test_a_15_digit_number_has_at_least_27_mm():
    for tasks in (comment_tasks(), batch().tasks):
        rows = [task_cells(t, n, {}) for n, t in enumerate(tasks, 1)]
        number = next(c for c in lay_out(fill(form("task_list"), rows)).columns if c.key == "number")
        assert number.width >= 27
        assert lines("120230070900001", number.width - 1.8) == 1


def test_only_a_row_higher_than_half_a_page_may_be_split():
    short = {"row": "1", "text": "路灯不亮。", "number": "120230070900001"}
    layout = lay_out(fill(form("task_list"), [short, {**short, "text": LONG * 6}]))
    assert [r.tall for r in layout.rows] == [False, True]


def test_lines_are_counted_by_width():
    # 10.5 pt is 3.7 mm: ten characters stand in 37.1 mm, twenty-one need three lines.
    assert lines("十个汉字正好排成一行", 37.1) == 1
    assert lines("十个汉字正好排成一行" * 2 + "多", 37.1) == 3
    assert lines("一\n二\n三", 37.1) == 3
