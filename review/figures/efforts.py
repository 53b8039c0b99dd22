"""The figures of the ledger: who decided how much, on which days, and how often the first suggestion was right.

An entry that was taken back counts nowhere, nor does the taking back.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.records import DECIDING
from corpus.review_schema import acts, decisions, items, people
from review.china_time import day_in_china, month_in_china
from review.figures.grouping import counted, counting
from review.filters import SCORES
from review.history import UNSEEN

DAYS = 30
"""How many days back decisions are told day by day."""
_BY = ("month", "lead", "domain", "score")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """How much somebody decided, today and in all."""

    login: str
    name: str
    today: int
    in_all: int


@dataclass(frozen=True, slots=True)
class Effort:
    """Who decided how much, whoever decided most first, and how many decisions the last ``DAYS`` days saw."""

    reviewers: tuple[Reviewer, ...]
    days: tuple[tuple[datetime.date, int], ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the first decisions on an item took the department that was suggested first."""

    hits: int
    asked: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nothing was asked."""
        return self.hits / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Hits:
    """The rate of all, and ``by`` month (2026-03), lead (the department suggested), domain, and score (``SCORES``)."""

    overall: Rate
    by: Mapping[str, Mapping[str, Rate]]


def effort(
    connection: sa.Connection, batch: int | None, narrowed: Sequence[sa.ColumnElement[bool]], today: datetime.date
) -> Effort:
    """Who decided how much of a batch (None: of all), of the items of some conditions (none: of all)."""
    day = day_in_china(acts.c.at, connection.dialect.name).label("day")
    wanted = (
        sa.select(people.c.login, people.c.name, day, sa.func.count().label("many"))
        .select_from(decisions)
        .join(acts, acts.c.id == decisions.c.act_id)
        .join(people, people.c.id == acts.c.person_id)
        .where(*_standing(batch))
        .group_by(people.c.login, people.c.name, day)
    )
    if narrowed:
        wanted = wanted.where(decisions.c.item_id.in_(sa.select(items.c.id).where(*narrowed)))
    names: dict[str, str] = {}
    of: dict[str, int] = {}
    on: dict[str, int] = {}
    of_today: dict[str, int] = {}
    for row in connection.execute(wanted):
        names[row.login] = row.name
        of[row.login] = of.get(row.login, 0) + row.many
        on[row.day] = on.get(row.day, 0) + row.many
        if row.day == today.isoformat():
            of_today[row.login] = row.many
    order = sorted(of, key=lambda login: (-of[login], login))
    back = [today - datetime.timedelta(DAYS - 1 - number) for number in range(DAYS)]
    return Effort(
        tuple(Reviewer(login, names[login], of_today.get(login, 0), of[login]) for login in order),
        tuple((one, on.get(one.isoformat(), 0)) for one in back),
    )


def hits(connection: sa.Connection, batch: int | None, narrowed: Sequence[sa.ColumnElement[bool]]) -> Hits:
    """How often the first suggestion was taken by somebody who looked at it, of the items of some conditions (none: of
    all).

    The domain is that of the item as it stands, the score that of the proposal that the item has now.
    """
    bands = ((items.c.score < high, name) for name, (_, high) in SCORES.items())
    month = month_in_china(acts.c.at, connection.dialect.name).label("month")
    first = (
        sa.select(
            month,
            decisions.c.suggested_lead.label("lead"),
            items.c.domain,
            sa.case(*bands).label("score"),
            sa.case((decisions.c.hit, "yes"), else_="no").label("hit"),
        )
        .select_from(decisions)
        .join(acts, acts.c.id == decisions.c.act_id)
        .join(items, items.c.id == decisions.c.item_id)
        .where(decisions.c.hit.is_not(None), ~UNSEEN, *_standing(batch), *narrowed)
        .cte("first")
    )
    parts = {name: counting(first, (name, "hit")) for name in _BY}
    found = counted(connection, parts)
    by: dict[str, dict[str, Rate]] = {}
    for name, counts in found.items():
        values = dict.fromkeys(value for value, _ in counts)
        rates = {one: Rate(counts.get((one, "yes"), 0), _both(counts, one)) for one in values}
        by[name] = {one: rates[one] for one in _order(name, rates)}
    overall = Rate(sum(one.hits for one in by["month"].values()), sum(one.asked for one in by["month"].values()))
    return Hits(overall, by)


def _both(counts: Mapping[tuple[str, ...], int], value: str) -> int:
    return counts.get((value, "yes"), 0) + counts.get((value, "no"), 0)


def _order(name: str, rates: Mapping[str, Rate]) -> Sequence[str]:
    """Months in their order, scores from high to low, else those that were suggested most."""
    if name == "month":
        return sorted(rates)
    if name == "score":
        return [one for one in reversed(SCORES) if one in rates]
    return sorted(rates, key=lambda one: (-rates[one].asked, one))


def _standing(batch: int | None) -> list[sa.ColumnElement[bool]]:
    """Decisions that nobody has taken back."""
    later = acts.alias("later")
    held = [acts.c.how.in_([one.value for one in DECIDING]), ~sa.exists().where(later.c.undoes == acts.c.id)]
    return held if batch is None else [*held, acts.c.batch_id == batch]
