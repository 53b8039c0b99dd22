"""The items of a batch as a reviewer sees them: the list, page by page, and one of them whole."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.records import Decision, State, Task, Verdict
from corpus.review_schema import batches, items, people
from corpus.serial import load_task
from review.access import Person
from review.filters import Filter, is_number, visible_to
from review.history import history
from review.proposals import proposal_of
from review.refusals import NotFoundError, RefusedError

PAGE = 50
SHOWN = 90
"""Characters of a comment that the list has room for."""
_MEMBERS = 20
"""Members of a group of near-duplicates that are shown with an item."""
LISTED = (
    "id",
    "number",
    "state",
    "seq",
    "lead",
    "domain",
    "kind",
    "score",
    "needs_review",
    "similar",
    "place",
    "origin",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list. ``snippet`` is the beginning of the text; lead, domain and kind are as it stands now."""

    id: int
    number: str | None
    state: State
    seq: int
    lead: str | None
    domain: str | None
    kind: str | None
    score: float
    needs_review: bool
    similar: str | None
    place: str | None
    origin: str
    snippet: str
    assigned: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of the list, and where the next ones begin (None at its end)."""

    lines: tuple[Listed, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One item whole. ``standing`` is how it stands: as proposed until it is decided, then as decided.

    ``history`` is empty while somebody else's first verdict (双人复核) must not be seen. ``members`` are other items of
    its group of near-duplicates, the first of ``members_in_all``.
    """

    id: int
    batch_id: int
    batch: str
    sealed: bool
    double: bool
    position: int
    task: Task
    proposal: Verdict
    standing: Verdict
    state: State
    seq: int
    score: float
    needs_review: bool
    decided_by: str | None
    decided_at: datetime.datetime | None
    assigned: str | None
    history: tuple[Decision, ...]
    members: tuple[Listed, ...]
    members_in_all: int


def page(engine: sa.Engine, person: Person, batch: int, what: Filter, after: str = "", size: int = PAGE) -> Page:
    """The items of a filter, the least certain first; ``after`` as the page before said. Raises as the filter does."""
    held = what.conditions(batch, person, engine.dialect.name)
    if after:
        rank, key = _cursor(after)
        held.append(sa.tuple_(items.c.rank, items.c.id) > sa.tuple_(sa.literal(rank), sa.literal(key)))
    found = _listed(engine, sa.and_(*held), size + 1, items.c.rank, items.c.id)
    lines = tuple(line for line, _ in found[:size])
    more = f"{found[size - 1][1]!r},{lines[-1].id}" if len(found) > size else None
    return Page(lines, more)


def begin_at(engine: sa.Engine, person: Person, batch: int, what: Filter, key: int) -> str | None:
    """What ``after`` must be for the list to begin with this item, None where the filter does not have it."""
    held = what.conditions(batch, person, engine.dialect.name)
    with engine.connect() as connection:
        rank = connection.scalar(sa.select(items.c.rank).where(items.c.id == key, *held))
    return None if rank is None else f"{rank!r},{key - 1}"


def count(engine: sa.Engine, person: Person, batch: int, what: Filter) -> int:
    """How many items a filter has. Raises as the filter does."""
    held = what.conditions(batch, person, engine.dialect.name)
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(items).where(*held)) or 0


def line(engine: sa.Engine, person: Person, key: int) -> Listed:
    """One item as a line of the list. Raises ``NotFoundError`` if there is none, or this person may not see it."""
    held = sa.and_(items.c.id == key, *visible_to(person))
    found = _listed(engine, held, 1, items.c.id) if is_number(key) else []
    if not found:
        raise NotFoundError("item-unknown")
    return found[0][0]


