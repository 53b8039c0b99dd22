"""Pieces of an archive that somebody split, known by their names: one alone is of no use."""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"\.(?:part(?P<part>\d+)\.rar|(?:7z|zip|rar|tar|gz|bz2|xz)\.(?P<number>\d{3,})|z\d\d|r\d\d)$", re.IGNORECASE
)
"""``.part1.rar``; ``.7z.001``; ``.z01`` and ``.r00``, whose first piece is the ``.zip`` or ``.rar`` beside them."""


def is_volume(name: str) -> bool:
    """Whether the name is that of one piece of several."""
    return _PIECE.search(name) is not None


def is_first_volume(name: str) -> bool:
    """Whether the piece is the first by its name."""
    found = _PIECE.search(name)
    number = (found["part"] or found["number"]) if found else None
    return number is not None and int(number) == 1
