"""What is removed from the public version of a batch: each place with its context, for a person to confirm."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from outputs.forms import word
from outputs.personal.entity import KINDS
from outputs.public.by_hand import occurrences
from outputs.public.finding import Finding, Rulings
from outputs.public.listing import GOES, REPLACED_BY_HAND, STAYS
from outputs.public.removing import unconfirmed
from review.access import Person
from review.batches import batch_of
from review.filters import LARGEST
from review.refusals import ConflictError, NotAllowedError, NotFoundError, RefusedError
from review.removals.found import found_in
from review.removals.rulings import Said, rule, rulings_of
from review.removals.tasks import numbered
from review.web.context import Asking, Engine
from review.web.pages import fragment, page

router = APIRouter(include_in_schema=False)
_A_PAGE = 100
_KINDS = {kind: word("personal", kind) for kind in KINDS}


class Wanted(BaseModel):
    """Which of them: those that wait or all, of one kind, behind how many."""

    show: str = Field("waiting", pattern="^(waiting|all)$")
    kind: str = ""
    after: int = Field(0, ge=0, le=LARGEST)


class Ruled(BaseModel):
    """What the form of one place says."""

    text_key: str = Field(pattern="^[0-9a-f]{64}$")
    start: int = Field(ge=0, le=LARGEST)
    end: int = Field(ge=0, le=LARGEST)
    removed: bool
    replacement: str = ""


@router.get("/batches/{batch_id}/removals")
def show(
    request: Request, engine: Engine, person: Asking, batch_id: int, wanted: Annotated[Wanted, Query()]
) -> Response:
    """The list, some places at a time."""
    found, rulings = found_in(engine, person, batch_id), rulings_of(engine)
    waiting = unconfirmed(found, rulings)
    of_kind = [f for f in (waiting if wanted.show == "waiting" else found) if wanted.kind in ("", f.kind)]
    shown = of_kind[wanted.after : wanted.after + _A_PAGE]
    more = wanted.after + _A_PAGE
    return page(
        request,
        "removals.html",
        here="removals",
        batch=batch_of(engine, person, batch_id),
        lines=[_line(finding, rulings) for finding in shown],
        kinds=_KINDS,
        by_hand=REPLACED_BY_HAND,
        wanted=wanted,
        in_all=len(found),
        waiting=len(waiting),
        listed=len(of_kind),
        waiting_of_kind=sum(wanted.kind in ("", f.kind) for f in waiting),
        after=more if more < len(of_kind) else 0,
    )


@router.post("/batches/{batch_id}/removals")
def say(request: Request, engine: Engine, person: Asking, batch_id: int, form: Annotated[Ruled, Form()]) -> Response:
    """A word on one place; the answer is its line."""
    _check(person)
    place = (form.text_key, form.start, form.end)
    finding = next((one for one in found_in(engine, person, batch_id) if one.place == place), None)
    if finding is None:
        raise NotFoundError("removal-unknown")
    instead = form.replacement.strip() if form.removed else ""
    rule(engine, person, [Said(finding, form.removed, instead)])
    batch = batch_of(engine, person, batch_id)
    return fragment(request, "removal_line.html", batch=batch, line=_line(finding, rulings_of(engine)))


@router.post("/batches/{batch_id}/removals/all")
def say_all(
    engine: Engine,
    person: Asking,
    batch_id: int,
    expected: Annotated[int, Form()],
    kind: Annotated[str, Form()] = "",
) -> Response:
    """All that wait (of a kind) go, each with what the list proposes instead. ``expected`` is the number shown."""
    waiting = unconfirmed(found_in(engine, person, batch_id), rulings_of(engine))
    meant = [one for one in waiting if kind in ("", one.kind)]
    if len(meant) != expected:
        raise ConflictError("bulk-count", expected=expected, found=len(meant))
    rule(engine, person, [Said(one, True, one.replacement) for one in meant])
    return RedirectResponse(f"/batches/{batch_id}/removals", 303)


@router.post("/batches/{batch_id}/removals/more")
def say_more(
    engine: Engine,
    person: Asking,
    batch_id: int,
    number: Annotated[str, Form()],
    words: Annotated[str, Form()],
    replacement: Annotated[str, Form()] = "",
) -> Response:
    """What no rule has found is removed from all texts of a task."""
    _check(person)
    batch_of(engine, person, batch_id)
    number, words, instead = number.strip(), words.strip(), replacement.strip() or REPLACED_BY_HAND
    meant = [one for task in numbered(engine, batch_id, number) for one in occurrences(task, words, instead)]
    if not meant:
        raise RefusedError("removal-not-there", number=number[:40], words=words[:40])
    rule(engine, person, [Said(one, True, instead, by_hand=True) for one in meant])
    return RedirectResponse(f"/batches/{batch_id}/removals?show=all", 303)


def _check(person: Person) -> None:
    """Before anything is looked up: whoever does not decide is not told what there is."""
    if not person.decides:
        raise NotAllowedError("decision-role")


def _line(finding: Finding, rulings: Rulings) -> dict[str, Any]:
    ruling = rulings.get(finding.place)
    said = "" if ruling is None else GOES if ruling.removed else STAYS
    instead = ruling.replacement if ruling and ruling.removed else finding.replacement
    words = {"goes": GOES, "stays": STAYS, "kind": word("personal", finding.kind)}
    return {"finding": finding, "said": said, "replacement": instead, **words}
