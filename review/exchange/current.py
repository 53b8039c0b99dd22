"""How the items of a batch stand when a file comes back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.records import State, Verdict
from corpus.review_schema import decisions, items, people
from corpus.serial import load_verdict
from review.access import Person
from review.exchange.rows import FIELDS
from review.items import standing

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Standing:
    """One item: its row (without its texts), and how it stands for whoever imports.

    ``own``: that person has given the first of two verdicts, which is then how it stands. ``decider`` and ``at`` say
    who decided it last, None where nobody did or it must not be known (双人复核).
    """

    row: Any
    stands: Verdict
    own: bool
    decider: str | None
    at: datetime.datetime | None

    @property
    def state(self) -> State:
        return State(self.row.state)


@dataclass(frozen=True, slots=True)
class Current:
    """All items of a batch by their number, and by 问题编号 those that alone have it."""

    by_id: Mapping[int, Standing]
    by_number: Mapping[str, int | None]


def current(engine: sa.Engine, person: Person, batch: int) -> Current:
    """How the batch stands now. Of the texts nothing is read: there may be 100,000."""
    wanted = (
        sa.select(
            *(items.c[name] for name in ("id", "seq", "state", "number", "assigned_to", "decided_by", "decided_at")),
            *(items.c[name] for name in FIELDS),
            people.c.name.label("decider"),
        )
        .outerjoin(people, people.c.id == items.c.decided_by)
        .where(items.c.batch_id == batch)
        .order_by(items.c.id)
    )
    first = (
        sa.select(decisions.c.item_id, decisions.c.after)
        .join(items, sa.and_(items.c.id == decisions.c.item_id, items.c.seq == decisions.c.seq))
        .where(items.c.batch_id == batch, items.c.state == State.ONCE.value, items.c.decided_by == person.id)
    )
    by_id: dict[int, Standing] = {}
    by_number: dict[str, int | None] = {}
    with engine.connect().execution_options(yield_per=_AT_ONCE) as connection:
        own = {row.item_id: load_verdict(row.after) for row in connection.execute(first)}
        for row in connection.execute(wanted):
            hidden = row.state in (State.ONCE.value, State.DISPUTED.value)
            stands = own.get(row.id) or standing(row)
            at = as_utc(row.decided_at) if row.decided_at else None
            by_id[row.id] = Standing(row, stands, row.id in own, None if hidden else row.decider, at)
            if row.number and row.state != State.GONE.value:
                by_number[row.number] = None if row.number in by_number else row.id
    return Current(by_id, by_number)
