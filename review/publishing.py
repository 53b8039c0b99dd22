"""What a run has made of a batch goes to the review, and what was decided comes back for the drafts."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.database import one_at_a_time, portions, writing
from corpus.records import Deadline, State, Task, Verdict
from corpus.review_schema import GRAMS, batch_deadlines, batches, decisions, item_units, items
from corpus.serial import dump_task
from corpus.store import text_key
from review.entries import columns_of
from review.items import standing
from review.proposals import certainty, given_units, proposal_of, suggested_lead
from review.seals import undecided
from review.search import add_to_index, take_from_index

_AT_ONCE = 500
_FREE = (State.OPEN.value, State.GONE.value)
_UNSETTLED = (State.ONCE.value, State.DISPUTED.value)
_SURE = 1.0
_LONGEST_NAME, _LONGEST_NUMBER = 200, 64


@dataclass(frozen=True, slots=True)
class Published:
    """A batch after a run: ``verdicts`` by the tasks' keys, and how many items are open, decided, and newly 已撤."""

    name: str
    verdicts: Mapping[str, Verdict]
    open: int
    decided: int
    withdrawn: int
    sealed: bool


def publish(
    engine: sa.Engine, name: str, tasks: Sequence[Task], deadlines: Iterable[Deadline], model: str | None
) -> Published:
    """Brings the items of a batch up to date with the tasks of a run, and says what was decided of them.

    A task that is new becomes an item, an open one gets its new proposal, a decided one stays as it was decided. Open
    items whose task is not in the batch any more are 已撤, and open again when it comes back. A sealed batch stays as
    it is. What an item has already is not written again. Some tasks are a transaction, so that reviewers need not wait;
    what is killed on the way is done by the next run. Of two runs that publish one batch the second waits for the
    first: neither takes away what the other is just bringing.
    """
    name = kept_name(name)
    with one_at_a_time(engine, f"publish {name}"):
        return _publish(engine, name, tasks, deadlines, model)


def _publish(
    engine: sa.Engine, name: str, tasks: Sequence[Task], deadlines: Iterable[Deadline], model: str | None
) -> Published:
    sizes = Counter(task.group for task in tasks if task.group)
    with writing(engine) as connection:
        number = _begun(connection, name, model)
    written = 0
    for portion in portions(list(enumerate(tasks, 1)), _AT_ONCE):
        with writing(engine) as connection:
            if _held(connection, number).sealed:
                break
            rows = [(task, _row(task, place, sizes)) for place, task in portion]
            written += _bring_up_to_date(connection, number, rows)
    with writing(engine) as connection:
        batch = _held(connection, number)
        withdrawn = 0 if batch.sealed else _withdraw(connection, number, {task.key for task in tasks})
        if not batch.sealed:
            _keep_deadlines(connection, number, deadlines)
            _look_at_sizes(connection, written)
        return _published(connection, batch, withdrawn)


def _published(connection: sa.Connection, batch: Any, withdrawn: int) -> Published:
    there = items.c.batch_id == batch.id
    decided = sa.select(items.c.key, *_VERDICT).where(there, items.c.state == State.DECIDED.value)
    verdicts = {row.key: standing(row) for row in connection.execute(decided)}
    return Published(batch.name, verdicts, undecided(connection, batch.id), len(verdicts), withdrawn, batch.sealed)


def decided_so_far(engine: sa.Engine, name: str) -> str:
    """Differs whenever something has been decided in a batch since, or the batch was opened again: what a run brings
    while it is sealed is published by the next one after that.

    Entries are counted: the highest number stays the same when one that was numbered before it is committed after it.
    """
    entries = (
        sa.select(sa.func.count(decisions.c.id))
        .join(items, items.c.id == decisions.c.item_id)
        .where(items.c.batch_id == batches.c.id)
        .scalar_subquery()
    )
    wanted = sa.select(batches.c.version, entries.label("entries")).where(batches.c.name == kept_name(name))
    with engine.connect() as connection:
        row = connection.execute(wanted).one_or_none()
    decided = str(row.entries or "") if row else ""
    return f"{decided} v{row.version}" if row and row.version > 1 else decided


