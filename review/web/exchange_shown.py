"""A plan as the page shows it: the first lines of each kind, and how many there are in all."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.messages import describe
from review.exchange.plan import Plan
from review.exchange.rows import HEADINGS, cells_of

MOST = 200
"""Lines of a kind on the page; a browser has no use for more."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that will be changed."""

    number: str
    place: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Contested:
    """A cell in conflict; ``name`` is that of its choice in the form."""

    name: str
    number: str
    place: str
    column: str
    base: str | None
    file: str
    now: str
    decider: str | None
    at: datetime.datetime | None


def changes_of(plan: Plan) -> Sequence[Change]:
    """The first of the cells that will be changed."""
    return list(islice(_changes(plan), MOST))


def _changes(plan: Plan) -> Iterator[Change]:
    for row in (*plan.proposed, *plan.contested):
        before, after = cells_of(row.stands), cells_of(row.verdict)
        for name in row.cells:
            yield Change(row.number, row.place, HEADINGS[name], before[name], after[name])


def conflicts_of(plan: Plan) -> Sequence[Contested]:
    """The first of the conflicts."""
    return list(islice(_conflicts(plan), MOST))


def _conflicts(plan: Plan) -> Iterator[Contested]:
    for row in plan.contested:
        for one in row.conflicts:
            yield Contested(
                f"c-{row.item}-{one.field}",
                row.number,
                row.place,
                HEADINGS[one.field],
                one.base,
                one.file,
                one.now,
                row.decider,
                row.at,
            )


def troubles_of(plan: Plan) -> Sequence[tuple[str, str, str]]:
    """The first of the errors: place, column, what is wrong and the mend."""
    return [(one.place, one.column, describe(one.problem)) for one in plan.troubles[:MOST]]
