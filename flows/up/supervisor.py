"""Child processes: started in their order, started again when they die, and ended in the opposite order.

A child is a session and a process group of its own, so that Ctrl+C in the terminal reaches the supervisor alone, which
then ends its children one after another. Their standard input says when it is gone (``flows.up.child_process``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus.messages import MinyiError, text

_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds before a child that died is started again; the last one holds for all that follow."""
_STEADY = 300.0
"""Seconds after which a child counts as healthy, and the pauses begin anew."""
_BETWEEN = 0.2
_BETWEEN_QUESTIONS = 1.0
"""Seconds between two questions whether a child may start."""
_LARGEST_LOG = 10_000_000
"""Bytes from which on a log begins anew when its child starts; the former one is kept beside it."""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Child:
    """What to start. ``name`` is that of its log and, as ``up-name-<name>``, of a message.

    ``may_start`` is asked before each start. ``answers`` says whether it is at work. ``needed``: where it ends before
    it was once at work, all ends. ``grace``: seconds that it has for its end. ``at_last`` is the line that says that it
    is at work, where the others did not wait for it.
    """

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    may_start: Callable[[], bool] = _always
    answers: Callable[[], bool] = _always
    needed: bool = False
    grace: float = 15.0
    at_last: str = ""


@dataclass(slots=True)
class _Running:
    """A child and what became of it."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    due: float = 0.0
    deaths: int = 0
    answered: bool = False
    waits: bool = False
    is_late: bool = False

    def still_waits(self) -> bool:
        """Whether it may not start now either: what it waited for may have come since the last look."""
        return self.waits and not self.child.may_start()


class Supervisor:
    """Keeps the children at work. ``tell`` is given a line when one has died; their output goes to ``logs``."""

    def __init__(
        self,
        children: Sequence[Child],
        logs: Path,
        tell: Callable[[str], None],
        pauses: Sequence[float] = _PAUSES,
    ) -> None:
        self._all = [_Running(child) for child in children]
        self._logs = logs
        self._tell = tell
        self._pauses = pauses

    def run(self, signals: Callable[[], int], at_work: Callable[[Collection[str]], None]) -> None:
        """Until ``signals`` (how often a person has asked for the end) is not 0; then ends all, at the second at once.

        ``at_work`` is called once, when every child that may start is at work, with the names of those that may not
        yet. Raises ``MinyiError`` where a child that is needed ended before it was ever at work.
        """
        told = False
        try:
            while not signals():
                for one in self._all:
                    self._step(one)
                if not told and all(one.answered or one.still_waits() for one in self._all):
                    told = True
                    at_work(self._late())
                time.sleep(_BETWEEN)
        finally:
            self._stop(signals)

    def _late(self) -> Collection[str]:
        """The names of those that may not start yet, which are remembered as late."""
        for one in self._all:
            one.is_late = one.waits
        return {one.child.name for one in self._all if one.is_late}

    def _step(self, one: _Running) -> None:
        now = time.monotonic()
        if one.process is None:
            if now >= one.due:
                one.waits = not one.child.may_start()
                if one.waits:
                    one.due = now + _BETWEEN_QUESTIONS
                else:
                    self._start(one)
        elif (code := one.process.poll()) is not None:
            self._died(one, code, now)
        elif not one.answered:
            one.answered = one.child.answers()
            if one.answered and one.is_late and one.child.at_last:
                self._tell(one.child.at_last)

    def _start(self, one: _Running) -> None:
        command = [sys.executable, "-P", "-m", "flows.up.child_process", *one.child.arguments]
        with self._log(one.child).open("ab") as log:
            one.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=os.environ | one.child.environment,
                start_new_session=True,
            )
        one.since = time.monotonic()

    def _died(self, one: _Running, code: int, now: float) -> None:
        _bury(one)
        name = text(f"up-name-{one.child.name}")
        log = self._log(one.child)
        # Others have long been at work when a late one comes: they do not end with it.
        if one.child.needed and not (one.answered or one.is_late):
            raise MinyiError("up-not-started", where=str(log), name=name, reason=_last_line(log))
        one.deaths = 1 if now - one.since > _STEADY else one.deaths + 1
        pause = self._pauses[min(one.deaths, len(self._pauses)) - 1]
        one.due = now + pause
        self._tell(text("up-died", name=name, code=code, seconds=f"{pause:g}", log=log))

    def _log(self, child: Child) -> Path:
        log = self._logs / f"{child.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            if log.stat().st_size > _LARGEST_LOG:
                log.replace(log.with_suffix(".1.log"))
        return log

    def _stop(self, signals: Callable[[], int]) -> None:
        """The last one first: nobody may ask for what has ended."""
        for one in reversed(self._all):
            if one.process is None:
                continue
            one.process.terminate()
            until = time.monotonic() + one.child.grace
            while one.process.poll() is None and time.monotonic() < until and signals() < 2:
                time.sleep(_BETWEEN / 4)
            _bury(one)


def _bury(one: _Running) -> None:
    """Ends what is left of a child and of those that it has started."""
    assert one.process is not None
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(one.process.pid, signal.SIGKILL)
    one.process.wait()
    if one.process.stdin is not None:
        one.process.stdin.close()
    one.process = None


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_bytes()[-4000:].decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else ""
