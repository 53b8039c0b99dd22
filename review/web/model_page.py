"""The page of the model: which one speaks, how often it was right, its trainings, and decisions that stand alone."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from corpus.directory import UNCLEAR
from review.access import Person
from review.differences import FIELDS
from review.learning import dissents, model_record
from review.refusals import NotAllowedError, RefusedError
from review.web.context import Asking, Engine, Given, Leading
from review.web.pages import page

router = APIRouter(include_in_schema=False, prefix="/model")
DONE = {
    "started": "训练已在后台开始，结束后刷新本页可以看到结果。训练时照常核定。",
    "dismissed": "已从列表中去掉。",
}
"""What is said at the top when something was done; an address has the key."""
JUDGED = {name: FIELDS[name] for name in ("lead", "domain")}
_NOBODY = "不需单位"


def _seeing_all(person: Asking) -> Person:
    if not person.sees_all:
        raise NotAllowedError("model-page-foreign")
    return person


Seeing = Annotated[Person, Depends(_seeing_all)]


@router.get("")
def show(request: Request, engine: Engine, settings: Given, person: Seeing, done: str = "") -> Response:
    """The page; decisions that disagree with many like them are for a lead's eyes."""
    values: dict[str, Any] = {
        "speaking": model_record.speaking(engine),
        "months": model_record.months(engine),
        "trainings": model_record.past(engine, 20),
        "corrections": model_record.corrections_since_training(engine),
        "after": settings.retrain_after if settings.retrain else 0,
        "can_train": settings.retrain is not None,
        "dissents": dissents.waiting(engine) if person.leads else (),
        "fields": JUDGED,
        "done": DONE.get(done, ""),
    }
    return page(request, "model.html", here="model", nobody={UNCLEAR: _NOBODY, None: _NOBODY}, **values)


@router.post("/train")
def train(settings: Given, person: Leading) -> Response:  # noqa: ARG001  (that it is a lead is what counts)
    """Starts a training and comes back at once. While one is going on nothing more is started."""
    if settings.retrain is None:
        raise RefusedError("retrain-unavailable")
    settings.retrain()
    return RedirectResponse("/model?done=started", 303)


@router.post("/dissents/{item}/{seq}/dismiss")
def dismiss(request: Request, engine: Engine, person: Leading, item: int, seq: int) -> Response:  # noqa: ARG001
    """Takes a decision off the list: it is right, however unusual."""
    dissents.dismiss(engine, item, seq)
    if "hx-request" in request.headers:
        return Response()
    return RedirectResponse("/model?done=dismissed#dissents", 303)
