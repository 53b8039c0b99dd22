"""Comments for the benchmarks: sentences of the shipped ones, put together anew."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

_LENGTH = 100
_ENDS = "。！？；"


def sentences(comments: Sequence[str]) -> list[str]:
    """The sentences of 8 to 40 characters of these comments."""
    return [s for text in comments for s in re.split(rf"(?<=[{_ENDS}])", text) if 8 <= len(s) <= 40]


def composed(known: Sequence[str], chance: random.Random, length: int = _LENGTH) -> list[str]:
    """Sentences drawn from those that are known, some ``length`` characters together."""
    parts: list[str] = []
    while sum(map(len, parts)) < length - 15:
        part = chance.choice(known)
        parts.append(part if part[-1] in _ENDS else f"{part}。")
    return parts


def different(comments: Sequence[str], count: int, chance: random.Random, length: int = _LENGTH) -> list[str]:
    """So many composed comments of some ``length`` characters, no two alike."""
    known = sentences(comments)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(composed(known, chance, length))] = None
    return list(found)
