"""The closing ledger of a batch (销号管理台账) as a page shows it: where every decided item stands, and the counts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.closing_rules import Missing, before, missing, rules
from corpus.papers_schema import closing_steps
from corpus.records import Closing, State, Step
from corpus.review_schema import items
from review.access import Person
from review.china_time import today
from review.closing.standing import closings
from review.filters import Filter
from review.items import SHOWN
from review.refusals import RefusedError

PAGE = 50
OVERDUE, CLOSED, OPEN, DONE = "overdue", "closed", "open", "done"
"""逾期: not closed, though the day it was due is over. 已销号. 未销号. 六步办结."""
STEPS = tuple(rules())
STANDINGS = ("", OVERDUE, OPEN, CLOSED, DONE, *(step.value for step in STEPS))
"""What a page can be narrowed to: a step is that which is next."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which decided items are meant: ``standing`` is one of ``STANDINGS``, ``q`` are words to be found."""

    standing: str = ""
    lead: str = ""
    q: str = ""


ALL = Narrowed()


@dataclass(frozen=True, slots=True)
class Row:
    """A line: an item as it was decided, how far it is, and whether it is overdue."""

    id: int
    position: int
    number: str | None
    snippet: str
    lead: str | None
    due: datetime.date | None
    overdue: bool
    closing: Closing

    @property
    def next(self) -> Missing | None:
        """The step that is next, with the evidence that it lacks; None when all are taken."""
        return next((one for one in missing(self.closing) if not one.taken), None)


@dataclass(frozen=True, slots=True)
class Counts:
    """The decided items of a batch that a unit is to act on: by the step that is next (None: all six are taken),
    closed, overdue. ``undecided`` are the others, of which no step can be taken yet; what was decided to be for nobody
    (不分办) is among neither, as in 销号管理台账."""

    decided: int
    undecided: int
    closed: int
    overdue: int
    by_next: Mapping[Step | None, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some lines in the order of the batch, how many there are in all, and the place behind which more come."""

    rows: tuple[Row, ...]
    in_all: int
    after: int | None


def counts(engine: sa.Engine, person: Person, batch: int) -> Counts:
    """The counts of what this person may see."""
    taken, decided = _taken(), items.c.state == State.DECIDED.value
    held = (*Filter(state="all").conditions(batch, person, engine.dialect.name), sa.or_(sa.not_(decided), _ACTED_ON))
    late = sa.case((sa.and_(items.c.due < today(), taken < _closed()), 1), else_=0)
    wanted = (
        sa.select(decided.label("decided"), taken.label("taken"), sa.func.count(), sa.func.sum(late))
        .select_from(_with_steps())
        .where(*held)
        .group_by(decided, taken)
    )
    with engine.connect() as connection:
        groups = connection.execute(wanted).all()
    by_next: dict[Step | None, int] = dict.fromkeys((*STEPS, None), 0)
    for is_decided, steps, number, _ in groups:
        if is_decided:
            by_next[STEPS[steps] if steps < len(STEPS) else None] += number
    return Counts(
        decided=sum(by_next.values()),
        undecided=sum(number for is_decided, _, number, _ in groups if not is_decided),
        closed=sum(number for is_decided, steps, number, _ in groups if is_decided and steps >= _closed()),
        overdue=sum(late for is_decided, _, _, late in groups if is_decided),
        by_next=by_next,
    )


def sheet(
    engine: sa.Engine,
    person: Person,
    batch: int,
    what: Narrowed = ALL,
    after: int = 0,
    size: int = PAGE,
) -> Sheet:
    """Some lines of the decided items, those behind the place ``after``.

    Raises ``RefusedError`` for what can be no filter.
    """
    decided = Filter(state=State.DECIDED.value, lead=what.lead, q=what.q)
    held = [*decided.conditions(batch, person, engine.dialect.name), _ACTED_ON, *_standing(what.standing)]
    chosen = sa.select(items.c.id).select_from(_with_steps()).where(*held)
    with engine.connect() as connection:
        in_all = connection.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0
        wanted = (
            sa.select(
                items.c.id,
                items.c.position,
                items.c.number,
                sa.func.substr(items.c.text, 1, SHOWN).label("snippet"),
                items.c.lead,
                items.c.due,
            )
            .where(items.c.id.in_(chosen), items.c.position > after)
            .order_by(items.c.position, items.c.id)
            .limit(size + 1)
        )
        found = connection.execute(wanted).all()
        shown = found[:size]
        known = closings(connection, items.c.id.in_([row.id for row in shown]))
    rows = tuple(_row(row, known.get(row.id, Closing())) for row in shown)
    return Sheet(rows, in_all, rows[-1].position if len(found) > size else None)


def _row(row: Any, closing: Closing) -> Row:
    overdue = row.due is not None and row.due < today() and not closing.closed
    return Row(row.id, row.position, row.number, row.snippet, row.lead, row.due, overdue, closing)


def _closed() -> int:
    """How many steps are taken once an item is closed."""
    return len(before(Step.CLOSE)) + 1


_NUMBERS = (
    sa.select(
        closing_steps.c.item_id,
        sa.func.sum(sa.case((closing_steps.c.undone, -1), else_=1)).label("taken"),
    )
    .group_by(closing_steps.c.item_id)
    .subquery()
)
"""How many steps of an item are taken: none is taken out of its order, and only the last is ever taken back."""


_ACTED_ON = items.c.lead.is_not(None)
"""What was decided without a lead is for nobody."""


def _with_steps() -> sa.FromClause:
    return items.outerjoin(_NUMBERS, _NUMBERS.c.item_id == items.c.id)


def _taken() -> sa.ColumnElement[int]:
    return sa.func.coalesce(_NUMBERS.c.taken, 0)


def _standing(standing: str) -> list[sa.ColumnElement[bool]]:
    taken = _taken()
    if standing == OVERDUE:
        return [items.c.due < today(), taken < _closed()]
    if standing in (CLOSED, OPEN):
        return [taken >= _closed() if standing == CLOSED else taken < _closed()]
    if standing == DONE:
        return [taken == len(STEPS)]
    if standing in STANDINGS:
        return [taken == STEPS.index(Step(standing))] if standing else []
    raise RefusedError("filter-unknown", name="standing", value=standing[:40])
