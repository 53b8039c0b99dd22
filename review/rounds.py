"""One reviewer or two: what a verdict makes of an item (双人复核)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from corpus.records import State, Verdict
from review.access import Person
from review.entries import Entry
from review.history import history
from review.items import standing


def after_verdict(connection: sa.Connection, row: Any, verdict: Verdict, person: Person, *, double: bool) -> Entry:
    """The entry for a verdict of this person on an item.

    With two reviewers the first verdict is kept unseen; the second decides the item if it agrees in department, domain
    and kind, else the two differ until a lead settles it. Whoever gave the first may change it.
    """
    state = State(row.state)
    first = history(connection, row.id)[-1] if state in (State.ONCE, State.DISPUTED) else None
    before = first.after if first else standing(row)
    if not double or state in (State.DISPUTED, State.DECIDED):
        return Entry(row, before, verdict, State.DECIDED)
    if first is None or row.decided_by == person.id:
        return Entry(row, before, verdict, State.ONCE)
    return Entry(row, before, verdict, State.DECIDED if agree(first.after, verdict) else State.DISPUTED)


def agree(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts are the same in what counts: who leads, domain and kind."""
    return (one.lead, one.domain, one.kind) == (other.lead, other.domain, other.kind)
