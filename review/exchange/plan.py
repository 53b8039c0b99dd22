"""What a file would change, before anything is changed: shown to whoever imports it, and then done exactly so."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus.records import Problem, Verdict
from corpus.unit_cells import units
from review.verdicts import tidy


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that was edited in the file and, to something else, in the batch; as it was exported (None: not known)."""

    field: str
    base: str | None
    file: str
    now: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong in a row: where it stands, the heading of the column (empty: the row as a whole), and what."""

    place: str
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Proposed:
    """A row that decides an item, or would but for its conflicts.

    ``seq`` is the entry of the ledger that was looked at; ``cells`` are the changes that nothing stands against, and
    ``verdict`` has them, and as they stand now the cells in conflict. ``accepts``: it decides the item even where it
    changes nothing. ``decider`` and ``at`` say who decided it meanwhile.
    """

    item: int
    seq: int
    number: str
    place: str
    stands: Verdict
    verdict: Verdict
    cells: tuple[str, ...]
    accepts: bool
    conflicts: tuple[Conflict, ...] = ()
    decider: str | None = None
    at: datetime.datetime | None = None

    def settled(self, overriding: Collection[str]) -> Verdict | None:
        """The verdict where these fields of its conflicts are as in the file; None where nothing is left to decide."""
        taken = {one.field: one.file for one in self.conflicts if one.field in overriding}
        if not (taken or self.cells or self.accepts):
            return None
        return with_cells(self.verdict, taken)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A unit that neither the directory nor the batch knows, where it stands, and a known one written almost so."""

    name: str
    places: tuple[str, ...]
    like: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a file says. ``proposed`` are rows without a conflict, ``contested`` those with one; ``unchanged`` rows
    say nothing, ``missing`` are exported rows that the file has not any more."""

    batch: int
    name: str
    rows: int
    proposed: tuple[Proposed, ...]
    contested: tuple[Proposed, ...]
    unchanged: int
    missing: int
    unknown: tuple[Unknown, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[Problem, ...]

    @property
    def changed_cells(self) -> int:
        """Cells that will be changed whatever becomes of the conflicts."""
        return sum(len(one.cells) for one in (*self.proposed, *self.contested))

    @property
    def changed_rows(self) -> int:
        """Rows that these cells are in."""
        return sum(bool(one.cells) for one in (*self.proposed, *self.contested))

    @property
    def accepted_rows(self) -> int:
        """Rows that accept an item as it stands."""
        return sum(not one.cells and one.accepts for one in (*self.proposed, *self.contested))

    @property
    def conflicts(self) -> int:
        """Cells in conflict."""
        return sum(len(one.conflicts) for one in self.contested)


def with_cells(verdict: Verdict, cells: Mapping[str, str]) -> Verdict:
    """The verdict with these cells in place of its own; whoever leads then supports no more."""
    given: dict[str, Any] = {name: of_cell(name, cell) for name, cell in cells.items()}
    return tidy(replace(verdict, **given))


def of_cell(field: str, cell: str) -> str | tuple[str, ...] | None:
    """What a cell says of a field."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field == "supporting":
        return units(text)
    return text if field == "note" else text or None