def item(engine: sa.Engine, person: Person, key: int) -> Item:
    """One item whole. Raises ``NotFoundError`` if there is none, or this person may not see it."""
    if not is_number(key):
        raise NotFoundError("item-unknown")
    decider, assignee = people.alias("decider"), people.alias("assignee")
    with engine.connect() as connection:
        row = connection.execute(
            sa.select(
                items,
                batches.c.name.label("batch"),
                batches.c.sealed,
                batches.c.double,
                decider.c.name.label("decider"),
                assignee.c.name.label("assignee"),
            )
            .join(batches, batches.c.id == items.c.batch_id)
            .outerjoin(decider, decider.c.id == items.c.decided_by)
            .outerjoin(assignee, assignee.c.id == items.c.assigned_to)
            .where(items.c.id == key, *visible_to(person))
        ).one_or_none()
        if row is None:
            raise NotFoundError("item-unknown")
        hidden = row.double and row.state == State.ONCE.value and row.decided_by != person.id
        past = () if hidden or not row.seq else _seen(history(connection, key), row.state, person)
    task = load_task(row.record)
    members, in_all = _group(engine, person, row)
    return Item(
        id=row.id,
        batch_id=row.batch_id,
        batch=row.batch,
        sealed=row.sealed,
        double=row.double,
        position=row.position,
        task=task,
        proposal=proposal_of(task),
        standing=standing(row),
        state=State(row.state),
        seq=row.seq,
        score=row.score,
        needs_review=row.needs_review,
        decided_by=None if hidden else row.decider,
        decided_at=None if hidden or not row.decided_at else as_utc(row.decided_at),
        assigned=row.assignee,
        history=past,
        members=members,
        members_in_all=in_all,
    )


def _seen(past: tuple[Decision, ...], state: str, person: Person) -> tuple[Decision, ...]:
    """Without what somebody else decided as the first of two and took back: the item is open to both again."""
    if state != State.OPEN.value:
        return past
    return tuple(e for e in past if e.person_id == person.id or State.ONCE not in (e.state, e.before_state))


def batch_of_item(connection: sa.Connection, key: int, person: Person) -> int:
    """The batch of an item. Raises ``NotFoundError`` if there is none, or this person may not see it."""
    wanted = sa.select(items.c.batch_id).where(items.c.id == key, *visible_to(person))
    batch = connection.scalar(wanted) if is_number(key) else None
    if batch is None:
        raise NotFoundError("item-unknown")
    return int(batch)


def standing(row: Any) -> Verdict:
    """How an item stands, from its row."""
    return Verdict(row.lead, tuple(json.loads(row.supporting)), row.domain, row.kind, row.disposition, row.note)


def members(group: object, batch: int) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions on the items of a group of near-duplicates of a batch. They are sought by their group (+ 0): a
    database that has not looked at its tables would rather go through the batch."""
    return items.c.similar == group, items.c.batch_id + 0 == batch


def _group(engine: sa.Engine, person: Person, row: Any) -> tuple[tuple[Listed, ...], int]:
    if not row.similar:
        return (), 0
    held = sa.and_(
        *members(row.similar, row.batch_id),
        items.c.id != row.id,
        items.c.state != State.GONE.value,
        *visible_to(person),
    )
    with engine.connect() as connection:
        in_all = connection.scalar(sa.select(sa.func.count()).select_from(items).where(held)) or 0
    return tuple(line for line, _ in _listed(engine, held, _MEMBERS, items.c.id)), in_all


def _listed(
    engine: sa.Engine, held: sa.ColumnElement[bool], size: int, *order: sa.ColumnElement[Any]
) -> list[tuple[Listed, float]]:
    """Lines of the list, each with its rank."""
    wanted = (
        sa.select(
            *(items.c[name] for name in LISTED),
            sa.func.substr(items.c.text, 1, SHOWN).label("snippet"),
            items.c.rank,
            people.c.name.label("assigned"),
        )
        .outerjoin(people, people.c.id == items.c.assigned_to)
        .where(held)
        .order_by(*order)
        .limit(size)
    )
    with engine.connect() as connection:
        return [(_line(row), row.rank) for row in connection.execute(wanted)]


def _line(row: Any) -> Listed:
    values = {name: getattr(row, name) for name in LISTED}
    return Listed(**{**values, "state": State(row.state)}, snippet=row.snippet, assigned=row.assigned)


def _cursor(after: str) -> tuple[float, int]:
    rank, _, key = after.partition(",")
    with suppress(ValueError):
        if isfinite(float(rank)) and is_number(int(key)):
            return float(rank), int(key)
    raise RefusedError("filter-unknown", name="after", value=after[:40])


def choices(
    engine: sa.Engine, person: Person, batch: int, what: Filter, column: str
) -> Sequence[tuple[str | None, int]]:
    """The values of a column (domain, lead, place, kind, state, year …) under a filter, most frequent first, with how
    many items each has."""
    held = what.conditions(batch, person, engine.dialect.name)
    number = sa.func.count()
    wanted = (
        sa.select(items.c[column], number)
        .where(*held)
        .group_by(items.c[column])
        .order_by(number.desc(), items.c[column])
    )
    with engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(wanted)]
