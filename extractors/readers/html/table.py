"""A page's table: whether it holds data or only sets the page, and its cells as a grid (HTML, 4.9.12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree

from extractors.readers.html.measure import Measures
from extractors.readers.html.style import tag_of

_MOST_COLUMNS = 1000
"""The standard's bound for a colspan."""
_FREE_CELLS = 100_000
_MOST_COPIES = 20
"""Cells of the grid for each of the page: merged ones make five of one in real tables, thousands in harmful ones."""
_LONGEST_FRAMED = 400
"""Characters in a cell beside which the others of its table are small: an article in its frame."""
_FRAMED_SHARE = 0.6
_FRAMED_BLOCKS = 4
_LEAST_RULED_ROWS = 3
_BORDER = re.compile(
    r"border(?:-(?:top|left|right|bottom))?(?:-style|-width)?\s*:[^;]*\b(?:solid|double|[1-9][\d.]*p[xt])", re.I
)

Cells = tuple[tuple[str, ...], ...]
Rows = list[list[etree._Element]]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell's text in the columns ``first`` to ``last`` (one past), and how many rows below it goes on."""

    first: int
    last: int
    text: str
    below: int


def rows_of(table: etree._Element, shown: Callable[[etree._Element], bool]) -> Rows:
    """The cells of each row in the order of the page (``tfoot`` last), those of tables inside left out.

    Cells without a row, which old pages have, make one.
    """
    parts: dict[str, Rows] = {"thead": [], "": [], "tfoot": []}
    stack = [(child, "") for child in reversed(table)]
    loose: list[etree._Element] | None = None
    while stack:
        element, part = stack.pop()
        tag = tag_of(element)
        if tag in {"table", "caption", ""} or not shown(element):
            continue
        if tag in {"td", "th"}:
            if loose is None:
                parts[part].append(loose := [])
            loose.append(element)
            continue
        loose = None
        if tag == "tr":
            parts[part].append(list(_cells(element, shown)))
        else:
            inside = tag if tag in parts else part
            stack += [(child, inside) for child in reversed(element)]
    return [row for part in parts.values() for row in part if row]


def _cells(row: etree._Element, shown: Callable[[etree._Element], bool]) -> Iterator[etree._Element]:
    stack = list(reversed(row))
    while stack:
        element = stack.pop()
        tag = tag_of(element)
        if tag in {"table", ""} or not shown(element):
            continue
        if tag in {"td", "th"}:
            yield element
        else:
            stack += reversed(element)  # a form or a font around cells


def holds_data(table: etree._Element, rows: Rows, measures: Measures) -> bool:
    """Whether a table is one to the reader of the page, and not a frame that sets the page.

    A frame has one column; or without lines of its own it has one row, one cell with most of its text in paragraphs,
    or other tables in its cells.
    """
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    filled = [[cell for cell in row if _size(cell, measures)] for row in rows]
    filled = [row for row in filled if row]
    if max(map(len, filled), default=0) < 2:
        return False
    if any(tag_of(cell) == "th" for row in rows for cell in row):
        return True
    at = measures.index[table]
    if measures.any_within(measures.headings, at):
        return False
    return not _frames(table, filled, measures.any_within(measures.tables, at), measures)


def _frames(table: etree._Element, rows: Rows, nested: bool, measures: Measures) -> bool:
    """Whether a table of several columns is set around a text or around other tables."""
    longest = max((cell for row in rows for cell in row), key=lambda cell: _size(cell, measures))
    size = _size(longest, measures)
    around_text = size > _LONGEST_FRAMED and size > _FRAMED_SHARE * _size(table, measures)
    if _is_ruled(table, [cell for row in rows for cell in row]):
        return around_text and (nested or len(rows) < _LEAST_RULED_ROWS)
    if nested or (around_text and _has_paragraphs(longest, measures)):
        return True
    return len(rows) == 1


def _size(element: etree._Element, measures: Measures) -> int:
    return measures.chars[measures.index[element]]


