"""Writing to the ledger: one row for the action, one for each item, and how the item stands from now on."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.database import portions
from corpus.records import Act, State, Verdict
from corpus.review_schema import acts, decisions, item_units, items
from corpus.serial import dump_verdict, load_task
from review.access import Person
from review.proposals import given_units, proposal_of

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger to be: the item's row as it is, how it stood and will stand, and its state from then on.

    ``restored``: it is put back to what it was before, and whoever had decided that has decided it again.
    """

    row: Any
    before: Verdict
    after: Verdict
    state: State
    restored: bool = False


def keep_act(
    connection: sa.Connection,
    batch: Any,
    person: Person,
    how: Act,
    why: str,
    *,
    undoes: int | None = None,
    request: str | None = None,
) -> int:
    """The number of a new action of this person in a batch (its row). Without a reason of its own it has that for which
    the batch was opened again."""
    made = connection.execute(
        sa.insert(acts).values(
            batch_id=batch.id,
            person_id=person.id,
            how=how.value,
            at=datetime.datetime.now(datetime.UTC),
            why=why or batch.reopened_why or "",
            batch_version=batch.version,
            undoes=undoes,
            request=request,
        )
    )
    [number] = made.inserted_primary_key or (0,)
    return int(number)


def keep_entries(connection: sa.Connection, act: int, person: Person, entries: Sequence[Entry]) -> None:
    """Adds the entries of an action and changes their items; an item has the entry next to its last one.

    The ledger's key (item, seq) makes it impossible that two transactions add the same one.
    """
    if not entries:
        return
    now = datetime.datetime.now(datetime.UTC)
    connection.execute(sa.insert(decisions), [_decision(act, entry) for entry in entries])
    change = sa.update(items).where(items.c.id == sa.bindparam("changed"))
    connection.execute(change, [_item(connection, person, now, entry) for entry in entries])
    keys = [entry.row.id for entry in entries]
    for portion in portions(keys, _AT_ONCE):
        connection.execute(sa.delete(item_units).where(item_units.c.item_id.in_(portion)))
    acting = [{"item_id": entry.row.id, "unit": unit} for entry in entries for unit in _units(entry)]
    if acting:
        connection.execute(sa.insert(item_units), acting)


def columns_of(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the columns of an item."""
    return {
        "lead": verdict.lead,
        "supporting": json.dumps(verdict.supporting, ensure_ascii=False),
        "domain": verdict.domain,
        "kind": verdict.kind,
        "disposition": verdict.disposition,
        "note": verdict.note,
    }


def _decision(act: int, entry: Entry) -> dict[str, Any]:
    row = entry.row
    first = row.state == State.OPEN.value and not entry.restored and row.suggested_lead is not None
    return {
        "act_id": act,
        "item_id": row.id,
        "seq": row.seq + 1,
        "before": dump_verdict(entry.before),
        "before_state": row.state,
        "after": dump_verdict(entry.after),
        "state": entry.state.value,
        "suggested_lead": row.suggested_lead,
        "hit": row.suggested_lead == entry.after.lead if first else None,
        "model_version": row.model_version,
    }


def _item(connection: sa.Connection, person: Person, now: datetime.datetime, entry: Entry) -> dict[str, Any]:
    """The item's new columns. Until it is decided it stands as proposed, whatever one of two reviewers said."""
    row, decided = entry.row, entry.state is State.DECIDED
    stands = entry.after if decided else proposal_of(load_task(row.record))
    decider, at = (person.id, now) if not entry.restored else _decider_before(connection, entry)
    return {
        "changed": row.id,
        "state": entry.state.value,
        "seq": row.seq + 1,
        "decided_by": decider,
        "decided_at": at,
    } | (columns_of(stands))


def _decider_before(connection: sa.Connection, entry: Entry) -> tuple[int | None, datetime.datetime | None]:
    """Who had decided what is put back: nobody where the item is open again."""
    if entry.state is State.OPEN:
        return None, None
    past = (
        sa.select(acts.c.person_id, acts.c.at)
        .join(decisions, decisions.c.act_id == acts.c.id)
        .where(
            decisions.c.item_id == entry.row.id,
            decisions.c.state == entry.state.value,
            decisions.c.after == dump_verdict(entry.after),
            acts.c.how != Act.UNDO.value,
        )
        .order_by(decisions.c.seq.desc())
    )
    found = connection.execute(past).first()
    return (found.person_id, found.at) if found else (None, None)


def _units(entry: Entry) -> tuple[str, ...]:
    if entry.state is not State.DECIDED:
        return given_units(load_task(entry.row.record))
    return tuple(dict.fromkeys(unit for unit in (entry.after.lead, *entry.after.supporting) if unit))
