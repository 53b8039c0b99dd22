"""A table of a document as a grid: merged cells carry their value in every row and column that they span (17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from extractors.readers.docx.columns import Extent, columns
from extractors.readers.docx.names import child, integer, unwrapped, value, w
from extractors.readers.docx.text import span

_MOST_COLUMNS = 250
"""A row wider than Word's own limit (63 columns) many times over is a damaged attribute, not a table."""

Cells = tuple[tuple[str, ...], ...]


class TableTooLargeError(Exception):
    """A table of more than ``limit`` cells; ``cells`` is how many were counted before the reading was given up."""

    def __init__(self, cells: int) -> None:
        super().__init__(cells)
        self.cells = cells


def grid(table: etree._Element, cell_text: Callable[[etree._Element], str], most_cells: int) -> Cells:
    """Rows of one length; ``cell_text`` is asked once for each cell that is not the lower part of a merged one.
    Columns of a hair's breadth are none.

    The XML is walked row by row: python-docx's ``table.cell`` is quadratic in the number of rows. Raises
    ``TableTooLargeError``.
    """
    rows: list[list[str]] = []
    merged: list[bool] = []
    widest = 0
    kept = columns(table, _extents(table), _MOST_COLUMNS)
    for row in _rows(table):
        above, open_above = rows[-1] if rows else [], merged
        end = _skipped(row, "gridBefore")
        cells = [""] * kept.seen(end)
        merged = [False] * len(cells)
        for cell, (_, end) in _placed(row):
            at = len(cells)
            width = kept.seen(end) - at
            down = _downwards(cell)
            if down == "continue" and at < len(above) and open_above[at]:
                cells += [above[min(at + column, len(above) - 1)] for column in range(width)]
            elif _continues_left(cell) and cells:
                cells += [cells[-1]] * width
            else:
                cells += [cell_text(cell)] * width
            merged += [down is not None] * width
        cells += [""] * (kept.seen(end + _skipped(row, "gridAfter")) - len(cells))
        merged += [False] * (len(cells) - len(merged))
        rows.append(cells)
        widest = max(widest, len(cells))
        if widest * len(rows) > most_cells:
            raise TableTooLargeError(widest * len(rows))
    return tuple((*row, *("",) * (widest - len(row))) for row in rows)


def lines(table: etree._Element, cell_text: Callable[[etree._Element], str]) -> Iterator[str]:
    """A table within a cell: each row a line, each cell once."""
    for row in _rows(table):
        texts = [cell_text(cell) for cell in _of(row, "tc") if _downwards(cell) != "continue"]
        if any(texts):
            yield "\t".join(texts)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _of(table, "tr"):
        if child(row, "trPr", "del") is None:
            yield row


def _placed(row: etree._Element) -> Iterator[tuple[etree._Element, Extent]]:
    """The cells of a row, each with its columns as the file counts them."""
    at = _skipped(row, "gridBefore")
    for cell in _of(row, "tc"):
        end = at + max(1, min(span(cell), _MOST_COLUMNS - at))
        yield cell, (at, end)
        at = end


def _extents(table: etree._Element) -> Iterator[Extent]:
    for row in _rows(table):
        yield from (extent for _, extent in _placed(row))


def _of(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for part in unwrapped(parent):
        if part.tag == w(name) and child(part, f"{name}Pr", "cellDel") is None:
            yield part


def _downwards(cell: etree._Element) -> str | None:
    """``restart`` for the first cell of those merged one under the other, ``continue`` for the others, else None.

    A merge or split that is a tracked change (``w:cellMerge``, 17.13.5.1) is read as accepted.
    """
    changed = child(cell, "tcPr", "cellMerge")
    if changed is not None:
        return "continue" if value(changed, "vMerge") == "cont" else "restart"
    merge = child(cell, "tcPr", "vMerge")
    if merge is None:
        return None
    return "restart" if value(merge) == "restart" else "continue"


def _continues_left(cell: etree._Element) -> bool:
    merge = child(cell, "tcPr", "hMerge")
    return merge is not None and value(merge) != "restart"


def _skipped(row: etree._Element, name: str) -> int:
    return min(max(0, integer(value(child(row, "trPr", name)), 0)), _MOST_COLUMNS)
