"""What a job says of its work while it goes on: every chunk, every file (``corpus.events``).

Said by the process that the job belongs to, which has the log: on workers, that may be on other machines, only the time
is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from corpus.events import Event, Level, tell
from corpus.records import Extraction, Status
from flows.steps import Each

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Timed(Generic[C, R]):
    """A step that says how long it took, too, and for how many things; it travels if the step does."""

    step: Callable[[C], R]

    @property
    def name(self) -> str:
        """That of the step, for Dask's page."""
        return type(self.step).__name__

    @property
    def own_processes(self) -> bool:
        """As the step has it (``flows.engines.processes``)."""
        return getattr(self.step, "own_processes", False)

    def __call__(self, chunk: C) -> tuple[Mapping[str, Any], R]:
        begun = time.perf_counter()
        result = self.step(chunk)
        took = {"seconds": round(time.perf_counter() - begun, 4)}
        return took | ({"count": len(chunk)} if isinstance(chunk, Sized) else {}), result


def by_chunk(each: Each) -> Each:
    """The same loop, which says of every chunk what it had and how long it took where it was worked on."""

    def telling(name: str, step: Callable[[C], R], chunks: Iterable[C]) -> Iterator[R]:
        for took, result in each(name, Timed(step), chunks):
            tell(Event.CHUNK, step=name, **took)
            yield result

    return telling


def tell_files(names: Iterable[str], found: Mapping[str, Extraction]) -> None:
    """Says how the files were read that have these SHA-256."""
    for sha256 in names:
        if (one := found.get(sha256)) is not None:
            codes = sorted({problem.code for problem in one.problems})
            level = Level.WARNING if one.status is Status.FAILED else Level.INFO
            tell(Event.FILE, level, file=one.file, status=one.status.value, codes=codes)
