"""Deciding many items at once: first how many they are, then the word that is meant by that number."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.background import BackgroundTask

from corpus.taxonomy import DISPOSITIONS, KINDS, domains
from review import items
from review.batches import batch_of
from review.learning.model_record import maybe_retrain
from review.ledger import Change
from review.refusals import ConflictError, NotAllowedError
from review.web.context import Asking, Desk, Engine, Given
from review.web.filtering import address_query, filter_of, shown_filters
from review.web.pages import fragment

router = APIRouter(include_in_schema=False)

LEFT = {
    "decided": "已经核定",
    "unit": "没有牵头单位",
    "assigned": "分派给他人",
    "disputed": "有分歧，待组长裁定",
    "changed": "此后有改动",
    "same": "与现状相同",
    "gone": "已撤",
}
"""Why an item of the filter was left as it is (``review.ledger.Done``)."""


class Changing(BaseModel):
    """The form of the panel: what is empty stays as it is."""

    expected: int
    lead: str = ""
    supporting: list[str] = []
    domain: str = ""
    kind: str = ""
    disposition: str = ""
    note: str = ""
    why: str = ""
    request: str | None = None

    def change(self) -> Change:
        """As the ledger takes it."""
        others = tuple(dict.fromkeys(unit for unit in map(str.strip, self.supporting) if unit))
        given = {
            name: getattr(self, name).strip() or None for name in ("lead", "domain", "kind", "disposition", "note")
        }
        return Change(supporting=others or None, **given)


@router.get("/batches/{batch_id}/bulk")
def ask(request: Request, engine: Engine, person: Asking, batch_id: int) -> Response:
    """The panel: how many items it is about, what they would become."""
    return _panel(request, engine, person, batch_id, "")


@router.post("/batches/{batch_id}/bulk")
def change(
    request: Request, engine: Engine, desk: Desk, settings: Given, batch_id: int, form: Annotated[Changing, Form()]
) -> Response:
    """Changes what the filter has if it has the number that was shown; else the panel again, with the number of now."""
    what = filter_of(request.query_params)
    try:
        done = desk.bulk(
            batch_id, what, form.change(), form.expected, why=form.why.strip(), request=form.request or None
        )
    except ConflictError as error:
        return _panel(request, engine, desk.person, batch_id, str(error))
    left = [(LEFT.get(reason, reason), number) for reason, number in done.left.items()]
    answer = fragment(request, "bulk_done.html", number=len(done.items), left=left)
    answer.background = BackgroundTask(maybe_retrain, engine, settings)
    return answer


def _panel(request: Request, engine: Engine, person: Asking, batch_id: int, message: str) -> Response:
    if not person.decides:
        raise NotAllowedError("decision-role")
    batch = batch_of(engine, person, batch_id)
    what = filter_of(request.query_params)
    values: dict[str, Any] = {
        "batch": batch,
        "query": address_query(what),
        "number": items.count(engine, person, batch_id, what),
        "picked": bool(what.ids),
        "conditions": [(label, word) for _, label, word, narrows in shown_filters(what) if narrows or label == "状态"],
        "words": what.q,
        "message": message,
        "key": uuid.uuid4().hex,
        "domains": [*domains()],
        "kinds": KINDS,
        "dispositions": DISPOSITIONS,
    }
    return fragment(request, "bulk.html", **values)
