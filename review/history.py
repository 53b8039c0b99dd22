"""The ledger as it is read: what was decided of one item, or lately in a batch, by whom, and when."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.records import Act, Decision, State
from corpus.review_schema import acts, decisions, people
from corpus.serial import load_verdict

ENTRIES = (
    sa.select(
        decisions,
        acts.c.how,
        acts.c.person_id,
        acts.c.at,
        acts.c.why,
        acts.c.batch_version,
        people.c.name.label("person"),
    )
    .join(acts, acts.c.id == decisions.c.act_id)
    .join(people, people.c.id == acts.c.person_id)
)
"""What ``entry_of`` reads."""

UNSEEN = sa.and_(acts.c.how == Act.BULK.value, decisions.c.before == decisions.c.after)
"""Entries of what was accepted in bulk: it counts as decided, but nobody has looked at it and found it right."""


def history(connection: sa.Connection, item: int) -> tuple[Decision, ...]:
    """Every entry about an item, the first one first."""
    wanted = ENTRIES.where(decisions.c.item_id == item).order_by(decisions.c.seq)
    return tuple(map(entry_of, connection.execute(wanted)))


def entries_of(connection: sa.Connection, act: int) -> tuple[Decision, ...]:
    """Every entry of one action, in the order of its items."""
    wanted = ENTRIES.where(decisions.c.act_id == act).order_by(decisions.c.id)
    return tuple(map(entry_of, connection.execute(wanted)))


def ledger(connection: sa.Connection, batch: int, after: int = 0, size: int = 200) -> tuple[Decision, ...]:
    """The entries of a batch in the order in which they were made, beginning behind the entry ``after``."""
    wanted = ENTRIES.where(acts.c.batch_id == batch, decisions.c.id > after).order_by(decisions.c.id).limit(size)
    return tuple(map(entry_of, connection.execute(wanted)))


def entry_of(row: Any) -> Decision:
    """The entry in a row of ``ENTRIES``."""
    return Decision(
        id=row.id,
        act=row.act_id,
        item=row.item_id,
        seq=row.seq,
        how=Act(row.how),
        person_id=row.person_id,
        person=row.person,
        at=as_utc(row.at),
        before=load_verdict(row.before),
        before_state=State(row.before_state),
        after=load_verdict(row.after),
        state=State(row.state),
        why=row.why,
        model_version=row.model_version,
        batch_version=row.batch_version,
    )
