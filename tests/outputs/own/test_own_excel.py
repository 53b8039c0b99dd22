"""An office's Excel template: rows repeated for each task, and what moves with them."""

from __future__ import annotations

import openpyxl
import pytest
from invented_batch import LONG, comment_tasks
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from own_templates import excel, excel_of, saved, texts

from corpus.messages import MinyiError, describe
from outputs.own.excel import excel_lists, excel_problems
from outputs.own.moving import moved, moved_formula

pytestmark = pytest.mark.usefixtures("in_chinese")


def told(data: bytes) -> list[str]:
    return [f"{p.where}：{describe(p)}" for p in excel_problems(data)]


def test_single_cells_are_filled_and_a_row_is_repeated_for_each_task() -> None:
    data = excel(
        {"A1": "{{ 批次 }}（共{{共计}}项）", "A2": "{{ 行.序号 }}", "B2": "第｛｛行．清单号｝｝项", "A3": "完成率％"}
    )
    assert told(data) == []
    page = excel_of(data).worksheets[0]
    assert page["A1"].value == "2023年度社会评价（共6项）"
    assert [page.cell(row, 1).value for row in range(2, 8)] == ["1", "2", "3", "4", "5", "6"]
    assert page["B7"].value == "第6项"
    assert page["A8"].value == "完成率％"


def test_two_lists_on_one_sheet_each_number_their_own_rows() -> None:
    data = excel(
        {
            "A1": "{{ 意见建议.序号 }}",
            "B1": "{{ 意见建议.问题编号 }}",
            "A2": "{{ 扣分事项.序号 }}",
            "B2": "{{ 扣分事项.扣分值 }}",
        }
    )
    page = excel_of(data).worksheets[0]
    assert [(page.cell(r, 1).value, page.cell(r, 2).value) for r in range(1, 7)] == [
        ("1", "120230070900901"),
        ("2", "120230070900902"),
        ("1", "0.75"),
        ("2", "2.1"),
        ("3", "0.2"),
        ("4", "0.6"),
    ]
    assert excel_lists(data) == {"意见建议", "扣分事项"}


def test_a_list_without_tasks_leaves_one_empty_row() -> None:
    page = excel_of(excel({"A1": "{{ 扣分事项.指标 }}", "A2": "制表"}), texts(comment_tasks(2))).worksheets[0]
    assert [page["A1"].value or "", page["A2"].value] == ["", "制表"]


