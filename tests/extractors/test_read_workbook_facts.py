"""Workbooks of every kind: what a sheet shows beside its values, and what a person must know of it."""

from __future__ import annotations

import contextlib
import struct
import time
from collections.abc import Callable

import pytest
from workbook_parts import (
    binary_excel_file,
    binary_record,
    binary_row,
    excel_file,
    label,
    number,
    old_excel_file,
    open_document_sheet,
    record,
    xml_spreadsheet,
)

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import DEFAULT, Limits
from extractors.readers import read_bytes
from extractors.readers.sheets.cell_text import PERCENT, number_kind

NAMES = {"xlsx": "a.xlsx", "xls": "a.et", "xlsb": "a.xlsb", "ods": "a.ods", "spreadsheetml": "a.xls"}


def read(data: bytes, name: str = "意见.xlsx", limits: Limits = DEFAULT) -> Document:
    return read_bytes(data, name, limits)


def cells(document: Document) -> tuple[tuple[str, ...], ...]:
    (grid,) = document.grids
    return grid.cells


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def args(document: Document, code: str) -> dict[str, str]:
    (problem,) = [problem for problem in document.problems if problem.code == code]
    return dict(problem.args)


def ods_cell(text: str = "", kind: str = "string", more: str = "") -> str:
    words = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:table-cell office:value-type="{kind}" {more}>{words}</table:table-cell>'


def ods_row(*parts: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(parts)}</table:table-row>"


def xml_cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def excel_row(row: int, *values: str, more: str = "") -> str:
    inner = "".join(
        f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{value}</t></is></c>' for at, value in enumerate(values)
    )
    return f'<row r="{row}" {more}>{inner}</row>'


LONG = 120310070900018
ONE_TABLE: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: excel_file(
        excel_row(1, "编号", "内容") + f'<row r="2" hidden="1"><c r="A2"><v>{LONG}</v></c></row>',
        after='<mergeCells><mergeCell ref="B1:B2"/></mergeCells>',
    ),
    "xls": lambda: old_excel_file(
        label(0, 0, "编号")
        + label(0, 1, "内容")
        + number(1, 0, LONG)
        + record(0x0208, struct.pack("<HHHHHHHH", 1, 0, 2, 255, 0, 0, 0x20, 0))
        + record(0x00E5, struct.pack("<HHHHH", 1, 0, 1, 1, 1))
    ),
    "xlsb": lambda: binary_excel_file(
        binary_row(0, "编号", "内容") + binary_row(1, float(LONG), hidden=True),
        binary_record(177, struct.pack("<I", 1)) + binary_record(176, struct.pack("<IIII", 0, 1, 1, 1)),
    ),
    "ods": lambda: open_document_sheet(
        ods_row(ods_cell("编号"), ods_cell("内容", more='table:number-rows-spanned="2"'))
        + ods_row(
            ods_cell(str(LONG), "float", f'office:value="{LONG}"'),
            "<table:covered-table-cell/>",
            more='table:visibility="filter"',
        )
    ),
    "spreadsheetml": lambda: xml_spreadsheet(
        f"<Row>{xml_cell('编号')}{xml_cell('内容', more='ss:MergeDown=&quot;1&quot;'.replace('&quot;', chr(34)))}</Row>"
        f'<Row ss:Hidden="1">{xml_cell("1.20310070900018E+14", "Number")}</Row>'
    ),
}


@pytest.mark.parametrize("kind", ONE_TABLE)
def test_every_kind_of_workbook_gives_the_same_rows_and_the_same_notes(kind: str):
    document = read(ONE_TABLE[kind](), NAMES[kind])
    assert document.format == kind
    assert cells(document) == (("编号", "内容"), ("120310070900018", "内容"))
    assert [(note.where, note.code) for note in document.problems] == [
        ("意见", "note-hidden-rows"),
        ("意见", "note-long-number"),
    ]
    assert args(document, "note-hidden-rows") == {"rows": "2", "count": "1"}
    assert args(document, "note-long-number") == {
        "column": "A", "rows": "2", "count": "1", "example": "120310070900018",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number_format", "kind"),
    [
        ("0%", PERCENT),
        ("0.00%;[Red]-0.00%", PERCENT),
        ('0"%"', None),
        ("000000", 6),
        ("0", None),
        ("#,##0.00", None),
        ("0.00", None),
        ('0\\%"元"', None),
    ],
)
def test_a_number_format_matters_where_it_changes_what_the_number_says(number_format: str, kind: int | None):
    assert number_kind(number_format) == kind


