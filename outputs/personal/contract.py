"""Personal data as JSON: what ``minyi personal`` adds to a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outputs.personal.entity import Entity, Kind


def as_json(found: Iterable[Entity]) -> list[dict[str, object]]:
    """``start``, ``end`` and ``type``; where a number is of two kinds, an object for each.

    ``mobile`` there is every number at which a person is rung up, so a landline (``phone``) is one as well.
    """
    return [{"start": entity.start, "end": entity.end, "type": kind} for entity in found for kind in _kinds(entity)]


def _kinds(entity: Entity) -> Iterator[Kind]:
    yield entity.type
    if entity.type == "phone":
        yield "mobile"
    yield from entity.also
