"""Units for what a person types: by name, pinyin or initials."""

from __future__ import annotations

import time
from threading import Lock
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from corpus.directory import Directory
from corpus.review_schema import items
from review.batches import batch_of
from review.refusals import NotAllowedError
from review.units import UnitSearch
from review.web.context import Asking, Engine, Given

router = APIRouter(include_in_schema=False)

_KEPT = 60.0
"""Seconds for which the units of a batch are known: a new name is found by then."""
_searches: WeakKeyDictionary[sa.Engine, dict[tuple[int, str], tuple[float, UnitSearch]]] = WeakKeyDictionary()
_making = Lock()


@router.get("/batches/{batch_id}/units")
def find(engine: Engine, person: Asking, settings: Given, batch_id: int, q: str = "") -> Response:
    """The units of the office and of the batch that fit, best first."""
    if not person.sees_all:
        raise NotAllowedError("units-office-only")
    batch_of(engine, person, batch_id)
    found = _search(engine, settings.directory, batch_id).find(q)
    return JSONResponse([{"name": one.name, "by": one.by} for one in found])


def warm_up(engine: sa.Engine, directory: Directory, batch: int) -> None:
    """Makes the search ready before anybody types: how names are spoken is worked out once."""
    _search(engine, directory, batch).find("a")


def _search(engine: sa.Engine, directory: Directory, batch: int) -> UnitSearch:
    now = time.monotonic()
    with _making:
        known = _searches.setdefault(engine, {})
        made, search = known.get((batch, directory.version), (-_KEPT, None))
        if search is None or now - made >= _KEPT:
            search = UnitSearch.of(directory, _leads(engine, batch))
            known[batch, directory.version] = (now, search)
        return search


def _leads(engine: sa.Engine, batch: int) -> list[str]:
    """Who leads in the batch, most often first."""
    number = sa.func.count().desc()
    wanted = sa.select(items.c.lead).where(items.c.batch_id == batch, items.c.lead.is_not(None))
    with engine.connect() as connection:
        return [*connection.scalars(wanted.group_by(items.c.lead).order_by(number, items.c.lead))]
