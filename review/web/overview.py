"""The overview: the figures of a batch, or of all of them with their years compared, and the same as a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import quote

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from review.access import Person
from review.china_time import today
from review.figures.charts import heat
from review.figures.crosstab import Cross, Head
from review.figures.drawn import charts
from review.figures.figures import FILES, MONTH, Asked, Figures
from review.figures.kept import recent_figures
from review.figures.tables import crosses, tables
from review.figures.terms import Term
from review.figures.words import AXES, headed, named, remaining
from review.figures.workbook import figures_workbook
from review.filters import ALL, NOT_SAID
from review.web.context import Asking, Engine
from review.web.pages import page
from review.web.wording import shown

router = APIRouter(include_in_schema=False)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS, _COLUMNS = 15, 8
"""How many rows and columns of a table the page shows, before the rest is one."""
_UNUSUAL = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\r\t', "_"))


def _asked(state: str = ALL, year: str = "", origin: str = "", kind: str = "") -> Asked:
    return Asked(state or ALL, year, origin, kind)


Query = Annotated[Asked, Depends(_asked)]


@router.get("/overview")
def all_batches(request: Request, engine: Engine, person: Asking, asked: Query) -> Response:
    """Every batch that this person may see, together."""
    return _answer(request, engine, person, None, asked)


@router.get("/overview.xlsx")
def all_batches_workbook(engine: Engine, person: Asking, asked: Query) -> Response:
    """The same as a workbook."""
    return _workbook(engine, person, None, asked)


@router.get("/batches/{batch_id}/overview")
def one_batch(request: Request, engine: Engine, person: Asking, asked: Query, batch_id: int) -> Response:
    """One batch; a department account gets the figures of its own items."""
    return _answer(request, engine, person, batch_id, asked)


@router.get("/batches/{batch_id}/overview.xlsx")
def one_batch_workbook(engine: Engine, person: Asking, asked: Query, batch_id: int) -> Response:
    """The same as a workbook."""
    return _workbook(engine, person, batch_id, asked)


def _answer(request: Request, engine: sa.Engine, person: Person, batch: int | None, asked: Asked) -> Response:
    at, figures = recent_figures(engine, person, batch, asked, today())
    told = tables(figures, top=_ROWS)
    return page(
        request,
        "overview.html",
        batch=figures.batches[0] if batch is not None else None,
        at=at,
        figures=figures,
        asked=asked,
        states=(ALL, *FILES),
        tables=told,
        charts=charts(told),
        crosses=crosses(figures, top_rows=_ROWS, top_columns=_COLUMNS),
        terms=_by_time(figures.terms, figures.today),
        choices={name: _choices(figures, name) for name in ("year", "origin", "kind")},
        listed=_listing(batch, asked),
        asking=_asking,
        AXES=AXES,
        headed=headed,
        shade=_shade,
        remaining=remaining,
    )


def _workbook(engine: sa.Engine, person: Person, batch: int | None, asked: Asked) -> Response:
    _, figures = recent_figures(engine, person, batch, asked, today())
    title = f"{figures.batches[0].name}总览" if batch is not None else "各批次总览"
    name = quote(shown(title).translate(_UNUSUAL) + ".xlsx")
    said = {"Content-Disposition": f"attachment; filename=\"overview.xlsx\"; filename*=UTF-8''{name}"}
    return Response(figures_workbook(figures, title), media_type=XLSX, headers=said)


def _listing(batch: int | None, asked: Asked) -> Callable[[Mapping[str, str]], str | None]:
    """The address of the list with the items of a cell; of all batches together there is no list."""

    def listed(ask: Mapping[str, str]) -> str | None:
        if "batch" in ask:
            query = asked.query()
            return f"/batches/{ask['batch']}/overview" + (f"?{query}" if query else "")
        if batch is None or not ask:
            return None
        return f"/batches/{batch}?{asked.filter(**ask).query()}"

    return listed


def _asking(down: str, row: Head, across: str, column: Head) -> Mapping[str, str]:
    """What the list is asked for by a cell; nothing where it stands for several values."""
    if row.value is None or column.value is None:
        return {}
    return {down: row.value, across: column.value}


def _shade(table: Cross, row: Head, column: Head, number: int) -> int:
    """How dark a cell is; what stands for many values or for none would outshine the others."""
    return heat(number, table.most) if row.said and column.said else 0


def _choices(figures: Figures, name: str) -> list[tuple[str, str]]:
    """The values that there are, and how they are read; what was asked for is among them, even if there is none."""
    values = {value for (value,) in figures.of[name]}
    if chosen := getattr(figures.asked, name):
        values.add(chosen)
    return [(value, named(name, value)) for value in sorted(values, key=lambda one: (one == NOT_SAID, one))]


def _by_time(terms: tuple[Term, ...], today: datetime.date) -> list[tuple[str, list[Term]]]:
    """The deadlines of the documents: the near ones first, then those that are past, the latest first."""
    dated = [(term, term.days(today)) for term in terms]
    return [
        (f"{MONTH}日内到期", [term for term, days in dated if days is not None and 0 <= days <= MONTH]),
        ("已过期限", [term for term, days in reversed(dated) if days is not None and days < 0]),
        (f"{MONTH}日以后", [term for term, days in dated if days is not None and days > MONTH]),
        ("未定日期", [term for term, days in dated if days is None]),
    ]
