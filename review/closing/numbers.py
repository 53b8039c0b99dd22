"""The item that is meant by what people call it: its 问题编号, or its place in the batch where it has none."""

from __future__ import annotations

import re

import sqlalchemy as sa

from corpus.records import State
from corpus.review_schema import items
from review.access import Person
from review.filters import is_number, is_storable, visible_to
from review.refusals import NotFoundError, RefusedError

_PLACE = re.compile(r"(?:#|第)\s*(\d{1,9})\s*条?")


def item_meant(engine: sa.Engine, person: Person, batch: int, called: str) -> int:
    """The number of the item in the batch that is called so: ``120250310700214``, or ``#12`` for the twelfth.

    Raises ``NotFoundError`` where this person sees none, ``RefusedError`` where several have the number.
    """
    place = _PLACE.fullmatch(called.strip())
    if place is not None and is_number(int(place[1])):
        meant = items.c.position == int(place[1])
    else:
        meant = items.c.number == (called.strip() if is_storable(called) else "")
    there = (items.c.batch_id == batch, items.c.state != State.GONE.value)
    wanted = sa.select(items.c.id, items.c.position).where(meant, *there, *visible_to(person))
    with engine.connect() as connection:
        found = connection.execute(wanted.order_by(items.c.position)).all()
    if not found:
        raise NotFoundError("closing-number-unknown", called)
    if len(found) > 1:
        places = "、".join(f"#{row.position}" for row in found)
        raise RefusedError("closing-number-several", called, places=places)
    return int(found[0].id)
