"""Double review (双人复核): what a verdict makes of an item, and switching it on and off for a batch."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from corpus.database import writing
from corpus.records import Act, State, Verdict
from corpus.review_schema import batches
from review.access import Person
from review.entries import Entry, keep_act
from review.history import history
from review.items import standing
from review.leading import held_open_batch, reason
from review.refusals import RefusedError


def after_verdict(connection: sa.Connection, row: Any, verdict: Verdict, person: Person, *, double: bool) -> Entry:
    """The entry for a verdict of this person on an item.

    With two reviewers the first verdict is kept unseen; the second decides the item if it agrees in department, domain
    and kind, else the two differ until a lead settles it. Whoever gave the first may change it.
    """
    state = State(row.state)
    before = last_verdict(connection, row)
    if not double or state in (State.DISPUTED, State.DECIDED):
        return Entry(row, before, verdict, State.DECIDED)
    if state is not State.ONCE or row.decided_by == person.id:
        return Entry(row, before, verdict, State.ONCE)
    return Entry(row, before, verdict, State.DECIDED if agree(before, verdict) else State.DISPUTED)


def last_verdict(connection: sa.Connection, row: Any) -> Verdict:
    """What was said last of an item: the verdict of one of two reviewers, of which the item itself knows nothing, else
    how it stands."""
    kept_unseen = State(row.state) in (State.ONCE, State.DISPUTED)
    return history(connection, row.id)[-1].after if kept_unseen else standing(row)


def agree(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts are the same in what counts: who leads, domain and kind."""
    return (one.lead, one.domain, one.kind) == (other.lead, other.domain, other.kind)


def set_double(engine: sa.Engine, person: Person, batch_id: int, on: bool, why: str = "") -> None:
    """Switches double review on or off. Nothing is decided thereby: where one of two reviewers has spoken, the item
    waits on, that verdict may be seen by all from now on, and the next one decides.

    Raises ``NotAllowedError`` (no lead), ``NotFoundError``, ``SealedError`` and ``RefusedError`` (it is so already).
    """
    why = reason(why, needed=False)
    with writing(engine) as connection:
        batch = held_open_batch(connection, person, batch_id)
        if batch.double == on:
            raise RefusedError("double-same")
        connection.execute(sa.update(batches).where(batches.c.id == batch_id).values(double=on))
        said = "开启" if on else "关闭"
        keep_act(connection, batch, person, Act.DOUBLE, f"{said}；{why}" if why else said)
