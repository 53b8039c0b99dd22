"""Parts of a batch given to reviewers (分派): one person's, or shared out evenly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.database import portions, writing
from corpus.records import Act, State
from corpus.review_schema import items, people
from review.access import Person
from review.entries import keep_act
from review.filters import Filter, is_number
from review.leading import held_open_batch, reason
from review.people import everybody, person_of
from review.refusals import ConflictError, RefusedError
from review.seals import UNDECIDED

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Share:
    """What one person has of a batch: all, decided, and waiting. ``person`` None stands for what nobody has."""

    person: Person | None
    assigned: int
    decided: int
    open: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an assignment did: its number in the ledger, and the items that each person got (None: nobody has them)."""

    act: int
    items: Mapping[int | None, int]


def assign(
    engine: sa.Engine, person: Person, batch_id: int, what: Filter, to: int | None, expected: int, why: str = ""
) -> Assigned:
    """Gives every item of a filter to one person, or takes them back (None).

    ``expected`` is the number that was shown: if the filter has another one by now, ``ConflictError`` is raised and
    nothing done. Raises ``NotAllowedError`` (no lead), ``SealedError``, and ``RefusedError`` where that person may not
    decide.
    """
    return _assign(engine, person, batch_id, what, [] if to is None else [to], expected, why)


def share_out(
    engine: sa.Engine,
    person: Person,
    batch_id: int,
    what: Filter,
    among: Sequence[int],
    expected: int,
    why: str = "",
) -> Assigned:
    """Shares the items of a filter out evenly, in the order of the list: who has the fewest gets the next, the first
    named before the others. Near-duplicates stay with one person. Raises as ``assign``."""
    if not among:
        raise RefusedError("assign-nobody")
    return _assign(engine, person, batch_id, what, [*dict.fromkeys(among)], expected, why)


def who_may_decide(engine: sa.Engine) -> tuple[Person, ...]:
    """To whom something may be assigned, by login."""
    return tuple(account.person for account in everybody(engine) if account.active and account.person.decides)


def shares(engine: sa.Engine, batch_id: int) -> tuple[Share, ...]:
    """What everybody has who has something, by login, and last what nobody has."""
    number = sa.func.count()
    counted = (
        sa.select(items.c.assigned_to, items.c.state, number.label("number"))
        .where(items.c.batch_id == batch_id, items.c.state != State.GONE.value)
        .group_by(items.c.assigned_to, items.c.state)
    )
    totals: dict[int | None, dict[str, int]] = {}
    with engine.connect() as connection:
        for row in connection.execute(counted):
            totals.setdefault(row.assigned_to, {})[row.state] = row.number
        wanted = sa.select(people).where(people.c.id.in_([key for key in totals if key])).order_by(people.c.login)
        known: list[Person | None] = [person_of(row) for row in connection.execute(wanted).mappings()]
    having = [*known, *([None] if None in totals else [])]
    return tuple(_share(one, totals[one.id if one else None]) for one in having)


def shared_out(rows: Iterable[tuple[int, str | None]], among: Sequence[int]) -> dict[int | None, list[int]]:
    """Who gets which items. ``rows`` are the items' numbers with their groups of near-duplicates, in order."""
    parts: dict[str | int, list[int]] = {}
    for key, group in rows:
        parts.setdefault(group or key, []).append(key)
    found: dict[int | None, list[int]] = {one: [] for one in among}
    for part in parts.values():
        # Of equals ``min`` takes the first: with single items it goes round.
        found[min(among, key=lambda one: len(found[one]))] += part
    return found


def _assign(
    engine: sa.Engine,
    person: Person,
    batch_id: int,
    what: Filter,
    among: Sequence[int],
    expected: int,
    why: str,
) -> Assigned:
    """Gives the items of a filter to these people; to nobody where there are none."""
    why = reason(why, needed=False)
    with writing(engine) as connection:
        batch = held_open_batch(connection, person, batch_id)
        names = _names(connection, among)
        held = what.conditions(batch_id, person, engine.dialect.name)
        wanted = sa.select(items.c.id, items.c.similar).where(*held).order_by(items.c.rank, items.c.id)
        rows = [(row.id, row.similar) for row in connection.execute(wanted)]
        if len(rows) != expected:
            raise ConflictError("bulk-count", expected=expected, found=len(rows))
        given = shared_out(rows, among) if among else {None: [key for key, _ in rows]}
        for one, keys in given.items():
            for portion in portions(keys, _AT_ONCE):
                connection.execute(sa.update(items).where(items.c.id.in_(portion)).values(assigned_to=one))
        said = "、".join(f"{names[one] if one else '收回'} {len(keys)} 条" for one, keys in given.items())
        act = keep_act(connection, batch, person, Act.ASSIGN, f"{said}；{why}" if why else said)
        return Assigned(act, {one: len(keys) for one, keys in given.items()})


def _names(connection: sa.Connection, among: Sequence[int]) -> dict[int, str]:
    """The names of these people. Raises ``RefusedError`` unless each of them may decide."""
    wanted = sa.select(people).where(people.c.id.in_([one for one in among if is_number(one)]), people.c.active)
    found = [person_of(row) for row in connection.execute(wanted).mappings()]
    names = {one.id: one.name for one in found if one.decides}
    if len(names) != len(among):
        raise RefusedError("assign-person")
    return names


def _share(person: Person | None, states: Mapping[str, int]) -> Share:
    waiting = sum(states.get(state, 0) for state in UNDECIDED)
    return Share(person, sum(states.values()), states.get(State.DECIDED.value, 0), waiting)
