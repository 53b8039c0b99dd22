from dataclasses import replace
from io import BytesIO

import pytest
from invented_batch import LONG, MADE_ON, batch, comment_tasks, goal_tasks
from openpyxl import load_workbook

from corpus.records import Task
from outputs.cycle.completion import completion_tables
from outputs.cycle.task_table import task_list
from outputs.forms import Column, Form, Part, fill
from outputs.frame import Frame
from outputs.workbook import workbook


@pytest.fixture(scope="module")
def book():
    return load_workbook(BytesIO(workbook(task_list(batch().tasks, Frame(MADE_ON)).screen, MADE_ON)))


@pytest.fixture(scope="module", params=range(3))
def sheet(book, request):
    return book.worksheets[request.param]


@pytest.fixture(scope="module")
def proposed(book):
    return book["意见建议（建议分工）"]


def head_row(sheet):
    return next(r for r in range(1, 8) if sheet.cell(r, 1).value == "序号")


def column(sheet, heading):
    head = head_row(sheet)
    at = next(c.column for c in sheet[head] if c.value == heading)
    return [sheet.cell(r, at) for r in range(head + 1, sheet.max_row + 1)]


def test_a_15_digit_number_is_text(proposed):
    cell = column(proposed, "问题编号")[0]
    assert (cell.value, cell.data_type) == ("120230070900001", "s")


def test_text_that_looks_like_a_formula_stays_text():
    tasks = [Task("群众意见建议", text, comment_tasks(1)[0].source) for text in ("=1+1", "+2", "-3", "@SUM(A1)")]
    sheet = load_workbook(BytesIO(workbook(task_list(tasks, Frame(MADE_ON)).screen, MADE_ON))).active
    cells = column(sheet, "意见建议原文")
    assert [(c.value, c.data_type) for c in cells] == [("=1+1", "s"), ("+2", "s"), ("-3", "s"), ("@SUM(A1)", "s")]


def test_no_column_is_empty(sheet):
    assert all(any(c.value for c in column(sheet, h.value)) for h in sheet[head_row(sheet)])


def test_all_columns_of_the_part_that_have_values_are_there(book):
    given = book["意见建议（来文已定）"]
    assert [c.value for c in given[head_row(given)]] == [
        "序号", "问题编号", "意见建议原文", "领域", "意见建议类型", "来文责任单位", "负责人", "整改目标", "整改措施",
        "整改时限", "程序建议单位", "建议依据", "来源",
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


def test_a_row_is_high_enough_for_its_longest_text(proposed):
    cell = next(c for c in column(proposed, "意见建议原文") if c.value == LONG)
    # 80 mm hold 21 characters of 10.5 pt: its 297 are 14 lines of 15 points.
    assert proposed.row_dimensions[cell.row].height >= 14 * 15


def test_a_text_beyond_the_highest_row_widens_its_column():
    long = Task("群众意见建议", LONG * 5, comment_tasks(1)[0].source)
    sheet = load_workbook(BytesIO(workbook(task_list([long], Frame(MADE_ON)).screen, MADE_ON))).active
    assert sheet.column_dimensions["B"].width > 60
    assert sheet.row_dimensions[head_row(sheet) + 1].height <= 409


def test_an_empty_sheet_says_so():
    sheet = load_workbook(BytesIO(workbook(task_list((), Frame(MADE_ON)).screen, MADE_ON))).active
    assert "本批没有需要整改的事项。" in [c.value for row in sheet for c in row]


def test_the_same_tasks_give_the_same_bytes():
    first, second = (workbook(task_list(batch().tasks, Frame(MADE_ON)).screen, MADE_ON) for _ in range(2))
    assert first == second


def offered(sheet, heading):
    at = column(sheet, heading)[0].coordinate
    return [v for v in sheet.data_validations.dataValidation if at in v.sqref]


def test_columns_with_known_words_offer_them_and_columns_to_be_filled_in_say_how():
    [(_, pair), *_] = completion_tables(goal_tasks(), Frame(MADE_ON))
    sheet = load_workbook(BytesIO(workbook(pair.screen, MADE_ON))).active
    [satisfaction] = offered(sheet, "群众满意度")
    assert (satisfaction.type, satisfaction.formula1) == ("list", '"满意,基本满意,不满意,未回访"')
    [closed] = offered(sheet, "是否销号")
    assert closed.formula1 == '"是,否"'
    # Another word is only warned of: the office may have its own.
    assert closed.errorStyle == "warning"
    [result] = offered(sheet, "完成情况及成效")
    assert (result.promptTitle, result.type) == ("完成情况及成效", None)
    assert result.prompt.startswith("对照整改目标")
    assert offered(sheet, "意见建议原文") == []


def test_two_sheets_never_have_one_name_nor_one_that_excel_refuses():
    part = Part("p", "一", "项", "表/1?" + "长" * 40, "", (Column("text", "内容", 40, "left"),), ())
    form = Form("f", "表", "无", placeholder=False, parts=(part, replace(part, key="q")))
    book = load_workbook(BytesIO(workbook(fill(form, {"p": [{"text": "甲"}], "q": [{"text": "乙"}]}), MADE_ON)))
    first, second = book.sheetnames
    assert (first, second) == ("表1" + "长" * 29, "表1" + "长" * 26 + "（2）")
