"""The deadlines that a batch's documents set, as the overview shows them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.review_schema import batch_deadlines, batches


@dataclass(frozen=True, slots=True)
class Term:
    """One deadline of a document. ``end`` is its last day, None where the words give none (另行通知)."""

    batch: str
    end: datetime.date | None
    actor: str | None
    action: str | None
    recipient: str | None
    quote: str
    file: str

    def days(self, today: datetime.date) -> int | None:
        """How many days are left, below 0 where it is past; None without a day."""
        return None if self.end is None else (self.end - today).days


def terms(connection: sa.Connection, batch: int | None) -> tuple[Term, ...]:
    """The deadlines of a batch, or of all, the earliest first, those without a day last."""
    wanted = sa.select(batch_deadlines, batches.c.name).join(batches, batches.c.id == batch_deadlines.c.batch_id)
    if batch is not None:
        wanted = wanted.where(batch_deadlines.c.batch_id == batch)
    order = (batch_deadlines.c.end.is_(None), batch_deadlines.c.end, batches.c.id, batch_deadlines.c.position)
    return tuple(
        Term(row.name, row.end, row.actor, row.action, row.recipient, row.quote, row.file)
        for row in connection.execute(wanted.order_by(*order))
    )
