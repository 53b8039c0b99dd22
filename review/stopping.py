"""Where a person stopped in a batch: the filter of the list, and the item that lay open."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.database import writing
from corpus.review_schema import stopping_places
from review.access import Person
from review.filters import is_number

LONGEST_QUERY = 2_000


@dataclass(frozen=True, slots=True)
class StoppingPlace:
    """``query`` is the filter as in an address; ``item`` is None where none lay open."""

    batch: int
    query: str
    item: int | None


def keep(engine: sa.Engine, person: Person, place: StoppingPlace) -> None:
    """Notes where somebody is; a query or an item that no page would send is not kept."""
    if len(place.query) > LONGEST_QUERY or not (place.item is None or is_number(place.item)):
        return
    one = sa.and_(stopping_places.c.person_id == person.id, stopping_places.c.batch_id == place.batch)
    values = {"query": place.query, "item_id": place.item, "at": datetime.datetime.now(datetime.UTC)}
    new = sa.insert(stopping_places).values(person_id=person.id, batch_id=place.batch, **values)
    try:
        with writing(engine) as connection:
            changed = connection.execute(sa.update(stopping_places).where(one).values(**values))
            if not changed.rowcount:
                connection.execute(new)
    except sa.exc.IntegrityError:
        return  # Another window of the same person has noted it meanwhile.


def place_in(engine: sa.Engine, person: Person, batch: int) -> StoppingPlace | None:
    """Where somebody stopped in this batch, None where it was never opened."""
    return _found(engine, stopping_places.c.person_id == person.id, stopping_places.c.batch_id == batch)


def last_place(engine: sa.Engine, person: Person) -> StoppingPlace | None:
    """Where somebody stopped last, in whatever batch."""
    return _found(engine, stopping_places.c.person_id == person.id)


def _found(engine: sa.Engine, *held: sa.ColumnElement[bool]) -> StoppingPlace | None:
    wanted = sa.select(stopping_places).where(*held).order_by(stopping_places.c.at.desc()).limit(1)
    with engine.connect() as connection:
        row = connection.execute(wanted).one_or_none()
    return StoppingPlace(row.batch_id, row.query, row.item_id) if row else None
