"""How the work of an office stands, in numbers: a dozen counts in the database, no texts and no people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.job_log import JobEntry, last_of_each, lost_jobs
from corpus.jobs_schema import jobs
from corpus.review_schema import acts, batches, decisions, items, trainings
from corpus.schema import comments, originals

LATEST = 50
"""Batches whose items are counted: what is older is done, and a label for each batch ever would never end."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``items`` by name of batch and state, ``batches`` by whether they are sealed, ``jobs`` by kind and state,
    ``trainings`` by whether the model was promoted; ``trained`` is when the last one was, in seconds since 1970.
    ``last`` are the jobs of each kind that ended last; ``lost`` those that were killed."""

    items: Mapping[tuple[str, str], int]
    batches: Mapping[bool, int]
    comments: int
    originals: int
    original_bytes: int
    decisions: int
    acts: Mapping[str, int]
    trainings: Mapping[bool, int]
    trained: float | None
    model: str | None
    jobs: Mapping[tuple[str, str], int]
    last: tuple[JobEntry, ...]
    lost: int


def standing(engine: sa.Engine) -> Standing:
    """As of now. Raises ``MinyiError`` if the database does not answer."""
    last, lost = last_of_each(engine), lost_jobs(engine)
    with engine.connect() as connection:
        files, size = connection.execute(sa.select(sa.func.count(), sa.func.sum(originals.c.bytes))).one()
        trained = connection.scalar(sa.select(sa.func.max(trainings.c.at)))
        return Standing(
            items=_items(connection),
            batches={bool(sealed): n for sealed, n in _grouped(connection, batches.c.sealed)},
            comments=_count(connection, comments),
            originals=files,
            original_bytes=int(size or 0),
            decisions=_count(connection, decisions),
            acts=dict(_grouped(connection, acts.c.how)),
            trainings={bool(promoted): n for promoted, n in _grouped(connection, trainings.c.promoted)},
            trained=as_utc(trained).timestamp() if trained else None,
            model=_model(connection),
            jobs={(kind, state): n for kind, state, n in _grouped(connection, jobs.c.kind, jobs.c.state)},
            last=last,
            lost=len(lost),
        )


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _grouped(connection: sa.Connection, *columns: sa.Column[Any]) -> Iterator[tuple[Any, ...]]:
    rows = connection.execute(sa.select(*columns, sa.func.count()).group_by(*columns))
    return map(tuple, rows)


def _items(connection: sa.Connection) -> Mapping[tuple[str, str], int]:
    latest = sa.select(batches.c.id, batches.c.name).order_by(batches.c.updated.desc(), batches.c.id.desc())
    names = {row.id: row.name for row in connection.execute(latest.limit(LATEST))}
    counted = (
        sa.select(items.c.batch_id, items.c.state, sa.func.count())
        .where(items.c.batch_id.in_(names))
        .group_by(items.c.batch_id, items.c.state)
    )
    return {(names[batch], state): n for batch, state, n in connection.execute(counted)}


def _model(connection: sa.Connection) -> str | None:
    """Whose proposals the batch has that changed last."""
    latest = sa.select(batches.c.model_version).order_by(batches.c.updated.desc(), batches.c.id.desc())
    return connection.scalar(latest.where(batches.c.model_version.is_not(None)).limit(1))
