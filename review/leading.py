"""A batch in the hands of one lead: nobody decides in it, assigns it or seals it before that lead has done."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from corpus.review_schema import batches
from review.access import Person
from review.filters import is_number, is_storable
from review.refusals import NotAllowedError, NotFoundError, RefusedError, SealedError

LEAST_WHY = 4
LONGEST_WHY = 2_000
"""Characters of a reason."""


def held_batch(connection: sa.Connection, person: Person, batch_id: int) -> Any:
    """The row of the batch, which this transaction has alone until it ends (``corpus.database.writing``).

    Whoever decides holds the batch shared and then locks items. So nobody who holds a batch waits for an item.
    Raises ``NotAllowedError`` unless the person leads, and ``NotFoundError``.
    """
    if not person.leads:
        raise NotAllowedError("lead-only")
    wanted = sa.select(batches).where(batches.c.id == batch_id).with_for_update(key_share=True)
    batch = connection.execute(wanted).one_or_none() if is_number(batch_id) else None
    if batch is None:
        raise NotFoundError("batch-unknown")
    return batch


def held_open_batch(connection: sa.Connection, person: Person, batch_id: int) -> Any:
    """The same of a batch that is not sealed. Raises ``SealedError``, too."""
    batch = held_batch(connection, person, batch_id)
    if batch.sealed:
        raise SealedError("batch-sealed", name=batch.name)
    return batch


def reason(why: str, *, needed: bool = True) -> str:
    """The reason on one line. Raises ``RefusedError`` where one is needed and says nothing, where it is a novel, and
    where it has what no database keeps."""
    why = " ".join(why.split())
    if needed and len(why) < LEAST_WHY:
        raise RefusedError("why-short", least=LEAST_WHY)
    if len(why) > LONGEST_WHY:
        raise RefusedError("why-long", longest=LONGEST_WHY)
    if not is_storable(why):
        raise RefusedError("decision-note-signs")
    return why
