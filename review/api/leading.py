"""What a lead does with a batch: shares it out, has two look at everything, reports it, and opens it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Response

from review import assigning, rounds, seals
from review.api import shapes
from review.api.asked import Assignment, Double, Number, Reason, Seal
from review.api.documented import CHANGING, refusals
from review.batches import batch_of
from review.refusals import NotAllowedError
from review.web.context import Asking, Engine, Leading

router = APIRouter(prefix="/batches/{batch}", tags=["组长"])
_LOOKING = refusals(403, 404)


@router.get("/shares", summary="分派情况", response_model=list[shapes.Share], responses=_LOOKING)
def shares(engine: Engine, person: Leading, batch: Number) -> Sequence[assigning.Share]:
    """每人分到几条、定了几条；最后是未分派的。"""
    batch_of(engine, person, batch)
    return assigning.shares(engine, batch)


@router.post("/assignment", summary="分派", response_model=shapes.Assigned, responses=CHANGING)
def assign(engine: Engine, person: Leading, batch: Number, body: Assignment) -> Any:
    """把筛选结果分派给一人，均分给几人，或收回。条数与 expected 不符就不分派，答 409。"""
    what = body.filter.meant()
    if len(body.among) > 1:
        made = assigning.share_out(engine, person, batch, what, body.among, body.expected, body.why)
    else:
        to = body.among[0] if body.among else None
        made = assigning.assign(engine, person, batch, what, to, body.expected, body.why)
    return {"act": made.act, "assigned": sum(made.items.values())}


@router.put("/double", summary="双人复核", status_code=204, responses=CHANGING)
def double(engine: Engine, person: Leading, batch: Number, body: Double) -> Response:
    """开启或关闭。"""
    rounds.set_double(engine, person, batch, body.on, body.why)
    return Response(status_code=204)


@router.get("/seals", summary="历次报送", response_model=list[shapes.Seal], responses=_LOOKING)
def sealed(engine: Engine, person: Asking, batch: Number) -> Sequence[seals.Seal]:
    """最近的在前；部门账号无权查看。"""
    if not person.sees_all:
        raise NotAllowedError("ledger-role")
    batch_of(engine, person, batch)
    return seals.seals_of(engine, batch)


@router.post("/seal", summary="报送", status_code=201, response_model=shapes.Seal, responses=CHANGING)
def seal(engine: Engine, person: Leading, batch: Number, body: Seal) -> seals.Seal:
    """留下快照及其 SHA-256，此后不得修改。"""
    return seals.seal(engine, person, batch, force=body.force, why=body.why)


@router.post("/reopen", summary="启封", response_model=shapes.Version, responses=CHANGING)
def reopen(engine: Engine, person: Leading, batch: Number, body: Reason) -> Any:
    """启封后为新的一版，只有组长可以改，理由随每次改动记入台账。"""
    return {"version": seals.reopen(engine, person, batch, body.why)}
