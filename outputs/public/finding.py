"""Personal data in a cell of what is to be published, and what a person said of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 200
"""Characters of what stands instead."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters ``start`` to ``end`` (exclusive) of a cell's text, which is known by ``text_key``.

    ``kind`` is one of ``outputs.personal.entity.KINDS``, ``words`` what stands there and ``replacement`` what would
    stand instead, between the characters ``before`` and ``after``. ``number`` (问题编号, or the row) and ``heading``
    say where the cell was met first.
    """

    text_key: str
    start: int
    end: int
    kind: str
    words: str
    replacement: str
    before: str
    after: str
    number: str
    heading: str

    @property
    def place(self) -> tuple[str, int, int]:
        """By what a ruling on it is known."""
        return self.text_key, self.start, self.end


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person said of characters of a text: ``removed``, with what stands instead, or they stay.

    ``by_hand``: a person found them, no rule did.
    """

    text_key: str
    start: int
    end: int
    kind: str
    removed: bool
    replacement: str
    by_hand: bool = False

    @property
    def place(self) -> tuple[str, int, int]:
        """By what it is known: the last ruling on a place counts."""
        return self.text_key, self.start, self.end


Rulings = Mapping[tuple[str, int, int], Ruling]
"""The last ruling on each place (``Ruling.place``)."""


def key_of(text: str) -> str:
    """What a cell's text is known by: SHA-256 of its UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
