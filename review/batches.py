"""The batches, as a person finds them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.review_schema import batches, items
from review.access import Person
from review.filters import is_number, visible_to
from review.refusals import NotFoundError


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch; ``version`` counts up when it is opened again after it was reported, ``double`` is 双人复核."""

    id: int
    name: str
    arrived: datetime.datetime
    updated: datetime.datetime
    model_version: str | None
    version: int
    sealed: bool
    double: bool
    reopened_why: str | None


def batch_of(engine: sa.Engine, person: Person, key: int) -> Batch:
    """One batch. Raises ``NotFoundError`` if there is none, or nothing in it that this person may see."""
    wanted = sa.select(batches).where(batches.c.id == key, *_visible(person))
    with engine.connect() as connection:
        row = connection.execute(wanted).one_or_none() if is_number(key) else None
    if row is None:
        raise NotFoundError("batch-unknown")
    return _batch(row)


def batches_of(engine: sa.Engine, person: Person) -> tuple[Batch, ...]:
    """Every batch in which this person may see something, the one changed last first."""
    wanted = sa.select(batches).where(*_visible(person)).order_by(batches.c.updated.desc(), batches.c.id.desc())
    with engine.connect() as connection:
        return tuple(map(_batch, connection.execute(wanted)))


def _visible(person: Person) -> list[sa.ColumnElement[bool]]:
    if person.sees_all:
        return []
    return [sa.exists().where(items.c.batch_id == batches.c.id, *visible_to(person))]


def _batch(row: Any) -> Batch:
    return Batch(
        id=row.id,
        name=row.name,
        arrived=as_utc(row.arrived),
        updated=as_utc(row.updated),
        model_version=row.model_version,
        version=row.version,
        sealed=row.sealed,
        double=row.double,
        reopened_why=row.reopened_why,
    )
