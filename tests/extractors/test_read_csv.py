"""Separated values: which sign separates them, what broke them, and what Excel did to long numbers."""

from __future__ import annotations

import pytest

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import DEFAULT, Limits
from extractors.readers import read_bytes
from extractors.readers.sheets import csv_table


def read(text: str | bytes, name: str = "意见.csv", limits: Limits = DEFAULT) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return csv_table.read(data, name, "abc", limits)


def cells(text: str | bytes) -> tuple[tuple[str, ...], ...]:
    (grid,) = read(text).grids
    return grid.cells


def test_the_separator_that_the_first_line_states_is_taken():
    assert cells("sep=;\r\n编号;甲,乙,丙\r\n1;丁,戊,己\r\n") == (("编号", "甲,乙,丙"), ("1", "丁,戊,己"))


def test_bars_separate_too():
    assert cells("编号|内容\n1|路灯，不亮\n") == (("编号", "内容"), ("1", "路灯，不亮"))


def test_short_rows_are_filled_up():
    assert cells("编号,内容,单位\n1\n2,井盖破损\n") == (("编号", "内容", "单位"), ("1", "", ""), ("2", "井盖破损", ""))


def test_a_quote_that_is_not_closed_costs_its_field_alone_and_is_said():
    document = read('编号,内容\n1,"路灯不亮\n2,井盖破损\n3,无\n')
    assert document.grids[0].cells[1:] == (("1", '"路灯不亮'), ("2", "井盖破损"), ("3", "无"))
    assert [problem.code for problem in document.problems] == ["read-quotes"]


def test_a_few_nul_bytes_are_left_out_and_said():
    data = ("编号,内容\n" + "1,路灯不亮\n" * 50).encode() + b"2,\x00\n"
    document = read_bytes(data, "意见.csv")
    assert document.grids[0].cells[-1] == ("2", "")
    assert [dict(problem.args)["count"] for problem in document.problems] == ["1"]


def test_digits_that_excel_saved_away_are_said_and_not_made_up():
    document = read("编号,内容\n1.2031E+14,路灯\n1.2031E+14,井盖\n")
    assert [row[0] for row in document.grids[0].cells] == ["编号", "1.2031E+14", "1.2031E+14"]
    (problem,) = document.problems
    assert (problem.code, dict(problem.args)) == (
        "read-lost-digits",
        {"column": "A", "rows": "2–3", "count": "2", "example": "1.2031E+14"},
    )


def test_an_exponent_with_all_its_digits_is_the_number():
    document = read("编号,内容\n1.20310070900018E+14,路灯\n")
    assert document.grids[0].cells[1] == ("120310070900018", "路灯")
    assert [problem.code for problem in document.problems] == ["note-long-number"]


def test_a_small_exponent_is_left_as_it_stands():
    assert read("甲,乙\n1.5E+3,2E+10\n").problems == ()


@pytest.mark.parametrize("name", ["意见.xls", "意见.xlsx", "意见.et"])
def test_a_table_named_as_a_workbook_is_a_csv_by_its_content(name: str):
    document = read_bytes("编号\t内容\n1\t路灯不亮\n2\t井盖破损\n".encode("gb18030"), name)
    assert (document.format, document.grids[0].cells[2]) == ("csv", ("2", "井盖破损"))


def test_a_text_file_of_nothing_but_rows_is_a_csv():
    document = read_bytes(("编号,内容,单位\n" + "1,路灯不亮,县住建局\n" * 5).encode(), "意见.txt")
    assert (document.format, len(document.grids[0].cells)) == ("csv", 6)


@pytest.mark.parametrize(
    "text",
    [
        "各乡镇,请照办\n县直各单位,请照办\n",
        "关于报送材料的通知\n各乡镇,各街道,各部门:\n请于6月10日前报送,逾期不候\n特此通知\n清河县\n2031年5月6日\n",
    ],
)
def test_a_text_with_commas_is_no_csv(text: str):
    assert read_bytes(text.encode(), "通知.txt").format == "txt"


def test_a_row_of_endless_fields_is_refused():
    with pytest.raises(UnreadableError) as caught:
        read("甲,乙\n" * 1000 + "," * 20_000 + "末", limits=Limits(sheet_cells=1_000_000))
    assert caught.value.problem.code == "read-sheet-too-large"


UNICODE_TEXT = '编号\t内容\t单位\r\n1\t"路灯,""西门""\n不亮"\t城管局\r\n2\t井盖破损\t住建局\r\n'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "gb18030"])
def test_what_excel_saves_as_unicode_text_is_a_table_with_its_quoted_cells(encoding: str):
    document = read_bytes(UNICODE_TEXT.encode(encoding), "意见.txt")
    rows = (("编号", "内容", "单位"), ("1", '路灯,"西门"\n不亮', "城管局"), ("2", "井盖破损", "住建局"))
    assert (document.format, [grid.cells for grid in document.grids]) == ("csv", [rows])
    assert document.problems == ()


def test_a_long_unicode_text_is_known_by_its_beginning():
    text = "编号\t内容\r\n" + "".join(f'{n}\t"路灯,\n不亮"\r\n' for n in range(1, 6001))
    document = read_bytes(text.encode("utf-16"), "意见.txt")
    assert (document.format, len(document.grids[0].cells), document.grids[0].cells[-1]) == (
        "csv",
        6001,
        ("6000", "路灯,\n不亮"),
    )


@pytest.mark.parametrize(
    "text",
    [
        '编号\t内容\n1\t"西门"\n2\t"东门"\n',  # the marks are the text's own
        "编号\t内容\n1\t路灯\n2\t井盖\n",
        '关于清单的说明\n编号\t内容\n1\t"路灯,西门"\n2\t井盖\n',
        "\t编号\n\t内容\n\n\t1\n\t路灯\n\n",
    ],
)
def test_other_texts_with_tabs_are_left_to_the_reader_of_texts(text: str):
    assert read_bytes(text.encode(), "意见.txt").format == "txt"
