"""Plans that were shown and wait for a person's word: what is confirmed is what was shown, and not read anew."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from review.exchange.plan import Plan
from review.refusals import NotFoundError

_SECONDS = 3600
_MOST_ROWS = 400_000
"""Rows that decide something, in all plans together: so much memory they may take."""


@dataclass(frozen=True, slots=True)
class _Kept:
    plan: Plan
    person: int
    since: float

    @property
    def size(self) -> int:
        return 1 + len(self.plan.proposed) + len(self.plan.contested) + len(self.plan.troubles)


@dataclass(slots=True)
class Waiting:
    """The plans of one server, by a token that cannot be guessed; the oldest give way. They end with the server."""

    clock: Callable[[], float] = time.monotonic
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, plan: Plan, person: int) -> str:
        """The token under which this person finds the plan again within the hour."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._kept[token] = _Kept(plan, person, self.clock())
            self._tidy(token)
        return token

    def find(self, token: str, batch: int, person: int) -> Plan:
        """The plan. Raises ``NotFoundError`` where there is none any more, or it is another's or another batch's."""
        with self._lock:
            self._tidy()
            kept = self._kept.get(token)
        if kept is None or kept.person != person or kept.plan.batch != batch:
            raise NotFoundError("import-gone")
        return kept.plan

    def _tidy(self, newest: str = "") -> None:
        old = [token for token, kept in self._kept.items() if kept.since < self.clock() - _SECONDS]
        for token in old:
            del self._kept[token]
        while sum(kept.size for kept in self._kept.values()) > _MOST_ROWS:
            token = next(iter(self._kept))
            if token == newest:
                return
            del self._kept[token]
