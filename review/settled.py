"""Which comments of a batch need no new proposal: those of whose items nothing is left to decide."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from corpus.records import State
from corpus.review_schema import batches, items
from corpus.store import text_key
from corpus.tasks import COMMENT
from review.learning.titles import parted, with_body
from review.publishing import batch_number


def settled_texts(engine: sa.Engine, batch: str) -> Mapping[str, str]:
    """By ``text_key`` (of text and title) the version of the model whose proposal stands beside the decision.

    All items with the text are decided, or the batch (as a run calls it) is sealed: a new model has nothing to say
    there. An item that was 已撤 counts as one to decide, for it may come back.
    """
    here = sa.and_(items.c.batch_id == batch_number(batch), items.c.origin == COMMENT)
    waiting = (
        sa.select(items.c.text_key)
        .join(batches, batches.c.id == items.c.batch_id)
        .where(here, ~batches.c.sealed, items.c.state != State.DECIDED.value)
    )
    wanted = (
        with_body(items.c.text, items.c.model_version)
        .where(here, items.c.model_version.is_not(None), items.c.text_key.not_in(waiting))
        .order_by(items.c.id)
    )
    with engine.connect() as connection:
        rows = connection.execute(wanted)
        return {text_key(*parted(row.text, row.body)): row.model_version for row in rows}
