"""Decisions that disagree with many on texts like theirs, kept for a lead to look at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.database import one_at_a_time, writing
from corpus.records import State
from corpus.review_schema import batches, dissents, items, people
from review.filters import is_number
from review.items import SHOWN
from review.refusals import NotFoundError


@dataclass(frozen=True, slots=True)
class Found:
    """A decision (an item and the ``seq`` of its last entry), what is usual for texts like it by field of the verdict
    (``lead``, ``domain``), how many neighbours agree on that, and some of these items."""

    item: int
    seq: int
    usual: Mapping[str, str]
    agreeing: int
    neighbours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The same with what a lead needs to see of it. Each neighbour is (batch, item)."""

    found: Found
    batch: int
    batch_name: str
    number: str | None
    snippet: str
    lead: str | None
    domain: str | None
    decided_by: str | None
    neighbours: tuple[tuple[int, int], ...]


def keep(engine: sa.Engine, found: Iterable[Found]) -> None:
    """Puts these in the place of those found before; what a lead has called no problem stays so."""
    with one_at_a_time(engine, "dissents"), writing(engine) as connection:
        connection.execute(sa.delete(dissents).where(~dissents.c.dismissed))
        done = {(row.item_id, row.seq) for row in connection.execute(sa.select(dissents.c.item_id, dissents.c.seq))}
        new = [_values(one) for one in found if (one.item, one.seq) not in done]
        if new:
            connection.execute(sa.insert(dissents), new)


def waiting(engine: sa.Engine, most: int = 100) -> tuple[Shown, ...]:
    """Those that a lead has yet to look at, with most agreeing neighbours first; what was decided anew is none."""
    wanted = (
        sa.select(
            dissents,
            *(items.c[name] for name in ("batch_id", "number", "lead", "domain")),
            sa.func.substr(items.c.text, 1, SHOWN).label("snippet"),
            batches.c.name.label("batch"),
            people.c.name.label("decider"),
        )
        .join(items, _current())
        .join(batches, batches.c.id == items.c.batch_id)
        .outerjoin(people, people.c.id == items.c.decided_by)
        .where(~dissents.c.dismissed)
        .order_by(dissents.c.agreeing.desc(), dissents.c.item_id)
        .limit(most)
    )
    with engine.connect() as connection:
        rows = connection.execute(wanted).all()
        named = {key for row in rows for key in json.loads(row.neighbours)}
        homes = sa.select(items.c.id, items.c.batch_id).where(items.c.id.in_(named))
        home: dict[int, int] = {row.id: row.batch_id for row in connection.execute(homes)}
    return tuple(_shown(row, home) for row in rows)


def dismiss(engine: sa.Engine, item: int, seq: int) -> None:
    """Notes that a decision is right, however unusual. Raises ``NotFoundError`` if it is not among those found."""
    if not (is_number(item) and is_number(seq)):
        raise NotFoundError("dissent-unknown")
    one = sa.and_(dissents.c.item_id == item, dissents.c.seq == seq)
    with writing(engine) as connection:
        if not connection.execute(sa.update(dissents).where(one).values(dismissed=True)).rowcount:
            raise NotFoundError("dissent-unknown")


def _current() -> sa.ColumnElement[bool]:
    """The item still stands as it did when this was found."""
    same = sa.and_(items.c.id == dissents.c.item_id, items.c.seq == dissents.c.seq)
    return sa.and_(same, items.c.state == State.DECIDED.value)


def _values(one: Found) -> dict[str, Any]:
    return {
        "item_id": one.item,
        "seq": one.seq,
        "usual": json.dumps(dict(one.usual), ensure_ascii=False),
        "agreeing": one.agreeing,
        "neighbours": json.dumps(one.neighbours),
        "dismissed": False,
    }


def _shown(row: Any, home: Mapping[int, int]) -> Shown:
    neighbours = tuple(json.loads(row.neighbours))
    return Shown(
        found=Found(row.item_id, row.seq, json.loads(row.usual), row.agreeing, neighbours),
        batch=row.batch_id,
        batch_name=row.batch,
        number=row.number,
        snippet=row.snippet,
        lead=row.lead,
        domain=row.domain,
        decided_by=row.decider,
        neighbours=tuple((home[key], key) for key in neighbours if key in home),
    )
