"""Workbooks built part by part and record by record, for what openpyxl cannot write."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from office_parts import CONTENT_TYPES, relationships, zipped

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def excel_file(
    rows: str,
    strings: str = "",
    after: str = "",
    formats: Sequence[str] = (),
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """An XLSX with one sheet 意见; the cell format ``s="n"`` (from 1) has the n-th of ``formats``."""
    codes = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{200 + at}"/>' for at, _ in enumerate(formats))
    links = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": relationships({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": f'<workbook {_MAIN} {_LINKS}><sheets><sheet name="意见" sheetId="1" '
            'r:id="rworksheet"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relationships(links),
            "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>",
            "xl/sharedStrings.xml": f"<sst {_MAIN}>{strings}</sst>",
            "xl/styles.xml": f'<styleSheet {_MAIN}><numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/>{used}'
            "</cellXfs></styleSheet>",
            **(more or {}),
        }
    )


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of an old workbook ([MS-XLS])."""
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    """A cell with a text."""
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float, cell_format: int = 0) -> bytes:
    """A cell with a number; ``cell_format`` 1 shows percent."""
    return record(0x0203, struct.pack("<HHHd", row, column, cell_format, value))


def old_excel_file(cells: bytes, name: str = "意见", state: int = 0, password: bool = False) -> bytes:
    """An XLS (BIFF8 in a compound file) with one sheet of these records."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    begin_sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    formats = b"".join(record(0x00E0, struct.pack("<HH16x", 0, number_format)) for number_format in (0, 9))
    guard = record(0x002F, bytes(6)) if password else b""
    title = struct.pack("<BBBB", state, 0, len(name), 1) + name.encode("utf-16-le")
    head = begin + guard + formats
    place = len(head) + 4 + 4 + len(title) + 4
    stream = head + record(0x0085, struct.pack("<I", place) + title) + record(0x000A)
    return compound_file(stream + begin_sheet + cells + record(0x000A))


def compound_file(workbook: bytes) -> bytes:
    """A compound file ([MS-CFB], 512-byte sectors) with the one stream ``Workbook``."""
    size = max(len(workbook), 4096)  # shorter streams lie in another place
    sectors = -(-size // 512)
    stream = workbook.ljust(sectors * 512, b"\x00")
    fats = -(-(sectors + 2) // 127)
    chain = [*range(1, sectors), -2, -2, *[-3] * fats]
    chain += [-1] * (fats * 128 - len(chain))

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        encoded = name.encode("utf-16-le") + b"\x00\x00"
        return encoded.ljust(64, b"\x00") + struct.pack(
            "<HBBiii16xI8x8xiQ", len(encoded), kind, 1, -1, -1, child, 0, start, length
        )

    directory = entry("Root Entry", 5, 1, -2, 0) + entry("Workbook", 2, -1, 0, size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIiIIiIiI", 0, fats, sectors, 0, 4096, -2, 0, -2, 0)
    places = [sectors + 1 + at for at in range(fats)]
    header += struct.pack("<109i", *places, *[-1] * (109 - fats))
    return header + stream + directory.ljust(512, b"\x00") + struct.pack(f"<{len(chain)}i", *chain)


def binary_record(kind: int, body: bytes = b"") -> bytes:
    """A record of a binary workbook ([MS-XLSB])."""
    numbers = b""
    for value in (kind, len(body)):
        rest = value
        while rest > 0x7F:
            numbers += bytes([rest & 0x7F | 0x80])
            rest >>= 7
        numbers += bytes([rest])
    return numbers + body


def wide_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_row(row: int, *cells: str | float, hidden: bool = False) -> bytes:
    found = binary_record(0, struct.pack("<IIHBBB", row, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0))
    for column, cell in enumerate(cells):
        place = struct.pack("<II", column, 0)
        found += (
            binary_record(6, place + wide_text(cell))
            if isinstance(cell, str)
            else binary_record(5, place + struct.pack("<d", cell))
        )
    return found


def binary_excel_file(rows: bytes, after: bytes = b"") -> bytes:
    """An XLSB with one sheet 意见 of these records."""
    sheet = struct.pack("<II", 0, 1) + wide_text("rworksheet") + wide_text("意见")
    extent = binary_record(148, struct.pack("<IIII", 0, 9, 0, 9))
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": relationships({"officeDocument": "xl/workbook.bin"}),
            "xl/workbook.bin": binary_record(131)
            + binary_record(143)
            + binary_record(156, sheet)
            + binary_record(144)
            + binary_record(132),
            "xl/_rels/workbook.bin.rels": relationships({"worksheet": "worksheets/sheet1.bin"}),
            "xl/worksheets/sheet1.bin": binary_record(129)
            + extent
            + binary_record(145)
            + rows
            + binary_record(146)
            + after
            + binary_record(130),
        }
    )


def open_document_sheet(rows: str, table: str = "", styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """An ODS with one sheet 意见."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="意见" {table}>{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def xml_spreadsheet(table: str, styles: str = "", options: str = "") -> bytes:
    """An XML Spreadsheet 2003 with one sheet 意见."""
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="意见"><Table>{table}</Table>{options}</Worksheet></Workbook>'
    ).encode()
