"""Merged cells again, from a grid in which they carry their value in every row and column that they span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LEAST_SECTION = 4
"""Characters of a cell that is taken for one merged over its row: 无 or 0 in every column is said in each."""


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a block of rows: its upper left corner (from 0) and how many rows and columns it covers."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def cells(self) -> Iterator[tuple[int, int]]:
        """Every row and column that it covers."""
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                yield row, column


def heading_spans(rows: Sequence[Sequence[str]]) -> tuple[tuple[Span, ...], ...]:
    """The cells of heading rows, row by row: neighbours with one text are one cell. Every cell is covered once.

    Only headings are joined so: two data rows that name one department may be two cells.
    """
    covered: set[tuple[int, int]] = set()
    found: list[tuple[Span, ...]] = []
    for at, row in enumerate(rows):
        own = []
        for column in range(len(row)):
            if (at, column) not in covered:
                span = _from(rows, at, column, covered)
                covered.update(span.cells())
                own.append(span)
        found.append(tuple(own))
    return tuple(found)


def data_spans(row: Sequence[str]) -> tuple[Span, ...]:
    """The cells of a data row: each alone, but one text over all of more than two columns is one cell."""
    if len(row) > 2 and len(set(row)) == 1 and len(row[0].strip()) >= _LEAST_SECTION:
        return (Span(0, 0, 1, len(row)),)
    return tuple(Span(0, column) for column in range(len(row)))


def _from(rows: Sequence[Sequence[str]], row: int, column: int, covered: set[tuple[int, int]]) -> Span:
    text = rows[row][column]
    if not text.strip():
        return Span(row, column)
    right = column + 1
    while right < len(rows[row]) and rows[row][right] == text and (row, right) not in covered:
        right += 1
    below = row + 1
    while below < len(rows) and all(rows[below][at] == text for at in range(column, right)):
        below += 1
    return Span(row, column, below - row, right - column)
