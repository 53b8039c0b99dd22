"""Closing items (销号): how far they are, the steps, the evidence."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response
from starlette.datastructures import FormData, UploadFile

from corpus.closing_rules import following, largest_bytes, missing, rules
from corpus.records import Closing, Step
from review import items
from review.api import closing_shapes as shapes
from review.api.asked import BackStep, ClosingQuery, Number, Reason, TakenStep
from review.api.documented import CHANGING, READING
from review.batches import batch_of
from review.closing import evidence, sheet, steps
from review.closing.evidence import Attached, Paper
from review.closing.held import LONGEST_NOTE
from review.closing.ledger import happenings
from review.closing.standing import closing_of
from review.refusals import RefusedError
from review.web.closing import evidence_files, step_of
from review.web.context import Asking, Engine, Given, Sent

router = APIRouter(tags=["销号"])
_FIELDS = frozenset({"file", "step", "kind", "note"})
_FILE_SAID = f"佐证文件，不超过 {largest_bytes() // 1_000_000} MB"
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["file", "step", "kind"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": _FILE_SAID},
                        "step": {"type": "string", "enum": [step.value for step in Step], "description": "哪一步"},
                        "kind": {
                            "type": "string",
                            "enum": sorted({kind for rule in rules().values() for kind in rule.kinds}),
                            "description": "佐证种类，须是这一步的",
                        },
                        "note": {"type": "string", "maxLength": LONGEST_NOTE, "description": "说明"},
                    },
                }
            }
        },
    }
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "文件，已与添加时的 SHA-256 核对"}
}


@router.get(
    "/batches/{batch}/closing", summary="一个批次的销号台账", response_model=shapes.ClosingSheet, responses=READING
)
def closing_of_batch(engine: Engine, person: Asking, batch: Number, query: Annotated[ClosingQuery, Query()]) -> Any:
    """已定事项各到哪一步、缺什么、是否逾期，按序号排列。"""
    batch_of(engine, person, batch)
    what = sheet.Narrowed(query.standing, query.lead, query.q)
    found = sheet.sheet(engine, person, batch, what, query.after, query.size)
    rows = [
        {name: getattr(row, name) for name in shapes.ClosingRow.model_fields} | {"closing": _closing(row.closing)}
        for row in found.rows
    ]
    return {"rows": rows, "in_all": found.in_all, "after": found.after, "counts": _counts(engine, person, batch)}


@router.get("/items/{item}/closing", summary="一个事项的销号", response_model=shapes.ClosingInFull, responses=READING)
def closing_of_item(engine: Engine, person: Asking, item: Number) -> Any:
    """六步各于何时由谁登记，有哪些佐证，还缺什么，以及全部经过。"""
    _seen(engine, person, item)
    return _closing(closing_of(engine, item)) | {"happenings": happenings(engine, item)}


@router.post("/items/{item}/closing/step", summary="登记一步", response_model=shapes.Closing, responses=CHANGING)
def take(engine: Engine, settings: Given, person: Asking, item: Number, body: TakenStep) -> Any:
    """前面的步骤或佐证不全的不予登记，答 422 并说明缺什么；已登记的答 409。报送以后照常办理。"""
    return _closing(steps.take(engine, person, item, Step(body.step), body.day(), body.note, settings.evidence))


@router.post("/items/{item}/closing/back", summary="撤回最后一步", response_model=shapes.Closing, responses=CHANGING)
def take_back(engine: Engine, person: Asking, item: Number, body: BackStep) -> Any:
    """只有组长可以，须说明为何。"""
    return _closing(steps.take_back(engine, person, item, Step(body.step), body.why))


@router.post(
    "/items/{item}/closing/evidence",
    summary="添加佐证",
    status_code=201,
    response_model=shapes.Attached,
    responses=CHANGING,
    openapi_extra=_FORM,
)
def attach(engine: Engine, settings: Given, person: Asking, item: Number, sent: Sent) -> Attached:
    """一次一个文件。同一文件（同一步、同一种类）只收一次，再发时 new 为 false。"""
    return evidence.attach(engine, evidence_files(settings), person, item, _paper(sent))


@router.get(
    "/items/{item}/closing/evidence/{evidence_id}",
    summary="取回佐证文件",
    response_class=Response,
    responses=READING | _FILE,
)
def download(engine: Engine, settings: Given, person: Asking, item: Number, evidence_id: Number) -> Response:
    """文件缺失或与添加时的 SHA-256 不符的，答 422。"""
    place, found = evidence.file_of(engine, evidence_files(settings), person, item, evidence_id)
    return FileResponse(place, media_type="application/octet-stream", filename=found.name)


@router.post(
    "/items/{item}/closing/evidence/{evidence_id}/withdraw",
    summary="撤下佐证",
    response_model=shapes.Closing,
    responses=CHANGING,
)
def withdraw(engine: Engine, person: Asking, item: Number, evidence_id: Number, body: Reason) -> Any:
    """添加的人或组长可以，须说明为何；已登记的步骤所必需的不能撤下。文件仍保存。"""
    return _closing(evidence.withdraw(engine, person, item, evidence_id, body.why))


def _seen(engine: Engine, person: Asking, item: int) -> None:
    with engine.connect() as connection:
        items.batch_of_item(connection, item, person)


def _paper(sent: FormData) -> Paper:
    """Raises ``RefusedError`` for a form that has anything else than it should, or anything twice."""
    given = [name for name, _ in sent.multi_items()]
    strange = {name for name in given if name not in _FIELDS or given.count(name) > 1}
    file = sent.get("file")
    if strange or not isinstance(file, UploadFile):
        raise RefusedError("evidence-form", fields="、".join(sorted(strange)) or "file")
    said = {name: sent.get(name, "") for name in ("kind", "note")}
    if not all(isinstance(value, str) for value in said.values()):
        raise RefusedError("evidence-form", fields="kind、note")
    return Paper(step_of(sent.get("step")), f"{said['kind']}", file.filename or "", file.file, f"{said['note']}")


def _closing(closing: Closing) -> dict[str, Any]:
    return {
        "steps": closing.steps,
        "evidence": closing.evidence,
        "closed": closing.closed,
        "next": following(closing),
        "missing": missing(closing),
    }


def _counts(engine: Engine, person: Asking, batch: int) -> dict[str, Any]:
    found = sheet.counts(engine, person, batch)
    by_next = {step.value if step else sheet.DONE: number for step, number in found.by_next.items()}
    return {name: getattr(found, name) for name in ("decided", "undecided", "closed", "overdue")} | {"next": by_next}
