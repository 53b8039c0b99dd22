"""Everything that happened to an item on its way to be closed, in the order in which it was entered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.papers_schema import closing_steps, evidence
from corpus.records import Step
from corpus.review_schema import people


class Deed(StrEnum):
    """办理 (a step was taken), 撤回 (taken back), 添加佐证, 撤下佐证."""

    TAKE = "take"
    BACK = "back"
    ATTACH = "attach"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry. ``on`` is the day of a step; ``evidence`` (a number), ``kind``, ``name`` and ``sha256`` are those of
    the file that was attached or withdrawn. ``note`` is the reason of what was taken back or withdrawn. ``at`` is UTC.
    """

    at: datetime.datetime
    person: str
    deed: Deed
    step: Step
    note: str
    on: datetime.date | None = None
    evidence: int | None = None
    kind: str = ""
    name: str = ""
    sha256: str = ""


def happenings(engine: sa.Engine, key: int) -> tuple[Happening, ...]:
    """The entries of an item (its number)."""
    with engine.connect() as connection:
        steps = [_step(row) for row in connection.execute(_wanted(closing_steps, key))]
        files = [_file(row) for row in connection.execute(_wanted(evidence, key))]
    return tuple(sorted((*files, *steps), key=lambda one: one.at))


def _wanted(table: sa.Table, key: int) -> sa.Select[Any]:
    joined = sa.select(table, people.c.name.label("person")).join(people, people.c.id == table.c.person_id)
    return joined.where(table.c.item_id == key).order_by(table.c.id)


def _step(row: Any) -> Happening:
    deed = Deed.BACK if row.undone else Deed.TAKE
    return Happening(as_utc(row.at), row.person, deed, Step(row.step), row.note, on=row.on_day)


def _file(row: Any) -> Happening:
    deed = Deed.ATTACH if row.withdraws is None else Deed.WITHDRAW
    number = row.id if row.withdraws is None else row.withdraws
    known = {"evidence": number, "kind": row.kind, "name": row.name, "sha256": row.sha256}
    return Happening(as_utc(row.at), row.person, deed, Step(row.step), row.note, **known)
