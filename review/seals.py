"""Reporting a batch upward (报送): what was reported is kept with its hash, and nothing is changed behind it.

A lead may open it again for a reason (启封). It is another version from then on, which leads alone correct and which is
sealed again. The hash stands in the ledger, too, whose rows the database lets nobody change.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.database import as_utc, writing
from corpus.records import Act, State
from corpus.review_schema import acts, batches, items, people, seals
from review.access import Person
from review.entries import keep_act
from review.filters import is_number
from review.leading import held_batch, held_open_batch, reason
from review.refusals import NotFoundError, RefusedError
from review.snapshots import Difference, differences_of, hash_of, lines_of, snapshot

UNDECIDED = (State.OPEN.value, State.ONCE.value, State.DISPUTED.value)


@dataclass(frozen=True, slots=True)
class Seal:
    """One reporting of a batch. ``rows`` are its items, ``sha256`` the hash of the snapshot's lines, ``by`` a name."""

    batch: int
    version: int
    at: datetime.datetime
    by: str
    why: str
    rows: int
    sha256: str


def seal(engine: sa.Engine, person: Person, batch_id: int, *, force: bool = False, why: str = "") -> Seal:
    """Seals a batch as it stands. Nobody can decide in it while that is done, nor after.

    Raises ``NotAllowedError`` (no lead), ``NotFoundError``, ``SealedError`` (sealed already) and ``RefusedError``:
    items are undecided and it is not said, with a reason, that it shall be reported all the same (``force``).
    """
    with writing(engine) as connection:
        batch = held_open_batch(connection, person, batch_id)
        waiting = undecided(connection, batch_id)
        if waiting and not force:
            raise RefusedError("seal-undecided", count=waiting)
        why = reason(why, needed=bool(waiting))
        kept = snapshot(connection, batch_id)
        said = [f"{kept.rows} 条，SHA-256 {kept.sha256}"]
        said += [f"其中 {waiting} 条未定"] if waiting else []
        said += [why] if why else []
        act = keep_act(connection, batch, person, Act.SEAL, "；".join(said))
        row = {"batch_id": batch_id, "version": batch.version, "act_id": act, "rows": kept.rows}
        connection.execute(sa.insert(seals).values(**row, sha256=kept.sha256, snapshot=kept.packed))
        connection.execute(sa.update(batches).where(batches.c.id == batch_id).values(sealed=True))
        return _seals(connection, seals.c.batch_id == batch_id, seals.c.version == batch.version)[0]


def reopen(engine: sa.Engine, person: Person, batch_id: int, why: str) -> int:
    """Opens a sealed batch again, as another version, whose number this is. The reason goes with what is done in it.

    Raises ``NotAllowedError``, ``NotFoundError`` and ``RefusedError`` (no reason, or the batch is not sealed).
    """
    with writing(engine) as connection:
        batch = held_batch(connection, person, batch_id)
        why = reason(why)
        if not batch.sealed:
            raise RefusedError("reopen-open", name=batch.name)
        change = sa.update(batches).where(batches.c.id == batch_id)
        connection.execute(change.values(sealed=False, version=batch.version + 1, reopened_why=why))
        opened = connection.execute(sa.select(batches).where(batches.c.id == batch_id)).one()
        keep_act(connection, opened, person, Act.REOPEN, why)
        return int(opened.version)


def undecided(connection: sa.Connection, batch_id: int) -> int:
    """How many items of a batch wait for a decision, of one reviewer, of a second, or of a lead."""
    wanted = sa.select(sa.func.count()).where(items.c.batch_id == batch_id, items.c.state.in_(UNDECIDED))
    return connection.scalar(wanted) or 0


def seals_of(engine: sa.Engine, batch_id: int) -> tuple[Seal, ...]:
    """What was reported of a batch, the last first."""
    with engine.connect() as connection:
        return _seals(connection, seals.c.batch_id == batch_id)


def verify(engine: sa.Engine, batch_id: int, version: int) -> bool:
    """Whether the snapshot is what was sealed: its hash as it comes out now is that of the seal and of the ledger.

    Raises ``NotFoundError``.
    """
    found = hash_of(_packed(engine, batch_id, version))
    with engine.connect() as connection:
        [kept] = _seals(connection, *_one(batch_id, version))
    return found == kept.sha256 and found in kept.why


def lines(engine: sa.Engine, batch_id: int, version: int) -> Iterator[bytes]:
    """The snapshot's lines, for a download. Raises ``NotFoundError`` at once if there is no such version."""
    return lines_of(_packed(engine, batch_id, version))


def differences(engine: sa.Engine, batch_id: int, old: int, new: int) -> tuple[Difference, ...]:
    """The items that two versions have differently. Raises ``NotFoundError``."""
    return differences_of(_packed(engine, batch_id, old), _packed(engine, batch_id, new))


def _packed(engine: sa.Engine, batch_id: int, version: int) -> bytes:
    with engine.connect() as connection:
        wanted = sa.select(seals.c.snapshot).where(*_one(batch_id, version))
        found = connection.scalar(wanted) if is_number(version) and is_number(batch_id) else None
    if found is None:
        raise NotFoundError("seal-unknown", version=version)
    return bytes(found)


def _one(batch_id: int, version: int) -> tuple[sa.ColumnElement[bool], ...]:
    return seals.c.batch_id == batch_id, seals.c.version == version


def _seals(connection: sa.Connection, *held: sa.ColumnElement[bool]) -> tuple[Seal, ...]:
    wanted = (
        sa.select(seals.c.batch_id, seals.c.version, seals.c.rows, seals.c.sha256, acts.c.at, acts.c.why, people.c.name)
        .join(acts, acts.c.id == seals.c.act_id)
        .join(people, people.c.id == acts.c.person_id)
        .where(*held)
        .order_by(seals.c.version.desc())
    )
    return tuple(
        Seal(row.batch_id, row.version, as_utc(row.at), row.name, row.why, row.rows, row.sha256)
        for row in connection.execute(wanted)
    )
