"""The lead's page of a batch: who has what, assigning, double review with its agreement, and what was reported."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl

import sqlalchemy as sa
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from corpus.records import State
from corpus.taxonomy import domains
from review import items
from review.access import Person
from review.agreement import agreement
from review.assigning import assign, share_out, shares, who_may_decide
from review.batches import batch_of
from review.differences import FIELDS
from review.filters import ALL, Filter
from review.refusals import RefusedError
from review.rounds import set_double
from review.seals import UNDECIDED, seals_of
from review.web.context import Engine, Leading
from review.web.filtering import LABELS, filter_of, shown_filters
from review.web.pages import fragment, page

router = APIRouter(include_in_schema=False, prefix="/batches/{batch_id}/lead")
DONE = {
    "assigned": "已分派。",
    "double": "双人复核已更改。",
    "sealed": "已报送，此后不得修改。",
    "reopened": "已启封，只有组长可以更正；更正后请再次报送。",
}
"""What is said at the top when something was done; an address has the key."""
MEASURED = {**{name: FIELDS[name] for name in ("lead", "domain", "kind")}, "all": "三项都相同"}


class Assignment(BaseModel):
    """The form: the filter as an address has it, the number that was shown, and to whom its items go."""

    expected: int
    query: str = ""
    among: tuple[int, ...] = ()
    back: bool = False
    why: str = ""


@router.get("")
def show(request: Request, engine: Engine, person: Leading, batch_id: int, done: str = "") -> Response:
    """The page."""
    return lead_page(request, engine, person, batch_id, done=DONE.get(done, ""))


@router.get("/agreement")
def show_agreement(request: Request, engine: Engine, person: Leading, batch_id: int) -> Response:
    """The table of agreement, which a large batch takes a moment for."""
    batch = batch_of(engine, person, batch_id)
    values: dict[str, Any] = {"batch": batch, "found": agreement(engine, batch_id), "measured": MEASURED}
    if "hx-request" in request.headers:
        return fragment(request, "agreement.html", **values)
    return page(request, "agreement_page.html", here="lead", **values)


@router.get("/assign")
def count_first(request: Request, engine: Engine, person: Leading, batch_id: int) -> Response:
    """How many items the filter has, and to whom they may be given."""
    return _assign_page(request, engine, person, batch_id, filter_of(request.query_params))


@router.post("/assign")
def give(
    request: Request,
    engine: Engine,
    person: Leading,
    batch_id: int,
    form: Annotated[Assignment, Form()],
) -> Response:
    """Gives them to one, shares them out among several, or takes them back."""
    what, among = filter_of(dict(parse_qsl(form.query))), form.among
    try:
        if form.back and among:
            raise RefusedError("assign-both")
        if form.back or len(among) == 1:
            assign(engine, person, batch_id, what, among[0] if among else None, form.expected, form.why)
        else:
            share_out(engine, person, batch_id, what, among, form.expected, form.why)
    except RefusedError as error:
        return _assign_page(request, engine, person, batch_id, what, error)
    return _done(batch_id, "assigned")


@router.post("/double")
def switch(
    request: Request,
    engine: Engine,
    person: Leading,
    batch_id: int,
    on: Annotated[bool, Form()],
    why: Annotated[str, Form()] = "",
) -> Response:
    """Switches double review."""
    try:
        set_double(engine, person, batch_id, on, why)
    except RefusedError as error:
        return lead_page(request, engine, person, batch_id, at="double", error=error)
    return _done(batch_id, "double")


def lead_page(
    request: Request,
    engine: sa.Engine,
    person: Person,
    batch_id: int,
    *,
    done: str = "",
    at: str = "",
    error: RefusedError | None = None,
) -> Response:
    """The page, with what was refused at the form (``at``) that it came from."""
    batch = batch_of(engine, person, batch_id)
    counts = dict(items.choices(engine, person, batch_id, Filter(state=ALL), "state"))
    values: dict[str, Any] = {
        "shares": shares(engine, batch_id),
        "people": who_may_decide(engine),
        "domains": tuple(domains()),
        "counts": {one.value: counts.get(one.value, 0) for one in State},
        "undecided": sum(counts.get(state, 0) for state in UNDECIDED),
        "in_all": sum(counts.values()),
        "seals": seals_of(engine, batch_id),
        "refused": {at: str(error)} if error else {},
    }
    return page(request, "lead.html", error.status if error else 200, here="lead", batch=batch, done=done, **values)


def _assign_page(
    request: Request,
    engine: sa.Engine,
    person: Person,
    batch_id: int,
    what: Filter,
    error: RefusedError | None = None,
) -> Response:
    batch = batch_of(engine, person, batch_id)
    words = [(LABELS[name], word) for name, _, word, narrows in shown_filters(what) if narrows or name == "state"]
    words += [("查找", what.q)] if what.q else []
    words += [("选中的", f"{what.ids.count(',') + 1} 条")] if what.ids else []
    values = {
        "words": words,
        "query": what.query() or f"state={what.state}",
        "number": items.count(engine, person, batch_id, what),
        "people": who_may_decide(engine),
        "refused": str(error) if error else "",
    }
    return page(request, "assign.html", error.status if error else 200, here="lead", batch=batch, **values)


def _done(batch_id: int, key: str) -> Response:
    return RedirectResponse(f"/batches/{batch_id}/lead?done={key}", 303)