def test_percentages_and_leading_zeros_are_what_the_sheet_shows():
    row = (
        '<row r="1"><c r="A1" s="1"><v>0.1234</v></c><c s="2" r="B1"><v>123</v></c><c r="C1"><v>0.15</v></c>'
        '<c r="D1" s="1" t="inlineStr"><is><t>约半数</t></is></c></row>'
    )
    assert cells(read(excel_file(row, formats=("0.0%", "000000")))) == (("12.34%", "000123", "0.15", "约半数"),)


def test_a_percentage_of_an_old_workbook_is_what_the_sheet_shows():
    many = record(0x00BD, struct.pack("<HHHIHIH", 0, 1, 1, 15 << 2 | 3, 0, 7 << 2 | 2, 2))
    assert cells(read(old_excel_file(number(0, 0, 0.15, 1) + many), "a.xls")) == (("15%", "15%", "7"),)


def test_a_percentage_of_an_open_document_keeps_its_digits():
    row = ods_row(ods_cell("12.3%", "percentage", 'office:value="0.1234"'))
    assert cells(read(open_document_sheet(row), "a.ods")) == (("12.34%",),)


def test_an_error_is_shown_and_not_empty():
    row = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    assert cells(read(excel_file(row))) == (("#REF!", "#DIV/0!"),)
    old = record(0x0205, struct.pack("<HHHBB", 0, 0, 0, 0x17, 1)) + record(
        0x0006, struct.pack("<HHHBBBBBBHHIH", 0, 1, 0, 2, 0, 0x2A, 0, 0, 0, 0xFFFF, 0, 0, 0)
    )
    assert cells(read(old_excel_file(old), "a.xls")) == (("#REF!", "#N/A"),)


def test_rich_text_is_joined_and_the_phonetic_guide_left_out():
    text = '<si><r><t>清河</t></r><r><t>县</t></r><rPh sb="0" eb="1"><t>qinghe</t></rPh></si>'
    assert cells(read(excel_file('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', text))) == (("清河县",),)


def test_a_formula_without_a_saved_result_is_said():
    row = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c><c r="C1"><f>A1</f><v></v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f>A1*2</f><v>2</v></c></row>'
    )
    document = read(excel_file(row))
    assert cells(document) == (("1", "", "", "", "2"),)
    assert args(document, "read-uncalculated") == {"count": "2"}


def test_18_digits_stored_as_a_number_have_lost_their_end():
    document = read(excel_file('<row r="3"><c r="B3"><v>450123203101011234</v></c></row>'))
    assert cells(document) == (("450123203101011000",),)
    assert args(document, "read-lost-digits") == {
        "column": "B", "rows": "3", "count": "1", "example": "450123203101011000",
    }  # fmt: skip


def test_long_amounts_with_decimals_and_short_numbers_are_no_identifiers():
    row = '<row r="1"><c r="A1"><v>12345678901234</v></c><c r="B1"><v>123456789012.75</v></c></row>'
    assert read(excel_file(row)).problems == ()


def test_hidden_columns_and_sheets_are_read_and_said():
    columns = '<cols><col min="2" max="16384" hidden="1"/></cols>'
    document = read(excel_file(excel_row(1, "甲", "乙"), after=columns))
    assert cells(document) == (("甲", "乙"),)
    assert args(document, "note-hidden-columns") == {"columns": "B", "count": "1"}
    very_hidden = read(old_excel_file(label(0, 0, "甲"), state=2), "a.xls")
    assert (cells(very_hidden), codes(very_hidden)) == ((("甲",),), ["note-hidden-sheet"])


def test_hidden_rows_without_content_are_not_worth_a_word():
    assert read(excel_file(excel_row(1, "甲") + '<row r="9" hidden="1"/>')).problems == ()


def test_hidden_rows_are_named_in_spans():
    rows = "".join(excel_row(row, "甲", more='hidden="1"' if row in {2, 3, 4, 7} else "") for row in range(1, 9))
    assert args(read(excel_file(rows)), "note-hidden-rows") == {"rows": "2–4, 7", "count": "4"}


def test_what_lies_beside_the_sheets_is_said():
    more: dict[str, str | bytes] = {
        "xl/externalLinks/externalLink1.xml": "<x/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": "<x/>",
        "xl/media/image1.png": b"png",
        "xl/comments1.xml": "<comments><commentList><comment/><comment/></commentList></comments>",
        "xl/vbaProject.bin": b"macro",
    }
    document = read(excel_file(excel_row(1, "甲"), more=more))
    assert codes(document) == ["note-comments", "note-images", "note-linked", "note-macros"]
    assert args(document, "note-comments") == {"count": "2"}


