"""The ledger of a whole batch as it is read: what people did, the last first, each deed with the items that it changed.

A verdict that a second reviewer must not know yet (双人复核) is withheld from everybody but who gave it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.records import Act, Decision, State
from corpus.review_schema import acts, batches, decisions, items, people
from review.access import Person
from review.filters import is_number, is_storable
from review.history import ENTRIES, entry_of
from review.refusals import NotAllowedError, NotFoundError, RefusedError

PAGE = 50
SHOWN = 5
"""Items of one deed that are shown with the others; all of them where it is looked at alone."""
_AT_ONCE, _DEEDS_AT_ONCE = 1_000, 200


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a deed. ``withheld``: how it stood and stands is not for this person to see yet."""

    entry: Decision
    number: str | None
    position: int
    withheld: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person did at once. ``lines`` are the first of ``count`` items. ``why`` is empty where it is withheld."""

    id: int
    how: Act
    person: str
    login: str
    at: datetime.datetime
    why: str
    batch_version: int
    undoes: int | None
    lines: tuple[Line, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some deeds, and the number before which the next ones stand (None at the end)."""

    deeds: tuple[Deed, ...]
    before: int | None


def deeds_of(
    engine: sa.Engine, viewer: Person, batch: int, *, login: str = "", how: str = "", before: int = 0, size: int = PAGE
) -> Sheet:
    """What was done in a batch, the last first: by one person (a login), of one kind (``Act``), before a deed's number.

    Raises ``NotAllowedError`` for a department account and ``RefusedError`` for a kind that there is not.
    """
    _may_read(viewer)
    held = [acts.c.batch_id == batch]
    if login:
        held.append(people.c.login == login if is_storable(login) else sa.false())
    if how:
        if how not in {one.value for one in Act}:
            raise RefusedError("filter-unknown", name="how", value=how[:40])
        held.append(acts.c.how == how)
    if before:
        held.append(acts.c.id < (before if is_number(before) else 0))
    with engine.connect() as connection:
        rows = connection.execute(_ACTS.where(*held).order_by(acts.c.id.desc()).limit(size + 1)).all()
        found = _deeds(connection, viewer, rows[:size], SHOWN)
    return Sheet(found, rows[size - 1].id if len(rows) > size else None)


def deed(engine: sa.Engine, viewer: Person, batch: int, key: int, after: int = 0, size: int = 4 * PAGE) -> Deed:
    """One deed with many of its items: those behind the entry ``after``. Raises ``NotFoundError`` and as above."""
    _may_read(viewer)
    with engine.connect() as connection:
        wanted = _ACTS.where(acts.c.batch_id == batch, acts.c.id == (key if is_number(key) else 0))
        rows = connection.execute(wanted).all()
        if not rows:
            raise NotFoundError("act-unknown")
        return _deeds(connection, viewer, rows, size, after)[0]


def everything(engine: sa.Engine, viewer: Person, batch: int) -> Iterator[tuple[Deed, Line | None]]:
    """The whole ledger of a batch from its beginning, one line an item; a deed without items has one without.

    Nothing is held while the caller waits: whoever loads it slowly keeps no connection. Raises ``NotAllowedError``.
    """
    _may_read(viewer)
    return _everything(engine, viewer, batch)


def who_did(engine: sa.Engine, batch: int) -> tuple[tuple[str, str], ...]:
    """Login and name of everybody who did something in a batch, by login."""
    known = sa.exists().where(acts.c.batch_id == batch, acts.c.person_id == people.c.id)
    wanted = sa.select(people.c.login, people.c.name).where(known).order_by(people.c.login)
    with engine.connect() as connection:
        return tuple((row.login, row.name) for row in connection.execute(wanted))


def is_withheld(entry: Decision, state: State, double: bool, viewer: Person) -> bool:
    """Whether an entry must not be read yet: it has a first verdict of somebody else on an item (its state now) on
    which two are to speak, and the second has not."""
    if entry.person_id == viewer.id or State.ONCE not in (entry.state, entry.before_state):
        return False
    return state is State.OPEN or (state is State.ONCE and double)


_ACTS = sa.select(acts, people.c.name, people.c.login).join(people, people.c.id == acts.c.person_id)
_LINES = (
    ENTRIES.add_columns(items.c.number, items.c.position, items.c.state.label("item_state"), batches.c.double)
    .join(items, items.c.id == decisions.c.item_id)
    .join(batches, batches.c.id == acts.c.batch_id)
    .order_by(decisions.c.id)
)


def _may_read(viewer: Person) -> None:
    if not viewer.sees_all:
        raise NotAllowedError("ledger-role")


def _everything(engine: sa.Engine, viewer: Person, batch: int) -> Iterator[tuple[Deed, Line | None]]:
    last = 0
    while True:
        with engine.connect() as connection:
            wanted = _ACTS.where(acts.c.batch_id == batch, acts.c.id > last).order_by(acts.c.id)
            rows = connection.execute(wanted.limit(_DEEDS_AT_ONCE)).all()
            deeds = _deeds(connection, viewer, rows, _AT_ONCE)
        if not deeds:
            return
        for one in deeds:
            yield from ((one, line) for line in one.lines or (None,))
            lines = one.lines
            while len(lines) == _AT_ONCE:
                with engine.connect() as connection:
                    lines = _lines(connection, viewer, [one.id], lines[-1].entry.id, _AT_ONCE)
                yield from ((one, line) for line in lines)
        last = deeds[-1].id


def _deeds(
    connection: sa.Connection, viewer: Person, rows: Sequence[Any], most: int, after: int = 0
) -> tuple[Deed, ...]:
    """The deeds of these rows. Most are of few items, which are read together; a large one by itself."""
    number = sa.func.count()
    keys = [row.id for row in rows]
    counted = sa.select(decisions.c.act_id, number).where(decisions.c.act_id.in_(keys)).group_by(decisions.c.act_id)
    counts: dict[int, int] = {row[0]: row[1] for row in connection.execute(counted)}
    small = [key for key in keys if counts.get(key, 0) <= SHOWN]
    lines = _by_deed(_lines(connection, viewer, small, after, None))
    for key in keys:
        if counts.get(key, 0) > SHOWN:
            lines[key] = [*_lines(connection, viewer, [key], after, most)]
    return tuple(_deed(row, tuple(lines.get(row.id, ())), counts.get(row.id, 0)) for row in rows)


def _lines(
    connection: sa.Connection, viewer: Person, keys: Sequence[int], after: int, most: int | None
) -> tuple[Line, ...]:
    wanted = _LINES.where(decisions.c.act_id.in_(keys), decisions.c.id > after).limit(most)
    return tuple(_line(row, viewer) for row in connection.execute(wanted))


def _line(row: Any, viewer: Person) -> Line:
    entry = entry_of(row)
    return Line(entry, row.number, row.position, is_withheld(entry, State(row.item_state), row.double, viewer))


def _by_deed(lines: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.entry.act, []).append(line)
    return found


def _deed(row: Any, lines: tuple[Line, ...], count: int) -> Deed:
    return Deed(
        id=row.id,
        how=Act(row.how),
        person=row.name,
        login=row.login,
        at=as_utc(row.at),
        why="" if any(line.withheld for line in lines) else row.why,
        batch_version=row.batch_version,
        undoes=row.undoes,
        lines=lines,
        count=count,
    )
