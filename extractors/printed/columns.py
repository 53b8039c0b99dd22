"""Pages set in columns (公报, newspapers): each column is read from top to bottom before the next one.

A page is set in columns only where the white space between them is beyond doubt: many lines on both sides of it, long,
and most of them ending at one margin. Signatures, dates and tables stand beside each other too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractors.printed.lines import Line, line_of
from extractors.printed.strips import Span, Strip, free, gutters

_MANY = 8
"""Lines beside each other from which on a page may be set in columns."""
_LONG = 8.0
"""Em: the lines of a column are longer."""
_GUTTER = 0.8
"""Em between columns, at least."""
_AT_MARGIN = 0.6
"""The part of a column's lines that end at its margin, at least."""
_STEP = 6.0
"""Points to which the middle of a gutter is rounded while the commonest is sought."""


def in_reading_order(strips: Sequence[Strip], page: int) -> tuple[Line, ...]:
    """The lines of a page; those of a block in columns are numbered by column (from 1) and follow column by column."""
    gutter = _gutter(strips)
    if gutter is None:
        return tuple(strip.line for strip in strips)
    found: list[Line] = []
    run: list[Strip] = []
    for strip in strips:
        if any(x0 < gutter < x1 for x0, x1 in strip.pieces):
            found += _read(run, page)
            found.append(strip.line)
            run = []
        else:
            run.append(strip)
    return (*found, *_read(run, page))


def _gutter(strips: Sequence[Strip]) -> float | None:
    """The commonest place between two texts that stand beside each other, None where there are few."""
    middles = [(left + right) / 2 for strip in strips for left, right in strip.line.gaps]
    for above, below in pairwise(strips):
        if below.line.baseline - above.line.baseline < 0.9 * below.line.em:
            first, second = sorted((above.line, below.line), key=lambda line: line.x0)
            if first.x1 < second.x0:
                middles.append((first.x1 + second.x0) / 2)
    if len(middles) < _MANY:
        return None
    place = Counter(round(middle / _STEP) for middle in middles).most_common(1)[0][0] * _STEP
    near = [middle for middle in middles if abs(middle - place) <= 2 * _STEP]
    return median(near) if len(near) >= _MANY else None


def _read(run: Sequence[Strip], page: int) -> Iterator[Line]:
    """The lines of strips that leave a gutter free: column by column where they are columns, else as they stand."""
    between = gutters(free(run), _GUTTER * median(strip.line.em for strip in run)) if run else ()
    edges = [float("-inf"), *((left + right) / 2 for left, right in between), float("inf")]
    columns = [_column(run, span, page) for span in pairwise(edges)]
    if len(columns) > 1 and all(_is_running_text(column) for column in columns):
        for number, column in enumerate(columns, 1):
            yield from (replace(line, column=number) for line in column)
    else:
        yield from (strip.line for strip in run)


def _column(run: Sequence[Strip], span: Span, page: int) -> list[Line]:
    lines = (line_of(strip.within(span), page) for strip in run)
    return [line for line in lines if line is not None]


def _is_running_text(lines: Sequence[Line]) -> bool:
    if len(lines) < _MANY / 2:
        return False
    margin = max(line.x1 for line in lines)
    at_margin = sum(margin - line.x1 <= 1.2 * line.em for line in lines)
    return median((line.x1 - line.x0) / line.em for line in lines) >= _LONG and at_margin >= _AT_MARGIN * len(lines)
