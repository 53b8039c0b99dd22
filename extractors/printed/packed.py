"""Ruled tables that have no rules between their rows: one drawn row holds the lines of many.

Told by a first column that counts (序号, 1, 2, 3 …), each number on a line with others, or by columns that all have
lines at the same heights. A cell that merely has several lines has none of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.records import Box
from extractors.printed.ink import Char
from extractors.printed.lines import Line, lines_of

_FEW = 3
"""Lines and columns from which on a row can be many."""
_SAME_HEIGHT = 0.3
_ROOM = 1.0
"""Em that a line leaves free at least, if it is a text by itself and no wrapped one."""
_NUMBER = re.compile(r"\d{1,4}")


def unpacked(boxes: Sequence[Box], held: Sequence[Sequence[Char]], page: int) -> list[Box]:
    """The cells, those of a row that holds many parted into these."""
    rows: dict[tuple[float, float], list[int]] = {}
    for at, box in enumerate(boxes):
        rows.setdefault((box[1], box[3]), []).append(at)
    found: list[Box] = []
    for places in rows.values():
        cuts = _cuts([boxes[at] for at in places], [held[at] for at in places], page)
        found += [part for at in places for part in _parted(boxes[at], cuts)]
    return found


def _parted(box: Box, cuts: Sequence[float]) -> Iterator[Box]:
    for top, bottom in pairwise([box[1], *cuts, box[3]]):
        yield (box[0], top, box[2], bottom)


def _cuts(boxes: Sequence[Box], held: Sequence[Sequence[Char]], page: int) -> list[float]:
    """The heights at which a drawn row is to be parted; none for a row that is one."""
    if len(boxes) < _FEW:
        return []
    order = sorted(range(len(boxes)), key=lambda at: boxes[at][0])
    key = lines_of(held[order[0]], page) if len(held[order[0]]) >= _FEW else ()
    if len(key) < _FEW:
        return []
    columns = [(boxes[at], lines_of(held[at], page)) for at in order]
    others = [lines for _, lines in columns[1:]]
    if not (_counts(key, others) or _level(columns)):
        return []
    return [(line.top + max(above.bottom, line.top - 0.5 * line.em)) / 2 for above, line in pairwise(key)]


def _counts(key: Sequence[Line], others: Sequence[Sequence[Line]]) -> bool:
    """Whether the first column counts from line to line (below a heading or not), beside a line of another column."""
    numbers = [line for line in key if _NUMBER.fullmatch(line.text)]
    counted = len(numbers) >= max(_FEW, len(key) - 1) and numbers[-1] is key[-1]
    steps = all(int(below.text) - int(above.text) == 1 for above, below in pairwise(numbers))
    return counted and steps and all(any(_has(lines, line) for lines in others) for line in numbers)


def _level(columns: Sequence[tuple[Box, Sequence[Line]]]) -> bool:
    """Whether all columns have lines at the same heights, more than a few, each with room left at its end."""
    first = columns[0][1]
    return len(first) > _FEW and all(
        len(lines) == len(first)
        and all(_has(lines, line) for line in first)
        and all(box[2] - line.x1 >= _ROOM * line.em for line in lines)
        for box, lines in columns
    )


def _has(lines: Sequence[Line], beside: Line) -> bool:
    """Whether one of the lines stands as high as this one."""
    return any(abs(line.baseline - beside.baseline) <= _SAME_HEIGHT * beside.em for line in lines)
