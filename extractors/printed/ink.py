"""What is printed on a page: characters and rulings, turned so that the text stands upright."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpus.records import Box

Point = tuple[float, float]


class Char(NamedTuple):
    """One visible character or a real space; ``size`` is the em in points, ``baseline`` runs down the page.

    ``confidence`` (0 to 1) is how sure the recognition was; what a file says itself is certain.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    confidence: float = 1.0


class Ruling(NamedTuple):
    """A drawn straight line, horizontal (``top == bottom``) or vertical (``x0 == x1``)."""

    x0: float
    top: float
    x1: float
    bottom: float


def rulings(strokes: Iterable[tuple[Point, Point]]) -> Iterator[Ruling]:
    """The strokes that run level or upright, to a point; slanting ones and dots are no rulings."""
    for (xa, ya), (xb, yb) in strokes:
        if abs(ya - yb) <= 1 < abs(xa - xb):
            y = (ya + yb) / 2
            yield Ruling(min(xa, xb), y, max(xa, xb), y)
        elif abs(xa - xb) <= 1 < abs(ya - yb):
            x = (xa + xb) / 2
            yield Ruling(x, min(ya, yb), x, max(ya, yb))


@dataclass(frozen=True, slots=True)
class PageInk:
    """What is printed on a page, in points from its upper left corner. ``recognised``: the characters come from OCR.

    ``shades`` are filled boxes that are no rulings, ``images`` those of pictures (x0, top, x1, bottom). ``pale`` are
    characters in the colour and size of a watermark, which lie across the text and may not be mixed with it.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rulings: tuple[Ruling, ...]
    recognised: bool = False
    shades: tuple[Box, ...] = ()
    pale: tuple[Char, ...] = ()
    images: tuple[Box, ...] = ()
