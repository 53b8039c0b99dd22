"""The tasks of a batch that a number means."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.records import Task
from corpus.review_schema import items
from corpus.serial import load_task
from corpus.tasks import DEDUCTION


def numbered(engine: sa.Engine, batch: int, number: str) -> tuple[Task, ...]:
    """Those with this 问题编号, else those without one whose indicator is called so, as the list of removals names
    them; none for an empty one."""
    wanted = sa.select(items.c.record).where(items.c.batch_id == batch)
    with engine.connect() as connection:
        found = tuple(map(load_task, connection.scalars(wanted.where(items.c.number == number)))) if number else ()
        if found or not number:
            return found
        deductions = connection.scalars(wanted.where(items.c.number.is_(None), items.c.origin == DEDUCTION))
        return tuple(task for task in map(load_task, deductions) if task.indicator == number)
