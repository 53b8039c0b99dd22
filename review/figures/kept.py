"""Figures are kept for a moment: whoever asks again, or for the same as somebody else, costs the database nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import TypeAlias
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from review.access import Person
from review.figures.figures import Asked, Figures, figures

SECONDS = 15.0
_MOST = 200
"""Different questions that are kept at once."""
_Key: TypeAlias = tuple[int | None, Asked, datetime.date, str | None]


@dataclass(slots=True)
class _Kept:
    """The answer to one question; whoever counts holds the lock, and the others wait for the answer."""

    lock: Lock = field(default_factory=Lock)
    counted: float = -SECONDS
    answer: tuple[datetime.datetime, Figures] | None = None


_KEPT: WeakKeyDictionary[sa.Engine, dict[_Key, _Kept]] = WeakKeyDictionary()
_LOCK = Lock()


def recent_figures(
    engine: sa.Engine, person: Person, batch: int | None, asked: Asked, today: datetime.date
) -> tuple[datetime.datetime, Figures]:
    """The figures as ``figures`` counts them, at most ``SECONDS`` old, and when they were counted. Raises as it does.

    A department account shares them with accounts of its department alone.
    """
    key = (batch, asked, today, None if person.sees_all else person.unit or "")
    with _LOCK:
        kept = _KEPT.setdefault(engine, {})
        if len(kept) >= _MOST and key not in kept:
            kept.clear()
        one = kept.setdefault(key, _Kept())
    with one.lock:
        if one.answer is None or monotonic() - one.counted >= SECONDS:
            one.answer = (datetime.datetime.now(datetime.UTC), figures(engine, person, batch, asked, today))
            one.counted = monotonic()
        return one.answer
