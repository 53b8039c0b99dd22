"""The tasks of a batch that a number means."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.records import Task
from corpus.review_schema import items
from corpus.serial import load_task


def numbered(engine: sa.Engine, batch: int, number: str) -> tuple[Task, ...]:
    """Those with this 问题编号; none for an empty one."""
    wanted = sa.select(items.c.record).where(items.c.batch_id == batch, items.c.number == number)
    with engine.connect() as connection:
        return tuple(map(load_task, connection.scalars(wanted))) if number else ()
