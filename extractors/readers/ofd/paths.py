"""The path objects of an OFD page → straight strokes and shading (GB/T 33190-2016, 9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from corpus.records import Box
from extractors.readers.ofd.colour import lightness, opacity
from extractors.readers.ofd.values import Matrix, child, is_true, number, words

_THIN = 3.0
"""A filled bar up to this many points thick is a ruling, anything thicker is shading."""
_WHITE = 0.98
"""A colour so light is the paper's."""
_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow each operator (table 36)."""

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(slots=True)
class Traced:
    """In points: strokes (and thin bars as strokes) and boxes of shading; how many paths there are."""

    strokes: list[Segment] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    paths: int = 0

    def add(self, element: etree._Element, matrix: Matrix) -> None:
        """The path object; ``matrix`` leads from its space to the page."""
        self.paths += 1
        colour = child(element, "FillColor")
        stroked = is_true(element.get("Stroke"), otherwise=True) and opacity(child(element, "StrokeColor")) > 0
        filled = is_true(element.get("Fill"), otherwise=False) and opacity(colour) > 0
        if not stroked and not filled:
            return
        for points in _subpaths(words(child(element, "AbbreviatedData")), matrix):
            if stroked:
                self.strokes += pairwise(points)
            if filled:
                self._fill(points, lightness(colour) >= _WHITE)

    def _fill(self, points: list[Point], white: bool) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        left, top, right, bottom = box = (min(xs), min(ys), max(xs), max(ys))
        if min(right - left, bottom - top) <= _THIN:
            x, y = (left + right) / 2, (top + bottom) / 2
            wide = right - left > bottom - top
            self.strokes.append(((left, y), (right, y)) if wide else ((x, top), (x, bottom)))
        elif len(points) in (4, 5) and not white:
            self.shades.append(box)


def _subpaths(data: str, matrix: Matrix) -> Iterator[list[Point]]:
    """The points of each part of a path that is made of straight lines alone. What is malformed ends the path."""
    a, b, c, d, e, f = matrix
    points: list[Point] = []
    curved = False
    parts = iter(data.replace(",", " ").split())
    for operator in parts:
        count = _NUMBERS.get(operator)
        if count is None:
            break
        values = [number(next(parts, None)) for _ in range(count)]
        if operator in {"S", "M"}:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or operator in {"Q", "B", "A"}
        if operator == "C":
            if points and points[0] != points[-1]:
                points.append(points[0])
        else:
            x, y = values[-2:]
            points.append((a * x + c * y + e, b * x + d * y + f))
    if len(points) > 1 and not curved:
        yield points
