"""The words that can stand in the columns of a batch: the units to choose from, and those of the taxonomy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import sqlalchemy as sa

from corpus.directory import Directory
from corpus.review_schema import item_units, items
from corpus.taxonomy import DISPOSITIONS, KINDS, domains

FIXED: Mapping[str, tuple[str, ...]] = {"kind": KINDS, "disposition": DISPOSITIONS}


@dataclass(frozen=True)
class Words:
    """``units`` are those of the directory, those that answer for its places, then the others that the batch names."""

    units: tuple[str, ...]
    directory: Directory

    def of(self, field: str) -> tuple[str, ...]:
        """The words that there are for domain, kind or disposition, and the units for a lead."""
        if field == "lead":
            return self.units
        return tuple(domains()) if field == "domain" else FIXED[field]

    def called(self, name: str) -> str | None:
        """The name by which the batch or the directory knows this unit, None for an unknown one.

        A name that the directory lists as another or a former one gives way to the unit's own.
        """
        if name in self._known:
            return name
        unit = self.directory.unit(name)
        return unit.name if unit and name in unit.also else name if unit else None

    def like(self, name: str) -> str:
        """The known unit that is written almost so, empty where none is."""
        return next(iter(get_close_matches(name, self.units, 1, 0.7)), "")

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.units)


def words_of(engine: sa.Engine, batch: int, directory: Directory, seen: Iterable[str] = ()) -> Words:
    """The words for a batch: with the units that its documents or anybody's decisions name, and those ``seen``."""
    proposed = sa.select(items.c.lead).where(items.c.batch_id == batch, items.c.lead.is_not(None)).distinct()
    acting = (
        sa.select(item_units.c.unit)
        .join(items, items.c.id == item_units.c.item_id)
        .where(items.c.batch_id == batch)
        .distinct()
    )
    with engine.connect() as connection:
        used = {*connection.scalars(proposed), *connection.scalars(acting), *seen}
    placed = (place.unit for place in directory.places if place.unit)
    listed = dict.fromkeys((*(unit.name for unit in directory.units), *placed))
    return Words((*listed, *sorted(used - listed.keys())), directory)
