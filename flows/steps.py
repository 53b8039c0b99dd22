"""How a step of a job is applied to its chunks: here or elsewhere (``flows.engines``), plainly or as Prefect's tasks.

A step is a frozen record with a ``__call__``, or a function of a module: it travels to other processes, and what it
needs there (a model, a database) is opened once a process and not a chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

C = TypeVar("C")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Each(Protocol):
    """Applies a step to every chunk and yields what each call returned, in the order of the chunks.

    Chunks are drawn as they are needed, some ahead. What may pass (``corpus.messages.PassingError``) is tried again.
    """

    def __call__(self, name: str, step: Callable[[C], R], chunks: Iterable[C]) -> Iterator[R]: ...


class Progress(Protocol):
    """Told how far a stage (extract, train, tag, write) is; ``total`` is the number of things in it."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


class Pending(Protocol[R_co]):
    """What comes of a chunk. ``result`` waits for it, and raises what the step raised, or ``PassingError`` where the
    process that worked on it was lost."""

    def result(self) -> R_co: ...


class Engine(Protocol):
    """Where chunks are worked on. ``name`` as in the settings, ``workers``: how many chunks at once."""

    @property
    def name(self) -> str: ...

    @property
    def workers(self) -> int: ...

    def submit(self, step: Callable[[C], R], chunk: C) -> Pending[R]:
        """Hands a chunk over. May be called from several threads."""
        ...


def unwatched(stage: str, done: int, total: int) -> None:
    """For callers who do not watch the progress."""


def both(one: Progress, other: Progress) -> Progress:
    """For two who watch the same job."""

    def tell(stage: str, done: int, total: int) -> None:
        one(stage, done, total)
        other(stage, done, total)

    return tell
