"""Counts by two columns as a table: the most frequent values, the others together, and sums that add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from review.figures.grouping import Counts
from review.filters import NOT_SAID


@dataclass(frozen=True, slots=True)
class Head:
    """What a row or column is about: a value (``NOT_SAID`` where items have none), or None for ``many`` others."""

    value: str | None
    many: int = 1

    @property
    def said(self) -> bool:
        """Whether it is one value."""
        return self.value not in (None, NOT_SAID)


@dataclass(frozen=True, slots=True)
class Cross:
    """A cross table. ``cells`` has a row for each of ``rows``; ``most`` is its largest number of one value by one.

    The sums of rows and of columns each add up to ``total``, the number of the items counted.
    """

    down: str
    across: str
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: tuple[tuple[int, ...], ...]
    most: int

    @property
    def row_sums(self) -> tuple[int, ...]:
        """What each row adds up to."""
        return tuple(map(sum, self.cells))

    @property
    def column_sums(self) -> tuple[int, ...]:
        """What each column adds up to."""
        return tuple(map(sum, zip(*self.cells, strict=True)))

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.row_sums)


def cross(
    counts: Counts, down: str, across: str, *, top_rows: int | None = None, top_columns: int | None = None
) -> Cross:
    """The table of counts by (down, across), names of columns; beyond ``top_…`` values the rest is one row or column.

    The most frequent first, years in their order; what has no value comes last.
    """
    rows, row_of = _heads(counts, 0, top_rows, in_order=down == "year")
    columns, column_of = _heads(counts, 1, top_columns, in_order=across == "year")
    cells = [[0] * len(columns) for _ in rows]
    for (one, other), number in counts.items():
        cells[row_of[one]][column_of[other]] += number
    said = [
        number
        for head, line in zip(rows, cells, strict=True)
        for over, number in zip(columns, line, strict=True)
        if head.said and over.said
    ]
    return Cross(down, across, rows, columns, tuple(map(tuple, cells)), max(said, default=0))


def sums(counts: Counts, at: int = 0) -> dict[str, int]:
    """Counts by one of several columns, the most frequent first, what has no value last."""
    summed: dict[str, int] = {}
    for key, number in counts.items():
        summed[key[at]] = summed.get(key[at], 0) + number
    return {value: summed[value] for value in sorted(summed, key=lambda one: (one == NOT_SAID, -summed[one], one))}


def _heads(counts: Counts, at: int, top: int | None, *, in_order: bool) -> tuple[tuple[Head, ...], dict[str, int]]:
    """The heads, and the place of each value; a rest of one value is shown as itself."""
    values: Sequence[str] = [*sums(counts, at)]
    if in_order:
        values = sorted(values, key=lambda one: (one == NOT_SAID, one))
    said = [value for value in values if value != NOT_SAID]
    kept = said if top is None or len(said) <= top + 1 else said[:top]
    heads = [Head(value) for value in kept]
    place = {value: number for number, value in enumerate(kept)}
    if rest := said[len(kept) :]:
        place |= dict.fromkeys(rest, len(heads))
        heads.append(Head(None, len(rest)))
    if NOT_SAID in values:
        place[NOT_SAID] = len(heads)
        heads.append(Head(NOT_SAID))
    return tuple(heads), place
