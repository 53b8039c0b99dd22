"""The parts of large tables that are complete (``jobs_schema.table_parts``): what a killed job need not do again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from corpus.jobs_schema import table_parts


@dataclass(frozen=True, slots=True)
class NotedPart:
    """A part of the table at ``out``: made from what ``key`` stands for, so many rows, the hash of its file."""

    out: str
    number: int
    key: str
    rows: int
    sha256: str


def note_part(connection: sa.Connection, part: NotedPart) -> None:
    """Notes that the part is complete, in the place of what was noted of it before."""
    values = {
        "key": part.key,
        "rows": part.rows,
        "sha256": part.sha256,
        "finished": datetime.datetime.now(datetime.UTC),
    }
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    noting = insert(table_parts).values(out=part.out, number=part.number, **values)
    # Where a worker was only thought to be lost, two note the same part.
    connection.execute(noting.on_conflict_do_update(index_elements=["out", "number"], set_=values))


def noted_parts(engine: sa.Engine, out: str, key: str) -> Mapping[int, NotedPart]:
    """The parts at ``out`` that were made from the same, by number."""
    c = table_parts.c
    with engine.connect() as connection:
        found = connection.execute(
            sa.select(c.number, c.rows, c.sha256).where(c.out == out, c.key == key).order_by(c.number)
        )
        return {row.number: NotedPart(out, row.number, key, row.rows, row.sha256) for row in found}
