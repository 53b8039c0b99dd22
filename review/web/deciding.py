"""Deciding one item, and taking back: one request for a key press, answered with all that changes on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.background import BackgroundTask

from corpus.records import State, Verdict
from review import items, stopping
from review.access import Person
from review.differences import differences
from review.filters import ALL, Filter
from review.items import Item
from review.learning.model_record import maybe_retrain
from review.ledger import Done
from review.refusals import ConflictError, NotFoundError
from review.stopping import StoppingPlace
from review.verdicts import tidy
from review.web.context import Desk, Engine, Given
from review.web.listing import filter_query, progress_values
from review.web.pages import fragment
from review.web.settings import Settings
from review.web.showing import item_fragment

router = APIRouter(include_in_schema=False)

_LINES = 60
"""Lines of the list that are sent anew after an action; a page that shows more of the items asks for the list."""


class Deciding(BaseModel):
    """What the page sends. ``next`` is the item to be opened then, ``query`` the filter of its list."""

    seen: int
    lead: str = ""
    supporting: list[str] = []
    domain: str = ""
    kind: str = ""
    disposition: str = ""
    note: str = ""
    why: str = ""
    group: bool = False
    request: str | None = None
    next: int | None = None
    query: str = ""

    def verdict(self) -> Verdict:
        """As the form stands; whoever leads does not support."""
        others = tuple(unit for unit in map(str.strip, self.supporting) if unit)
        words = (self.domain or None, self.kind or None, self.disposition or None)
        return tidy(Verdict(self.lead.strip() or None, others, *words, self.note.replace("\r\n", "\n").strip()))


@router.post("/items/{key}/decide")
def decide(
    request: Request, engine: Engine, desk: Desk, settings: Given, key: int, form: Annotated[Deciding, Form()]
) -> Response:
    """Decides as the form stands, and answers with the next item; 409 with both verdicts where somebody was quicker."""
    verdict = form.verdict()

    def decided(seen: int) -> Done:
        return desk.decide(key, seen, verdict, group=form.group, why=form.why.strip(), request=form.request or None)

    try:
        try:
            done = decided(form.seen)
        except ConflictError:
            now = items.item(engine, desk.person, key)
            if not _unseen_first(now):
                raise
            done = decided(now.seq)
    except ConflictError:
        return _conflict(request, items.item(engine, desk.person, key), verdict)
    with engine.connect() as connection:
        batch = items.batch_of_item(connection, key, desk.person)
    said = f"已定 {len(done.items)} 条" if len(done.items) > 1 else "已定"
    answer = _answer(request, engine, desk.person, batch, done, form.next, said)
    place = StoppingPlace(batch, filter_query(form.query), form.next or key)
    answer.background = BackgroundTask(_afterwards, engine, desk.person, place, settings)
    return answer


def _afterwards(engine: sa.Engine, person: Person, place: StoppingPlace, settings: Settings) -> None:
    """What nobody should wait for at a key press."""
    stopping.keep(engine, person, place)
    maybe_retrain(engine, settings)


@router.post("/batches/{batch_id}/undo")
def undo(
    request: Request,
    engine: Engine,
    desk: Desk,
    batch_id: int,
    key: Annotated[str, Form(alias="request")] = "",
) -> Response:
    """Takes back what this person did last, and answers with the item that is as it was."""
    done = desk.undo(batch_id, request=key or None)
    said = f"已撤销 {len(done.items)} 条" if done.items else ""
    if changed := done.left.get("changed", 0):
        said = "；".join(filter(None, (said, f"{changed} 条此后有改动，未撤销")))
    return _answer(request, engine, desk.person, batch_id, done, done.items[0] if done.items else None, said)


def _unseen_first(item: Item) -> bool:
    """Whether what came between is the first of two verdicts (双人复核), unknown to whoever gives the second."""
    return item.double and item.state is State.ONCE and not item.history


def _answer(
    request: Request, engine: sa.Engine, person: Person, batch: int, done: Done, shown: int | None, said: str
) -> JSONResponse:
    """The item to be shown, the changed lines by item, and the strip, each as HTML."""
    return JSONResponse(
        {
            "said": said,
            "changed": [*done.items[:_LINES]],
            "id": shown,
            "item": _item(request, engine, person, shown),
            "lines": _lines(request, engine, person, batch, done.items[:_LINES]),
            "progress": _html(fragment(request, "progress.html", **progress_values(engine, person, batch))),
        }
    )


def _item(request: Request, engine: sa.Engine, person: Person, key: int | None) -> str | None:
    if key is None:
        return None
    try:
        return _html(item_fragment(request, engine, person, key))
    except NotFoundError:
        return None


def _lines(request: Request, engine: sa.Engine, person: Person, batch: int, keys: Sequence[int]) -> dict[int, str]:
    if not keys:
        return {}
    what = Filter(state=ALL, ids=",".join(map(str, keys)))
    found = items.page(engine, person, batch, what, size=_LINES).lines
    return {line.id: _html(fragment(request, "line.html", line=line)) for line in found}


def _conflict(request: Request, item: Item, mine: Verdict) -> Response:
    """Whose decision stands, since when, and what is different in one's own."""
    last = item.history[-1] if item.history else None
    theirs = last.after if last else item.standing
    differing = differences(theirs, mine)
    return fragment(request, "conflict.html", 409, item=item, last=last, differing=differing)


def _html(answer: Response) -> str:
    return bytes(answer.body).decode()
