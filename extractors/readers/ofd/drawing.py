"""What an OFD page draws, object by object, in points from its upper left corner (GB/T 33190-2016, 7.7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from lxml import etree

from extractors.limits import Limits
from extractors.readers.ofd.colour import lightness, opacity
from extractors.readers.ofd.document import Resources
from extractors.readers.ofd.paths import Traced
from extractors.readers.ofd.text import Glyph, glyphs
from extractors.readers.ofd.values import Matrix, child, is_true, name_of, numbers, placement

POINTS = 72 / 25.4
"""Points in a millimetre."""
_DEPTH = 32
"""Blocks and composite objects within each other, at most: two that hold each other would have no end."""
_LARGE = 24.0
"""Type of this many points and more can be a watermark's."""
_GREY = (0.6, 0.97)
"""So light (0 is black, 1 is white) is a watermark. White type is none: it stands on a coloured ground."""
_FAINT = 0.6
"""So translucent (0 cannot be seen) is a watermark too."""


class Placed(NamedTuple):
    """An image by the ID of its resource; ``matrix`` leads from the unit square (origin above left) to the page."""

    resource: str
    matrix: Matrix


@dataclass(slots=True)
class Drawing:
    """What is drawn, as it is found: ``pale`` in a watermark's colour and size, ``hidden`` is text that is there but
    not seen. ``missing`` are composite objects (by ID) that no resource file has. ``overfull``: the page holds more
    characters or objects than the limits allow."""

    resources: Resources
    limits: Limits
    shown: list[Glyph] = field(default_factory=list)
    pale: list[Glyph] = field(default_factory=list)
    hidden: list[Glyph] = field(default_factory=list)
    traced: Traced = field(default_factory=Traced)
    images: list[Placed] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    objects: int = 0
    overfull: bool = False

    def draw(self, holder: etree._Element, matrix: Matrix, depth: int = 0) -> None:
        """Everything in a layer, a block or a composite object; ``matrix`` leads from its space to the page."""
        if depth > _DEPTH:
            self.overfull = True
            return
        for thing in holder:
            if self._full():
                break
            self.objects += 1
            kind = name_of(thing)
            if kind in {"Layer", "PageBlock"}:
                self.draw(thing, matrix, depth + 1)
            elif kind == "TextObject":
                self._text(thing, placement(thing, matrix))
            elif is_true(thing.get("Visible"), otherwise=True) and opacity(thing) > 0:
                self._other(kind, thing, matrix, depth)
        self.overfull = self.overfull or self._full()

    def _full(self) -> bool:
        return self._room() < 0 or self.objects + len(self.traced.strokes) > self.limits.page_shapes

    def _room(self) -> int:
        return self.limits.page_characters - len(self.shown) - len(self.pale) - len(self.hidden)

    def _text(self, thing: etree._Element, matrix: Matrix) -> None:
        colour = child(thing, "FillColor")
        seen = opacity(thing) * opacity(colour)
        drawn = is_true(thing.get("Fill"), otherwise=True) or is_true(thing.get("Stroke"), otherwise=False)
        font = self.resources.fonts.get(thing.get("Font", ""), "")
        found = list(islice(glyphs(thing, matrix, font), self._room() + 1))
        if not drawn or seen <= 0 or not is_true(thing.get("Visible"), otherwise=True):
            self.hidden += found
        elif found and found[0].size >= _LARGE and (seen <= _FAINT or _GREY[0] <= lightness(colour) <= _GREY[1]):
            self.pale += found
        else:
            self.shown += found

    def _other(self, kind: str, thing: etree._Element, matrix: Matrix, depth: int) -> None:
        if kind == "PathObject":
            self.traced.add(thing, placement(thing, matrix))
        elif kind == "ImageObject":
            self.images.append(Placed(thing.get("ResourceID", ""), _image_matrix(thing, matrix)))
        elif kind == "CompositeObject":
            identity = thing.get("ResourceID", "")
            content = self.resources.composites.get(identity)
            if content is None:
                self.missing.add(identity)
            else:
                self.draw(content, placement(thing, matrix), depth + 1)


def _image_matrix(thing: etree._Element, outer: Matrix) -> Matrix:
    """From the unit square to the page: the CTM does it, or the Boundary where an image has no CTM (chapter 10)."""
    a, b, c, d, e, f = placement(thing, outer)
    if thing.get("CTM"):
        return a, b, c, d, e, f
    width, height = (numbers(thing.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0))[2:]
    return a * width, b * width, c * height, d * height, e, f
