"""Lines as they look to somebody who seeks columns: pieces held apart by white space, and the gutters between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from extractors.printed.ink import Char
from extractors.printed.lines import Line, line_of, rows_of

Span = tuple[float, float]
"""From the left to the right, in points."""

_LEADERS = re.compile(r"[.…·．⋯]{4,}|[-—_]{6,}")
"""Dots that lead the eye to a page number, or a line to be filled in."""
_IMPRINT = re.compile(r"(?:抄\s*送|抄\s*报|主题词|签发人)\s*[：:]|\d\s*日\s*印\s*发\s*$")
_LABEL = re.compile(r"[^：:]{1,8}[：:]")
_EDGE = 1e6
_FINE = 0.4
"""Em of white that may part two cells of one line."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One line, its characters, and its pieces from left to right: parted by an em or more."""

    line: Line
    chars: tuple[Char, ...]
    pieces: tuple[Span, ...]

    @classmethod
    def of(cls, line: Line, chars: Sequence[Char]) -> Strip:
        starts = (line.x0, *(right for _, right in line.gaps))
        ends = (*(left for left, _ in line.gaps), line.x1)
        return cls(line, tuple(chars), tuple(zip(starts, ends, strict=True)))

    @property
    def parted(self) -> bool:
        return bool(self.line.gaps)

    def finer(self) -> Strip:
        """With pieces that are parted by less: a cell that is almost full leaves little white before the next one."""
        pieces: list[Span] = []
        for char in sorted(self.chars, key=attrgetter("x0")):
            if char.text.strip():
                if pieces and char.x0 - pieces[-1][1] < _FINE * self.line.em:
                    pieces[-1] = (pieces[-1][0], max(pieces[-1][1], char.x1))
                else:
                    pieces.append((char.x0, char.x1))
        return replace(self, pieces=tuple(pieces))

    def within(self, span: Span) -> list[Char]:
        """The characters that stand between these two places."""
        return [char for char in self.chars if span[0] <= (char.x0 + char.x1) / 2 < span[1]]

    @property
    def is_no_row(self) -> bool:
        """Whether the line is parted for another reason than columns: leaders of a table of contents, an imprint
        (GB/T 9704-2012, 7.4), labels with a colon to be filled in (联系人：… 电话：…)."""
        if _LEADERS.search(self.line.text) or _IMPRINT.search(self.line.text):
            return True
        words = self.line.text.split("  ")
        return self.parted and sum(bool(_LABEL.match(part.strip())) for part in words if part.strip()) > 1


def strips_of(chars: Sequence[Char], page: int) -> list[Strip]:
    """The strips of a page from top to bottom; blank ones are left out."""
    rows = ((line_of(row, page), row) for row in rows_of(chars))
    return [Strip.of(line, row) for line, row in rows if line is not None]


class Rule(NamedTuple):
    """A rule across a table, or the edge of a shaded row: its height and where it begins and ends."""

    y: float
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Region:
    """The strips of a table from top to bottom and its gutters. ``rules`` part its rows (those above the first and
    below the last are left out), ``head`` says how many strips stand above the header's rule, ``extent`` is that of
    its rules."""

    strips: tuple[Strip, ...]
    between: tuple[Span, ...]
    rules: tuple[Rule, ...] = ()
    head: int = 0
    extent: Span | None = None


def free(strips: Iterable[Strip]) -> tuple[Span, ...]:
    """Where no piece of any strip stands, the margins left and right included."""
    spans: tuple[Span, ...] = ((-_EDGE, _EDGE),)
    for strip in strips:
        spans = without(spans, strip.pieces)
    return spans


def without(spans: Sequence[Span], pieces: Iterable[Span]) -> tuple[Span, ...]:
    """What the pieces leave of the spans."""
    left = list(spans)
    for x0, x1 in pieces:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, x0)), (max(start, x1), end))
            if part[1] - part[0] > 0
        ]
    return tuple(left)


def gutters(spans: Iterable[Span], narrowest: float) -> tuple[Span, ...]:
    """The free spans between columns: wide enough, and no margin."""
    return tuple(s for s in spans if s[1] - s[0] >= narrowest and s[0] > -_EDGE and s[1] < _EDGE)
