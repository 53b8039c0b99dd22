"""The rows of a grid that are not data: titles above the header, the header of one level or more, its repetitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby

from extractors.column_meanings import clean_heading, comparable, known_headings

Row = tuple[str, ...]

_ROWS_ABOVE = 8
"""A header stands within the first rows of a sheet; further down, words such as 来源 are data."""
_LEVELS = 3
_NUMBERED_COLUMNS = 4
_STRETCH = 20
"""White space by which one page may stretch a heading more than another, in characters of the cell."""


@dataclass(frozen=True)
class GridHeader:
    """``titles`` are the texts above the header, ``names`` the cleaned headings, ``body`` the first data row's index.

    ``known``: at least two headings are words of the trade; else the first row was taken for want of better.
    """

    titles: tuple[str, ...]
    names: Row
    body: int
    known: bool
    rows: tuple[Row, ...]

    @cached_property
    def key(self) -> Row:
        """What two headers are compared by."""
        return tuple(comparable(name) for name in self.names)

    @cached_property
    def _repeated(self) -> frozenset[Row]:
        titles = (tuple([title] * len(self.names)) for title in self.titles)
        return frozenset(tuple(map(comparable, row)) for row in (*self.rows, *titles))

    @cached_property
    def _longest(self) -> int:
        return max(map(len, chain(*self.rows, self.titles))) + _STRETCH

    def repeats(self, row: Row) -> bool:
        """Whether a row further down is this header, or a title merged over it, once more (a table over pages)."""
        return all(len(cell) <= self._longest for cell in row) and tuple(map(comparable, row)) in self._repeated


def single_value(row: Row) -> str | None:
    """The only text of a row that says one thing (one cell, or one cell merged over several), else None."""
    values = {cell.strip() for cell in row} - {""}
    return values.pop() if len(values) == 1 else None


def grid_header(rows: Sequence[Row], in_sheet: bool = False) -> GridHeader:
    """The header of a grid whose rows are not empty; ``in_sheet`` for a worksheet, where titles stand in one cell.

    The header is the first row with two known headings (one in a grid of one column), else the first that is no title.
    """
    enough = min(2, sum(any(column) for column in zip(*rows, strict=True)))
    known = next((at for at, row in enumerate(rows[:_ROWS_ABOVE]) if known_headings(row) >= enough), None)
    if known is None:
        at = _titles(rows, in_sheet)
    else:
        at = known
        while known - at < _LEVELS - 1 and at and single_value(rows[at - 1]) is None and _level(rows[at - 1], rows[at]):
            at -= 1
    names, body = rows[at], at + 1
    while body < len(rows) and body - at < _LEVELS and _level(rows[body - 1], rows[body]):
        names = _joined(_bridged(names, rows[body]), rows[body])
        body += 1
    if body < len(rows) and _counts_columns(rows[body]):
        body += 1
    return GridHeader(
        titles=tuple(dict.fromkeys(filter(None, map(single_value, rows[:at])))),
        names=tuple(map(clean_heading, names)),
        body=body,
        known=known is not None,
        rows=tuple(rows[at:body]),
    )


def _titles(rows: Sequence[Row], in_sheet: bool) -> int:
    """How many rows at the top are titles; a grid of titles alone has none."""
    width = len(rows[0])
    for at, row in enumerate(rows):
        if width == 1 or single_value(row) is None or not (in_sheet or all(row)):
            return at
    return 0


def _spans(row: Row) -> set[int]:
    """The columns whose cell is merged with a neighbour's."""
    pairs = (at for at in range(1, len(row)) if row[at].strip() and row[at] == row[at - 1])
    return {column for at in pairs for column in (at - 1, at)}


def _level(top: Row, below: Row) -> bool:
    """Whether ``below`` is a second level: distinct headings under each merged one, nothing new elsewhere."""
    top = _bridged(top, below)
    spans = _spans(top)
    if not spans or single_value(top) is not None:
        return False
    for at, (upper, lower) in enumerate(zip(top, below, strict=True)):
        if at in spans:
            if not lower.strip() or lower == upper:
                return False
        elif lower.strip() and comparable(lower) != comparable(upper):
            return False
    runs = (list(run) for _, run in groupby(sorted(spans), key=lambda at: top[at]))
    return all(len({below[at] for at in run}) > 1 for run in runs)


def _bridged(top: Row, below: Row) -> Row:
    """The upper level with a heading that was not merged drawn over the empty cells beside it, where the lower names
    something under it and them. A row whose first cell is new is data."""
    if below[0].strip() and comparable(below[0]) != comparable(top[0]):
        return top
    found = list(top)
    for at in range(1, len(top)):
        if not found[at].strip() and below[at].strip() and below[at - 1].strip():
            found[at] = found[at - 1]
    return tuple(found)


def _joined(top: Row, below: Row) -> Row:
    """``上/下`` where a merged heading stands over its own, else the one there is."""
    return tuple(
        f"{upper}/{lower}"
        if upper.strip() and lower.strip() and comparable(upper).rpartition("/")[2] != comparable(lower)
        else upper or lower
        for upper, lower in zip(top, below, strict=True)
    )


def _counts_columns(row: Row) -> bool:
    """The row 1, 2, 3 … that statistical forms put under the header."""
    return len(row) >= _NUMBERED_COLUMNS and [cell.strip("() （）") for cell in row] == [
        str(n) for n in range(1, len(row) + 1)
    ]
