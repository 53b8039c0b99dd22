"""The engine that is none: every chunk is worked on in the thread that hands it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from corpus.settings import HERE

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """A result that is there already."""

    value: R

    def result(self) -> R:
        return self.value


class Here:
    """In this process. Raises at ``submit`` what a step raises."""

    name = HERE
    workers = 1

    def submit(self, step: Callable[[C], R], chunk: C) -> Done[R]:
        return Done(step(chunk))
