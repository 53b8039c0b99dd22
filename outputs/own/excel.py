"""An Excel template of the office: ``{{ 字段 }}`` in cells, and a row with ``{{ 行.字段 }}`` for each task."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from corpus.messages import MinyiError, text
from corpus.records import Problem
from corpus.terms import terms
from outputs.own.fields import Filling, Row, known
from outputs.own.language import Fault, fault, unknown_field, unknown_row_field
from outputs.own.moving import make_room
from outputs.own.packages import opened, packed
from outputs.own.tags import has_too_many
from outputs.safe_text import cut
from outputs.word.measure import TABLE_POINTS, lines

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FIELD = re.compile(r"[{｛]{2}\s*(.*?)\s*[}｝]{2}", re.DOTALL)
_STATEMENT = re.compile(r"[{｛][%％#].*?[%％#][}｝]", re.DOTALL)
_BRACES = re.compile(r"[{｛]{2}|[}｝]{2}|[{｛][%％]|[%％][}｝]")
_LINE = 1.45
"""Height of a line in units of its letters."""
_PIXELS_A_DIGIT, _MARGIN_PIXELS, _USUAL_WIDTH = 7, 5, 8.43
_MM_A_PIXEL = 25.4 / 96
_HIGHEST = 409.0
_MOST_CELLS = 1_000_000
"""Cells in the rectangles of the sheets, which openpyxl all makes when they are gone through."""


def excel_problems(data: bytes) -> tuple[Problem, ...]:
    """Every mistake in the workbook's fields, each with its cell. Raises ``MinyiError`` as ``opened``."""
    return tuple(
        Problem(text("template-sheet-cell", sheet=page.title, cell=cell.coordinate), one.code, one.args)
        for page in _book(data).worksheets
        for cell, one in _page_faults(page)
    )


def excel_lists(data: bytes) -> frozenset[str]:
    """The lists whose rows the workbook repeats."""
    names = (n for page in _book(data).worksheets for _, said in _tagged(page) for n in _FIELD.findall(said))
    return frozenset(filter(None, (_parted(name)[0] for name in names)))


def filled_excel(data: bytes, filling: Filling, made_on: date) -> bytes:
    """The workbook with its fields filled in; one without ``excel_problems`` is expected. Raises ``MinyiError``.

    Every value is text: what begins like a formula is none.
    """
    book, buffer = _book(data), BytesIO()
    for page in book.worksheets:
        _fill_page(book, page, filling)
    book.save(buffer)
    return packed(buffer.getvalue(), made_on)


def _book(data: bytes) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow, and only for a batch with templates)

    opened(data, ".xlsx")
    try:
        book = load_workbook(BytesIO(data), keep_links=False)
        cells = sum(page.max_row * page.max_column for page in book.worksheets)
    except Exception as error:  # whatever openpyxl stumbles over: it names no kinds
        raise MinyiError("template-damaged") from error
    if cells > _MOST_CELLS:
        raise MinyiError("workbook-far-cells", limit=f"{_MOST_CELLS:,}")
    return book


def _said(cell: Any) -> str:
    """The cell's text if it has a tag, else an empty one."""
    return cell.value if isinstance(cell.value, str) and _BRACES.search(cell.value) else ""


def _tagged(page: Worksheet) -> Iterator[tuple[Any, str]]:
    for row in page.iter_rows():
        for cell in row:
            if said := _said(cell):
                yield cell, said


def _page_faults(page: Worksheet) -> Iterator[tuple[Any, Fault]]:
    lists: dict[int, str] = {}
    told: set[int] = set()
    for cell, said in _tagged(page):
        if cell.data_type == "f":
            yield cell, fault("template-formula")
            continue
        if has_too_many(said):
            yield cell, fault("template-broken", word=said[:20])
            continue
        for tag in _STATEMENT.findall(said):
            yield cell, fault("template-excel-tag", tag=tag)
        for rest in _BRACES.findall(_FIELD.sub("", _STATEMENT.sub("", said))):
            yield cell, fault("template-broken", word=said[max(0, said.find(rest) - 5) :][:20])
        for name in _FIELD.findall(said):
            over, one = _parted(name)
            yield from ((cell, found) for found in _field_faults(name, over, one))
            if over in known().lists and lists.setdefault(cell.row, over) != over:
                yield cell, fault("template-two-lists", lists=f"{lists[cell.row]}、{over}")
    for area in page.merged_cells.ranges:
        for row in lists:
            if area.min_row <= row <= area.max_row and area.min_row < area.max_row and row not in told:
                told.add(row)
                yield page.cell(row, area.min_col), fault("template-tall-merge", cells=str(area))


def _parted(name: str) -> tuple[str, str]:
    """The list and the field of ``行.问题编号``; an empty list for a field of the document."""
    over, dot, field = name.replace("．", ".").rpartition(".")
    over, field = over.strip(), field.strip()
    return (known().lists[0] if over == terms("template_fields")["names"]["row"] else over) if dot else "", field


