"""A table of comments, tagged: in this process where it is short, by one worker a processor where it is long."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from classifiers.duplicates import groups
from classifiers.routing import routed
from corpus.directory import Directory
from corpus.messages import MinyiError
from corpus.records import Suggestion
from corpus.worker_end import end_with_parent
from flows import models

if TYPE_CHECKING:
    from classifiers.model import Tagger

_ALONE = 1_000
"""Rows up to which the start of workers would cost more than they save."""
_AT_ONCE = 1_000
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Tagging:
    """How to tag: the model (None for the shipped one), whether it reads the meaning, the directory, and the precision
    that a proposal must be expected to have for nobody to look at it."""

    model: Path | None
    meaning: bool
    directory: Directory
    precision: float

    def tagger(self) -> Tagger:
        """Raises ``MinyiError`` if there is no usable model."""
        return models.open_tagger(self.model, meaning=self.meaning)


def reads_meaning(texts: Sequence[str], titles: Sequence[str]) -> bool:
    """Whether a batch is small enough to be read for its meaning."""
    return len(set(zip(texts, titles, strict=True))) <= models.THOROUGH


def suggestions(
    texts: Sequence[str], titles: Sequence[str], tagging: Tagging, progress: Callable[[int], None] = lambda _: None
) -> tuple[list[Suggestion], list[str]]:
    """A routed suggestion and a group of near-duplicates for every row, in order; ``progress`` is told the rows done.

    Raises ``MinyiError`` as ``Tagging.tagger`` does.
    """
    return tagged(texts, titles, tagging, _whole, progress)


def known_rows(texts: Sequence[str], titles: Sequence[str], tagger: Tagger) -> int:
    """How many of the rows the model has learnt from: of those its figures say too much good."""
    from classifiers.features import letter  # noqa: PLC0415  (slow to import)
    from classifiers.model import trace  # noqa: PLC0415

    return sum(trace(letter(title, text)) in tagger.learnt for text, title in zip(texts, titles, strict=True))


def tagged(
    texts: Sequence[str],
    titles: Sequence[str],
    tagging: Tagging,
    told: Callable[[Suggestion], Told],
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[list[Told], list[str]]:
    """As ``suggestions``, of each suggestion what ``told`` (a function of a module) makes of it: the workers do that
    too, for a row of a table goes faster from process to process than all that a suggestion holds.

    Raises ``MinyiError`` also where the system ended a worker.
    """
    tagger = tagging.tagger()
    whole = [f"{title}\n{text}" for text, title in zip(texts, titles, strict=True)]
    portions = [slice(start, start + _AT_ONCE) for start in range(0, len(texts), _AT_ONCE)]
    folder = tagging.model or models.shipped_folder(meaning=tagging.meaning)
    if len(texts) <= _ALONE or folder is None:
        here = ([*map(told, _routed(tagger, texts[p], titles[p], tagging))] for p in portions)
        return _counted(here, progress), groups(whole, tagging.directory.gazetteer)
    try:
        with _workers(replace(tagging, model=folder)) as pool:
            same = pool.submit(groups, whole, tagging.directory.gazetteer)
            found = pool.map(_in_worker, (texts[p] for p in portions), (titles[p] for p in portions), repeat(told))
            return _counted(found, progress), same.result()
    except BrokenProcessPool:
        raise MinyiError("tag-worker-died") from None


def _whole(suggestion: Suggestion) -> Suggestion:
    return suggestion


def _counted(portions: Iterable[list[Told]], progress: Callable[[int], None]) -> list[Told]:
    found: list[Told] = []
    for portion in portions:
        found += portion
        progress(len(found))
    return found


def _routed(tagger: Tagger, texts: Sequence[str], titles: Sequence[str], tagging: Tagging) -> list[Suggestion]:
    return [
        routed(suggestion, f"{title}\n{text}", tagging.directory)
        for suggestion, text, title in zip(tagger.tag(texts, titles, tagging.precision), texts, titles, strict=True)
    ]


def _workers(tagging: Tagging) -> Executor:
    """Spawned and not forked: the parent has threads."""
    context = get_context("spawn")
    return ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=_begin, initargs=(tagging,))


_at_work: list[tuple[Tagger, Tagging]] = []
"""In a worker: its tagger, and how it was told to tag."""


def _begin(tagging: Tagging) -> None:
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    end_with_parent()
    # One thread a worker: more would wait for each other.
    threadpool_limits(1)
    _at_work.append((tagging.tagger(), tagging))


def _in_worker(texts: Sequence[str], titles: Sequence[str], told: Callable[[Suggestion], Told]) -> list[Told]:
    tagger, tagging = _at_work[0]
    return [*map(told, _routed(tagger, texts, titles, tagging))]
