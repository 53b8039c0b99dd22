"""How far a batch is, how fast a person works, and how long the rest will take.

The page asks with every key press, so nothing is counted twice: a tally is counted once, then brought up to date by
the entries that the ledger has had since, and counted anew after a while (what a run changes is not in the ledger).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.records import DECIDING, Act, State
from corpus.review_schema import acts, decisions, items
from review.access import Person
from review.china_time import CHINA

COUNTED_ANEW = datetime.timedelta(seconds=10)
_HOUR, _SHORTEST = 60, 10
"""Minutes. A pace is told from ten at the least: two decisions in the first minute are not 120 an hour."""
_LATE = 64
_WORTH = {one.value: 1 for one in DECIDING} | {Act.UNDO.value: -1}
"""What an entry adds to a day's work."""
_BY_HAND = frozenset((Act.ACCEPT.value, Act.CHANGE.value, Act.FIRST.value))


@dataclass(frozen=True, slots=True)
class Progress:
    """Items of a batch by state, without those that are 已撤."""

    open: int
    once: int
    disputed: int
    decided: int

    @property
    def total(self) -> int:
        return self.open + self.once + self.disputed + self.decided

    @property
    def left(self) -> int:
        """What is not decided yet."""
        return self.total - self.decided


@dataclass(frozen=True, slots=True)
class Pace:
    """``today`` and ``hour`` are one person's: items decided since midnight in China (less what was taken back), and
    items an hour by hand within the last hour. ``hours_left`` is for all of the batch at the pace of all, None where
    nobody has decided within the last hour."""

    today: int
    hour: int
    hours_left: float | None


@dataclass(slots=True)
class _Work:
    """One person's work: entries by day in China, and those by hand by minute (since the epoch) of the last hour."""

    days: dict[datetime.date, int] = field(default_factory=dict)
    minutes: dict[int, int] = field(default_factory=dict)

    def add(self, at: datetime.datetime, how: str) -> None:
        day = at.astimezone(CHINA).date()
        self.days[day] = self.days.get(day, 0) + _WORTH.get(how, 0)
        if how in _BY_HAND:
            minute = _minute(at)
            self.minutes[minute] = self.minutes.get(minute, 0) + 1

    def today(self, now: datetime.datetime) -> int:
        return max(0, self.days.get(now.astimezone(CHINA).date(), 0))

    def by_hand(self, now: datetime.datetime) -> int:
        """Items an hour; of whoever began less than an hour ago from the first one on."""
        past = _minute(now)
        self.minutes = {minute: n for minute, n in self.minutes.items() if past - minute < _HOUR}
        if not self.minutes:
            return 0
        since = max(past - min(self.minutes) + 1, _SHORTEST)
        return round(sum(self.minutes.values()) * _HOUR / since)


@dataclass(slots=True)
class _Tally:
    """``last`` is the latest entry that was counted; ``recent`` are those just before it that were, too."""

    counted: datetime.datetime
    states: dict[str, int]
    last: int
    recent: set[int]
    work: dict[int, _Work]


class Tallies:
    """The tallies of the batches of one database. Safe for threads."""

    def __init__(self) -> None:
        self._tallies: dict[int, _Tally] = {}
        self._adding = Lock()

    def of(
        self, engine: sa.Engine, batch: int, person: Person, now: datetime.datetime | None = None
    ) -> tuple[Progress, Pace]:
        """How far a batch is, and the pace of a person in it."""
        now = now or datetime.datetime.now(datetime.UTC)
        with self._adding, engine.connect() as connection:
            tally = self._tallies.get(batch)
            if tally is None:
                tally = self._tallies[batch] = _begun(connection, batch, now)
            elif not tally.counted <= now < tally.counted + COUNTED_ANEW:
                _bring_up_to_date(connection, batch, tally)
                tally.states, tally.last = _states(connection, batch)
                tally.counted = now
                tally.recent = _before(connection, tally.last)
            _bring_up_to_date(connection, batch, tally)
            states = {state: max(0, tally.states.get(state.value, 0)) for state in State}
            progress = Progress(*(states[one] for one in (State.OPEN, State.ONCE, State.DISPUTED, State.DECIDED)))
            paces = {key: work.by_hand(now) for key, work in tally.work.items()}
            today = tally.work[person.id].today(now) if person.id in tally.work else 0
            of_all = sum(paces.values())
            return progress, Pace(today, paces.get(person.id, 0), progress.left / of_all if of_all else None)


_TALLIES: WeakKeyDictionary[sa.Engine, Tallies] = WeakKeyDictionary()
_MAKING = Lock()


def progress_and_pace(engine: sa.Engine, batch: int, person: Person) -> tuple[Progress, Pace]:
    """How far a batch is, and the pace of a person in it, as of now."""
    with _MAKING:
        tallies = _TALLIES.setdefault(engine, Tallies())
    return tallies.of(engine, batch, person)


def _begun(connection: sa.Connection, batch: int, now: datetime.datetime) -> _Tally:
    states, last = _states(connection, batch)
    tally = _Tally(now, states, last, _before(connection, last), {})
    midnight = now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    since = min(midnight.astimezone(datetime.UTC), now - datetime.timedelta(minutes=_HOUR))
    wanted = _ENTRIES.where(acts.c.batch_id == batch, acts.c.at >= since, decisions.c.id <= last)
    for row in connection.execute(wanted):
        _add_work(tally, row)
    return tally


def _states(connection: sa.Connection, batch: int) -> tuple[dict[str, int], int]:
    """Items by state and the latest entry, as of one moment: one statement, for another sees what came meanwhile."""
    latest = sa.select(sa.func.max(decisions.c.id)).scalar_subquery()
    wanted = sa.select(items.c.state, sa.func.count(), latest).where(items.c.batch_id == batch).group_by(items.c.state)
    rows = connection.execute(wanted).all()
    return {row[0]: row[1] for row in rows}, (rows[0][2] or 0) if rows else 0


_ENTRIES = sa.select(
    *(decisions.c[name] for name in ("id", "before_state", "state")),
    *(acts.c[name] for name in ("batch_id", "person_id", "how", "at")),
).join(acts, acts.c.id == decisions.c.act_id)


def _before(connection: sa.Connection, last: int) -> set[int]:
    """The entries just before the latest one that are there."""
    late = sa.select(decisions.c.id).where(decisions.c.id > last - _LATE, decisions.c.id <= last)
    return set(connection.scalars(late))


def _bring_up_to_date(connection: sa.Connection, batch: int, tally: _Tally) -> None:
    """Adds what the ledger has had since. Of two transactions at once the one that ends last may have the lower
    numbers: those just before the latest entry are looked at once more."""
    # The batch is compared here: a database would rather go through all actions of the batch than through these rows.
    for row in connection.execute(_ENTRIES.where(decisions.c.id > tally.last - _LATE)):
        if row.id in tally.recent:
            continue
        tally.recent.add(row.id)
        if row.batch_id != batch:
            continue
        _add_work(tally, row)
        tally.states[row.before_state] = tally.states.get(row.before_state, 0) - 1
        tally.states[row.state] = tally.states.get(row.state, 0) + 1
    tally.last = max(tally.recent, default=tally.last)
    tally.recent = {key for key in tally.recent if key > tally.last - _LATE}


def _add_work(tally: _Tally, row: Any) -> None:
    tally.work.setdefault(row.person_id, _Work()).add(as_utc(row.at), row.how)


def _minute(at: datetime.datetime) -> int:
    return int(at.timestamp()) // 60
