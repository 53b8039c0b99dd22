"""What was exported is remembered: how every row stood then is what the file that comes back is compared with."""

from __future__ import annotations

import datetime
import gzip
import json
import secrets
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from corpus.database import writing
from corpus.review_schema import exports
from review.access import Person
from review.exchange.rows import FIELDS, Row, rows_of
from review.filters import Filter


@dataclass(frozen=True, slots=True)
class Base:
    """How one row stood when it was exported: its last entry in the ledger, whether it was decided, its cells."""

    seq: int
    accepted: bool
    cells: Mapping[str, str]


Bases = dict[tuple[int, str], dict[int, Base]]
"""By number and mark of an export, how each of its items stood."""


@dataclass(slots=True)
class Export:
    """An export in the making: ``rows`` may be gone through once, and counts what it gives. ``keep`` ends it."""

    engine: sa.Engine
    batch: int
    id: int
    mark: str
    count: int = 0
    _base: dict[str, list[object]] = field(default_factory=dict)

    def rows(self, person: Person, what: Filter) -> Iterator[Row]:
        """The items of a filter, each remembered as it is given."""
        for row in rows_of(self.engine, person, self.batch, what, self.id, self.mark):
            cells = row.cells
            self._base[str(row.key.item)] = [row.key.seq, int(row.accepted), *(cells[name] for name in FIELDS)]
            self.count += 1
            yield row

    def keep(self) -> None:
        """Writes down how the rows stood."""
        said = json.dumps({"mark": self.mark, "items": self._base}, ensure_ascii=False).encode()
        base = gzip.compress(said, 6, mtime=0)
        with writing(self.engine) as connection:
            connection.execute(sa.update(exports).where(exports.c.id == self.id).values(base=base))


def begin(engine: sa.Engine, batch: int) -> Export:
    """A new export of a batch; until it is kept, no row is known to belong to it."""
    mark = "".join(secrets.choice(string.ascii_lowercase) for _ in range(6))
    now = datetime.datetime.now(datetime.UTC)
    with writing(engine) as connection:
        made = connection.execute(sa.insert(exports).values(batch_id=batch, at=now, base=b""))
        [number] = made.inserted_primary_key or (0,)
    return Export(engine, batch, int(number), mark)


def bases(engine: sa.Engine, batch: int, wanted: Iterable[tuple[int, str]]) -> Bases:
    """How the rows stood in each of these exports, by item; those of other batches and workspaces are left out."""
    asked = frozenset(wanted)
    numbers = {number for number, _ in asked}
    there = sa.select(exports.c.id, exports.c.base).where(exports.c.batch_id == batch, exports.c.id.in_(numbers))
    with engine.connect() as connection:
        said = [(row.id, json.loads(gzip.decompress(row.base) or b"{}")) for row in connection.execute(there)]
    return {
        (number, kept["mark"]): {int(item): _base(row) for item, row in kept["items"].items()}
        for number, kept in said
        if (number, kept.get("mark")) in asked
    }


def _base(row: list[str | int]) -> Base:
    seq, accepted, *cells = row
    return Base(int(seq), bool(accepted), {name: str(cell) for name, cell in zip(FIELDS, cells, strict=True)})


def batches_of_exports(engine: sa.Engine, numbers: Iterable[int]) -> frozenset[int]:
    """The batches of which these exports were made."""
    with engine.connect() as connection:
        return frozenset(connection.scalars(sa.select(exports.c.batch_id).where(exports.c.id.in_([*numbers]))))
