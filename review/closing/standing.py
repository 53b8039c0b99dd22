"""How far tasks are on their way to be closed, from all that was entered: of one, and of a whole batch at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from corpus.closing_rules import rules
from corpus.database import as_utc
from corpus.papers_schema import closing_steps, evidence
from corpus.records import Closing, Evidence, Step, StepDone
from corpus.review_schema import items, people
from review.publishing import batch_number

_WITHDRAWAL = evidence.alias("withdrawal")
COUNTS = (
    evidence.c.withdraws.is_(None),
    ~sa.exists().where(_WITHDRAWAL.c.withdraws == evidence.c.id),
)
"""The conditions on evidence that counts: no withdrawal, and not withdrawn."""
_STEP = {step.value: step for step in Step}
"""A batch has a hundred thousands of rows: looking a step up is faster than making it."""
_STEPS = (
    closing_steps.c.item_id,
    closing_steps.c.step,
    closing_steps.c.undone,
    closing_steps.c.on_day,
    people.c.name,
    closing_steps.c.at,
    closing_steps.c.note,
)
_FILES = (
    evidence.c.item_id,
    evidence.c.id,
    evidence.c.step,
    evidence.c.kind,
    evidence.c.name,
    evidence.c.sha256,
    evidence.c.bytes,
    people.c.name.label("person"),
    evidence.c.at,
)


def closing_of(engine: sa.Engine, key: int) -> Closing:
    """How far an item (its number) is; nothing at all where nothing was entered."""
    with engine.connect() as connection:
        return standing_closing(connection, key)


def standing_closing(connection: sa.Connection, key: int) -> Closing:
    """The same within a transaction."""
    return closings(connection, items.c.id == key).get(key, Closing())


def closings_of_batch(engine: sa.Engine, name: str) -> Mapping[str, Closing]:
    """How far the tasks of a batch are, by their keys; those of which nothing was entered are left out."""
    held = items.c.batch_id == batch_number(name)
    with engine.connect() as connection:
        found = closings(connection, held)
        if not found:
            return {}
        wanted = sa.select(items.c.id, items.c.key).where(held)
        return {row.key: found[row.id] for row in connection.execute(wanted) if row.id in found}


def closings(connection: sa.Connection, *held: sa.ColumnElement[bool]) -> dict[int, Closing]:
    """How far the items are on which these conditions hold, by their numbers, in two queries however many they are."""
    steps: dict[int, dict[Step, StepDone]] = defaultdict(dict)
    for item, step, undone, on, name, at, note in connection.execute(_of_items(closing_steps, _STEPS, held)).all():
        taken = _STEP[step]
        if undone:
            steps[item].pop(taken, None)
        else:
            steps[item][taken] = StepDone(taken, on, name, as_utc(at), note)
    attached: dict[int, list[Evidence]] = defaultdict(list)
    for row in connection.execute(_of_items(evidence, _FILES, (*held, *COUNTS))).all():
        attached[row.item_id].append(evidence_of(row))
    order = tuple(rules())
    return {
        item: Closing(
            tuple(steps[item][step] for step in order if step in steps[item]) if item in steps else (),
            tuple(attached[item]) if item in attached else (),
        )
        for item in sorted({*steps, *attached})
    }


def evidence_of(row: Any) -> Evidence:
    """The evidence in a row that has the person's name as ``person``."""
    at = as_utc(row.at)
    return Evidence(row.id, _STEP[row.step], row.kind, row.name, row.sha256, row.bytes, row.person, at)


def closed_so_far(engine: sa.Engine, name: str) -> str:
    """Differs whenever a step or a piece of evidence of a batch was entered, taken back or withdrawn since; both tables
    only grow, and are counted since a row may be committed after one of a higher number."""
    theirs = sa.select(items.c.id).where(items.c.batch_id == batch_number(name))
    wanted = [
        sa.select(sa.func.count(table.c.id)).where(table.c.item_id.in_(theirs)).scalar_subquery()
        for table in (closing_steps, evidence)
    ]
    with engine.connect() as connection:
        return "/".join(str(number or "") for number in connection.execute(sa.select(*wanted)).one())


def _of_items(table: sa.Table, columns: tuple[Any, ...], held: tuple[sa.ColumnElement[bool], ...]) -> sa.Select[Any]:
    return (
        sa.select(*columns)
        .select_from(table)
        .join(items, items.c.id == table.c.item_id)
        .join(people, people.c.id == table.c.person_id)
        .where(*held)
        .order_by(table.c.id)
    )