def styled() -> openpyxl.Workbook:
    """A title over three columns, a head, the row of the tasks (B and C merged), a sum, a line below."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "措施 表"
    cells = {"A1": "标题", "A2": "序号", "A3": "{{ 行.序号 }}", "B3": "{{ 行.意见建议原文 }}", "D3": "=LEN(B3)"}
    for place, value in (cells | {"A4": "=COUNTA(A3:A3)", "A5": "制表：{{ 制表日期 }}"}).items():
        page[place] = value
    page["A3"].font = Font(name="仿宋", bold=True)
    page["B3"].alignment = Alignment(wrap_text=True)
    for area in ("A1:D1", "B3:C3", "A5:D5"):
        page.merge_cells(area)
    page.column_dimensions["B"].width = page.column_dimensions["C"].width = 20
    page.row_dimensions[3].height, page.row_dimensions[5].height = 30, 44
    page.print_area, page.print_title_rows, page.auto_filter.ref = "A1:D5", "1:2", "A2:D3"
    choice = DataValidation("list", formula1='"是,否"')
    choice.add("D3:D3")
    page.add_data_validation(choice)
    page.conditional_formatting.add("A3:A3", FormulaRule(["A3=1"], fill=PatternFill("solid", "FFFF00")))
    book.defined_names["合计"] = DefinedName("合计", attr_text="'措施 表'!$A$4")
    book.create_sheet("另")["A1"] = "='措施 表'!A4+A1"
    return book


def test_styles_heights_and_merged_cells_are_repeated() -> None:
    page = excel_of(saved(styled())).worksheets[0]
    assert [page.cell(row, 1).font.bold for row in range(3, 9)] == [True] * 6
    assert [page.row_dimensions[row].height for row in (3, 8, 10)] == [30, 30, 44]
    assert {str(area) for area in page.merged_cells.ranges} == {
        *("A1:D1", "A10:D10"),
        *(f"B{row}:C{row}" for row in range(3, 9)),
    }


def test_a_row_grows_until_its_text_is_not_cut() -> None:
    task = comment_tasks(4)[3]
    assert task.text == LONG
    page = excel_of(saved(styled()), texts([task])).worksheets[0]
    # 299 characters of 11 pt in two columns of 38.4 mm: 19 to a line, 16 lines of 16 pt
    assert 240 < (page.row_dimensions[3].height or 0) < 330


def test_what_refers_to_the_rows_goes_with_them() -> None:
    book = excel_of(saved(styled()))
    page = book.worksheets[0]
    assert page["A9"].value == "=COUNTA(A3:A8)"
    assert [page[f"D{row}"].value for row in (3, 4, 8)] == ["=LEN(B3)", "=LEN(B4)", "=LEN(B8)"]
    assert page["A10"].value == "制表：2024年5月20日"
    assert (page.print_area, page.print_title_rows) == ("'措施 表'!$A$1:$D$10", "$1:$2")
    assert page.auto_filter.ref == "A2:D8"
    assert [str(v.sqref) for v in page.data_validations.dataValidation] == ["D3:D8"]
    assert [str(c.sqref) for c in page.conditional_formatting] == ["A3:A8"]
    assert book["另"]["A1"].value == "='措施 表'!A9+A1"
    assert book.defined_names["合计"].value == "'措施 表'!$A$9"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A4", "A4"),
        ("A5", "A5"),
        ("A6", "A8"),
        ("$B$6", "$B$8"),
        ("A5:A5", "A5:A7"),
        ("A1:C4", "A1:C4"),
        ("A1:C9", "A1:C11"),
        ("6:9", "8:11"),
        ("$1:$2", "$1:$2"),
        ("A:B", "A:B"),
    ],
)
def test_a_reference_after_two_rows_came_in_below_row_five(before: str, after: str) -> None:
    assert moved(before, 5, 2) == after


def test_a_formula_moves_only_what_is_on_that_sheet() -> None:
    formula = "=SUM(A6,表!B6,'别 处'!C6)&\"A6\""
    assert moved_formula(formula, "表", "表", 5, 2) == "=SUM(A8,表!B8,'别 处'!C6)&\"A6\""
    assert moved_formula(formula, "又一张", "别 处", 5, 2) == "=SUM(A6,表!B6,'别 处'!C8)&\"A6\""


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("{{ 批此 }}", "没有“批此”这个字段。相近的有：批次"),
        ("{{ 行.问题号 }}", "没有“行.问题号”这个字段。相近的有：行.问题编号"),
        ("{{ 扣分.指标 }}", "“扣分”不是可以逐行填写的清单"),
        ("{{ 问题编号 }}", "“问题编号”是每一行的字段"),
        ("{% for 行 in 任务 %}", "Excel 模板不用 {% %}"),
        ("{{ 批次", "处括号不成对"),
        ("{{ }}", "里没有字段"),
        ('=LEN("{{ 批次 }}")', "公式里不能写字段"),
    ],
)
def test_a_mistake_is_told_with_its_cell_and_mend(cell: str, said: str) -> None:
    found = told(excel({"B3": cell}))
    assert len(found) == 1, found
    assert found[0].startswith("表“表”B3格：")
    assert said in found[0]


def test_one_row_cannot_be_of_two_lists_nor_merged_with_another() -> None:
    assert (
        "同一行用了两种清单：意见建议、扣分事项"
        in told(excel({"A1": "{{ 意见建议.序号 }}", "B1": "{{ 扣分事项.指标 }}"}))[0]
    )
    book = openpyxl.Workbook()
    book.worksheets[0]["A2"] = "{{ 行.序号 }}"
    book.worksheets[0].merge_cells("A2:A3")
    assert "不能与上下行合并单元格（A2:A3）" in told(saved(book))[0]


def test_a_cell_far_out_is_said_before_all_cells_up_to_it_are_made() -> None:
    with pytest.raises(MinyiError) as refused:
        excel_problems(excel({"A1": "{{ 批次 }}", "XFD1048576": " "}))
    assert refused.value.problem.code == "workbook-far-cells"
