"""Rows of comments in and out: every row, every column, every digit."""

from __future__ import annotations

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
