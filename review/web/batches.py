"""The way in: the batches, and the one in which a person stopped."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from review.batches import batches_of
from review.progress import progress_and_pace
from review.stopping import last_place
from review.web.context import Asking, Engine
from review.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def begin(engine: Engine, person: Asking) -> Response:
    """The batch in which this person stopped last, else the only one, else the list."""
    there = [batch.id for batch in batches_of(engine, person)]
    last = last_place(engine, person)
    if last is not None and last.batch in there:
        return RedirectResponse(f"/batches/{last.batch}", 303)
    return RedirectResponse(f"/batches/{there[0]}" if len(there) == 1 else "/batches", 303)


@router.get("/batches")
def show_all(request: Request, engine: Engine, person: Asking) -> Response:
    """The list of batches; figures of a whole batch are not a department's to see."""
    rows = [
        (batch, progress_and_pace(engine, batch.id, person)[0] if person.sees_all else None)
        for batch in batches_of(engine, person)
    ]
    return page(request, "batches.html", here="batches", rows=rows)
