"""Batches: which there are, how far they are, their items under a filter, and their ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Query

from corpus.records import Decision, State
from corpus.review_schema import items
from review import access
from review import items as listed
from review.acts import is_withheld
from review.api import shapes
from review.api.asked import Column, Filtered, LedgerQuery, Number, Paged
from review.api.documented import READING, refusals
from review.batches import Batch, batch_of, batches_of
from review.filters import ALL, Filter
from review.history import ledger
from review.progress import Progress, progress_and_pace
from review.refusals import NotAllowedError
from review.web.context import Asking, Engine

router = APIRouter(prefix="/batches", tags=["批次"])


@router.get("", summary="各批次", response_model=list[shapes.Batch], responses=refusals())
def all_batches(engine: Engine, person: Asking) -> Sequence[Batch]:
    """最近收进的在前。部门账号只见到有本单位事项的批次。"""
    return batches_of(engine, person)


@router.get("/{batch}", summary="一个批次及其进度", response_model=shapes.BatchInFull, responses=READING)
def one_batch(engine: Engine, person: Asking, batch: Number) -> Any:
    """各状态的条数和进度，已撤的不算。部门账号只算本单位的。"""
    made = batch_of(engine, person, batch)
    counts = _counts(engine, person, batch)
    share = counts.decided / counts.total if counts.total else 1.0
    return {**_as_dict(made), "counts": counts, "progress": share}


@router.get("/{batch}/items", summary="清单", response_model=shapes.Page, responses=READING)
def page(engine: Engine, person: Asking, batch: Number, query: Paged) -> listed.Page:
    """符合筛选条件的事项，把握最小的在前，一页一页地取。"""
    batch_of(engine, person, batch)
    return listed.page(engine, person, batch, query.meant(), query.after, query.size)


@router.get("/{batch}/count", summary="条数", response_model=shapes.Count, responses=READING)
def count(engine: Engine, person: Asking, batch: Number, query: Filtered) -> Any:
    """符合筛选条件的有几条：批量核定时原样放进 expected。"""
    batch_of(engine, person, batch)
    return {"count": listed.count(engine, person, batch, query.meant())}


@router.get("/{batch}/choices/{column}", summary="一列有哪些值", response_model=list[shapes.Choice], responses=READING)
def choices(engine: Engine, person: Asking, batch: Number, column: Column, query: Filtered) -> Any:
    """筛选结果中这一列的各个值，条数最多的在前。"""
    batch_of(engine, person, batch)
    values = listed.choices(engine, person, batch, query.meant(), column)
    return [{"value": value, "count": number} for value, number in values]


@router.get("/{batch}/ledger", summary="台账", response_model=list[shapes.Decision], responses=refusals(403, 404))
def entries(engine: Engine, person: Asking, batch: Number, query: Annotated[LedgerQuery, Query()]) -> Any:
    """批次台账，先发生的在前；部门账号无权查看。"""
    if not person.sees_all:
        raise NotAllowedError("ledger-role")
    double = batch_of(engine, person, batch).double
    with engine.connect() as connection:
        made = ledger(connection, batch, query.after, query.size)
        wanted = sa.select(items.c.id, items.c.state).where(items.c.id.in_({one.item for one in made}))
        states = {row.id: State(row.state) for row in connection.execute(wanted)}
    return [_withheld(one) if is_withheld(one, states[one.item], double, person) else one for one in made]


def _withheld(entry: Decision) -> dict[str, Any]:
    return {**_as_dict(entry), "before": None, "after": None, "why": ""}


def _as_dict(record: Decision | Batch) -> dict[str, Any]:
    """The fields of a record by name, as they are."""
    return {f.name: getattr(record, f.name) for f in fields(record)}


def _counts(engine: sa.Engine, person: access.Person, batch: int) -> Progress:
    """Items by state; whoever does not see the whole batch is not told of the whole."""
    if person.sees_all:
        return progress_and_pace(engine, batch, person)[0]
    states = dict(listed.choices(engine, person, batch, Filter(state=ALL), "state"))
    return Progress(*(states.get(one.value, 0) for one in (State.OPEN, State.ONCE, State.DISPUTED, State.DECIDED)))
