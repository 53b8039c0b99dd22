"""The way of an item to be closed (销号): its six steps and their evidence, and the ledger of a batch."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile

from corpus.evidence_files import EvidenceFiles
from corpus.messages import MinyiError
from corpus.records import State, Step
from review import items
from review.batches import batch_of
from review.closing import evidence, steps
from review.closing.addresses import address_paper
from review.closing.evidence import Paper
from review.closing.ledger import happenings
from review.closing.sheet import CLOSED, DONE, OPEN, OVERDUE, STEPS, Narrowed, counts, sheet
from review.filters import LARGEST, Filter
from review.refusals import NotAllowedError, NotFoundError, RefusedError
from review.web.closing_shown import closing_shown
from review.web.context import Asking, Engine, Given, Sent
from review.web.pages import fragment, page
from review.web.settings import Settings

router = APIRouter(include_in_schema=False)
_STANDINGS = {OVERDUE: "逾期", OPEN: "未销号", CLOSED: "已销号", DONE: "六步办结"}


class Wanted(BaseModel):
    """Which items of a batch: where they stand, whose, with which words, and behind which place."""

    standing: str = ""
    lead: str = ""
    q: str = ""
    after: int = Field(0, ge=0, le=LARGEST)


class Taking(BaseModel):
    """A step as the form has it."""

    step: Step
    on: datetime.date
    note: str = ""


@router.get("/batches/{batch_id}/closing")
def show_batch(
    request: Request, engine: Engine, person: Asking, batch_id: int, wanted: Annotated[Wanted, Query()]
) -> Response:
    """The ledger of a batch as a table, some items at a time."""
    batch = batch_of(engine, person, batch_id)
    what = Narrowed(wanted.standing, wanted.lead, wanted.q)
    return page(
        request,
        "closing_sheet.html",
        here="closing",
        batch=batch,
        what=what,
        standings=_STANDINGS,
        steps=STEPS,
        sheet=sheet(engine, person, batch_id, what, wanted.after),
        counts=counts(engine, person, batch_id),
        leads=items.choices(engine, person, batch_id, Filter(state=State.DECIDED.value), "lead"),
    )


@router.get("/items/{key}/closing")
def show_item(request: Request, engine: Engine, person: Asking, key: int) -> Response:
    """One item with its six steps and everything that happened to it."""
    item = items.item(engine, person, key)
    decided = item.state is State.DECIDED
    return page(
        request,
        "closing_item.html",
        here="closing",
        batch=batch_of(engine, person, item.batch_id),
        item=item,
        closing=closing_shown(engine, person, key) if decided else None,
        happenings=happenings(engine, key),
    )


@router.post("/items/{key}/closing/step")
def take(
    request: Request,
    engine: Engine,
    settings: Given,
    person: Asking,
    key: int,
    form: Annotated[Taking, Form()],
) -> Response:
    """Enters a step."""
    steps.take(engine, person, key, form.step, form.on, form.note, settings.evidence)
    return _again(request, engine, person, key, "已登记。")


@router.post("/items/{key}/closing/back")
def take_back(
    request: Request,
    engine: Engine,
    person: Asking,
    key: int,
    step: Annotated[Step, Form()],
    why: Annotated[str, Form()] = "",
) -> Response:
    """Takes the last step back."""
    steps.take_back(engine, person, key, step, why)
    return _again(request, engine, person, key, "已撤回。")


@router.post("/items/{key}/closing/evidence")
def attach(request: Request, engine: Engine, settings: Given, person: Asking, key: int, sent: Sent) -> Response:
    """Attaches files, an address, or both. Where some are refused the others stay, and it is said."""
    files = evidence_files(settings)
    said: list[str] = []
    refused: list[MinyiError] = []
    papers = _papers(sent)
    for paper in papers:
        try:
            made = evidence.attach(engine, files, person, key, paper)
        except MinyiError as error:
            if len(papers) == 1 or isinstance(error, NotAllowedError | NotFoundError):
                raise
            refused.append(error)
            continue
        said.append(made.remark or f"{'已添加' if made.new else '先前已添加'}“{made.evidence.name}”。")
    if not said:
        raise RefusedError("evidence-refused", said=" ".join(map(_told, refused)))
    return _again(request, engine, person, key, " ".join([*said, *map(_told, refused)]), warns=bool(refused))


@router.post("/items/{key}/closing/evidence/{number}/withdraw")
def withdraw(
    request: Request, engine: Engine, person: Asking, key: int, number: int, why: Annotated[str, Form()] = ""
) -> Response:
    """Withdraws a piece of evidence."""
    evidence.withdraw(engine, person, key, number, why)
    return _again(request, engine, person, key, "已撤下，文件仍保存。")


@router.get("/items/{key}/closing/evidence/{number}")
def download(engine: Engine, settings: Given, person: Asking, key: int, number: int) -> Response:
    """The file, to be kept and not shown: its content is not ours."""
    place, found = evidence.file_of(engine, evidence_files(settings), person, key, number)
    return FileResponse(place, media_type="application/octet-stream", filename=found.name)


def evidence_files(settings: Settings) -> EvidenceFiles:
    """The folder of evidence. Raises ``RefusedError`` where the server has none."""
    if settings.evidence is None:
        raise RefusedError("evidence-off")
    return settings.evidence


def step_of(word: object) -> Step:
    """The step of a form's field. Raises ``RefusedError``."""
    try:
        return Step(str(word))
    except ValueError:
        raise RefusedError("evidence-form", fields="step") from None


def _papers(sent: FormData) -> list[Paper]:
    """What a form brings. Raises ``RefusedError`` where that is nothing."""
    step, kind, note, address = (str(sent.get(name, "")) for name in ("step", "kind", "note", "address"))
    uploads = [one for one in sent.getlist("file") if isinstance(one, UploadFile) and one.filename]
    papers = [Paper(step_of(step), kind, one.filename or "", one.file, note) for one in uploads]
    if address.strip():
        papers.append(address_paper(step_of(step), address, note))
    if not papers:
        raise RefusedError("evidence-no-file")
    return papers


def _told(error: MinyiError) -> str:
    where = error.problem.where
    return f"{where}：{error}" if where else str(error)


def _again(request: Request, engine: Engine, person: Asking, key: int, said: str, **more: Any) -> Response:
    """The section as it is now for the page's script, else the page of the item."""
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/items/{key}/closing", 303)
    return fragment(request, "closing.html", closing=closing_shown(engine, person, key), said=said, **more)
