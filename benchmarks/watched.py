"""A command and all processes below it, watched to its end: seconds, processor seconds, memory."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

_PAUSE = 0.05
"""Seconds between two looks at the memory."""


class Run(NamedTuple):
    """What a process and its workers took: seconds, those of all processors, and the most MB that they held together
    (what they share counts for each)."""

    seconds: float
    busy: float
    megabytes: float


def watched(command: Sequence[str], said: IO[bytes] | None = None) -> Run:
    """Runs the command, whose standard output goes to ``said``. Raises ``CalledProcessError`` where it fails."""
    before = _processor_seconds()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        most = max(most, sum(map(_resident, _family(process.pid))))
        time.sleep(_PAUSE)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, _processor_seconds() - before, most)


def _processor_seconds() -> float:
    """Of all processes so far that this one waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> Iterator[int]:
    """The process and all below it."""
    yield pid
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text("ascii").split():
                yield from _family(int(child))


def _resident(pid: int) -> float:
    """MB of memory that a process holds; 0 for one that has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0
