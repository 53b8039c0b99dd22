"""Which columns of ``w:tblGrid`` a reader sees: a converter's rounding leaves some of a hair's breadth (17.4.48).

LibreOffice writes one where the cells of two rows of an RTF end 1 twip apart, and every cell across it spans a column
more than the paper has.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from lxml import etree

from extractors.readers.docx.names import child, integer, value, w

_NARROWEST = 57
"""Twips, about 1 mm: no character fits into less."""

Extent = tuple[int, int]
"""The columns of the file that a cell takes: the first (from 0) and the one after its last."""


class Columns:
    """Turns columns as the file counts them into those that are seen."""

    def __init__(self, edges: list[int]) -> None:
        self._edges = edges

    def seen(self, column: int) -> int:
        """How many columns are seen before this one; beyond the file's grid every column is one."""
        last = len(self._edges) - 1
        return self._edges[min(column, last)] + max(0, column - last)


def columns(table: etree._Element, cells: Iterable[Extent], most: int) -> Columns:
    """The columns of a table, ``most`` of them at most looked at.

    A column narrower than 1 mm is part of its neighbour, unless a cell would be left without any column: then the
    widths are not what is shown (a grid of zeros), and the cell keeps its first. A column without a width is one.
    ``cells`` is asked only where some column is narrow.
    """
    listed = child(table, "tblGrid")
    found = [] if listed is None else list(listed.iterchildren(w("gridCol")))[:most]
    wide = [integer(value(column, "w"), _NARROWEST) >= _NARROWEST for column in found]
    if not all(wide):
        edges = _edges(wide)
        for first, end in set(cells):
            if first < len(wide) and end <= len(wide) and edges[first] == edges[end]:
                wide[first] = True
    return Columns(_edges(wide))


def _edges(wide: list[bool]) -> list[int]:
    return list(accumulate(wide, initial=0))
