"""What the load run demands of the ledger: nothing acknowledged is lost, and the items stand as it says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from corpus.records import State
from corpus.review_schema import acts, decisions, items

_MOST = 10
"""Complaints that are worth printing."""


def counted(engine: sa.Engine) -> int:
    """The entries of the ledger."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(decisions)) or 0


def lost(engine: sa.Engine, acknowledged: Mapping[str, int], entries: int | None = None) -> list[str]:
    """What the ledger does not have though it was acknowledged (of each request so many entries), has though it was not
    (``entries``: all that there may be), and where the items stand otherwise than it says."""
    number = sa.func.count(decisions.c.id)
    wanted = sa.select(acts.c.request, number).outerjoin(decisions, decisions.c.act_id == acts.c.id)
    with engine.connect() as connection:
        kept: dict[str, int] = {row[0]: row[1] for row in connection.execute(wanted.group_by(acts.c.id))}
        apart = list(_apart(connection))
    missing = [key for key, said in acknowledged.items() if kept.get(key, 0) != said]
    wrong = [f"{key}: {acknowledged[key]} acknowledged, {kept.get(key, 0)} kept" for key in missing]
    if entries is not None and sum(kept.values()) != entries:
        wrong.append(f"{entries} entries acknowledged, {sum(kept.values())} kept")
    return (wrong + apart)[:_MOST]


def _apart(connection: sa.Connection) -> Iterator[str]:
    """Items that have another number of entries than they say, or do not stand as the last one says."""
    number = sa.func.count()
    of_item = sa.select(decisions.c.item_id, number, sa.func.max(decisions.c.seq)).group_by(decisions.c.item_id)
    found = {row[0]: (row[1], row[2]) for row in connection.execute(of_item)}
    for key, seq in connection.execute(sa.select(items.c.id, items.c.seq)):
        if found.get(key, (0, 0)) != (seq, seq):
            yield f"item {key} has {found.get(key, (0, 0))[0]} entries and says {seq}"
    latest = sa.and_(decisions.c.item_id == items.c.id, decisions.c.seq == items.c.seq)
    wanted = sa.select(items.c.id, items.c.state, items.c.lead, decisions.c.state, decisions.c.after)
    for key, state, lead, entered, after in connection.execute(wanted.join_from(items, decisions, latest)):
        if state != entered or (state == State.DECIDED.value and lead != json.loads(after)["lead"]):
            yield f"item {key} stands otherwise than its last entry"
