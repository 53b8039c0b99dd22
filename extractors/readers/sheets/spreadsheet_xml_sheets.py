"""The sheets of an XML Spreadsheet 2003 (Microsoft's "XML Spreadsheet Reference", namespace ``office:spreadsheet``)."""

from __future__ import annotations

from lxml import etree

from extractors.limits import Limits
from extractors.readers.sheets.cell_text import PERCENT, number, number_kind
from extractors.readers.sheets.sheet import Sheet
from extractors.readers.sheets.sparse_sheet import SparseSheet
from extractors.readers.sheets.xml_rows import elements

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_ROOT, _SHEET, _ROW, _COLUMN, _STYLE = (_SS + name for name in ("Workbook", "Worksheet", "Row", "Column", "Style"))
_VISIBLE = f"{_EXCEL}Visible"
_NAMED_FORMATS = {"Percent": PERCENT}
_MIDNIGHT = ("T00:00:00.000", "T00:00:00")
_FIRST_DAY = "1899-12-3"
"""A time alone is written as a time of the day before the first."""
_MOST_COLUMNS = 16_384


def sheets_of(content: bytes, shown_as: str, limits: Limits) -> list[Sheet]:
    """Every sheet, empty ones too. Raises ``read-sheet-too-large`` …, ``XMLSyntaxError`` and ``ValueError``."""
    found: list[Sheet] = []
    kinds: dict[str, int] = {}
    sheet: SparseSheet | None = None
    row = column = size = 0
    ends = frozenset({_SHEET, _ROW, _COLUMN, _STYLE, _VISIBLE})
    for event, element in elements(content, ends, frozenset({_ROOT, _SHEET})):
        if element.tag == _STYLE:
            kinds.update(_kind(element))
        elif element.tag == _SHEET and event == "start":
            sheet = SparseSheet(element.get(f"{_SS}Name", ""), shown_as, limits, size)
            row = column = 0
        elif sheet is None:
            continue
        elif element.tag == _COLUMN:
            first = _number(element, "Index", column + 1) - 1
            column = first + 1 + _number(element, "Span", 0)
            if element.get(f"{_SS}Hidden") == "1":
                sheet.hidden_columns.update(range(first, min(column, _MOST_COLUMNS)))
        elif element.tag == _ROW:
            row = _number(element, "Index", row + 1) - 1
            _read_row(sheet, element, row, kinds)
            row += 1 + _number(element, "Span", 0)
        elif element.tag == _VISIBLE:
            sheet.hidden = (element.text or "").strip() in {"SheetHidden", "SheetVeryHidden"}
        else:
            size = sheet.size
            found.append(sheet.sheet())
            sheet = None
    return found


def _kind(style: etree._Element) -> dict[str, int]:
    """The style's name and the kind of its number format, where that changes what a number says."""
    formats = [part.get(f"{_SS}Format", "") for part in style.iterchildren(f"{_SS}NumberFormat")]
    kinds = (_NAMED_FORMATS.get(named, number_kind(named)) for named in formats)
    return {style.get(f"{_SS}ID", ""): kind for kind in kinds if kind is not None}


def _read_row(sheet: SparseSheet, row: etree._Element, at: int, kinds: dict[str, int]) -> None:
    column, filled = 0, False
    for cell in row.iterchildren(f"{_SS}Cell"):
        column = _number(cell, "Index", column + 1) - 1
        right, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
        data = next(cell.iterchildren(f"{_SS}Data"), None)
        text = "" if data is None else _shown(data, sheet, at, column, kinds.get(cell.get(f"{_SS}StyleID", "")))
        if text:
            filled = True
            sheet.put(at, column, text)
            if right or down:
                sheet.merge(at, column, down + 1, right + 1)
        elif data is None and cell.get(f"{_SS}Formula"):
            sheet.uncalculated += 1
        column += 1 + right
    if filled and row.get(f"{_SS}Hidden") == "1":
        sheet.hidden_rows.add(at)


def _shown(data: etree._Element, sheet: SparseSheet, row: int, column: int, kind: int | None) -> str:
    text = "".join(str(part) for part in data.itertext()).replace("\r\n", "\n").strip()
    match data.get(f"{_SS}Type"):
        case "Number":
            value = float(text or "nan")
            shown = number(value, kind)
            sheet.numbers.see(row, column, value, shown)
            return shown
        case "DateTime":
            for midnight in _MIDNIGHT:
                text = text.removesuffix(midnight)
            day, _, clock = text.removesuffix(".000").partition("T")
            return clock if clock and day.startswith(_FIRST_DAY) else f"{day} {clock}".strip()
        case "Boolean":
            return "TRUE" if text == "1" else "FALSE"
    return sheet.numbers.see_text(row, column, text) if "E+" in text else text


def _number(element: etree._Element, attribute: str, default: int) -> int:
    text = element.get(_SS + attribute, "")
    return int(text) if text.isdecimal() and len(text) < 10 else default
