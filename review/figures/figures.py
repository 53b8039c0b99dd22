"""The figures of a batch, or of all batches together: who gets how much of what, how far it is, and by when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from corpus.records import State
from corpus.review_schema import items
from review.access import Person
from review.batches import Batch, batch_of, batches_of
from review.figures.crosstab import sums
from review.figures.efforts import Effort, Hits, effort, hits
from review.figures.grouping import Counts, completed, counted, counting
from review.figures.terms import Term, terms
from review.filters import ALL, NOT_SAID, Filter
from review.refusals import RefusedError

FILES = (State.OPEN, State.ONCE, State.DISPUTED, State.DECIDED)
"""The states of what is in the files; what is 已撤 is in no figure."""
CROSSES = (
    ("domain", "lead"),
    ("domain", "place"),
    ("lead", "place"),
    ("domain", "year"),
    ("lead", "year"),
    ("place", "year"),
)
"""The cross tables: what goes down and what goes across."""
DUE = ("overdue", "week", "month", "later", "none")
"""By when: the day is past, within 7 days (today is one of them), within 30, later, or nobody said."""
WEEK, MONTH = 7, 30
_CUBE = ("lead", "domain", "year", "state", "kind", "origin", "batch_id")
"""What tells items apart best comes first: rows are sorted by these, and compared until they differ."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which items the figures are of: values of ``Filter``, an empty one says nothing.

    ``state`` goes for the cross tables and what the items are; how far they are is always told of all.
    """

    state: str = ALL
    year: str = ""
    origin: str = ""
    kind: str = ""

    def query(self, **other: str) -> str:
        """As the query of an address, with other values for some, without what says nothing."""
        values = {f.name: other.get(f.name, getattr(self, f.name)) for f in fields(self)}
        return urlencode({name: value for name, value in values.items() if value and (name, value) != ("state", ALL)})

    def filter(self, **more: str) -> Filter:
        """What the list of a batch shows for a cell of these figures."""
        return Filter(**{"state": self.state, "year": self.year, "origin": self.origin, "kind": self.kind} | more)


@dataclass(frozen=True, slots=True)
class Figures:
    """``of`` has the counts by the names of their columns: ``domain,lead`` by (domain, lead), and so on.

    ``total`` is the number of items that were asked for, ``in_all`` that of all states. ``of["year"]``, ``origin`` and
    ``kind`` are the choices that there are, whatever was asked; ``of["standing,size"]`` counts groups of
    near-duplicates by (decided, partly or open; members). A department account has no
    figures of the ledger and of the documents' deadlines: they are of everybody's items.
    """

    asked: Asked
    today: datetime.date
    total: int
    in_all: int
    of: Mapping[str, Counts]
    batches: tuple[Batch, ...]
    effort: Effort | None
    hits: Hits | None
    terms: tuple[Term, ...]


def figures(engine: sa.Engine, person: Person, batch: int | None, asked: Asked, today: datetime.date) -> Figures:
    """The figures of the items that this person may see, as they are on a day (of China).

    Items and ledger are counted side by side: of 100,000 items each takes some tenths of a second.

    Raises ``NotFoundError`` for a batch that there is not, ``RefusedError`` for a value that cannot be one.
    """
    if asked.state not in (ALL, *FILES):
        raise RefusedError("filter-unknown", name="state", value=asked.state[:40])
    dialect = engine.dialect.name
    meant = Filter(state=ALL, year=asked.year, origin=asked.origin, kind=asked.kind)
    narrowed = meant.conditions(batch, person, dialect) if meant != Filter(state=ALL) else []
    seen = Filter(state=ALL).conditions(batch, person, dialect)
    found = batches_of(engine, person) if batch is None else (batch_of(engine, person, batch),)

    def of_everybody() -> tuple[Effort, Hits, tuple[Term, ...]]:
        with engine.connect() as connection:
            return (
                effort(connection, batch, narrowed, today),
                hits(connection, batch, narrowed),
                terms(connection, batch),
            )

    with ThreadPoolExecutor(1) as beside:
        waiting = beside.submit(of_everybody) if person.sees_all else None
        with engine.connect() as connection:
            of = _completed(counted(connection, _parts(seen, asked, today)))
        done, first, ends = waiting.result() if waiting else (None, None, ())
    total, in_all = (sum(of[name].values()) for name in ("domain,lead", "lead,state"))
    return Figures(asked, today, total, in_all, of, found, done, first, ends)


def _parts(seen: list[sa.ColumnElement[bool]], asked: Asked, today: datetime.date) -> dict[str, sa.Select[Any]]:
    """Every count of items. What most of them need is counted once more closely (``cube``) and added up from there."""
    plain = [items.c[name] for name in (*_CUBE, "place", "disposition", "similar")]
    picked = sa.select(*plain, _due(today)).where(*seen).cte("picked")
    cube_columns = [picked.c[name] for name in _CUBE]
    cube = sa.select(*cube_columns, sa.func.count().label("many")).group_by(*cube_columns).cte("cube")
    parts: dict[str, sa.Select[Any]] = {}
    for axes in (*CROSSES, ("kind", "disposition")):
        source = cube if set(axes) <= set(_CUBE) else picked
        held = [*_held(source, asked), *_of_state(source, asked)]
        if "place" in axes:
            held.append(picked.c.place.is_not(None))
        parts[",".join(axes)] = _counting(source, axes, held)
    for name in ("lead", "year", "origin", "batch_id"):
        parts[f"{name},state"] = _counting(cube, (name, "state"), _held(cube, asked))
    for name in ("year", "origin", "kind"):
        parts[name] = _counting(cube, (name,), [])
    dated = [*_held(picked, asked), picked.c.due != DUE[-1]]
    parts["lead,due,state"] = _counting(picked, ("lead", "due", "state"), dated)
    parts["standing,size"] = counting(_groups(picked, asked), ("standing", "size"))
    return parts


def _completed(of: Mapping[str, Counts]) -> Mapping[str, Counts]:
    """With those that name no place, and that nobody has set a day."""

    def by(name: str, at: int) -> Counts:
        return {(value,): number for value, number in sums(of[name], at).items()}

    return {
        **of,
        "domain,place": completed(of["domain,place"], 1, by("domain,lead", 0)),
        "lead,place": completed(of["lead,place"], 1, by("domain,lead", 1)),
        "place,year": completed(of["place,year"], 0, by("domain,year", 1)),
        "lead,due,state": completed(of["lead,due,state"], 1, of["lead,state"], DUE[-1]),
    }


def _counting(source: sa.CTE, axes: tuple[str, ...], held: list[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    return counting(source, axes, held, "many" if "many" in source.c else None)


def _held(source: sa.CTE, asked: Asked) -> list[sa.ColumnElement[bool]]:
    """The conditions of what was asked but its state; the year was found to be a number or none."""
    held = []
    for name in ("year", "origin", "kind"):
        if value := getattr(asked, name):
            column = source.c[name]
            held.append(column.is_(None) if value == NOT_SAID else column == (int(value) if name == "year" else value))
    return held


def _of_state(source: sa.CTE, asked: Asked) -> list[sa.ColumnElement[bool]]:
    return [] if asked.state == ALL else [source.c.state == asked.state]


def _due(today: datetime.date) -> sa.Label[str]:
    """By when, as one of ``DUE``."""
    day = items.c.due
    bands = (
        (day.is_(None), "none"),
        (day < today, "overdue"),
        (day <= today + datetime.timedelta(WEEK), "week"),
        (day <= today + datetime.timedelta(MONTH), "month"),
    )
    return sa.case(*bands, else_="later").label("due")


def _groups(picked: sa.CTE, asked: Asked) -> sa.CTE:
    """The groups of near-duplicates, each with how far it is decided and how many members it has."""
    decided = sa.func.sum(sa.case((picked.c.state == State.DECIDED.value, 1), else_=0))
    standing = sa.case((decided == sa.func.count(), "decided"), (decided > 0, "partly"), else_="open")
    grouped = sa.select(standing.label("standing"), sa.func.count().label("size"))
    held = [picked.c.similar.is_not(None), *_held(picked, asked)]
    return grouped.where(*held).group_by(picked.c.batch_id, picked.c.similar).cte("groups")