_VERDICT = tuple(items.c[name] for name in columns_of(Verdict()))


def kept_name(name: str) -> str:
    """A batch's name as every database keeps it: a folder's name may be longer, or of bytes that are no text."""
    return name.encode("utf-8", "replace").decode()[:_LONGEST_NAME]


def batch_number(name: str) -> sa.ScalarSelect[Any]:
    """The number of the batch that a run calls so, for a query."""
    return sa.select(batches.c.id).where(batches.c.name == kept_name(name)).scalar_subquery()


def _look_at_sizes(connection: sa.Connection, written: int) -> None:
    """Has PostgreSQL look at the tables at once: until it does, it plans as if they were nearly empty."""
    if connection.dialect.name == "postgresql" and written >= _AT_ONCE:
        connection.exec_driver_sql(f"ANALYZE {items.name}, {item_units.name}, {GRAMS}")


def _begun(connection: sa.Connection, name: str, model: str | None) -> int:
    """The number of the batch, which is there from now on; what is sealed stays as it is."""
    now = datetime.datetime.now(datetime.UTC)
    known = sa.select(batches.c.id).where(batches.c.name == name)
    if connection.scalar(known) is None:
        new = {"name": name, "arrived": now, "updated": now, "version": 1, "sealed": False, "double": False}
        connection.execute(sa.insert(batches).values(new))
    unsealed = sa.and_(batches.c.name == name, ~batches.c.sealed)
    connection.execute(sa.update(batches).where(unsealed).values(updated=now, model_version=model))
    return int(connection.scalars(known).one())


def _held(connection: sa.Connection, number: int) -> Any:
    """The batch's row, which nobody who decides, assigns, seals or rescores has until the transaction ends: so its
    items stay as they are read, and need no locks of their own."""
    return connection.execute(sa.select(batches).where(batches.c.id == number).with_for_update(key_share=True)).one()


def _row(task: Task, place: int, sizes: Mapping[str, int]) -> dict[str, Any]:
    """The columns that a run sets, and renews while the item is open."""
    return {
        "key": task.key,
        "position": place,
        "origin": task.origin,
        "number": task.number[:_LONGEST_NUMBER] if task.number else None,
        "text": task.text,
        "text_key": text_key(task.text),
        "similar": task.group if task.group and sizes[task.group] > 1 else None,
        "year": task.year,
        "due": task.due,
        **proposed_columns(task),
    }


def proposed_columns(task: Task) -> dict[str, Any]:
    """The task, and the columns of an item that depend on what is proposed for it."""
    score = certainty(task)
    return {
        "record": dump_task(task),
        "model_version": task.model_version,
        "suggested_lead": suggested_lead(task),
        "needs_review": task.needs_review,
        "score": score,
        "rank": score if task.needs_review else score + _SURE,
        "place": task.territory[0].place if task.territory else None,
    }


def _open(task: Task) -> dict[str, Any]:
    return {"state": State.OPEN.value, **columns_of(proposal_of(task))}


def _bring_up_to_date(connection: sa.Connection, batch: int, rows: Sequence[tuple[Task, Mapping[str, Any]]]) -> int:
    """Adds and renews what is not there as it should be. How many items were written."""
    keys = [row["key"] for _, row in rows]
    there = sa.select(items).where(items.c.batch_id == batch, items.c.key.in_(keys))
    known = {row.key: row for row in connection.execute(there)}
    new = [(task, row) for task, row in rows if row["key"] not in known]
    again = [(known[row["key"]], task, row) for task, row in rows if row["key"] in known]
    changed = [one for one in again if _differs(*one)]
    _add(connection, batch, new)
    _renew(connection, changed)
    return len(new) + len(changed)


def _differs(known: Any, task: Task, row: Mapping[str, Any]) -> bool:
    """Whether ``_renew`` would change anything. Which units act on an open item follows from its record."""
    wanted = dict(row)
    if known.state in _FREE:
        wanted |= _open(task)
    elif known.state in _UNSETTLED:
        wanted |= columns_of(proposal_of(task))
    there = known._mapping
    return any(there[name] != value for name, value in wanted.items())


