"""Steps for the tests of engines: they travel, and one of them kills the process that works on it."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from corpus.messages import MinyiError


def squared(number: int) -> int:
    return number * number


def worked_on_by(_chunk: int) -> int:
    """The process that the step runs in."""
    return os.getpid()


def asleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def refused(file: str) -> None:
    """A step that finds something a person can mend."""
    raise MinyiError("read-denied", where=file)


@dataclass(frozen=True, slots=True)
class KilledOnce:
    """Notes every chunk that it finished; the process that first gets the chunk ``fatal`` is killed in the middle."""

    folder: Path
    fatal: int

    def __call__(self, chunk: int) -> int:
        died = self.folder / "died"
        if chunk == self.fatal and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        (self.folder / f"done-{chunk}").touch()
        return chunk * 10


@dataclass(frozen=True, slots=True)
class WithProcessesOfItsOwn:
    """As the step that reads files."""

    own_processes: ClassVar[bool] = True

    def __call__(self, chunk: int) -> tuple[int, int]:
        return chunk, os.getpid()
