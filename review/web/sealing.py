"""Reporting a batch (报送), opening it again (启封), and looking at what was reported."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from review import seals
from review.batches import batch_of
from review.differences import FIELDS
from review.refusals import RefusedError
from review.snapshots import Difference
from review.web.context import Engine, Leading
from review.web.lead import lead_page
from review.web.pages import fragment, page
from review.web.wording import STATES

router = APIRouter(include_in_schema=False, prefix="/batches/{batch_id}")
_MOST = 500
"""Differences that are shown; all of them are in the two downloads."""


@router.post("/lead/seal")
def seal(
    request: Request,
    engine: Engine,
    person: Leading,
    batch_id: int,
    confirmed: Annotated[bool, Form()] = False,
    force: Annotated[bool, Form()] = False,
    why: Annotated[str, Form()] = "",
) -> Response:
    """Seals the batch as it stands."""
    try:
        if not confirmed:
            raise RefusedError("confirm-missing")
        seals.seal(engine, person, batch_id, force=force, why=why)
    except RefusedError as error:
        return lead_page(request, engine, person, batch_id, at="seal", error=error)
    return RedirectResponse(f"/batches/{batch_id}/lead?done=sealed", 303)


@router.post("/lead/reopen")
def reopen(
    request: Request,
    engine: Engine,
    person: Leading,
    batch_id: int,
    confirmed: Annotated[bool, Form()] = False,
    why: Annotated[str, Form()] = "",
) -> Response:
    """Opens it again, as the next version."""
    try:
        if not confirmed:
            raise RefusedError("confirm-missing")
        seals.reopen(engine, person, batch_id, why)
    except RefusedError as error:
        return lead_page(request, engine, person, batch_id, at="reopen", error=error)
    return RedirectResponse(f"/batches/{batch_id}/lead?done=reopened", 303)


@router.get("/seals/{version}/check")
def check(request: Request, engine: Engine, person: Leading, batch_id: int, version: int) -> Response:
    """Whether the snapshot still has its hash."""
    batch = batch_of(engine, person, batch_id)
    values: dict[str, Any] = {"batch": batch, "version": version, "right": seals.verify(engine, batch_id, version)}
    if "hx-request" in request.headers:
        return fragment(request, "seal_check.html", **values)
    return page(request, "seal_check_page.html", here="lead", **values)


@router.get("/seals/{version}.jsonl")
def download(engine: Engine, person: Leading, batch_id: int, version: int) -> Response:
    """The snapshot's lines: the bytes of which the hash is."""
    batch_of(engine, person, batch_id)
    headers = {"Content-Disposition": f'attachment; filename="batch-{batch_id}-v{version}.jsonl"'}
    lines = seals.lines(engine, batch_id, version)
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


@router.get("/seals/{version}/differences")
def differences(request: Request, engine: Engine, person: Leading, batch_id: int, version: int) -> Response:
    """What a version has differently from the one before."""
    batch = batch_of(engine, person, batch_id)
    found = seals.differences(engine, batch_id, version - 1, version)
    rows = [_row(one) for one in found[:_MOST]]
    return page(
        request, "seal_differences.html", here="lead", batch=batch, version=version, rows=rows, number=len(found)
    )


def _row(one: Difference) -> dict[str, Any]:
    """A difference in words: number and text of the item, and each field that is not the same."""
    there = one.after or one.before or {}
    fields = []
    if one.before and one.after:
        before, after = _said(one.before), _said(one.after)
        fields = [(word, before[word], after[word]) for word in before if before[word] != after[word]]
    kind = "新增" if one.before is None else "移出" if one.after is None else ""
    return {"number": one.number, "text": there.get("text", ""), "kind": kind, "fields": fields}


def _said(item: dict[str, Any]) -> dict[str, str]:
    verdict = item["verdict"]
    said = {word: "、".join(v) if isinstance(v := verdict[name], list) else v or "" for name, word in FIELDS.items()}
    return {"状态": STATES[item["state"]], **said}
