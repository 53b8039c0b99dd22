"""What tells rows of a table from lines that merely stand in columns: text in columns, names, lists with tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from extractors.column_meanings import known_headings
from extractors.printed.strips import Region, Span, Strip

_NUMBER = re.compile(r"[+\-−—]?[\d,.]+(?:\s*[%％分元项件个人次万亿年月日期季度/\-~～—.至\d]+)*")
_CAPTION = re.compile(r"表\s*\d+.{0,40}|.{0,40}(?:表|清单|台账)(?:[（(].{0,20}[）)])?")
_LONG = 10.0
"""Em: lines of running text are longer, those of a cell mostly shorter."""


def _columns(region: Region) -> list[list[tuple[Strip, Span]]]:
    """What each strip has in each column, from top to bottom."""
    columns: list[list[tuple[Strip, Span]]] = [[] for _ in range(len(region.between) + 1)]
    for strip in region.strips:
        for x0, x1 in strip.pieces:
            column = columns[sum(x0 >= (a + b) / 2 for a, b in region.between)]
            left = column.pop()[1][0] if column and column[-1][0] is strip else x0
            column.append((strip, (left, x1)))
    return columns


def is_running_text(region: Region) -> bool:
    """Whether two columns are full of lines that all end at one margin: text in columns."""
    full = 0
    for column in _columns(region):
        margin = max(piece[1] for _, piece in column)
        lengths = [(piece[1] - piece[0]) / strip.line.em for strip, piece in column]
        at_margin = sum(margin - piece[1] <= 1.2 * strip.line.em for strip, piece in column)
        full += len(column) >= 4 and median(lengths) >= _LONG and at_margin >= 0.6 * len(column)
    return full >= 2


def aligned(region: Region, em: float) -> bool:
    """Whether the cells of each column below the header stand at one left edge, one middle or one right edge."""
    for column in _columns(region):
        pieces = [piece for strip, piece in column if strip is not region.strips[0]]
        if len(pieces) < 2:
            continue
        places = (
            [piece[0] for piece in pieces],
            [(piece[0] + piece[1]) / 2 for piece in pieces],
            [piece[1] for piece in pieces],
        )
        if not any(_mostly_one(edges, 0.6 * em) for edges in places):
            return False
    return True


def _mostly_one(edges: Sequence[float], within: float) -> bool:
    middle = median(edges)
    return sum(abs(edge - middle) <= within for edge in edges) >= 0.7 * len(edges)


def says_table(region: Region, above: Sequence[Strip]) -> bool:
    """Whether words say that this is a table: its header, a column of numbers under a word, or a caption."""
    columns = [
        [
            (strip is region.strips[0], "".join(c.text for c in strip.within((piece[0] - 1, piece[1] + 1))).strip())
            for strip, piece in column
        ]
        for column in _columns(region)
    ]
    titles = [next((words for first, words in column if first), "") for column in columns]
    if any(_NUMBER.fullmatch(title) for title in titles):
        return False
    if known_headings(titles) >= max(2, len(titles) / 2):
        return True
    if any(_CAPTION.fullmatch(strip.line.text.strip()) for strip in above if not strip.parted):
        return True
    for title, column in zip(titles, columns, strict=True):
        body = [words for first, words in column if not first]
        numbers = sum(bool(_NUMBER.fullmatch(words)) for words in body)
        if title and len(body) >= 2 and numbers >= 0.8 * len(body) and all(titles):
            return True
    return False