def _add(connection: sa.Connection, batch: int, new: Sequence[tuple[Task, Mapping[str, Any]]]) -> None:
    if not new:
        return
    made = {"batch_id": batch, "seq": 0}
    adding = sa.insert(items).returning(items.c.key, items.c.id)
    kept = connection.execute(adding, [{**made, **row, **_open(task)} for task, row in new])
    ids: dict[str, int] = {row.key: row.id for row in kept}
    add_to_index(connection, {ids[row["key"]]: _findable(row["number"], row["text"]) for _, row in new})
    _set_units(connection, [(ids[row["key"]], task) for task, row in new])


def _renew(connection: sa.Connection, again: Sequence[tuple[Any, Task, Mapping[str, Any]]]) -> None:
    """Of an item that somebody has decided the proposal alone, which the page shows beside the decision.

    One that waits for a second verdict stands as proposed, and so does one in which two reviewers differ.
    """
    _find_anew(connection, [(known, row) for known, _, row in again if known.text_key != row["text_key"]])
    one = items.c.id == sa.bindparam("item")
    free = [{"item": known.id, **row, **_open(task)} for known, task, row in again if known.state in _FREE]
    if free:
        connection.execute(sa.update(items).where(one), free)
        _set_units(connection, [(known.id, task) for known, task, _ in again if known.state in _FREE])
    waiting = [
        {"item": known.id, **row, **columns_of(proposal_of(task))}
        for known, task, row in again
        if known.state in _UNSETTLED
    ]
    if waiting:
        connection.execute(sa.update(items).where(one), waiting)
    fixed = [{"item": known.id, **row} for known, _, row in again if known.state == State.DECIDED.value]
    if fixed:
        connection.execute(sa.update(items).where(one), fixed)


def _findable(number: str | None, text: str) -> str:
    return f"{number}\n{text}" if number else text


def _find_anew(connection: sa.Connection, changed: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
    """The same task may be read better by a later minyi: it is found by its new text then, before the old one goes."""
    if not changed:
        return
    keys = [known.id for known, _ in changed]
    wanted = sa.select(items.c.id, items.c.number, items.c.text).where(items.c.id.in_(keys))
    take_from_index(connection, {row.id: _findable(row.number, row.text) for row in connection.execute(wanted)})
    add_to_index(connection, {known.id: _findable(row["number"], row["text"]) for known, row in changed})


def _set_units(connection: sa.Connection, tasks: Iterable[tuple[int, Task]]) -> None:
    """Whom the documents name acts on the item, before anybody has decided."""
    named = {key: given_units(task) for key, task in tasks}
    connection.execute(sa.delete(item_units).where(item_units.c.item_id.in_([*named])))
    acting = [{"item_id": key, "unit": unit} for key, units in named.items() for unit in units]
    if acting:
        connection.execute(sa.insert(item_units), acting)


def _withdraw(connection: sa.Connection, batch: int, there: Collection[str]) -> int:
    """Marks the open items whose task is not there any more. How many."""
    wanted = sa.select(items.c.id, items.c.key).where(items.c.batch_id == batch, items.c.state == State.OPEN.value)
    gone = [row.id for row in connection.execute(wanted) if row.key not in there]
    for portion in portions(gone, _AT_ONCE):
        connection.execute(sa.update(items).where(items.c.id.in_(portion)).values(state=State.GONE.value))
    return len(gone)


def _keep_deadlines(connection: sa.Connection, batch: int, deadlines: Iterable[Deadline]) -> None:
    held = batch_deadlines.c.batch_id == batch
    rows = [
        {
            "batch_id": batch,
            "position": place,
            "quote": one.quote,
            "end": one.end,
            "actor": one.actor,
            "action": one.action,
            "recipient": one.recipient,
            "file": one.source.file,
        }
        for place, one in enumerate(deadlines, 1)
    ]
    there = connection.execute(sa.select(batch_deadlines).where(held).order_by(batch_deadlines.c.position))
    if [dict(row._mapping) for row in there] == rows:
        return
    connection.execute(sa.delete(batch_deadlines).where(held))
    if rows:
        connection.execute(sa.insert(batch_deadlines), rows)
