"""The tasks of the year before a batch's, from the other batches of the workspace, as they stand now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from corpus.papers_schema import closing_steps, evidence
from corpus.records import Closing, State, Task
from corpus.review_schema import items
from corpus.serial import load_task
from corpus.tasks import with_verdict
from review.closing.standing import closings
from review.items import standing
from review.publishing import batch_number


@dataclass(frozen=True, slots=True)
class LastYear:
    """The tasks, decided ones with their verdict, and by their keys how far they are.

    Of a batch in which no step was ever entered nobody knows that: its tasks have no closing.
    """

    tasks: tuple[Task, ...] = ()
    closings: Mapping[str, Closing] = field(default_factory=dict)


def last_year(engine: sa.Engine, name: str) -> LastYear:
    """What the workspace has of the year before that of this batch, the oldest batch first.

    The batch's year is that of most of its items. A task that several batches have counts once, and not at all where
    this batch has it too; what is 已撤 does not count.
    """
    with engine.connect() as connection:
        held = _of_last_year(connection, name)
        if held is None:
            return LastYear()
        own = set(connection.scalars(sa.select(items.c.key).where(items.c.batch_id == batch_number(name))))
        found = closings(connection, *held)
        wanted = sa.select(items).where(*held).order_by(items.c.batch_id, items.c.position, items.c.id)
        tasks: dict[str, Task] = {}
        batch_of: dict[str, tuple[int, int]] = {}
        for row in connection.execute(wanted):
            if row.key in own or row.key in tasks:
                continue
            task = load_task(row.record)
            tasks[row.key] = with_verdict(task, standing(row)) if row.state == State.DECIDED else task
            batch_of[row.key] = (row.batch_id, row.id)
    used = {batch for batch, item in batch_of.values() if item in found}
    known = {key: found.get(item, Closing()) for key, (batch, item) in batch_of.items() if batch in used}
    return LastYear(tuple(tasks.values()), known)


def last_year_so_far(engine: sa.Engine, name: str) -> str:
    """Differs whenever ``last_year`` may: a task came or went, was read or proposed anew, decided, or got on.

    Empty where there is no such task.
    """
    columns = (items.c.id, items.c.state, items.c.seq, items.c.text_key, items.c.model_version)
    with engine.connect() as connection:
        held = _of_last_year(connection, name)
        if held is None:
            return ""
        digest = hashlib.sha256()
        there = False
        for row in connection.execute(sa.select(*columns).where(*held).order_by(items.c.id)):
            digest.update(repr(tuple(row)).encode())
            there = True
        for table in (closing_steps, evidence):
            theirs = sa.select(sa.func.count(table.c.id)).join(items, items.c.id == table.c.item_id).where(*held)
            digest.update(f"/{connection.scalar(theirs)}".encode())
    return digest.hexdigest()[:16] if there else ""


def _of_last_year(connection: sa.Connection, name: str) -> tuple[sa.ColumnElement[bool], ...] | None:
    """The conditions on the items, None where the year of the batch is not known."""
    number = sa.func.count()
    wanted = (
        sa.select(items.c.year)
        .where(items.c.batch_id == batch_number(name), items.c.year.is_not(None), items.c.state != State.GONE.value)
        .group_by(items.c.year)
        .order_by(number.desc(), items.c.year.desc())
        .limit(1)
    )
    year = connection.scalar(wanted)
    if year is None:
        return None
    return items.c.batch_id != batch_number(name), items.c.year == year - 1, items.c.state != State.GONE.value
