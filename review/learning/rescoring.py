"""New proposals for items that nobody has decided, beside reviewers who go on deciding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.database import writing
from corpus.records import State, Suggestion, Task
from corpus.review_schema import batches, items
from corpus.serial import load_task
from corpus.store import text_key
from corpus.tasks import COMMENT, with_suggestion
from review.entries import columns_of
from review.learning.titles import parted, with_body
from review.proposals import proposal_of
from review.publishing import proposed_columns

AT_ONCE = 200
"""Items that are given to ``rescore`` at once: whoever decides waits for no longer than its transaction takes."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment that nobody has decided; ``seq`` tells whether somebody has touched it since, ``record`` (the task as
    it is kept) whether a run has. ``title`` may be empty, ``key`` is the ``text_key`` of both."""

    item: int
    seq: int
    text: str
    title: str
    record: str

    @property
    def key(self) -> str:
        return text_key(self.text, self.title)

    @property
    def task(self) -> Task:
        return load_task(self.record)


def open_batches(engine: sa.Engine) -> tuple[int, ...]:
    """The batches that are not sealed, the first one first."""
    wanted = sa.select(batches.c.id).where(~batches.c.sealed).order_by(batches.c.id)
    with engine.connect() as connection:
        return tuple(connection.scalars(wanted))


def texts_in(engine: sa.Engine, batch: int) -> int:
    """How many different comments a batch has, decided or not: by that is chosen which of two models reads it."""
    held = sa.and_(items.c.batch_id == batch, items.c.origin == COMMENT, items.c.state != State.GONE.value)
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count(items.c.text_key.distinct())).where(held)) or 0


def open_comments(engine: sa.Engine, batch: int) -> tuple[int, ...]:
    """The items of a batch that are comments and open, in their order. 已撤 are not among them: a run gives them their
    proposals when they come back."""
    held = (items.c.batch_id == batch, items.c.origin == COMMENT, items.c.state == State.OPEN.value)
    with engine.connect() as connection:
        return tuple(connection.scalars(sa.select(items.c.id).where(*held).order_by(items.c.id)))


def waiting(engine: sa.Engine, keys: Sequence[int]) -> tuple[Waiting, ...]:
    """Those of these items that are open now, in their order."""
    wanted = with_body(items.c.id, items.c.seq, items.c.text, items.c.record)
    held = (items.c.id.in_(keys), items.c.state == State.OPEN.value)
    with engine.connect() as connection:
        rows = connection.execute(wanted.where(*held).order_by(items.c.id)).all()
    return tuple(Waiting(row.id, row.seq, *parted(row.text, row.body), row.record) for row in rows)


def rescore(engine: sa.Engine, batch: int, those: Sequence[Waiting], suggestions: Mapping[str, Suggestion]) -> int:
    """Gives these items the suggestions (routed, by ``Waiting.key``), in one transaction. How many were still as open
    as they were read; what somebody has decided or a run has renewed meanwhile stays, and so does all of a batch that
    was sealed."""
    new = {one.item: (one, _columns(one, suggestions[one.key])) for one in those}
    if not new:
        return 0
    sealed = sa.select(batches.c.sealed).where(batches.c.id == batch).with_for_update(read=True)
    # In the order of a bulk change: two transactions do not wait for each other for ever.
    still_open = (
        sa.select(items.c.id, items.c.seq, items.c.record)
        .where(items.c.id.in_([*new]), items.c.state == State.OPEN.value)
        .order_by(items.c.id)
        .with_for_update()
    )
    with writing(engine) as connection:
        if connection.scalar(sealed):
            return 0
        now = {row.id: (row.seq, row.record) for row in connection.execute(still_open)}
        untouched = [key for key, known in now.items() if known == (new[key][0].seq, new[key][0].record)]
        if untouched:
            change = sa.update(items).where(items.c.id == sa.bindparam("item"))
            connection.execute(change, [{"item": key, **new[key][1]} for key in untouched])
    return len(untouched)


def now_by(engine: sa.Engine, batch: int, model: str) -> None:
    """Notes which model proposes in a batch that is not sealed."""
    with writing(engine) as connection:
        connection.execute(
            sa.update(batches).where(batches.c.id == batch, ~batches.c.sealed).values(model_version=model)
        )


def _columns(one: Waiting, suggestion: Suggestion) -> dict[str, Any]:
    task = with_suggestion(one.task, suggestion, one.text)
    return {**proposed_columns(task), **columns_of(proposal_of(task))}
