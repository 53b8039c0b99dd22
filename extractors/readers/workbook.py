"""The sheets of an Excel workbook as grids of text, read with calamine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from corpus.messages import UnreadableError
from corpus.records import Grid, Problem, Source
from extractors.limits import Limits
from extractors.readers.package import Package

Value = str | float | bool | date | time | datetime | timedelta
Merge = tuple[tuple[int, int], tuple[int, int]]
"""Upper left and lower right cell, row and column from 0."""

_FILLED_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^>]*(?<!/)>(?!</)")
_UNPLACED_CELL = re.compile(rb"<(?:\w+:)?c\b(?![^>]*\br\s*=)[^>]*(?<!/)>")
"""A cell that does not say where it stands is the next one of its row."""
_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^>]*?\br\s*=\s*[\"'](\d+))?")
_ROW_END = re.compile(rb"</(?:\w+:)?row\b")
_ESCAPED = re.compile("_x000[dD]_\n?|\r\n?")
_SIGNIFICANT = ".15g"
"""Excel keeps and shows 15 significant digits: 0.30000000000000004 is 0.3 on its screen."""


def read_sheets(
    data: bytes, shown_as: str, sha256: str, file_format: str, limits: Limits
) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """One Grid for each sheet with content, hidden ones too, numbered from 1.

    Raises ``read-damaged``, ``read-password``, ``read-too-large``. A sheet that fails is a ``read-part-failed``.
    """
    if file_format != "xls":
        _check(Package(data, shown_as, file_format, limits), shown_as, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError:
        raise UnreadableError("read-password", where=shown_as) from None
    except CalamineError as error:
        reason = str(error).splitlines()[0]
        raise UnreadableError("read-damaged", where=shown_as, format=file_format.upper(), reason=reason) from None
    grids: list[Grid] = []
    problems: list[Problem] = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        try:
            cells = _cells(workbook.get_sheet_by_name(sheet.name))
        except CalamineError as error:
            args = (("part", sheet.name), ("reason", str(error).splitlines()[0]))
            problems.append(Problem(sheet.name, "read-part-failed", args))
            continue
        if cells:
            source = Source(shown_as, sha256, sheet=sheet.name, table=len(grids) + 1)
            grids.append(Grid(tuple(map(tuple, cells)), source))
    return tuple(grids), tuple(problems)


def _check(package: Package, shown_as: str, limits: Limits) -> None:
    """Every part whole, and no sheet so wide and long that its grid would not fit in memory.

    calamine makes room for the whole rectangle at once, and ends the process where it does not get it.
    """
    package.verify()
    for part in package.names():
        rows, columns = _extent(package.content(part))
        if columns * rows > limits.sheet_cells:
            size, limit = f"{rows:,} × {columns:,}", f"{limits.sheet_cells:,}"
            raise UnreadableError("read-sheet-too-large", where=shown_as, part=part, size=size, limit=limit)


def _extent(sheet: bytes) -> tuple[int, int]:
    """At least the rows and columns of the rectangle that its filled cells span, 0 for a part that is no sheet."""
    if b"sheetData" not in sheet:
        return 0, 0
    filled = _FILLED_CELL.findall(sheet)
    columns = max(map(_column, {letters for letters, _ in filled}), default=0)
    rows = max((int(row) for _, row in filled), default=0)
    if unplaced := max(len(_UNPLACED_CELL.findall(row)) for row in _ROW_END.split(sheet)):
        numbers = _ROW.findall(sheet)
        columns, rows = columns + unplaced, max(rows, len(numbers), *(int(number or 0) for number in numbers))
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _cells(sheet: CalamineSheet) -> list[list[str]]:
    """The used rectangle as text, merged cells filled, without empty rows and columns around it."""
    rows = [[shown(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _fill(rows, sheet.merged_cell_ranges or ())
    return _trimmed(rows)


def shown(value: Value) -> str:
    """A value as text without loss: ``120210070900018``, ``0.6``, ``2019-06-30``. A date format is not kept."""
    if isinstance(value, str):
        return _ESCAPED.sub("\n", value).strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(format(value, _SIGNIFICANT)):f}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _fill(rows: list[list[str]], merges: Sequence[Merge]) -> None:
    """Values of merged cells, within the used rectangle: what is merged beyond it has no row of its own.

    Merged cells do not overlap (ECMA-376, 18.3.1.55): as many cells as there are can be filled, no more.
    """
    room = sum(map(len, rows))
    for (top, left), (bottom, right) in merges:
        if top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        room -= (min(bottom + 1, len(rows)) - top) * (min(right + 1, len(rows[top])) - left)
        if room < 0:
            return
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [value] * (min(right + 1, len(row)) - left)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    filled = [index for index, row in enumerate(rows) if any(row)]
    if not filled:
        return []
    rows = rows[filled[0] : filled[-1] + 1]
    columns = [index for index, column in enumerate(zip(*rows, strict=True)) if any(column)]
    return [row[columns[0] : columns[-1] + 1] for row in rows]
