"""The figures of a batch, as tables."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from review.api import shapes
from review.api.asked import FiguresQuery, Number
from review.api.documented import READING
from review.china_time import today
from review.figures.figures import Asked
from review.figures.kept import recent_figures
from review.figures.tables import tables
from review.web.context import Asking, Engine

router = APIRouter(tags=["统计"])


@router.get("/batches/{batch}/figures", summary="统计", response_model=shapes.Figures, responses=READING)
def of_batch(engine: Engine, person: Asking, batch: Number, query: Annotated[FiguresQuery, Query()]) -> Any:
    """与总览页相同的各张表。部门账号只统计本单位的。"""
    asked = Asked(query.state, query.year, query.origin, query.kind)
    at, found = recent_figures(engine, person, batch, asked, today())
    return {"at": at, "total": found.total, "in_all": found.in_all, "tables": [*tables(found).values()]}
