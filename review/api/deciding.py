"""One item whole, and what a reviewer does in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from fastapi import APIRouter, BackgroundTasks

from corpus import records
from review import items, ledger
from review.api import shapes
from review.api.asked import Bulk, Decision, Number, Undo
from review.api.documented import CHANGING, READING
from review.learning.model_record import maybe_retrain
from review.web.context import Asking, Desk, Engine, Given

router = APIRouter()
_ITEM: list[str | Enum] = ["事项"]
_DECIDING: list[str | Enum] = ["核定"]


@router.get("/items/{item}", tags=_ITEM, summary="一个事项", response_model=shapes.Item, responses=READING)
def one_item(engine: Engine, person: Asking, item: Number) -> items.Item:
    """来文中的原事项、建议、现状和台账。"""
    return items.item(engine, person, item)


@router.get(
    "/items/{item}/history",
    tags=_ITEM,
    summary="一个事项的台账",
    response_model=list[shapes.Decision],
    responses=READING,
)
def history(engine: Engine, person: Asking, item: Number) -> Sequence[records.Decision]:
    """先发生的在前。双人复核中别人的初核意见不显示。"""
    return items.item(engine, person, item).history


@router.post(
    "/items/{item}/decision",
    tags=_DECIDING,
    summary="核定一个事项",
    response_model=shapes.Done,
    responses=CHANGING,
)
def decide(desk: Desk, settings: Given, tasks: BackgroundTasks, item: Number, body: Decision) -> ledger.Done:
    """与现状相同即为采纳，否则为改定。别人先改了就不写入，答 409。"""
    verdict = body.verdict.meant()
    tasks.add_task(maybe_retrain, desk.engine, settings)
    return desk.decide(item, body.seen, verdict, group=body.group, why=body.why, request=body.request)


@router.post(
    "/batches/{batch}/bulk", tags=_DECIDING, summary="批量核定", response_model=shapes.Done, responses=CHANGING
)
def bulk(desk: Desk, settings: Given, tasks: BackgroundTasks, batch: Number, body: Bulk) -> ledger.Done:
    """对整个筛选结果。条数与 expected 不符就不写入，答 409。"""
    what, change = body.filter.meant(), body.change.meant()
    tasks.add_task(maybe_retrain, desk.engine, settings)
    return desk.bulk(batch, what, change, body.expected, why=body.why, request=body.request)


@router.post("/batches/{batch}/undo", tags=_DECIDING, summary="撤销", response_model=shapes.Done, responses=CHANGING)
def undo(desk: Desk, batch: Number, body: Undo) -> ledger.Done:
    """撤销本人的上一次操作，再来一次则撤销更前的一次。撤销也记入台账；别人已改动的不动。"""
    return desk.undo(batch, request=body.request)
