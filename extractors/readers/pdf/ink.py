"""The ink of a PDF page: characters and rulings as PDFium gives them, turned so that the text stands upright.

PDFium alone is asked for both, so that text and tables share one decoder and one system of coordinates.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from corpus.records import Box
from extractors.limits import DEFAULT, Limits
from extractors.printed.ink import Char, PageInk, rulings
from extractors.readers.pdf.drawn import drawn_on
from extractors.readers.pdf.fields import laid_over, written
from extractors.readers.pdf.glyphs import Floats, Glyphs, glyphs_of

PDFIUM = threading.Lock()
"""PDFium keeps global state and is not safe across threads: hold this around every call to it."""

_ASKEW = 0.05
"""Text turned by more than this many radians from the page's main direction is a watermark or a seal."""
_QUARTER = math.pi / 2


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The ink of a page and what tells text from a scan. ``image_share`` is the part of the page that images cover (0
    to 1), ``paths`` counts drawn shapes, ``unmapped`` counts characters whose font does not say what they are.
    ``overfull`` says that the page holds more characters or shapes than the limits allow, ``comments`` counts those of
    reviewers, ``launches`` says that a place on the page starts a program when it is clicked."""

    ink: PageInk
    image_share: float
    paths: int
    unmapped: int
    overfull: bool = False
    comments: int = 0
    launches: bool = False


class _Turn(NamedTuple):
    """From PDF's coordinates (origin below left) to ours: ``x = ax·X + bx·Y + cx``, ``y = ay·X + by·Y + cy``."""

    ax: int
    bx: int
    cx: float
    ay: int
    by: int
    cy: float

    @classmethod
    def of(cls, quarters: int, box: Box) -> _Turn:
        """After so many quarter turns clockwise of a page with this box."""
        left, bottom, right, top = box
        return (
            cls(1, 0, -left, 0, -1, top),
            cls(0, 1, -bottom, 1, 0, -left),
            cls(-1, 0, right, 0, 1, -bottom),
            cls(0, -1, top, -1, 0, right),
        )[quarters]

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.ax * x + self.bx * y + self.cx, self.ay * x + self.by * y + self.cy

    def box(self, box: Box) -> Box:
        (xa, ya), (xb, yb) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def pdf_page(pdf: pdfium.PdfDocument, index: int, limits: Limits = DEFAULT) -> PdfPage:
    """The page with this index (from 0). Raises ``PdfiumError`` where the page cannot be loaded."""
    page = pdf[index]
    try:
        glyphs = glyphs_of(page, limits.page_characters)
        quarters = _main_direction(glyphs, page.get_rotation() // 90)
        left, bottom, right, top = page.get_bbox()
        turn = _Turn.of(quarters, (left, bottom, right, top))
        width, height = (top - bottom, right - left) if quarters % 2 else (right - left, top - bottom)
        drawn = drawn_on(page, limits.page_shapes)
        covered = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in drawn.images)
        upright = np.abs(_from(glyphs.angles, quarters)) <= _ASKEW
        beside = laid_over(page)
        fields = tuple(char for words, box, size in beside.filled for char in written(words, turn.box(box), size))
        ink = PageInk(
            index + 1,
            width,
            height,
            _chars(glyphs, upright & ~glyphs.pale, turn) + fields,
            tuple(rulings((turn.point(*start), turn.point(*end)) for start, end in drawn.segments)),
            shades=tuple(turn.box(box) for box in drawn.shades),
            images=tuple(turn.box(box) for box in drawn.images),
            pale=_chars(glyphs, upright & glyphs.pale, turn) if glyphs.pale.any() else (),
        )
        return PdfPage(
            ink=ink,
            image_share=min(1.0, covered / (width * height)) if width and height else 0.0,
            paths=drawn.paths,
            unmapped=glyphs.unmapped,
            overfull=drawn.too_many or glyphs.left_out > 0,
            comments=beside.comments,
            launches=beside.launches,
        )
    finally:
        page.close()


def _main_direction(glyphs: Glyphs, rotation: int) -> int:
    """Quarter turns clockwise that set most characters upright; the page's own rotation where it has no text.

    The text decides and not ``/Rotate``: wide annex tables are often set sideways on an upright page.
    """
    quarters = np.rint(glyphs.angles / _QUARTER).astype(int) % 4
    visible = np.array([text > " " for text in glyphs.texts], dtype=bool)
    turns = np.bincount(quarters[visible], minlength=4)
    return int(turns.argmax()) if turns.any() else rotation


def _from(angles: Floats, quarters: int) -> Floats:
    """The angles seen from so many quarter turns, within half a turn to either side."""
    return (angles - quarters * _QUARTER + math.pi) % (2 * math.pi) - math.pi


def _chars(glyphs: Glyphs, chosen: npt.NDArray[np.bool_], turn: _Turn) -> tuple[Char, ...]:
    """The chosen glyphs after the turn."""
    ax, bx, cx, ay, by, cy = turn
    boxes, origins, sizes = glyphs.boxes[chosen], glyphs.origins[chosen], glyphs.sizes[chosen]
    xa, xb = (ax * boxes[:, at] + bx * boxes[:, at + 1] + cx for at in (0, 2))
    x0, x1 = np.minimum(xa, xb), np.maximum(xa, xb)
    baselines = ay * origins[:, 0] + by * origins[:, 1] + cy
    texts = [text for text, here in zip(glyphs.texts, chosen.tolist(), strict=True) if here]
    columns = (x0, x1, baselines, np.where(sizes > 0, sizes, x1 - x0))
    return tuple(map(Char, texts, *(column.tolist() for column in columns)))
