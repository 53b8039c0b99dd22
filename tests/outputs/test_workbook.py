from io import BytesIO

import pytest
from invented_batch import LONG, MADE_ON, batch, comment_tasks
from openpyxl import load_workbook

from corpus.records import Task
from outputs.task_table import task_list
from outputs.workbook import workbook


@pytest.fixture(scope="module")
def sheet():
    return load_workbook(BytesIO(workbook(task_list(batch().tasks, MADE_ON).screen, MADE_ON))).active


def head_row(sheet):
    return next(r for r in range(1, 8) if sheet.cell(r, 1).value == "序号")


def column(sheet, heading):
    head = head_row(sheet)
    at = next(c.column for c in sheet[head] if c.value == heading)
    return [sheet.cell(r, at) for r in range(head + 1, sheet.max_row + 1)]


def test_a_15_digit_number_is_text(sheet):
    cell = column(sheet, "问题编号")[0]
    assert (cell.value, cell.data_type) == ("120230070900001", "s")


def test_text_that_looks_like_a_formula_stays_text():
    tasks = [Task("群众意见建议", text, comment_tasks(1)[0].source) for text in ("=1+1", "+2", "-3", "@SUM(A1)")]
    sheet = load_workbook(BytesIO(workbook(task_list(tasks, MADE_ON).screen, MADE_ON))).active
    cells = column(sheet, "意见建议（扣分事项）原文")
    assert [(c.value, c.data_type) for c in cells] == [("=1+1", "s"), ("+2", "s"), ("-3", "s"), ("@SUM(A1)", "s")]


def test_no_column_is_empty(sheet):
    assert all(any(c.value for c in column(sheet, h.value)) for h in sheet[head_row(sheet)])


def test_all_columns_of_the_form_that_have_values_are_there(sheet):
    assert [c.value for c in sheet[head_row(sheet)]] == [
        "序号", "问题编号", "意见建议（扣分事项）原文", "类别", "领域", "意见建议类型", "处置性质", "来文牵头单位",
        "来文责任单位", "负责人", "建议责任单位", "整改目标", "整改措施", "整改时限", "扣分值", "依据", "来源", "备注",
    ]  # fmt: skip


def test_the_head_is_frozen_filtered_and_printed_on_every_page(sheet):
    head = head_row(sheet)
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{head}:")
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_area


def test_a_row_is_high_enough_for_its_longest_text(sheet):
    cell = next(c for c in column(sheet, "意见建议（扣分事项）原文") if c.value == LONG)
    # 70 mm hold 18 characters of 10.5 pt: 300 characters are at least 16 lines of 15 points.
    assert sheet.row_dimensions[cell.row].height >= 16 * 15


def test_a_text_beyond_the_highest_row_widens_its_column():
    long = Task("群众意见建议", LONG * 5, comment_tasks(1)[0].source)
    sheet = load_workbook(BytesIO(workbook(task_list([long], MADE_ON).screen, MADE_ON))).active
    assert sheet.column_dimensions["B"].width > 60
    assert sheet.row_dimensions[head_row(sheet) + 1].height <= 409


def test_an_empty_sheet_says_so():
    sheet = load_workbook(BytesIO(workbook(task_list((), MADE_ON).screen, MADE_ON))).active
    assert "本批没有需要整改的事项。" in [c.value for row in sheet for c in row]


def test_the_same_tasks_give_the_same_bytes():
    first, second = (workbook(task_list(batch().tasks, MADE_ON).screen, MADE_ON) for _ in range(2))
    assert first == second
