"""Invented tasks, a batch of them in a database, and people who review it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from corpus.database import open_database
from corpus.records import Candidate, Decision, Source, State, Task, Territory, Verdict
from corpus.review_schema import acts, batches, decisions, items, people
from review.access import Person, Role
from review.history import history
from review.items import Item, item
from review.ledger import Done, Reviewing
from review.publishing import Published, publish

ROADS, SCHOOLS, WATER = "市交通运输局", "市教育局", "市水利局"
BATCH = "一季度意见建议"
ROAD = Verdict(ROADS, ("市公安局",), "交通运输", "建设性", "分步整改")
"""What ``task`` proposes."""


def task(place: int, text: str = "滨河路路面坑洼，雨天积水，请尽快修补。", **changes: Any) -> Task:
    """A comment that the model gives to the traffic office, with 教育 and 水利 behind it."""
    made = Task(
        origin="群众意见建议",
        text=text,
        source=Source("意见.xlsx", "a" * 64, sheet="Sheet1", table=1, row=place),
        number=f"Q1-{place:04d}",
        domain="交通运输",
        kind="建设性",
        disposition="分步整改",
        candidates=(
            Candidate(ROADS, "交通", 0.7, "路面"),
            Candidate(SCHOOLS, "教育", 0.2, ""),
            Candidate(WATER, "水利", 0.1, "积水"),
        ),
        needs_review=True,
        key=f"k{place}",
        year=2025,
        supporting=("市公安局",),
        domain_score=0.9,
        kind_score=0.8,
        model_version="m1",
    )
    return replace(made, **changes)


def deduction(place: int, lead: str) -> Task:
    """A deduction whose unit the document itself names: nothing is proposed."""
    return Task(
        origin="指标扣分",
        text="河湖长制：巡河次数不足。",
        source=Source("通知.docx", "b" * 64, table=2, row=place),
        given_lead=lead,
        points="0.5",
        key=f"d{place}",
    )


def in_place(made: Task, name: str) -> Task:
    """The task as one of a place that its text names."""
    return replace(made, territory=(Territory(name, f"{name}人民政府"),))


def tasks(count: int) -> list[Task]:
    """So many comments, each with a text of its own."""
    return [task(n, f"第{n}号路口路面坑洼，请修补。") for n in range(1, count + 1)]


@contextmanager
def opened(url: str) -> Iterator[sa.Engine]:
    """The database, up to date."""
    engine = open_database(url, connections=25)
    try:
        yield engine
    finally:
        engine.dispose()


def filled(engine: sa.Engine, made: Sequence[Task], name: str = BATCH, model: str = "m1") -> int:
    """The number of the batch with these tasks."""
    published(engine, made, name, model)
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(batches.c.id).where(batches.c.name == name)) or 0)


def published(engine: sa.Engine, made: Sequence[Task], name: str = BATCH, model: str = "m1") -> Published:
    """What a run hears of its batch."""
    return publish(engine, name, made, (), model)


def somebody(engine: sa.Engine, login: str, role: Role = Role.REVIEWER, unit: str | None = None) -> Person:
    """An account; nobody can log in to it, for its hash is of no password."""
    values = {"login": login, "name": f"{login}同志", "role": role.value, "unit": unit, "password": "-"}
    at = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    with engine.begin() as connection:
        made = connection.execute(sa.insert(people).values(**values, active=True, created=at))
        [number] = made.inserted_primary_key or (0,)
    return Person(number, login, f"{login}同志", role, unit)


def desk(engine: sa.Engine, login: str, role: Role = Role.REVIEWER) -> Reviewing:
    """What a new account of this role can do in the ledger."""
    return Reviewing(engine, somebody(engine, login, role))


def key_of(engine: sa.Engine, place: int) -> int:
    """The number of the item at a place of the (only) batch."""
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(items.c.id).where(items.c.position == place)) or 0)


def as_seen(reviewing: Reviewing, place: int) -> Item:
    """The item at a place, as this person sees it."""
    return item(reviewing.engine, reviewing.person, key_of(reviewing.engine, place))


def decide(who: Reviewing, place: int, verdict: Verdict, seen: int | None = None, **more: object) -> Done:
    """Decides the item at a place as it is now, or as it was at ``seen``."""
    key = key_of(who.engine, place)
    last = as_seen(who, place).seq if seen is None else seen
    return who.decide(key, last, verdict, **more)  # type: ignore[arg-type]


def stands(who: Reviewing, place: int) -> tuple[State, str | None]:
    """State and lead of the item at a place."""
    one = as_seen(who, place)
    return one.state, one.standing.lead


def set_batch(engine: sa.Engine, **values: Any) -> None:
    """Every batch with these columns."""
    with engine.begin() as connection:
        connection.execute(sa.update(batches).values(**values))


def assign(engine: sa.Engine, place: int, person: Person) -> None:
    """The item at a place is this person's."""
    with engine.begin() as connection:
        connection.execute(sa.update(items).where(items.c.position == place).values(assigned_to=person.id))


def entries(engine: sa.Engine, place: int) -> tuple[Decision, ...]:
    """The whole ledger of the item at a place, whoever may see it."""
    with engine.connect() as connection:
        return history(connection, key_of(engine, place))


def counted(engine: sa.Engine) -> tuple[int, int]:
    """How many acts and how many entries the ledger has."""
    with engine.connect() as connection:
        return tuple(connection.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in (acts, decisions))  # type: ignore[return-value]


def contradictions(engine: sa.Engine) -> list[str]:
    """Where the items do not say what the ledger says; nothing, if all is well.

    An item has as many entries as its ``seq``, numbered from 1, is in the state of the last one and, once decided,
    stands as that one says.
    """
    wrong = []
    with engine.connect() as connection:
        for row in connection.execute(sa.select(items)).all():
            past = history(connection, row.id)
            if [one.seq for one in past] != [*range(1, row.seq + 1)]:
                wrong.append(f"{row.key}: seq {row.seq}, entries {[one.seq for one in past]}")
            elif past and row.state != past[-1].state.value:
                wrong.append(f"{row.key}: state {row.state}, last entry {past[-1].state}")
            elif past and row.state == State.DECIDED.value and row.lead != past[-1].after.lead:
                wrong.append(f"{row.key}: {row.lead}, last entry {past[-1].after.lead}")
            elif not past and row.state not in (State.OPEN.value, State.GONE.value):
                wrong.append(f"{row.key}: {row.state} without an entry")
    return wrong
