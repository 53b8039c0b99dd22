"""The page on which people review: the list on the left, the item on the right, and where one stopped."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl

import sqlalchemy as sa
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from review import items, stopping
from review.access import Person
from review.batches import Batch, batch_of
from review.filters import ALL, TODO, Filter
from review.progress import progress_and_pace
from review.refusals import NotFoundError
from review.stopping import StoppingPlace
from review.web.context import Asking, Engine, Given
from review.web.filtering import address_query, choices_of, filter_of, shown_filters
from review.web.pages import fragment, page
from review.web.showing import item_values
from review.web.suggest import warm_up

router = APIRouter(include_in_schema=False)


@router.get("/batches/{batch_id}")
def show(request: Request, engine: Engine, person: Asking, settings: Given, batch_id: int, item: str = "") -> Response:
    """The page."""
    batch = batch_of(engine, person, batch_id)
    if not request.query_params and (query := _begins_at(engine, person, batch)):
        return RedirectResponse(f"/batches/{batch_id}?{query}", 303)
    what = filter_of(request.query_params)
    wanted = int(item) if item.isascii() and item.isdigit() and len(item) < 10 else 0
    lines, behind = _lines(engine, person, batch, what, wanted)
    first = lines.lines[0].id if lines.lines else 0
    shown = _opened(engine, person, batch, wanted) or _opened(engine, person, batch, first)
    answer = page(
        request,
        "review.html",
        here="review",
        batch=batch,
        what=what,
        query=address_query(what),
        filters=shown_filters(what),
        lines=lines.lines,
        after=lines.after,
        behind=behind,
        **progress_values(engine, person, batch_id),
        **item_values(engine, person, batch, shown),
    )
    if person.decides:
        answer.background = BackgroundTask(warm_up, engine, settings.directory, batch_id)
    return answer


@router.get("/batches/{batch_id}/lines")
def more(request: Request, engine: Engine, person: Asking, batch_id: int, after: str = "") -> Response:
    """The next lines of the list."""
    batch_of(engine, person, batch_id)
    what = filter_of(request.query_params)
    lines = items.page(engine, person, batch_id, what, after)
    query = address_query(what)
    return fragment(request, "lines.html", lines=lines.lines, after=lines.after, query=query, batch_id=batch_id)


@router.get("/batches/{batch_id}/count")
def count(request: Request, engine: Engine, person: Asking, batch_id: int) -> Response:
    """How many items the filter has."""
    batch_of(engine, person, batch_id)
    number = items.count(engine, person, batch_id, filter_of(request.query_params))
    return fragment(request, "count.html", number=number)


@router.get("/batches/{batch_id}/choices/{name}")
def choices(request: Request, engine: Engine, person: Asking, batch_id: int, name: str) -> Response:
    """The values of one filter."""
    batch_of(engine, person, batch_id)
    found = choices_of(engine, person, batch_id, filter_of(request.query_params), name)
    return fragment(request, "choices.html", choices=found, batch_id=batch_id)


@router.get("/batches/{batch_id}/progress")
def progress(request: Request, engine: Engine, person: Asking, batch_id: int) -> Response:
    """The strip's figures, for a page that lies open while others decide."""
    batch_of(engine, person, batch_id)
    return fragment(request, "progress.html", **progress_values(engine, person, batch_id))


@router.post("/batches/{batch_id}/place", status_code=204)
def keep_place(
    engine: Engine,
    person: Asking,
    batch_id: int,
    query: Annotated[str, Form()] = "",
    item: Annotated[int | None, Form()] = None,
) -> Response:
    """Notes where this person is."""
    batch_of(engine, person, batch_id)
    if item is not None:
        items.line(engine, person, item)
    stopping.keep(engine, person, StoppingPlace(batch_id, filter_query(query), item))
    return Response(status_code=204)


def _begins_at(engine: sa.Engine, person: Person, batch: Batch) -> str:
    """Where an address without a query leads: to where this person stopped, else to what waits for him; empty where
    that is the usual list."""
    if place := stopping.place_in(engine, person, batch.id):
        opened = f"&item={place.item}" if place.item else ""
        return f"{place.query or address_query(Filter())}{opened}"
    if not person.sees_all:
        return address_query(Filter(state=ALL))
    return address_query(Filter(state=TODO)) if batch.double and person.decides else ""


def filter_query(query: str) -> str:
    """A query as the page sent it, with nothing in it but a filter."""
    return address_query(filter_of(dict(parse_qsl(query))))


def _lines(engine: sa.Engine, person: Person, batch: Batch, what: Filter, wanted: int) -> tuple[items.Page, bool]:
    """The first lines, or, where the wanted item is not among them, those from it on; and whether some are before."""
    first = items.page(engine, person, batch.id, what)
    if not wanted or any(line.id == wanted for line in first.lines):
        return first, False
    start = items.begin_at(engine, person, batch.id, what, wanted)
    return (first, False) if start is None else (items.page(engine, person, batch.id, what, start), True)


def progress_values(engine: sa.Engine, person: Person, batch: int) -> dict[str, Any]:
    """What the strip above the list says; a department has no figures of the batch."""
    if not person.sees_all:
        return {"progress": None, "pace": None}
    progress, pace = progress_and_pace(engine, batch, person)
    return {"progress": progress, "pace": pace}


def _opened(engine: sa.Engine, person: Person, batch: Batch, key: int) -> items.Item | None:
    """The item, None where this batch has no such one for this person."""
    if not key:
        return None
    try:
        found = items.item(engine, person, key)
    except NotFoundError:
        return None
    return found if found.batch_id == batch.id else None
