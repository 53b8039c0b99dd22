"""A table of a document as a grid: merged cells carry their value in every row and column that they span (17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from extractors.readers.docx_names import child, integer, unwrapped, value, w
from extractors.readers.docx_text import span

_MOST_COLUMNS = 250
"""A row wider than Word's own limit (63 columns) many times over is a damaged attribute, not a table."""

Cells = tuple[tuple[str, ...], ...]


def grid(table: etree._Element, cell_text: Callable[[etree._Element], str]) -> Cells:
    """Rows of one length; ``cell_text`` is asked once for each cell that is not the lower part of a merged one.

    The XML is walked row by row: python-docx's ``table.cell`` is quadratic in the number of rows.
    """
    rows: list[list[str]] = []
    for row in _rows(table):
        above = rows[-1] if rows else []
        cells = [""] * _skipped(row, "gridBefore")
        for cell in _of(row, "tc"):
            at = len(cells)
            width = max(1, min(span(cell), _MOST_COLUMNS - at))
            if _continues(cell, "vMerge") and at < len(above):
                cells += [above[min(at + column, len(above) - 1)] for column in range(width)]
            elif _continues(cell, "hMerge") and cells:
                cells += [cells[-1]] * width
            else:
                cells += [cell_text(cell)] * width
        rows.append(cells + [""] * _skipped(row, "gridAfter"))
    widest = max(map(len, rows), default=0)
    return tuple((*row, *("",) * (widest - len(row))) for row in rows)


def lines(table: etree._Element, cell_text: Callable[[etree._Element], str]) -> Iterator[str]:
    """A table within a cell: each row a line, each cell once."""
    for row in _rows(table):
        texts = [cell_text(cell) for cell in _of(row, "tc") if not _continues(cell, "vMerge")]
        if any(texts):
            yield "\t".join(texts)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _of(table, "tr"):
        if child(row, "trPr", "del") is None:
            yield row


def _of(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for part in unwrapped(parent):
        if part.tag == w(name) and child(part, f"{name}Pr", "cellDel") is None:
            yield part


def _continues(cell: etree._Element, direction: str) -> bool:
    """Whether the cell is the lower (``vMerge``) or right (``hMerge``) part of a merged cell."""
    merge = child(cell, "tcPr", direction)
    return merge is not None and value(merge) != "restart"


def _skipped(row: etree._Element, name: str) -> int:
    return min(max(0, integer(value(child(row, "trPr", name)), 0)), _MOST_COLUMNS)
