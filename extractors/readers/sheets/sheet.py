"""A worksheet between its reader and its Grid: merged cells are filled, the empty margin is cut off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.messages import UnreadableError
from corpus.records import Grid, Source
from extractors.limits import Limits
from extractors.readers.sheets.long_numbers import LongNumbers

Merge = tuple[tuple[int, int], tuple[int, int]]
"""Upper left and lower right cell, row and column from 0."""
_MOST_MERGES = 1_000_000
"""Merged cells of one sheet: Excel itself is brought down by fewer."""


@dataclass(slots=True)
class Sheet:
    """The cells of a worksheet from A1 on, all rows of one length; rows and columns that are hidden, from 0.

    ``uncalculated`` counts the formulas whose result the file does not have.
    """

    name: str
    rows: list[list[str]]
    merges: Sequence[Merge] = ()
    hidden: bool = False
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    uncalculated: int = 0
    numbers: LongNumbers = field(default_factory=LongNumbers)


def grids(sheets: Iterable[Sheet], shown_as: str, sha256: str) -> tuple[Grid, ...]:
    """One Grid for each sheet with content, hidden ones too, numbered from 1."""
    found: list[Grid] = []
    for sheet in sheets:
        fill(sheet.rows, sheet.merges)
        cells = _trimmed(sheet.rows)
        if cells:
            source = Source(shown_as, sha256, sheet=sheet.name, table=len(found) + 1)
            found.append(Grid(tuple(map(tuple, cells)), source))
    return tuple(found)


def check_size(rows: int, columns: int, before: int, merges: int, shown_as: str, part: str, limits: Limits) -> None:
    """Raises ``read-sheet-too-large`` or ``read-sheet-merges`` for a sheet that would not fit in memory.

    ``before`` is how many cells the sheets before it have.
    """
    if before + rows * columns > limits.sheet_cells:
        size, limit = f"{rows:,} × {columns:,}", f"{limits.sheet_cells:,}"
        raise UnreadableError("read-sheet-too-large", where=shown_as, part=part, size=size, limit=limit)
    if merges > _MOST_MERGES:
        limit = f"{_MOST_MERGES:,}"
        raise UnreadableError("read-sheet-merges", where=shown_as, part=part, count=f"{merges:,}", limit=limit)


def fill(rows: list[list[str]], merges: Sequence[Merge]) -> None:
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
