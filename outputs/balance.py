"""Comments in against comments out: none is lost, and what was joined is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from corpus.records import Task
from corpus.tasks import COMMENT
from outputs.batch import Batch
from outputs.cells import clean


@dataclass(frozen=True, slots=True)
class Balance:
    """Comments in against comments out: ``into_tasks`` + ``merged`` must be ``comments_in``."""

    comments_in: int
    into_tasks: int
    merged: int

    @property
    def difference(self) -> int:
        return self.comments_in - self.into_tasks - self.merged


def balance(batch: Batch) -> Balance:
    """Every comment is a task or stands behind one (``other_sources``), rows of returned forms set aside."""
    comments = [t for t in batch.tasks if t.origin == COMMENT]
    return Balance(batch.comments_in, len(comments), sum(len(t.other_sources) for t in comments))


def after_merging(comments: Iterable[Task]) -> int:
    """How many matters there are when each group of near-duplicates is one."""
    alone, together = 0, set()
    for task in comments:
        if task.group:
            together.add(task.group)
        else:
            alone += 1
    return alone + len(together)


def points(text: str | None) -> Decimal | None:
    """The points of a deduction as a number, None where the cell is none."""
    try:
        number = Decimal(clean(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def added(texts: Iterable[str | None]) -> Decimal | None:
    """The points added up, None where one of them is not a number."""
    numbers = [points(text) for text in texts]
    known = [n for n in numbers if n is not None]
    return sum(known, Decimal(0)) if len(known) == len(numbers) else None