def _has_paragraphs(cell: etree._Element, measures: Measures) -> bool:
    at = measures.index[cell]
    inner = (measures.elements[inner] for inner in range(at + 1, measures.ends[at]))
    paragraphs = (element for element in inner if tag_of(element) in {"p", "div", "br", "li"})
    return next(islice(paragraphs, _FRAMED_BLOCKS - 1, None), None) is not None


def _is_ruled(table: etree._Element, cells: list[etree._Element]) -> bool:
    """Whether the table shows lines: a border of its own or of most of its cells."""
    if (table.get("border") or "0").strip().lower() not in {"0", "0px", "no"} or table.get("rules"):
        return True
    if _BORDER.search(table.get("style") or ""):
        return True
    return 2 * sum(_BORDER.search(cell.get("style") or "") is not None for cell in cells) > len(cells)


@dataclass(frozen=True, slots=True)
class Spread:
    """A table's cells, all rows of one length.

    ``cut`` is the limit of cells that it was cut at, None where it is whole. ``longer`` are the rows (from 0) with text
    to the right of the header, the first row of more than one cell: their cells may stand in wrong columns. They are
    told of whole tables only.
    """

    cells: Cells
    cut: int | None
    longer: tuple[int, ...]


def grid(rows: Rows, texts: Mapping[etree._Element, str], most_cells: int) -> Spread:
    """Rows of one length, with the ``texts`` of the cells: a merged one is in every row and column that it spans.

    Columns in which no cell begins say nothing and are left out, so a ``colspan`` of a thousand costs nothing. A table
    is cut at ``most_cells``, or at fewer where merged cells alone would make it as large.
    """
    limit = min(most_cells, _FREE_CELLS + _MOST_COPIES * sum(map(len, rows)))
    made: list[list[_Placed]] = []
    begun: set[int] = set()
    above: list[_Placed] = []
    count = 0
    for number, row in enumerate(rows):
        placed = list(_placed(row, above, len(rows) - number, texts))
        begun.update(cell.first for cell in placed)
        made.append(placed)
        above = [replace(cell, below=cell.below - 1) for cell in placed if cell.below]
        count += len(begun)
        if count > limit:
            break
    columns = sorted(begun)
    cells = tuple(_spread(placed, columns) for placed in made)
    return Spread(cells, limit, ()) if count > limit else Spread(cells, None, tuple(_longer(made)))


def _longer(made: list[list[_Placed]]) -> Iterator[int]:
    header = next((placed for placed in made if len(placed) > 1), None)
    if header is not None:
        end = max(cell.last for cell in header)
        yield from (at for at, placed in enumerate(made) if any(cell.first >= end and cell.text for cell in placed))


def _placed(
    row: list[etree._Element], above: list[_Placed], rows_left: int, texts: Mapping[etree._Element, str]
) -> Iterator[_Placed]:
    """The cells of a row from left to right among those that reach into it from above.

    A cell that is wider than the gap between two of these ends at the second one.
    """
    waiting = iter(above)
    following = next(waiting, None)
    at = 0
    for cell in row:
        while following is not None and following.first <= at:
            yield following
            at = max(at, following.last)
            following = next(waiting, None)
        last = at + _span(cell, "colspan", _MOST_COLUMNS)
        if following is not None:
            last = min(last, following.first)
        yield _Placed(at, last, texts[cell], _span(cell, "rowspan", rows_left) - 1)
        at = last
    if following is not None:
        yield following
    yield from waiting


def _spread(placed: list[_Placed], columns: list[int]) -> tuple[str, ...]:
    """The texts of one row at ``columns``."""
    texts: list[str] = []
    cells = iter(placed)
    cell = next(cells, None)
    for column in columns:
        while cell is not None and cell.last <= column:
            cell = next(cells, None)
        texts.append(cell.text if cell is not None and cell.first <= column else "")
    return tuple(texts)


def _span(cell: etree._Element, name: str, most: int) -> int:
    """The number of rows or columns, from 1 to ``most``; 0 rows are all that are left."""
    found = re.match(r"\s*\+?(\d{1,9})", cell.get(name) or "")
    if not found:
        return 1
    number = int(found[1])
    return most if number == 0 and name == "rowspan" else max(1, min(number, most))
