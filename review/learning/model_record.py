"""Which model speaks and since when, how often it was right, and when it is time to train the next one."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from corpus.database import as_utc, writing
from corpus.records import Act
from corpus.review_schema import acts, decisions, trainings
from review.china_time import month_in_china
from review.history import UNSEEN

if TYPE_CHECKING:
    from review.web.settings import Settings

_ASK_AGAIN = 5.0
"""Seconds for which nobody counts the corrections again."""
_FIGURES_LAST = 30.0
"""Seconds for which the figures of the months are not computed again."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A training: on how many different decided comments, up to which entry of the ledger, and how the new model did on
    ``asked`` labels that neither had learnt. ``promoted``: it speaks since then; ``rescored`` items were then open."""

    at: datetime.datetime
    version: str
    decisions: int
    last_decision: int
    asked: int
    old_right: int
    new_right: int
    promoted: bool
    rescored: int


@dataclass(frozen=True, slots=True)
class Month:
    """How often the first suggestion was what was decided, among comments that somebody looked at; ``unseen`` more
    were accepted in bulk. ``month`` is as 2026-03."""

    month: str
    decided: int
    right: int
    unseen: int

    @property
    def share(self) -> float | None:
        """The share of right ones, None where nothing was decided."""
        return self.right / self.decided if self.decided else None


def keep(engine: sa.Engine, one: Trained) -> None:
    """Adds a training to the record; one that is there already, of this moment and version, is not added again."""
    values = {name: getattr(one, name) for name in Trained.__slots__}
    same = sa.exists().where(trainings.c.at == one.at, trainings.c.version == one.version)
    with writing(engine) as connection:
        if not connection.scalar(sa.select(same)):
            connection.execute(sa.insert(trainings).values(**values))


def past(engine: sa.Engine, most: int = 50) -> tuple[Trained, ...]:
    """The last trainings, the latest first."""
    wanted = sa.select(trainings).order_by(trainings.c.id.desc()).limit(most)
    with engine.connect() as connection:
        return tuple(map(_trained, connection.execute(wanted)))


def speaking(engine: sa.Engine) -> Trained | None:
    """The training whose model speaks; None while it is the one that minyi ships, or one trained by ``minyi train``."""
    wanted = sa.select(trainings).where(trainings.c.promoted).order_by(trainings.c.id.desc()).limit(1)
    with engine.connect() as connection:
        row = connection.execute(wanted).one_or_none()
    return _trained(row) if row else None


def last_decision(connection: sa.Connection) -> int:
    """The number of the last entry in the ledger, 0 for none."""
    return connection.scalar(sa.select(sa.func.max(decisions.c.id))) or 0


def corrections_since_training(engine: sa.Engine) -> int:
    """Entries since the last training by which somebody changed what stood there; taking something back is none."""
    since = sa.select(sa.func.coalesce(sa.func.max(trainings.c.last_decision), 0)).scalar_subquery()
    wanted = (
        sa.select(sa.func.count())
        .select_from(decisions.join(acts, acts.c.id == decisions.c.act_id))
        .where(decisions.c.id > since, decisions.c.before != decisions.c.after, acts.c.how != Act.UNDO.value)
    )
    with engine.connect() as connection:
        return connection.scalar(wanted) or 0


def due(engine: sa.Engine, after: int) -> bool:
    """Whether so many corrections have come together; never, where ``after`` is 0."""
    return after > 0 and corrections_since_training(engine) >= after


@dataclass(slots=True)
class _Watch:
    """What this process knows of one database: when it last counted, and how many corrections there were when it last
    started a training (which may have come to nothing: the next one is then due after as many again)."""

    counted: float = float("-inf")
    started_at: int = 0
    figures_made: float = float("-inf")
    figures: tuple[Month, ...] = ()


_WATCHES: WeakKeyDictionary[sa.Engine, _Watch] = WeakKeyDictionary()
_TURN = threading.Lock()


def maybe_retrain(engine: sa.Engine, settings: Settings) -> bool:
    """Starts a training if one is due, to be called after every decision; says whether it did.

    It counts at most every few seconds and never raises: a decision does not fail because of a training.
    """
    if settings.retrain is None or settings.retrain_after <= 0:
        return False
    now, watch = time.monotonic(), _watch(engine)
    with _TURN:
        if now - watch.counted < _ASK_AGAIN:
            return False
        watch.counted = now
    try:
        corrections = corrections_since_training(engine)
        if corrections < watch.started_at:
            watch.started_at = 0  # A training has been recorded since.
        if corrections - watch.started_at < settings.retrain_after:
            return False
        watch.started_at = corrections
        settings.retrain()
    except Exception:
        logging.getLogger(__name__).exception("no training could be started")
        return False
    return True


def months(engine: sa.Engine) -> tuple[Month, ...]:
    """The months in which something was decided for the first time, the latest first.

    What was taken back does not count. The figures may be half a minute old: they read the whole ledger.
    """
    now, watch = time.monotonic(), _watch(engine)
    if now - watch.figures_made >= _FIGURES_LAST:
        watch.figures, watch.figures_made = _months(engine), now
    return watch.figures


def _watch(engine: sa.Engine) -> _Watch:
    with _TURN:
        return _WATCHES.setdefault(engine, _Watch())


def _months(engine: sa.Engine) -> tuple[Month, ...]:
    month = month_in_china(acts.c.at, engine.dialect.name).label("month")
    taken_back = sa.select(acts.c.undoes).where(acts.c.undoes.is_not(None))
    wanted = (
        sa.select(
            month,
            _number(~UNSEEN).label("decided"),
            _number(sa.and_(~UNSEEN, decisions.c.hit)).label("right"),
            _number(UNSEEN).label("unseen"),
        )
        .join(acts, acts.c.id == decisions.c.act_id)
        .where(decisions.c.hit.is_not(None), acts.c.id.not_in(taken_back))
        .group_by(month)
        .order_by(month.desc())
    )
    with engine.connect() as connection:
        return tuple(Month(*row) for row in connection.execute(wanted))


def _number(holds: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((holds, 1), else_=0))


def _trained(row: Any) -> Trained:
    values = {name: getattr(row, name) for name in Trained.__slots__}
    return Trained(**{**values, "at": as_utc(row.at)})
