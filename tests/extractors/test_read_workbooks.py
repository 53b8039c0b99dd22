"""XLSX and CSV: every value as text without loss."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import DEFAULT, Limits
from extractors.readers.sheets import csv_table, xlsx
from extractors.readers.sheets.cell_text import shown


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet(*rows: tuple[object, ...], merged: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    return saved(book)


def read(data: bytes, limits: Limits = DEFAULT) -> Document:
    return xlsx.read(data, "意见.xlsx", "abc", limits)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (120210070900018.0, "120210070900018"),
        (6.0, "6"),
        (0.6, "0.6"),
        (0.1 + 0.2, "0.3"),
        (-0.2016, "-0.2016"),
        (0.00001, "0.00001"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (date(2019, 6, 30), "2019-06-30"),
        (datetime(2019, 6, 30), "2019-06-30"),
        (datetime(2019, 6, 30, 9, 5), "2019-06-30 09:05:00"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=30), "30:00:00"),
        (" 第一行\r\n第二行_x000D_\n第三行 ", "第一行\n第二行\n第三行"),
        ("007", "007"),
    ],
)
def test_a_value_becomes_the_text_that_it_shows(value: str | float, text: str):
    assert shown(value) == text


def test_a_number_of_15_digits_keeps_them_all():
    (grid,) = read(sheet(("问题编号", "内容"), (120310070900018, "路灯不亮"))).grids
    assert grid.cells == (("问题编号", "内容"), ("120310070900018", "路灯不亮"))


def test_each_sheet_with_content_is_a_grid_hidden_ones_too():
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.create_sheet("空表")
    hidden = book.create_sheet("留底")
    hidden.sheet_state = "hidden"
    hidden["C4"] = "仅此一格"
    book["说明"]["A1"] = "甲"
    document = read(saved(book))
    assert [(grid.source.sheet, grid.source.table, grid.cells) for grid in document.grids] == [
        ("说明", 1, (("甲",),)),
        ("留底", 2, (("仅此一格",),)),
    ]


def test_empty_rows_and_columns_around_the_table_are_cut_and_those_within_stay():
    assert read(sheet((), (None, "甲", None, "乙"), (), (None, "丙", None, "丁"), ())).grids[0].cells == (
        ("甲", "", "乙"),
        ("", "", ""),
        ("丙", "", "丁"),
    )


def test_a_merged_cell_carries_its_value_in_every_cell():
    data = sheet(("题名", None, None), ("甲", "乙", "丙"), ("甲乙", None, "1"), (None, None, "2"), merged="A3:B4")
    assert read(data).grids[0].cells[2:] == (("甲乙", "甲乙", "1"), ("甲乙", "甲乙", "2"))


def test_a_workbook_without_content_has_no_blocks():
    assert read(saved(openpyxl.Workbook())).blocks == ()


def test_a_truncated_workbook_is_damaged():
    data = sheet(("甲", "乙"))
    with pytest.raises(UnreadableError) as caught:
        read(data[:-200])
    assert caught.value.problem.code == "read-damaged"


def test_a_workbook_with_a_broken_part_is_damaged():
    data = bytearray(sheet(*[(f"第{row}条", row) for row in range(300)]))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    data[at : at + 20] = b"\xff" * 20
    with pytest.raises(UnreadableError) as caught:
        read(bytes(data))
    assert caught.value.problem.code == "read-damaged"


def test_a_stray_cell_far_out_is_refused_before_it_fills_the_memory():
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["XFD60000"] = "误填"
    with pytest.raises(UnreadableError) as caught:
        read(saved(book))
    assert caught.value.problem.code == "read-sheet-too-large"


def changed(data: bytes, old: str, new: str) -> bytes:
    """The workbook with other words in the XML of its sheet."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old.encode(), new.encode()))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r="A2"', 'r="xfd1048576"'),
        ('r="A2"', 'r="ZZZZ4000000000"'),
        ('<row r="2"', '<row r="99999999"'),
    ],
)
def test_no_way_of_writing_a_far_cell_gets_past_the_limit(old: str, new: str):
    data = sheet(("甲",), ("乙",))
    if old.startswith("<row"):
        data = changed(data, '<c r="A2"', "<c")
    with pytest.raises(UnreadableError) as caught:
        read(changed(data, old, new))
    assert caught.value.problem.code == "read-sheet-too-large"


def test_merged_cells_that_lie_over_each_other_again_and_again_come_to_an_end():
    data = changed(
        sheet(("甲", "乙"), ("丙", "丁"), merged="A1:A2"),
        '<mergeCell ref="A1:A2"/>',
        '<mergeCell ref="A1:A2"/>' + '<mergeCell ref="A1:B2"/>' * 5,
    )
    assert read(data).grids[0].cells == (("甲", "乙"), ("甲", "丁"))


def test_an_empty_styled_cell_far_out_does_no_harm():
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["XFD60000"].font = openpyxl.styles.Font(bold=True)
    assert read(saved(book)).grids[0].cells == (("甲",),)


def csv(data: bytes, name: str = "意见.csv") -> tuple[tuple[str, ...], ...]:
    (grid,) = csv_table.read(data, name, "abc", DEFAULT).grids
    return grid.cells


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_of_offices(encoding: str):
    assert csv("编号,内容\n1,路灯不亮\n".encode(encoding)) == (("编号", "内容"), ("1", "路灯不亮"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_whose_rows_agree(delimiter: str):
    text = f"编号{delimiter}内容\n1{delimiter}“路灯，不亮”\n2{delimiter}井盖破损\n"
    assert csv(text.encode()) == (("编号", "内容"), ("1", "“路灯，不亮”"), ("2", "井盖破损"))


def test_a_quoted_field_keeps_its_commas_quotes_and_lines():
    assert csv('编号,内容\n1,"路灯,""不亮""\n已两月"\n\n2\n'.encode()) == (
        ("编号", "内容"),
        ("1", '路灯,"不亮"\n已两月'),
        ("2", ""),
    )


def test_a_text_with_commas_is_a_csv_only_by_its_name():
    assert csv_table.score("各乡镇,请照办".encode(), "通知.txt") is None
    assert csv_table.score(b"\x00\x01" * 50, "意见.csv") is None
