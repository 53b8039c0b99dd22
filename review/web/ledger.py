"""The ledger of a batch (台账): what was done in it, the last first, and the whole of it as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from corpus.records import Verdict
from outputs.safe_text import for_csv
from review import acts
from review.acts import Deed, Line
from review.batches import batch_of
from review.differences import FIELDS, differences, said
from review.web.context import Asking, Engine
from review.web.pages import page
from review.web.wording import ACTS, STATES, moment

router = APIRouter(include_in_schema=False, prefix="/batches/{batch_id}")
_HEAD = ("时间", "姓名", "登录名", "操作", "第几版", "序号", "问题编号", "第几条记录", "原状态", "现状态")
_TAIL = ("理由", "建议模型")
_WITHHELD = "（初核意见，复核前不显示）"
_ROWS = 200
"""Lines of a file that are sent at once."""


@router.get("/ledger")
def show(
    request: Request,
    engine: Engine,
    person: Asking,
    batch_id: int,
    by: str = "",
    how: str = "",
    before: int = 0,
) -> Response:
    """Some deeds, of one person or of one kind where that is asked for."""
    batch = batch_of(engine, person, batch_id)
    sheet = acts.deeds_of(engine, person, batch_id, login=by, how=how, before=before)
    known = acts.who_did(engine, batch_id)
    values: dict[str, Any] = {"deeds": sheet.deeds, "before": sheet.before, "by": by, "how": how, "known": known}
    return page(request, "ledger.html", here="ledger", batch=batch, differences=differences, **values)


@router.get("/ledger/{act}")
def show_one(request: Request, engine: Engine, person: Asking, batch_id: int, act: int, after: int = 0) -> Response:
    """One deed with its items, some at a time."""
    batch = batch_of(engine, person, batch_id)
    deed = acts.deed(engine, person, batch_id, act, after)
    more = acts.deed(engine, person, batch_id, act, deed.lines[-1].entry.id, 1).lines if deed.lines else ()
    values: dict[str, Any] = {"deed": deed, "after": deed.lines[-1].entry.id if more else 0}
    return page(request, "deed.html", here="ledger", batch=batch, differences=differences, **values)


@router.get("/ledger.csv")
def as_csv(engine: Engine, person: Asking, batch_id: int) -> Response:
    """The whole ledger as a table that spreadsheets open; nothing in it is a formula."""
    batch_of(engine, person, batch_id)
    lines = acts.everything(engine, person, batch_id)
    return _file(_table(lines), "text/csv; charset=utf-8", f"ledger-{batch_id}.csv")


@router.get("/ledger.jsonl")
def as_lines(engine: Engine, person: Asking, batch_id: int) -> Response:
    """The same as JSON, one line an item."""
    batch_of(engine, person, batch_id)
    records = (_record(deed, line) for deed, line in acts.everything(engine, person, batch_id))
    lines = (json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in records)
    return _file(lines, "application/x-ndjson", f"ledger-{batch_id}.jsonl")


def _file(lines: Iterator[str], kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_together(lines), media_type=kind, headers=headers)


def _together(lines: Iterator[str]) -> Iterator[bytes]:
    """Many lines at once: each piece that is sent costs a change of threads."""
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) == _ROWS:
            yield "".join(piece).encode("utf-8", "replace")
            piece = []
    yield "".join(piece).encode("utf-8", "replace")


def _table(lines: Iterator[tuple[Deed, Line | None]]) -> Iterator[str]:
    yield "\ufeff" + _csv_line([*_HEAD, *(f"{at}{word}" for at in ("原", "现") for word in FIELDS.values()), *_TAIL])
    for deed, line in lines:
        yield _csv_line(_cells(deed, line))


def _cells(deed: Deed, line: Line | None) -> list[str]:
    row = [moment(deed.at), deed.person, deed.login, ACTS[deed.how], str(deed.batch_version)]
    if line is None:
        return [*row, *[""] * (5 + 2 * len(FIELDS)), deed.why, ""]
    entry = line.entry
    row += [str(line.position), line.number or "", str(entry.seq), STATES[entry.before_state], STATES[entry.state]]
    for verdict in (entry.before, entry.after):
        row += [_WITHHELD if line.withheld else said(verdict, name) for name in FIELDS]
    return [*row, "" if line.withheld else deed.why, entry.model_version or ""]


def _csv_line(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(map(for_csv, cells))
    return line.getvalue()


def _record(deed: Deed, line: Line | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "act": deed.id,
        "how": deed.how.value,
        "person": deed.login,
        "name": deed.person,
        "at": deed.at.isoformat(),
        "why": deed.why,
        "batch_version": deed.batch_version,
        "undoes": deed.undoes,
    }
    if line is None:
        return record
    entry = line.entry
    return record | {
        "why": "" if line.withheld else deed.why,
        "item": entry.item,
        "position": line.position,
        "number": line.number,
        "seq": entry.seq,
        "before": None if line.withheld else _fields(entry.before),
        "before_state": entry.before_state.value,
        "after": None if line.withheld else _fields(entry.after),
        "state": entry.state.value,
        "withheld": line.withheld,
        "model_version": entry.model_version,
    }


def _fields(verdict: Verdict) -> dict[str, Any]:
    return {name: getattr(verdict, name) for name in FIELDS}
