"""Characters → lines in reading order, with the spaces that a reader sees and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median

from corpus.records import Box
from extractors.printed.glyphs import is_wide
from extractors.printed.ink import Char
from extractors.printed.units import first_unit

_SAME_LINE = 0.4
"""Baselines closer than this many em are one line (a raised ² or ① belongs to it)."""
_ASCENT = 0.88
"""An ideograph stands this part of an em above its baseline."""
_WORD_GAP = 0.15
_WIDE_GAP = 0.8
"""Gaps in em: between Latin words, and from where a gap beside an ideograph is more than the setter's own air
(a quarter em between 年 and 2024 is put there by the program and is no character)."""
_AIR = 0.1
"""A smaller gap in em is no space, but between Latin words that have a real one."""
_HELD_APART = 1.0
_COLUMN_GAP = 2.0
"""From this gap on (印发机关 and 印发日期 on one line) two spaces are written."""

FOOT = -1
"""The column of a footnote."""
BESIDE = 100
"""From here on: the columns of text beside pictures, each on one page alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``em`` is the size of its text in points, ``first`` the right edge of what cannot be parted
    from its beginning (a word, a character with its punctuation); ``open_space`` says that the line ends in a real
    space; ``confidence`` is that of its least sure character; ``gaps`` are the places (x0, x1) where its text is held
    apart by an em or more; ``column`` is 0, or counts the columns of a page set
    in columns from 1, or is ``FOOT``, or counts from ``BESIDE``."""

    page: int
    text: str
    x0: float
    x1: float
    baseline: float
    em: float
    first: float
    open_space: bool = False
    confidence: float = 1.0
    gaps: tuple[tuple[float, float], ...] = ()
    column: int = 0

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
    return tuple(line for row in rows_of(chars) if (line := line_of(row, page)) is not None)


def rows_of(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """The characters that stand on one line, from top to bottom."""
    row: list[Char] = []
    for char in sorted(chars, key=attrgetter("baseline")):
        if row and char.baseline - row[-1].baseline > _SAME_LINE * max(char.size, row[-1].size):
            yield row
            row = []
        row.append(char)
    if row:
        yield row


def line_of(row: Sequence[Char], page: int) -> Line | None:
    """The line of these characters, None where nothing of it can be seen."""
    seen: list[Char] = []
    parts: list[str] = []
    gaps: list[tuple[float, float]] = []
    spaces = 0
    for char in sorted(row, key=attrgetter("x0")):
        words, x0, _, _, size, _ = char
        if words == " ":
            spaces += 1
        elif words:
            if seen:
                before = seen[-1]
                if words == before.text and _twice(before, char):
                    continue
                gap = (x0 - before.x1) / max(before.size, size)
                if gap >= _AIR or spaces:
                    parts.append(_space(before, char, gap, spaces))
                    if gap >= _HELD_APART:
                        gaps.append((before.x1, x0))
            parts.append(words)
            seen.append(char)
            spaces = 0
    if not seen:
        return None
    shown = "".join(parts)
    return Line(
        page,
        shown,
        seen[0].x0,
        max(map(attrgetter("x1"), seen)),
        median(map(attrgetter("baseline"), seen)),
        median(map(attrgetter("size"), seen)),
        _right_edge(parts, seen, first_unit(shown)),
        spaces > 0,
        min(map(attrgetter("confidence"), seen)),
        tuple(gaps),
    )


def _right_edge(parts: Sequence[str], seen: Sequence[Char], length: int) -> float:
    """The right edge of the line's first so many characters, of which each part but spaces is one character's."""
    at = 0
    shown = iter(seen)
    edge = seen[0].x1
    for part in parts:
        if at >= length:
            break
        if part.strip(" "):
            edge = next(shown).x1
        at += len(part)
    return edge


def _twice(before: Char, char: Char) -> bool:
    """Bold type is sometimes a character printed twice, a hair apart. (Two letters at one place are a ligature.)"""
    return char.x0 - before.x0 < 0.15 * char.size and not (char.text.isascii() and char.text.isalpha())


def _space(before: Char, after: Char, gap: float, real: int) -> str:
    wide = is_wide(before.text) or is_wide(after.text)
    if gap >= _COLUMN_GAP:
        return " " * max(2, real)
    if real:
        return " " * real if gap >= _AIR or not wide else ""
    return " " if gap >= (_WIDE_GAP if wide else _WORD_GAP) else ""
