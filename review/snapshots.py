"""How a batch stood when it was reported: one line of canonical JSON an item, packed, with the hash of the lines.

The same batch gives the same lines and so the same hash, on either database; packing does not count.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc
from corpus.records import State
from corpus.review_schema import items, people

_AT_ONCE = 2_000
_LEVEL = 6
_COLUMNS = ("key", "number", "text", "state", "seq", "lead", "supporting", "domain", "kind", "disposition", "note")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``packed`` are the gzipped lines, ``sha256`` is of the lines as they are unpacked, ``rows`` says how many."""

    packed: bytes
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that two snapshots have differently; None where one of them does not have it."""

    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def number(self) -> str:
        """The item's number, empty where it has none."""
        return (self.after or self.before or {}).get("number") or ""


def snapshot(connection: sa.Connection, batch: int) -> Snapshot:
    """Every item of a batch as it stands, in the order of their entry; what is not in its files any more is left out.

    The rows are read once and not kept. ``verdict`` is as proposed until ``state`` is ``decided``.
    """
    packed, digest, rows = BytesIO(), sha256(), 0
    # Without a time and a name in its head, the file depends on the lines alone.
    with gzip.GzipFile("", "wb", _LEVEL, packed, mtime=0) as file:
        for line in _lines(connection, batch):
            file.write(line)
            digest.update(line)
            rows += 1
    return Snapshot(packed.getvalue(), digest.hexdigest(), rows)


def lines_of(packed: bytes) -> Iterator[bytes]:
    """The lines of a snapshot, each with its line break. Raises ``OSError`` or ``EOFError`` where it is damaged."""
    with gzip.GzipFile(fileobj=BytesIO(packed)) as file:
        yield from file


def hash_of(packed: bytes) -> str | None:
    """The hash of the lines as it comes out now; None where they cannot be unpacked any more."""
    digest = sha256()
    try:
        for line in lines_of(packed):
            digest.update(line)
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    return digest.hexdigest()


def differences_of(old: bytes, new: bytes) -> tuple[Difference, ...]:
    """Where two snapshots differ, in the order of the new one; what it does not have any more comes last."""
    before = {one["key"]: one for one in _only_in(old, new)}
    after = {one["key"]: one for one in _only_in(new, old)}
    return tuple(Difference(key, before.get(key), after.get(key)) for key in {**after, **before})


def _only_in(one: bytes, other: bytes) -> Iterator[dict[str, Any]]:
    """What a snapshot has and another has not. Of the other the hashes are kept, and not 100,000 texts."""
    known = {sha256(line).digest() for line in lines_of(other)}
    return (json.loads(line) for line in lines_of(one) if sha256(line).digest() not in known)


def _lines(connection: sa.Connection, batch: int) -> Iterator[bytes]:
    wanted = (
        sa.select(
            *(items.c[name] for name in _COLUMNS),
            items.c.record,
            items.c.decided_at,
            people.c.login,
            people.c.name.label("decider"),
        )
        .outerjoin(people, people.c.id == items.c.decided_by)
        .where(items.c.batch_id == batch, items.c.state != State.GONE.value)
        .order_by(items.c.id)
    )
    for row in connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}):
        yield _line(row)


def _line(row: Any) -> bytes:
    task = json.loads(row.record)
    value = {
        "key": row.key,
        "number": row.number,
        "text": row.text,
        "state": row.state,
        "seq": row.seq,
        "verdict": {
            "lead": row.lead,
            "supporting": json.loads(row.supporting),
            "domain": row.domain,
            "kind": row.kind,
            "disposition": row.disposition,
            "note": row.note,
        },
        "decided_by": {"login": row.login, "name": row.decider} if row.login else None,
        "decided_at": as_utc(row.decided_at).isoformat() if row.decided_at else None,
        "source": {name: found for name, found in task["source"].items() if found not in (None, [])},
    }
    said = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode("utf-8", "surrogatepass") + b"\n"
