"""Entities in order, none over another: whether a place is free is found by halving, for a text may hold thousands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from outputs.personal.entity import Entity


class Row:
    """Entities by their places. What is added must be free of those that are there."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        self._entities = sorted(entities)
        self._starts = [entity.start for entity in self._entities]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._entities)

    def over(self, entity: Entity) -> list[Entity]:
        """Those that share a character with this one, in order."""
        first = max(0, bisect_right(self._starts, entity.start) - 1)
        last = bisect_left(self._starts, entity.end)
        return [each for each in self._entities[first:last] if each.overlaps(entity)]

    def add(self, entity: Entity) -> None:
        """Puts it in its place."""
        at = bisect_left(self._starts, entity.start)
        self._entities.insert(at, entity)
        self._starts.insert(at, entity.start)

    def exchange(self, old: Entity, new: Entity) -> None:
        """The new one, of the same place, instead of the old one."""
        self._entities[bisect_left(self._starts, old.start)] = new
