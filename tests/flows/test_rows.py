"""Rows of comments in and out: every row, every column, every digit."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from corpus.messages import MinyiError
from flows.rows import read_rows, write_rows

HEADER = ("编号", "text")
ROWS = (("120250310700015", "路灯不亮，\n“三天”了"), ("", "没有"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_comes_back_as_it_was_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "意见.csv"
    write_rows(path, HEADER, ROWS)
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode(encoding))
    found = read_rows(path, "text")
    assert (found.header, found.rows) == (HEADER, ROWS)


def test_a_workbook_keeps_fifteen_digits_as_text(tmp_path: Path) -> None:
    path = tmp_path / "意见.xlsx"
    write_rows(path, HEADER, ROWS)
    assert openpyxl.load_workbook(path).active["A2"].value == "120250310700015"
    assert read_rows(path, "text").column("编号") == ("120250310700015", "")


def test_a_short_row_is_filled_and_a_long_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    path.write_text("编号,text\n1\n", "utf-8")
    assert read_rows(path, "text").rows == (("1", ""),)
    path.write_text("编号,text\n1,a\n2,b,c\n", "utf-8")
    with pytest.raises(MinyiError, match="第 3 行"):
        read_rows(path, "text")


def test_a_missing_column_names_those_that_there_are(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    write_rows(path, HEADER, ROWS)
    with pytest.raises(MinyiError, match="编号, text"):
        read_rows(path, "text").column("内容")


def test_a_cell_that_excel_would_cut_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MinyiError, match="第 2 行"):
        write_rows(tmp_path / "意见.xlsx", HEADER, [("1", "长" * 32_768)])
    assert not (tmp_path / "意见.xlsx").exists()


def test_the_header_is_the_row_with_the_asked_column_and_the_title_stays_above(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    path.write_text("意见汇总表\n编号,text\n1,路灯不亮\n", "utf-8")
    found = read_rows(path, "text")
    assert (found.above, found.header, found.rows, found.first) == (
        (("意见汇总表",),),
        ("编号", "text"),
        (("1", "路灯不亮"),),
        3,
    )


def test_a_row_too_long_is_named_by_its_place_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    path.write_text("意见汇总表\n编号,text\n1,a\n2,b,c\n", "utf-8")
    with pytest.raises(MinyiError, match="第 4 行"):
        read_rows(path, "text")


def test_a_heading_after_the_tenth_row_is_none(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    path.write_text("编号,内容\n" + "1,a\n" * 9 + "编号,text\n", "utf-8")
    with pytest.raises(MinyiError, match="编号, 内容"):
        read_rows(path, "text").column("text")


def test_below_a_title_the_headings_are_known_and_the_comments_column_by_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    path.write_text("意见汇总表,,\n序号,问题编号,意见内容\n1,2,路灯不亮\n", "utf-8")
    found = read_rows(path)
    assert found.header == ("序号", "问题编号", "意见内容")
    assert found.text_column(None) == "意见内容"
    assert found.text_column("内容") == "内容"
    with pytest.raises(MinyiError, match="现有：序号, 问题编号, 意见内容"):
        read_rows(path, "内容").column("内容")


def test_a_column_named_text_is_taken_before_any_other(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    path.write_text("意见内容,text\n路灯不亮,没有\n", "utf-8")
    assert read_rows(path).text_column(None) == "text"


def test_of_a_workbook_the_sheet_with_the_comments_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "填表说明"
    book.active.append(["每条意见填一行"])
    for name, comment in (("一批", "路灯不亮"), ("二批", "公交太少")):
        page = book.create_sheet(name)
        page.append(["编号", "text"])
        page.append(["1", comment])
    book.create_sheet("空表")
    book.save(tmp_path / "意见.xlsx")
    found = read_rows(tmp_path / "意见.xlsx", "text")
    assert found.column("text") == ("路灯不亮",)
    assert (found.sheet, found.unread) == ("一批", ("填表说明", "二批"))


def test_a_quote_that_is_never_closed_is_named_and_swallows_no_row(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    path.write_text('编号,text\n1,路灯不亮\n2,"公交太少\n3,医院太远\n', "utf-8")
    with pytest.raises(MinyiError, match="第 3 行有一个引号没有配对"):
        read_rows(path, "text")
    path.write_text('编号,text\n1,路灯不亮\n2,"公交太少\n3,叫"快车"的公交\n4,"没有"\n', "utf-8")
    with pytest.raises(MinyiError, match="第 3 行有一个引号没有配对"):
        read_rows(path, "text")


def test_quotes_within_a_line_and_lines_within_quotes_stay(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    path.write_text('编号,text\n1,"路灯“亮”，\n又灭"\n2,叫"快车"的公交', "utf-8")
    assert read_rows(path, "text").column("text") == ("路灯“亮”，\n又灭", '叫"快车"的公交')


def test_a_table_wider_than_a_sheet_of_excel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MinyiError, match="16385 列"):
        write_rows(tmp_path / "意见.xlsx", [f"列{i}" for i in range(16_385)], [])
    assert not (tmp_path / "意见.xlsx").exists()


def test_a_written_sheet_can_be_read_and_filtered_at_once(tmp_path: Path) -> None:
    path = tmp_path / "意见.xlsx"
    write_rows(path, ("序号", "意见内容"), [("1", "路灯不亮三天了"), ("2", "长" * 200)], [("意见汇总表", "")])
    sheet = openpyxl.load_workbook(path).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:B4")
    # Two characters are four digits wide, and two digits of air; a long comment does not push all else off the screen.
    assert [int(sheet.column_dimensions[column].width) for column in "AB"] == [6, 60]


HOSTILE = (
    '=HYPERLINK("http://x.cn","点此")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "'=已经带撇号",
)


def test_a_written_csv_starts_no_formula_and_reads_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "意见.csv"
    rows = [(text, "-5", "+3.5%") for text in HOSTILE]
    write_rows(path, ("text", "=表头", "比例"), rows)
    with path.open(encoding="utf-8-sig", newline="") as file:
        written = [cell for row in csv.reader(file) for cell in row]
    assert not [c for c in written if c[:1] in tuple("=@\t＝＋－＠") or (c[:1] in "+-" and c not in ("-5", "+3.5%"))]
    again = read_rows(path)
    assert (again.header, again.rows) == (("text", "=表头", "比例"), tuple(rows))