def _field_faults(name: str, over: str, field: str) -> Iterator[Fault]:
    if not name:
        yield fault("template-empty", tag="{{ }}")
    elif not over and field not in known().batch:
        yield unknown_field(field)
    elif over and over not in known().lists:
        yield fault("template-list", word=over, known="、".join(known().lists))
    elif over and field not in known().row:
        yield unknown_row_field(field, name.replace("．", ".").partition(".")[0].strip())


def _fill_page(book: Workbook, page: Worksheet, filling: Filling) -> None:
    """Single cells first, then the rows to be repeated, the lowest first: what is above has not moved then."""
    repeated: dict[int, str] = {}
    for cell, said in _tagged(page):
        over = next((over for name in _FIELD.findall(said) if (over := _parted(name)[0])), "")
        if over:
            repeated[cell.row] = over
        else:
            _put(cell, said, filling.batch, {})
    for row, over in sorted(repeated.items(), reverse=True):
        _repeat(book, page, row, filling.lists[over], filling.batch)


def _put(cell: Any, said: str, batch: Row, own: Row) -> None:
    """The text into the cell, as text whatever it begins with."""

    def value(match: re.Match[str]) -> str:
        over, field = _parted(match[1])
        return own.get(field, "") if over else batch.get(field, "")

    _as_text(cell, cut(_FIELD.sub(value, said)))


def _as_text(cell: Any, words: str) -> None:
    cell.value = words
    cell.data_type = "s"
    if cell.number_format == "General":
        cell.number_format = "@"


def _repeat(book: Workbook, page: Worksheet, row: int, rows: Sequence[Row], batch: Row) -> None:
    """The row once for each task, with its styles, merged cells and formulas; once and empty where there is none."""
    there: Sequence[Any] = page[row]
    pattern: dict[int, Any] = {c.column: c for c in there if c.has_style or c.value is not None}
    said = {column: _said(cell) for column, cell in pattern.items() if _said(cell)}
    merged = [area for area in page.merged_cells.ranges if area.min_row == row == area.max_row]
    more = max(0, len(rows) - 1)
    if more:
        for area in merged:
            page.merged_cells.remove(area)  # it is repeated below, and does not grow
        make_room(book, page, row, more)
        _copy_down(page, row, more, pattern)
    height, widths = page.row_dimensions[row].height, _widths(page, pattern, merged)
    for at, own in enumerate(rows or ({},), row):
        highest = 0.0
        for column, words in said.items():
            cell = page.cell(at, column)
            _put(cell, words, batch, own)
            highest = max(highest, _needed(cell, widths[column]))
        if rows and highest > (height or 0.0):
            page.row_dimensions[at].height = min(_HIGHEST, highest)
        elif height:
            page.row_dimensions[at].height = height
    for area in merged:
        for at in range(row if more else row + 1, row + more + 1):
            page.merged_cells.add(f"{_letter(area.min_col)}{at}:{_letter(area.max_col)}{at}")


def _copy_down(page: Worksheet, row: int, more: int, pattern: Mapping[int, Any]) -> None:
    from openpyxl.formula.translate import Translator  # noqa: PLC0415  (slow, and only for a batch with templates)

    for column, cell in pattern.items():
        if _said(cell) and cell.number_format == "General":
            cell.number_format = "@"
        for at in range(row + 1, row + more + 1):
            new: Any = page.cell(at, column)
            new._style = copy(cell._style)
            if cell.data_type == "f" and isinstance(cell.value, str):
                new.value = Translator(cell.value, cell.coordinate).translate_formula(new.coordinate)
            elif cell.value is not None and not _said(cell):
                new.value = cell.value
                new.data_type = cell.data_type


def _widths(page: Worksheet, pattern: Mapping[int, Any], merged: Sequence[Any]) -> dict[int, float]:
    """The room of each cell's text in mm, that of the merged ones together."""
    usual = page.sheet_format.defaultColWidth or page.sheet_format.baseColWidth or _USUAL_WIDTH
    own = _column_widths(page, usual)
    widths = {column: own(column) for column in pattern}
    for area in merged:
        widths[area.min_col] = sum(own(column) for column in range(area.min_col, area.max_col + 1))
    return widths


def _column_widths(page: Worksheet, usual: float) -> Callable[[int], float]:
    said = {
        column: dimension.width
        for dimension in page.column_dimensions.values()
        for column in range(dimension.min or 0, (dimension.max or 0) + 1)
        if dimension.customWidth
    }

    def width(column: int) -> float:
        pixels = said.get(column, usual) * _PIXELS_A_DIGIT + _MARGIN_PIXELS
        return float(pixels) * _MM_A_PIXEL

    return width


def _needed(cell: Any, width: float) -> float:
    """Height in points of the cell's text, if it is wrapped."""
    points = float(cell.font.sz or TABLE_POINTS)
    if not cell.alignment.wrap_text:
        return 0.0
    return lines(cell.value or "", width - 2, points) * points * _LINE + 4


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  (slow, and only for a batch with templates)

    return str(get_column_letter(column))
