"""How a step of a batch is applied to its chunks (in turn here, as tasks in ``flows.prefect_flow``), and who looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

C = TypeVar("C")
R = TypeVar("R")


class Each(Protocol):
    """Applies a step to every chunk and yields what each call returned, in any order."""

    def __call__(self, name: str, step: Callable[[C], R], chunks: Sequence[C]) -> Iterator[R]: ...


class Progress(Protocol):
    """Told how far a stage (extract, train, tag, write) is; ``total`` is the number of things in it."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def in_turn(name: str, step: Callable[[C], R], chunks: Sequence[C]) -> Iterator[R]:  # noqa: ARG001
    """One chunk after the other, in this thread."""
    return map(step, chunks)


def unwatched(stage: str, done: int, total: int) -> None:
    """For callers who do not watch the progress."""