def test_the_words_of_a_text_box_over_a_sheet_are_a_paragraph():
    box = (
        '<x xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:p><a:r><a:t>填报</a:t></a:r><a:r><a:t>说明</a:t></a:r></a:p><a:p/></x>"
    )
    more: dict[str, str | bytes] = {"xl/drawings/drawing1.xml": box}
    (paragraph,) = read(excel_file(excel_row(1, "甲"), more=more)).paragraphs
    assert (paragraph.text, paragraph.box_text, paragraph.source.paragraph) == ("填报说明", True, 1)


def test_an_old_workbook_with_a_password_says_so():
    with pytest.raises(UnreadableError) as caught:
        read(old_excel_file(label(0, 0, "甲"), password=True), "a.xls")
    assert caught.value.problem.code == "read-password"


def test_a_protected_sheet_is_read():
    protected = '<sheetProtection password="CC1A" sheet="1" objects="1"/>'
    assert cells(read(excel_file(excel_row(1, "甲"), after=protected))) == (("甲",),)


def test_an_old_workbook_that_holds_a_word_file_is_a_workbook_still():
    cells_of = label(0, 0, "甲") + record(0x00E2, "WordDocument".encode("utf-16-le"))
    assert read(old_excel_file(cells_of), "a.xls").format == "xls"


@pytest.mark.parametrize(
    "dimensions",
    [(0, 4_000_000_000, 0, 60_000), (9, 2, 0, 3), (0, 2, 200, 3)],
)
def test_an_old_workbook_that_claims_an_impossible_extent_is_damaged(dimensions: tuple[int, int, int, int]):
    claim = record(0x0200, struct.pack("<IIHHH", *dimensions, 0))
    with pytest.raises(UnreadableError) as caught:
        read(old_excel_file(claim + label(0, 0, "甲")), "a.xls")
    assert caught.value.problem.code == "read-damaged"


@pytest.mark.parametrize(("at", "value"), [(30, 0xFFFF), (44, 0x7FFFFFFF), (72, 0x7FFFFFFF)])
def test_a_compound_file_that_claims_more_than_it_holds_is_damaged(at: int, value: int):
    data = bytearray(old_excel_file(label(0, 0, "甲")))
    data[at : at + 4] = struct.pack("<I", value)
    with pytest.raises(UnreadableError) as caught:
        read(bytes(data), "a.xls")
    assert caught.value.problem.code == "read-damaged"


def test_a_binary_workbook_with_a_cell_cut_short_is_damaged():
    with pytest.raises(UnreadableError) as caught:
        read(binary_excel_file(binary_row(0, "甲") + binary_record(5, b"\x00")), "a.xlsb")
    assert caught.value.problem.code == "read-damaged"


def test_an_old_workbook_cut_in_the_middle_is_damaged():
    whole = old_excel_file(b"".join(label(row, 0, "意见内容") for row in range(500)))
    with pytest.raises(UnreadableError) as caught:
        read(whole[:2000], "a.xls")
    assert caught.value.problem.code == "read-damaged"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (lambda: old_excel_file(label(0, 0, "甲") + label(65535, 65535, "乙")), "a.xls"),
        (lambda: binary_excel_file(binary_row(0, "甲") + binary_row(4_000_000_000, "乙")), "a.xlsb"),
        (
            lambda: open_document_sheet(
                ods_row(
                    ods_cell("甲", more='table:number-columns-repeated="16384"'),
                    more='table:number-rows-repeated="1048576"',
                )
            ),
            "a.ods",
        ),
        (lambda: xml_spreadsheet(f'<Row ss:Index="900000000">{xml_cell("甲")}</Row>'), "a.xls"),
        (
            lambda: xml_spreadsheet(f"<Row>{xml_cell('甲', more='ss:Index=' + chr(34) + '90000000' + chr(34))}</Row>"),
            "a.xls",
        ),
    ],
)
def test_a_far_cell_is_refused_in_every_kind_of_workbook(data: Callable[[], bytes], name: str):
    with pytest.raises(UnreadableError) as caught:
        read(data(), name)
    assert caught.value.problem.code == "read-sheet-too-large"


def test_the_sheets_of_a_workbook_share_one_limit():
    rows = "".join(ods_row(*[ods_cell("甲")] * 10) for _ in range(10))
    two = open_document_sheet(rows + '</table:table><table:table table:name="二">' + rows)
    assert len(read(two, "a.ods", Limits(sheet_cells=200)).grids) == 2
    with pytest.raises(UnreadableError) as caught:
        read(two, "a.ods", Limits(sheet_cells=199))
    assert caught.value.problem.code == "read-sheet-too-large"


