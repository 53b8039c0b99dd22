"""The personal data that the last run found in what a batch would publish, and what waits for a person's word."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from corpus.database import portions, writing
from corpus.papers_schema import findings
from corpus.review_schema import batches
from outputs.public.finding import Finding
from outputs.public.removing import unconfirmed
from review.access import Person
from review.filters import is_number
from review.refusals import NotAllowedError, NotFoundError
from review.removals.rulings import rulings_of

_COLUMNS = tuple(column.name for column in findings.c if column.name not in ("batch_id", "position"))
_AT_ONCE = 2_000


def keep_findings(engine: sa.Engine, batch: str, found: Sequence[Finding]) -> None:
    """Keeps what a run found in the batch of this name, in the place of what the run before did."""
    wanted = sa.select(batches.c.id).where(batches.c.name == batch).with_for_update(key_share=True)
    with writing(engine) as connection:
        key = connection.scalar(wanted)
        connection.execute(sa.delete(findings).where(findings.c.batch_id == key))
        for portion in portions(list(enumerate(found, 1)), _AT_ONCE):
            rows = [
                {"batch_id": key, "position": at, **{name: getattr(one, name) for name in _COLUMNS}}
                for at, one in portion
            ]
            connection.execute(sa.insert(findings), rows)


def found_in(engine: sa.Engine, person: Person, batch: int) -> tuple[Finding, ...]:
    """All that the last run found, in the order of the papers. Raises ``NotFoundError`` (no batch of this number) and
    ``NotAllowedError``: a department does not see what citizens told of themselves to another."""
    if not person.sees_all:
        raise NotAllowedError("removal-role")
    wanted = sa.select(*(findings.c[name] for name in _COLUMNS)).where(findings.c.batch_id == batch)
    with engine.connect() as connection:
        known = is_number(batch) and connection.scalar(sa.select(batches.c.id).where(batches.c.id == batch))
        if not known:
            raise NotFoundError("batch-unknown")
        return tuple(Finding(**row._mapping) for row in connection.execute(wanted.order_by(findings.c.position)))


def waiting(engine: sa.Engine, person: Person, batch: int) -> tuple[Finding, ...]:
    """Those of which nobody has said whether they go or stay. Raises as ``found_in`` does."""
    return unconfirmed(found_in(engine, person, batch), rulings_of(engine))
