"""Export and import: a batch goes out as a file, and what was edited comes back, is shown, and then written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile

from corpus.messages import MinyiError, describe, text
from review import items
from review.batches import Batch, batch_of
from review.exchange.exporting import MEDIA_TYPES, Format, Job, file_name
from review.exchange.importing import carry_out, plan_of
from review.exchange.plan import Plan
from review.exchange.reading import read
from review.exchange.waiting import Waiting
from review.filters import ALL, Filter
from review.learning.model_record import maybe_retrain
from review.refusals import NotAllowedError, RefusedError, TooManyError
from review.web.context import Asking, Desk, Engine, Given, Sent
from review.web.exchange_shown import changes_of, conflicts_of, troubles_of
from review.web.filtering import filter_of, shown_filters
from review.web.pages import page

router = APIRouter(include_in_schema=False)
_FEW = BoundedSemaphore(2)
FORMATS = {
    Format.XLSX: "核定表 .xlsx",
    Format.CSV: "CSV",
    Format.JSONL: "JSONL",
    Format.LABEL_STUDIO: "Label Studio",
    Format.DOCCANO: "doccano",
}
_EVERYTHING = Filter(state=ALL)
_WAITING = Waiting()


@router.get("/batches/{key}/exchange")
def show(request: Request, engine: Engine, person: Asking, key: int) -> Response:
    """The buttons; a filter in the address can be exported by itself."""
    return _page(request, engine, person, key)


@contextmanager
def _one_of_few() -> Iterator[None]:
    """A file in or out takes seconds and hundreds of megabytes: a few at once, and the others come again."""
    if not _FEW.acquire(blocking=False):
        raise TooManyError("exchange-busy")
    try:
        yield
    finally:
        _FEW.release()


@router.post("/batches/{key}/exchange/export")
def send(
    engine: Engine,
    settings: Given,
    person: Asking,
    key: int,
    how: Annotated[Format, Form()],
    query: Annotated[str, Form()] = "",
) -> Response:
    """The file. It is a POST, for what is exported is remembered."""
    batch = _seen(engine, person, key)
    what = filter_of(dict(parse_qsl(query))) if query else _EVERYTHING
    folder = Path(tempfile.mkdtemp(prefix="minyi-"))
    path = folder / f"export{how.suffix}"
    try:
        with _one_of_few():
            Job(engine, person, batch, what, settings.directory).write(path, how)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(path, media_type=MEDIA_TYPES[how], filename=file_name(batch, how), background=gone)


@router.get("/batches/{key}/exchange/label-studio.xml")
def labelling(engine: Engine, settings: Given, person: Asking, key: int) -> Response:
    """The interface for Label Studio."""
    job = Job(engine, person, _seen(engine, person, key), _EVERYTHING, settings.directory)
    headers = {"Content-Disposition": 'attachment; filename="label-studio.xml"'}
    return Response(job.labelling_config(), media_type="application/xml", headers=headers)


@router.post("/batches/{key}/exchange/import")
def receive(request: Request, engine: Engine, settings: Given, person: Asking, key: int, sent: Sent) -> Response:
    """Reads the file and shows what it would change; nothing is written yet."""
    _seen(engine, person, key)
    if not person.decides:
        raise NotAllowedError("decision-role")
    file = sent.get("file")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise RefusedError("import-no-file")
        name = Path(file.filename.replace("\\", "/")).name[-200:]
        with _one_of_few():
            arrived = read(file.file.read(), name)
            plan = plan_of(engine, person, key, arrived, name, settings.directory)
    except MinyiError as error:
        return _page(request, engine, person, key, str(error), getattr(error, "status", 422))
    return RedirectResponse(f"/batches/{key}/exchange/{_WAITING.keep(plan, person.id)}", 303)


@router.get("/batches/{key}/exchange/{token}")
def look(request: Request, engine: Engine, person: Asking, key: int, token: str) -> Response:
    """What the file would change."""
    return _plan_page(request, _seen(engine, person, key), token, _WAITING.find(token, key, person.id))


@router.post("/batches/{key}/exchange/{token}")
def confirm(
    request: Request, engine: Engine, settings: Given, desk: Desk, key: int, token: str, sent: Sent
) -> Response:
    """Writes exactly what was shown, all of it or nothing; sent twice, it counts once."""
    batch = _seen(engine, desk.person, key)
    plan = _WAITING.find(token, key, desk.person.id)
    override = sent.get("conflicts") == "override"
    choices = {
        one.item: [c.field for c in one.conflicts if override or sent.get(f"c-{one.item}-{c.field}") == "file"]
        for one in plan.contested
    }
    try:
        done = carry_out(desk, plan, choices, new_units=sent.get("units") == "yes", request=f"import-{token}")
    except RefusedError as error:
        return _plan_page(request, batch, token, plan, str(error), error.status)
    said = text("import-done", count=len(done.items)) if done else text("import-nothing")
    answer = page(request, "exchange_done.html", here="exchange", batch=batch, said=said)
    answer.background = BackgroundTask(maybe_retrain, engine, settings)
    return answer


def _seen(engine: Engine, person: Asking, key: int) -> Batch:
    """The batch, for those who see all of it."""
    if not person.sees_all:
        raise NotAllowedError("export-role")
    return batch_of(engine, person, key)


def _page(request: Request, engine: Engine, person: Asking, key: int, message: str = "", status: int = 200) -> Response:
    batch = _seen(engine, person, key)
    query = request.url.query if request.method == "GET" else ""
    what = filter_of(dict(parse_qsl(query)))
    narrowed = [(label, word) for _, label, word, narrows in shown_filters(what) if narrows]
    if what.q.strip():
        narrowed.append(("检索", what.q.strip()))
    return page(
        request,
        "exchange.html",
        status,
        here="exchange",
        batch=batch,
        formats=FORMATS,
        in_all=items.count(engine, person, key, _EVERYTHING),
        query=what.query() or f"state={what.state}",
        filtered=items.count(engine, person, key, what) if query else None,
        narrowed=narrowed,
        message=message,
    )


def _plan_page(
    request: Request, batch: Batch, token: str, plan: Plan, message: str = "", status: int = 200
) -> Response:
    return page(
        request,
        "exchange_plan.html",
        status,
        here="exchange",
        batch=batch,
        token=token,
        plan=plan,
        changes=changes_of(plan),
        conflicts=conflicts_of(plan),
        troubles=troubles_of(plan),
        notes=[f"{one.where}：{describe(one)}" if one.where else describe(one) for one in plan.notes],
        message=message,
    )
