"""The sheets of an OpenDocument spreadsheet, from its content (ODF 1.3, part 3, 9 and 19)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from lxml import etree

from extractors.limits import Limits
from extractors.readers.sheets.cell_text import PERCENT, clock, number
from extractors.readers.sheets.sheet import Sheet
from extractors.readers.sheets.sparse_sheet import SparseSheet
from extractors.readers.sheets.xml_rows import elements

_NAMESPACE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}{}"


def _name(prefix: str, name: str) -> str:
    return _NAMESPACE.format(prefix, name)


_ROOT, _TABLE, _STYLE = _name("office", "document-content"), _name("table", "table"), _name("style", "style")
_ROW, _COLUMN = _name("table", "table-row"), _name("table", "table-column")
_CELL, _COVERED = _name("table", "table-cell"), _name("table", "covered-table-cell")
_PARAGRAPH = _name("text", "p")
_PLAIN = {_name("text", "tab"): "\t", _name("text", "line-break"): "\n", _name("text", "s"): " "}
_HIDDEN = frozenset({"collapse", "filter"})
_LENGTH = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,7})(?:[.,]\d+)?S)?")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_NUMBERS = frozenset({"float", "currency"})


def sheets_of(content: bytes, shown_as: str, limits: Limits) -> list[Sheet]:
    """Every sheet, empty ones too. Raises ``read-sheet-too-large`` …, ``XMLSyntaxError`` and ``ValueError``."""
    found: list[Sheet] = []
    hidden_styles: set[str] = set()
    sheet: SparseSheet | None = None
    row = column = size = 0
    for event, element in elements(content, frozenset({_ROW, _COLUMN, _TABLE, _STYLE}), frozenset({_ROOT, _TABLE})):
        if element.tag == _STYLE:
            if any(part.get(_name("table", "display")) == "false" for part in element):
                hidden_styles.add(element.get(_name("style", "name"), ""))
        elif element.tag == _TABLE and event == "start":
            sheet = SparseSheet(element.get(_name("table", "name"), ""), shown_as, limits, size)
            sheet.hidden = element.get(_name("table", "style-name")) in hidden_styles
            row = column = 0
        elif sheet is None:
            continue
        elif element.tag == _COLUMN:
            repeat = _count(element, "number-columns-repeated", _MOST_COLUMNS)
            if element.get(_name("table", "visibility")) in _HIDDEN:
                sheet.hidden_columns.update(range(column, min(column + repeat, _MOST_COLUMNS)))
            column += repeat
        elif element.tag == _ROW:
            row += _read_row(sheet, element, row)
        else:
            size = sheet.size
            found.append(sheet.sheet())
            sheet = None
    return found


def _read_row(sheet: SparseSheet, row: etree._Element, at: int) -> int:
    """Puts the cells of a row where they stand; how many rows it is."""
    repeat = _count(row, "number-rows-repeated", _MOST_ROWS)
    column, filled = 0, False
    for cell in row.iterchildren(_CELL, _COVERED):
        columns = _count(cell, "number-columns-repeated", _MOST_COLUMNS)
        text = _shown(cell, sheet, at, column) if len(cell) or cell.get(_name("office", "value-type")) else ""
        if text and cell.tag == _CELL:
            sheet.put(at, column, text, repeat, columns)
            filled = True
            down, right = (_count(cell, f"number-{what}-spanned", _MOST_ROWS) for what in ("rows", "columns"))
            if down > 1 or right > 1:
                sheet.merge(at, column, down, right)
        column += columns
    if filled and row.get(_name("table", "visibility")) in _HIDDEN:
        sheet.hidden_rows.update(range(at, at + repeat))
    return repeat


def _count(element: etree._Element, attribute: str, most: int) -> int:
    text = element.get(_name("table", attribute), "1")
    return max(1, min(int(text), most)) if text.isdecimal() and len(text) < 12 else 1


def _shown(cell: etree._Element, sheet: SparseSheet, row: int, column: int) -> str:
    kind = cell.get(_name("office", "value-type"))
    seen = "\n".join(_paragraph(paragraph) for paragraph in cell.iterchildren(_PARAGRAPH)).strip()
    if kind in _NUMBERS or kind == "percentage":
        value = float(cell.get(_name("office", "value"), "nan"))
        text = number(value, PERCENT if kind == "percentage" else None)
        sheet.numbers.see(row, column, value, text)
        # Leading zeros are a format's, TRUE is a formula's: what is seen says more than the number.
        return seen if seen.lstrip("0") == text or seen in {"TRUE", "FALSE"} else text
    if kind == "date":
        return cell.get(_name("office", "date-value"), seen).removesuffix("T00:00:00").replace("T", " ")
    if kind == "time" and (found := _LENGTH.fullmatch(cell.get(_name("office", "time-value"), ""))):
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
        return found[1] + clock(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))
    return sheet.numbers.see_text(row, column, seen) if "E+" in seen else seen


def _paragraph(paragraph: etree._Element) -> str:
    return "".join(_inline(paragraph))


def _inline(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag in _PLAIN:
            count = part.get(_name("text", "c"), "1")
            yield _PLAIN[part.tag] * (min(int(count), 100) if count.isdecimal() and len(count) < 9 else 1)
        elif isinstance(part.tag, str):
            yield from _inline(part)
        yield part.tail or ""
