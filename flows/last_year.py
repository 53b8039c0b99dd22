"""What of the year before belongs into a batch's drafts: its tasks, and which matters came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from corpus.records import Task
from corpus.tasks import COMMENT
from corpus.territory import Gazetteer
from outputs.batch import Batch
from outputs.decided import tags
from review.last_year import last_year
from review.proposals import needs_no_unit

COMPARED = 100_000
"""Comments of both years together, up to which they are compared by likeness; of more only equal texts are found."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The tasks of last year that are the matter of a task of this year, by its key.

    ``alike``: likeness counted; else, of too many, the same wording alone.
    """

    before: Mapping[str, tuple[Task, ...]]
    alike: bool


def with_last_year(batch: Batch, engine: sa.Engine, name: str, places: Gazetteer) -> Batch:
    """The batch, as it is called in the review, with the year before it."""
    before = last_year(engine, name)
    if not before.tasks:
        return batch
    found = returned(batch.tasks, before.tasks, places)
    return replace(
        batch,
        last_year=before.tasks,
        returned=found.before,
        returned_alike=found.alike,
        closings={**before.closings, **batch.closings},
    )


def returned(
    now: Sequence[Task], before: Sequence[Task], places: Gazetteer | None = None, most: int = COMPARED
) -> Returned:
    """Which matters came back: near-duplicates over both years, at the same place (``classifiers.duplicates``).

    Comments without a matter (没有意见) come every year and mean nothing.
    """
    ours, theirs = _with_matter(now), _with_matter(before)
    if not ours or not theirs:
        return Returned({}, alike=True)
    alike = len(ours) + len(theirs) <= most
    values = _grouped([task.text for task in (*ours, *theirs)], places, alike=alike)
    of_group: dict[str, list[Task]] = defaultdict(list)
    for task, value in zip(theirs, values[len(ours) :], strict=True):
        of_group[value].append(task)
    again = {
        task.key: tuple(of_group[value])
        for task, value in zip(ours, values[: len(ours)], strict=True)
        if value in of_group
    }
    return Returned(again, alike)


def _with_matter(tasks: Sequence[Task]) -> list[Task]:
    return [task for task in tasks if task.origin == COMMENT and not needs_no_unit(tags(task).domain)]


def _grouped(texts: Sequence[str], places: Gazetteer | None, *, alike: bool) -> list[str]:
    """One value a text, the same for the same matter."""
    if not alike:
        from classifiers.duplicates.wording import clauses, form  # noqa: PLC0415  (slow, and seldom needed)

        return [form(clauses(text)) for text in texts]
    from classifiers.duplicates import groups  # noqa: PLC0415

    return groups(texts, places)
