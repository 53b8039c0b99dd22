"""Rows and columns of a page's table that a filter hid: they are read like a workbook's, and said.

Excel saves them into its pages with ``display: none``. Menus and paragraphs that a portal hides are another thing.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from lxml import etree

from extractors.readers.html.measure import Measures, shown
from extractors.readers.html.style import is_not_displayed, tag_of
from extractors.readers.html.table import Rows, holds_data, rows_of

_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Hidden:
    """The rows and columns (from 0) of a table that the page does not show."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def kept_in_tables(measures: Measures, reveal: bool = False) -> frozenset[etree._Element]:
    """The hidden rows and cells with text in tables that hold data, as the measured part of the page tells these.

    ``reveal`` is what the page was measured with.
    """
    hidden = {
        child
        for element in measures.elements
        for child in element
        if (tag_of(child) == "tr" or tag_of(child) in _CELLS) and is_not_displayed(child)
    }
    kept: set[etree._Element] = set()
    for at in measures.tables if hidden else ():
        table = measures.elements[at]
        rows = rows_of(table, lambda element: shown(element, reveal, kept=hidden))
        if hidden_cells := [cell for row in rows for cell in row if _is_within(cell, hidden)]:
            visible = rows_of(table, lambda element: shown(element, reveal))
            if holds_data(table, visible, measures):
                kept |= _whole_columns(rows, hidden)
                kept.update(row for cell in hidden_cells if (row := _row_of(cell)) in hidden and _has_text(row))
    return frozenset(kept)


def hidden_among(rows: Rows, kept: Set[etree._Element]) -> Hidden:
    """Which rows of a table, and which of its columns, are there only because they are ``kept``."""
    if not kept:
        return Hidden((), ())
    lines = tuple(number for number, row in enumerate(rows) if _row_of(row[0]) in kept)
    columns = {at for row in rows for at, cell in enumerate(row) if cell in kept}
    return Hidden(lines, tuple(sorted(columns)))


def _whole_columns(rows: Rows, hidden: Set[etree._Element]) -> set[etree._Element]:
    """The hidden cells where each row hides the same ones, under a heading.

    What a script hides in single rows, behind cells that it made to span several, would shift the others.
    """
    full = [row for row in rows if len(row) > 1 and any(map(_has_text, row))]
    places = {tuple(at for at, cell in enumerate(row) if cell in hidden) for row in full}
    spanned = any(cell.get("rowspan", "1") != "1" or cell.get("colspan", "1") != "1" for row in full for cell in row)
    if len(places) != 1 or len(set(map(len, full))) != 1 or spanned:
        return set()
    headed = [at for at in places.pop() if _has_text(full[0][at])]
    return {row[at] for row in full for at in headed}


def _is_within(cell: etree._Element, hidden: Set[etree._Element]) -> bool:
    return cell in hidden or _row_of(cell) in hidden


def _row_of(cell: etree._Element) -> etree._Element | None:
    """The row that a cell lies in, None for a cell without one."""
    for outer in cell.iterancestors():
        if tag_of(outer) in {"tr", "table"}:
            return outer if tag_of(outer) == "tr" else None
    return None


def _has_text(element: etree._Element) -> bool:
    return any(str(text).strip() for text in element.itertext())