def test_a_million_merged_cells_and_more_are_refused():
    merges = f"<mergeCells>{'<mergeCell ref=' + chr(34) + 'A1:B2' + chr(34) + '/>'}</mergeCells>"
    many = merges.replace("/><", "/>" + '<mergeCell ref="A1:B2"/>' * 1_000_000 + "<", 1)
    with pytest.raises(UnreadableError) as caught:
        read(excel_file(excel_row(1, "甲"), after=many))
    assert caught.value.problem.code == "read-sheet-merges"


def test_a_long_string_shared_by_thousands_of_cells_is_refused_before_it_is_copied():
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_001))
    with pytest.raises(UnreadableError) as caught:
        read(excel_file(rows, f"<si><t>{'字' * 30_000}</t></si>"))
    assert caught.value.problem.code == "read-sheet-text"


def test_a_long_string_used_once_among_thousands_of_short_ones_is_no_bomb():
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>{row > 1:d}</v></c></row>' for row in range(1, 20_001))
    document = read(excel_file(rows, f"<si><t>{'字' * 30_000}</t></si><si><t>短</t></si>"))
    assert len(cells(document)) == 20_000


@pytest.mark.parametrize("broken", ["<c ", "<c><f>", "<row ", '<c t="e" r="A1"', '<c r="A1" s="1"'])
def test_tags_that_never_end_take_no_longer_for_each(broken: str):
    begun = time.perf_counter()
    with contextlib.suppress(UnreadableError):
        read(excel_file(broken * 100_000 + ' hidden="1" "e" <f', formats=("0%",)))
    assert time.perf_counter() - begun < 10


def test_entities_of_an_xml_spreadsheet_are_not_written_out():
    data = xml_spreadsheet(f"<Row>{xml_cell('&b;')}</Row>").replace(
        b"<Workbook", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Workbook', 1
    )
    with pytest.raises(UnreadableError) as caught:
        read(data, "a.xls")
    assert caught.value.problem.code == "read-damaged"


def test_an_open_document_with_a_password_says_so():
    with pytest.raises(UnreadableError) as caught:
        read(open_document_sheet(ods_row(ods_cell("甲")), manifest="<manifest:encryption-data/>"), "a.ods")
    assert caught.value.problem.code == "read-password"


def test_an_open_document_has_dates_times_booleans_and_lines():
    row = ods_row(
        ods_cell("2031年5月6日", "date", 'office:date-value="2031-05-06"'),
        ods_cell("9:05", "time", 'office:time-value="PT09H05M00S"'),
        ods_cell("TRUE", "boolean", 'office:boolean-value="true"'),
        '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation>'
        '<text:p>第一行<text:s text:c="2"/>空</text:p><text:p>第<text:span>二</text:span>行</text:p>'
        "</table:table-cell>",
        ods_cell("000123", "float", 'office:value="123"'),
    )
    assert cells(read(open_document_sheet(row), "a.ods")) == (
        ("2031-05-06", "09:05:00", "TRUE", "第一行  空\n第二行", "000123"),
    )


def test_an_open_document_repeats_cells_and_ends_in_empty_ones_without_a_price():
    rows = ods_row(
        ods_cell("甲", more='table:number-columns-repeated="3"'), more='table:number-rows-repeated="2"'
    ) + ods_row(
        '<table:table-cell table:number-columns-repeated="16384"/>', more='table:number-rows-repeated="1048574"'
    )
    assert cells(read(open_document_sheet(rows), "a.ods")) == (("甲", "甲", "甲"),) * 2


def test_an_xml_spreadsheet_has_dates_times_percentages_and_skipped_cells():
    styles = '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
    row = (
        xml_cell("2031-05-06T00:00:00.000", "DateTime")
        + xml_cell("2031-05-06T09:05:00.000", "DateTime")
        + xml_cell("1899-12-31T09:05:00.000", "DateTime")
        + xml_cell("0.15", "Number", 'ss:StyleID="p" ss:Index="5"')
        + xml_cell("1", "Boolean")
        + '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>富</B>文本</ss:Data>'
        "<Comment><ss:Data>批注</ss:Data></Comment></Cell>"
    )
    assert cells(read(xml_spreadsheet(f"<Row>{row}</Row>", styles), "a.xls")) == (
        ("2031-05-06", "2031-05-06 09:05:00", "09:05:00", "", "15%", "TRUE", "富文本"),
    )


def test_a_hidden_sheet_of_an_xml_spreadsheet_is_said():
    options = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        "</WorksheetOptions>"
    )
    assert codes(read(xml_spreadsheet(f"<Row>{xml_cell('甲')}</Row>", options=options), "a.xls")) == [
        "note-hidden-sheet"
    ]
