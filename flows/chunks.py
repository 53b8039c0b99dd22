"""Cutting a batch into chunks: large enough that Prefect's own milliseconds do not count, small enough to be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def chunks(things: Iterable[T], weight: Callable[[T], int], most: int, count: int) -> Iterator[tuple[T, ...]]:
    """Portions of at most ``count`` things that weigh at most ``most`` together; a heavier thing stands alone."""
    portion: list[T] = []
    load = 0
    for thing in things:
        heavy = weight(thing)
        if portion and (load + heavy > most or len(portion) == count):
            yield tuple(portion)
            portion, load = [], 0
        portion.append(thing)
        load += heavy
    if portion:
        yield tuple(portion)
