"""The facts of the worksheets of an Office Open XML workbook, by expressions over their bytes (ECMA-376-1, 18.3).

A parser would take longer to see a million cells than calamine takes to read them.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from extractors.readers.package import Package
from extractors.readers.sheets.cell_text import BUILT_IN, number_kind
from extractors.readers.sheets.facts import SheetFacts, Styles
from extractors.readers.xml_parts import BROKEN

_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_P = rb"(?:\w+:)?"
_CELL = re.compile(rb"<" + _P + rb"c(?=[\s>/])(?:\s+r\s*=\s*[\"']([A-Za-z]+\d+))?")
_FILLED_CELL = re.compile(rb"<" + _P + rb"c\b[^<>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^<>]*(?<!/)>(?!</)")
_UNPLACED_CELL = re.compile(rb"<" + _P + rb"c\b(?![^<>]*\br\s*=)[^<>]*(?<!/)>")
"""A cell that does not say where it stands is the next one of its row."""
_ROW = re.compile(rb"<" + _P + rb"row\b(?:[^<>]*?\br\s*=\s*[\"'](\d+))?")
_ROW_END = re.compile(rb"</" + _P + rb"row\b")
_HIDDEN_ROW = re.compile(rb"<" + _P + rb"row\b(?=[^<>]*\bhidden\s*=\s*[\"'](?:1|true))[^<>]*?\br\s*=\s*[\"'](\d+)")
_HIDDEN_COLUMN = re.compile(rb"<" + _P + rb"col\b(?=[^<>]*\bhidden\s*=\s*[\"'](?:1|true))[^<>]*>")
_FIRST_AND_LAST = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d+)")
_MERGE = re.compile(rb"<" + _P + rb"mergeCell\b")
_SHARED = re.compile(rb"<" + _P + rb"c\b(?=[^<>]*\bt\s*=\s*[\"']s[\"'])[^<>]*>\s*<" + _P + rb"v[^<>]*>\s*(\d+)")
_NO_RESULT = re.compile(
    rb"<"
    + _P
    + rb"c\b(?![^<>]*\bt\s*=\s*[\"']str)[^<>]*>\s*<"
    + _P
    + rb"f\b(?:[^<>]*/>|[^<>]*>[^<]*</"
    + _P
    + rb"f>)\s*"
    rb"(?:<" + _P + rb"v\s*/>|<" + _P + rb"v>\s*</" + _P + rb"v>)?\s*</" + _P + rb"c>"
)
_ERROR = re.compile(
    rb"<" + _P + rb"c\b(?=[^<>]*\bt\s*=\s*[\"']e[\"'])[^<>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[^<>]*>"
    rb"(?:\s*<" + _P + rb"f\b(?:[^<>]*/>|[^<>]*>[^<]*</" + _P + rb"f>))?\s*<" + _P + rb"v>([^<]{1,20})<"
)
_STRING_END = re.compile(rb"</" + _P + rb"si\s*>")
_DIGITS, _LETTERS = string.digits.encode(), string.ascii_letters.encode()
_LAST_COLUMN = 16_384
_STRETCH = 4 * 1024 * 1024
_SURELY_SMALL = 1_000_000
"""Cells. Beyond, it is worth the time to tell empty cells with a style, for which calamine makes no room."""


def facts_by_sheet(package: Package) -> dict[str, tuple[str, SheetFacts]]:
    """The part and the facts of each worksheet by its name, of one without a name by its part.

    Every part that might be a worksheet is looked at, whatever refers to it. Raises one of ``BROKEN``.
    """
    main = package.main_part("xl/workbook.xml")
    links = {link.id: link.target for link in package.relations(main) if not link.external}
    styles = _styles(package, main)
    lengths = _string_lengths(package, main)
    by_part = {part: facts(content, styles, lengths) for part, content in _worksheets(package)}
    names = ((sheet.get("name", ""), links.get(sheet.get(_LINK, ""))) for sheet in package.xml(main).iter("{*}sheet"))
    named = {name: part for name, part in names if part in by_part}
    rest = by_part.keys() - set(named.values())
    return {name: (part, by_part[part]) for name, part in [*named.items(), *((part, part) for part in rest)] if part}


def _worksheets(package: Package) -> Iterator[tuple[str, bytes]]:
    for part in package.names():
        content = package.content(part)
        if b"sheetData" in content:
            yield part, content


def facts(sheet: bytes, styles: Styles, lengths: list[int]) -> SheetFacts:
    """The facts of one worksheet from the bytes of its part; ``lengths`` are those of the shared strings."""
    found = SheetFacts()
    found.merges = len(_MERGE.findall(sheet)) if b"mergeCell" in sheet else 0
    found.text = _written_out(sheet, lengths)
    hides, calculates, fails = b"hidden" in sheet, b"<f" in sheet or b":f" in sheet, b'"e"' in sheet or b"'e'" in sheet
    for rows in _stretches(sheet):
        found.rows, found.columns = map(max, (found.rows, found.columns), _extent(rows, found.rows))
        if hides:
            found.hidden_rows.update(int(row) - 1 for row in _HIDDEN_ROW.findall(rows))
        if calculates:
            found.uncalculated += len(_NO_RESULT.findall(rows))
        for letters, row, error in _ERROR.findall(rows) if fails else ():
            found.errors[int(row) - 1, _column(letters) - 1] = error.decode("ascii", "replace").strip()
        for style, letters, row in _styled(styles).findall(rows) if styles else ():
            found.kinds[int(row) - 1, _column(letters) - 1] = styles[int(style)]
    for column in _HIDDEN_COLUMN.findall(sheet) if hides else ():
        ends = {name: int(number) for name, number in _FIRST_AND_LAST.findall(column)}
        last = min(ends.get(b"max", 0), _LAST_COLUMN)
        found.hidden_columns.update(range(max(0, ends.get(b"min", 1) - 1), last))
    return found


def _stretches(sheet: bytes) -> Iterator[bytes]:
    """The sheet in pieces of whole rows: what an expression finds in one of them fits in memory."""
    at = 0
    while at < len(sheet):
        end = _ROW_END.search(sheet, at + _STRETCH)
        yield sheet[at : end.end() if end else len(sheet)]
        at = end.end() if end else len(sheet)


def _styled(styles: Styles) -> re.Pattern[bytes]:
    wanted = b"|".join(str(style).encode() for style in styles)
    return re.compile(
        rb"<" + _P + rb"c\b(?=[^<>]*\bs\s*=\s*[\"'](" + wanted + rb")[\"'])[^<>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)"
    )


def _extent(rows: bytes, above: int) -> tuple[int, int]:
    """Down to which row and column cells reach in a piece of a sheet; ``above`` is the last row of the piece before.

    All cells count where they are few; else those that are filled, for calamine makes no room for the others.
    """
    places = set(_CELL.findall(rows))
    if b"" not in places:
        columns = max(map(_column, {place.rstrip(_DIGITS) for place in places}), default=0)
        last = max(map(int, {place.lstrip(_LETTERS) for place in places}), default=0)
        if last * columns <= _SURELY_SMALL:
            return last, columns
    filled = _FILLED_CELL.findall(rows)
    columns = max(map(_column, {letters for letters, _ in filled}), default=0)
    last = max(map(int, {row for _, row in filled}), default=0)
    if unplaced := max(len(_UNPLACED_CELL.findall(row)) for row in _ROW_END.split(rows)):
        numbers = [int(number or 0) for number in _ROW.findall(rows)]
        columns, last = columns + unplaced, max(last, above + len(numbers), *numbers)
    return last, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _written_out(sheet: bytes, lengths: list[int]) -> int:
    """The bytes of the sheet's shared strings when each cell has its own; an upper bound where that is small."""
    longest = max(lengths, default=0)
    bound = longest * sheet.count(b"<v")
    if bound <= _SURELY_SMALL * 10:
        return bound
    return sum(
        lengths[int(index)] * count
        for index, count in Counter(_SHARED.findall(sheet)).items()
        if int(index) < len(lengths)
    )


def _string_lengths(package: Package, main: str) -> list[int]:
    part = package.related(main, "sharedStrings")
    if part is None:
        return []
    return list(map(len, _STRING_END.split(package.content(part))))


def _styles(package: Package, main: str) -> Styles:
    """The formats that show a percentage or leading zeros; none where the styles are damaged: they only adorn."""
    part = package.related(main, "styles")
    try:
        root = package.xml(part) if part is not None else None
    except BROKEN:
        root = None
    if root is None:
        return {}
    kinds = dict(BUILT_IN)
    for own in root.iter("{*}numFmt"):
        kind = number_kind(own.get("formatCode", ""))
        if kind is not None and own.get("numFmtId", "").isdecimal():
            kinds[int(own.get("numFmtId", ""))] = kind
    formats: list[etree._Element] = [xf for group in root.iter("{*}cellXfs") for xf in group.iter("{*}xf")]
    ids = [xf.get("numFmtId", "") for xf in formats]
    return {at: kinds[int(name)] for at, name in enumerate(ids) if name.isdecimal() and int(name) in kinds}
