"""How much room a text takes: Chinese characters are one em wide, Latin letters and digits about half of one."""

from __future__ import annotations

import math
from functools import lru_cache

MM_A_POINT = 25.4 / 72
TABLE_POINTS = 10.5
"""五号, the size of text in tables."""
NARROW = 0.54
"""Digits are 0.5 em in Times New Roman, few letters more than 0.6, and fallback fonts are a little wider."""
_OPENING, _CLOSING = "（〔【《〈“‘", "，。、；：？！）〕】》〉”’"
"""Marks that end no line, and marks that begin none."""


def ems(text: str) -> float:
    """Width of one line of text in ems. UTF-8 tells wide from narrow: three bytes against one."""
    wide = (len(text.encode("utf-8", "replace")) - len(text)) / 2
    return wide + (len(text) - wide) * NARROW


def lines(text: str, width: float, points: float = TABLE_POINTS) -> int:
    """How many lines a cell's text takes in ``width`` mm (the room inside the margins), at most.

    Half an em of each line is left out of account: a closing mark may not begin a line, a number is not broken.
    """
    room = max(1.0, width / (points * MM_A_POINT))
    return sum(_paragraph(length, room) for length in _lengths(text))


def lines_as_set(text: str, width: float, points: float) -> int:
    """How many lines one paragraph takes in ``width`` mm, set character by character; no mark hangs out.

    Slower than ``lines`` and exact for Chinese: for what must fill its place and not go beyond it.
    """
    room, count, line = width / (points * MM_A_POINT), 1, ""
    for character in text:
        if not line or ems(line + character) <= room:
            line += character
            continue
        carried = character
        while len(line) > 1 and (carried[0] in _CLOSING or line[-1] in _OPENING):
            line, carried = line[:-1], line[-1] + carried
        count, line = count + 1, carried
    return count


@lru_cache(maxsize=65_536)  # a layout asks of the same text at many widths, and each form again
def _lengths(text: str) -> tuple[float, ...]:
    """The width of each paragraph in ems."""
    return tuple(map(ems, text.split("\n")))


def _paragraph(length: float, room: float) -> int:
    return 1 if length <= room else math.ceil(length / max(1.0, room - 0.5))
