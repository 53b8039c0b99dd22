"""Workbooks that an office fills in, as they are read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart

from corpus.messages import MinyiError
from corpus.office_workbook import bare, cell_of, grids, joined, place


def test_cells_are_texts_and_whole_numbers_have_no_point(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "部门"
    page["B2"], page["C2"], page["C3"] = " 县水利局 ", 12, True
    book.save(tmp_path / "目录.xlsx")
    read = grids(tmp_path / "目录.xlsx", "directory")
    assert read == {"部门": [["", "", ""], ["", "县水利局", "12"], ["", "", "是"]]}


def test_a_sheet_that_is_a_chart_is_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "部门"
    book.worksheets[0]["A1"] = "单位名称"
    book.create_chartsheet("图").add_chart(BarChart())
    book.save(tmp_path / "目录.xlsx")
    assert grids(tmp_path / "目录.xlsx", "directory") == {"部门": [["单位名称"]]}


@pytest.mark.parametrize("about", ["directory", "forms"])
def test_what_is_no_workbook_is_said_in_the_words_of_whoever_asks(tmp_path: Path, about: str) -> None:
    (tmp_path / "表.xlsx").write_text("单位名称,职能\n", "utf-8")
    with pytest.raises(MinyiError) as error:
        grids(tmp_path / "表.xlsx", about)
    assert error.value.problem.code == f"{about}-no-workbook"


@pytest.mark.parametrize(
    ("typed", "compared"), [(" 单位 名称* ", "单位名称"), ("宽（毫米）", "宽"), ("列名(必填)", "列名"), ("＊键", "键")]
)
def test_stars_blanks_and_brackets_make_no_other_heading(typed: str, compared: str) -> None:
    assert bare(typed) == compared


def test_a_name_that_a_clerk_set_over_two_lines_is_one() -> None:
    assert joined("县 水\n利局") == "县水利局"


def test_a_row_that_is_shorter_has_an_empty_cell() -> None:
    assert [cell_of(["甲"], at) for at in (0, 1, None)] == ["甲", "", ""]


def test_a_place_names_sheet_row_and_column() -> None:
    assert place("部门", 3, "职能") == "表“部门”第3行“职能”列"
