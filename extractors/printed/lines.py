"""Characters → lines in reading order, with the spaces that a reader sees and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.records import Box
from extractors.printed.glyphs import is_wide
from extractors.printed.ink import Char

_SAME_LINE = 0.4
"""Baselines closer than this many em are one line (a raised ² or ① belongs to it)."""
_ASCENT = 0.88
"""An ideograph stands this part of an em above its baseline."""
_WORD_GAP = 0.15
_WIDE_GAP = 0.8
"""Gaps in em: between Latin words, and from where a gap beside an ideograph is more than the setter's own air
(a quarter em between 年 and 2024 is put there by the program and is no character)."""
_COLUMN_GAP = 2.0
"""From this gap on (印发机关 and 印发日期 on one line) two spaces are written."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``em`` is the size of its text in points, ``stops`` the right edge of each character of
    ``text``; ``open_space`` says that the line ends in a real space; ``confidence`` is that of its least sure
    character."""

    page: int
    text: str
    x0: float
    x1: float
    baseline: float
    em: float
    stops: tuple[float, ...] = ()
    open_space: bool = False
    confidence: float = 1.0

    @property
    def top(self) -> float:
        return self.baseline - _ASCENT * self.em

    @property
    def bottom(self) -> float:
        return self.baseline + (1 - _ASCENT) * self.em

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)


def lines_of(chars: Sequence[Char], page: int) -> tuple[Line, ...]:
    """The lines from top to bottom; blank ones are left out."""
    return tuple(line for row in _rows(chars) if (line := _line(row, page)) is not None)


def _rows(chars: Sequence[Char]) -> Iterator[list[Char]]:
    row: list[Char] = []
    for char in sorted(chars, key=lambda c: c.baseline):
        if row and char.baseline - row[-1].baseline > _SAME_LINE * max(char.size, row[-1].size):
            yield row
            row = []
        row.append(char)
    if row:
        yield row


def _line(row: list[Char], page: int) -> Line | None:
    row.sort(key=lambda c: c.x0)
    seen: list[Char] = []
    parts: list[str] = []
    stops: list[float] = []
    spaces = 0
    for char in row:
        if char.text == " ":
            spaces += 1
        elif char.text and not _twice(char, seen):
            shown = (_space(seen[-1], char, spaces) if seen else "") + char.text
            parts.append(shown)
            stops += [char.x1] * len(shown)
            seen.append(char)
            spaces = 0
    if not seen:
        return None
    em = median(char.size for char in seen)
    baseline = median(char.baseline for char in seen)
    least = min(char.confidence for char in seen)
    return Line(page, "".join(parts), seen[0].x0, max(stops), baseline, em, tuple(stops), spaces > 0, least)


def _twice(char: Char, seen: list[Char]) -> bool:
    """Bold type is sometimes a character printed twice, a hair apart. (Two letters at one place are a ligature.)"""
    return (
        bool(seen)
        and seen[-1].text == char.text
        and char.x0 - seen[-1].x0 < 0.15 * char.size
        and not (char.text.isascii() and char.text.isalpha())
    )


def _space(before: Char, after: Char, real: int) -> str:
    gap = (after.x0 - before.x1) / max(before.size, after.size)
    wide = is_wide(before.text) or is_wide(after.text)
    if gap >= _COLUMN_GAP:
        return " " * max(2, real)
    if real:
        return " " * real if gap >= 0.1 or not wide else ""
    return " " if gap >= (_WIDE_GAP if wide else _WORD_GAP) else ""
