"""What is printed on a page: characters and rulings, turned so that the text stands upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from corpus.records import Box


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
