"""A place in a text that tells who somebody is, where they live or how they are reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["name", "address", "mobile", "phone", "email", "QQ", "vx", "id_number", "bank_card", "plate"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Characters ``start`` to ``end`` (exclusive) of a text, and what they are.

    ``also`` has further kinds that the text itself gives the same characters: “QQ／微信：…” is both.
    """

    start: int
    end: int
    type: Kind
    also: tuple[Kind, ...] = ()

    def overlaps(self, other: Entity) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
