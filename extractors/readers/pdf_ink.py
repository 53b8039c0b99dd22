"""The ink of a PDF page: characters and rulings as PDFium gives them, turned so that the text stands upright.

PDFium alone is asked for both, so that text and tables share one decoder and one system of coordinates.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.records import Box
from extractors.printed.glyphs import UNKNOWN, character
from extractors.printed.ink import Char, PageInk, Ruling

PDFIUM = threading.Lock()
"""PDFium keeps global state and is not safe across threads: hold this around every call to it."""

_THIN = 3.0
"""A filled bar up to this many points thick is a ruling, anything thicker is shading."""
_ASKEW = 0.05
"""Text turned by more than this many radians from the page's main direction is a watermark or a seal."""
_DEPTH = 8
"""Forms within forms, at most."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The ink of a page and what tells text from a scan. ``image_share`` is the part of the page that images cover (0
    to 1), ``paths`` counts drawn shapes, ``unmapped`` counts characters whose font does not say what they are."""

    ink: PageInk
    image_share: float
    paths: int
    unmapped: int


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


class _Glyph(NamedTuple):
    text: str
    box: Box
    origin: tuple[float, float]
    angle: float
    size: float


def pdf_page(pdf: pdfium.PdfDocument, index: int) -> PdfPage:
    """The page with this index (from 0). Raises ``PdfiumError`` where the page cannot be loaded."""
    page = pdf[index]
    try:
        glyphs, unmapped = _glyphs(page)
        quarters = _main_direction(glyphs, page.get_rotation() // 90)
        left, bottom, right, top = page.get_bbox()
        turn = _Turn.of(quarters, (left, bottom, right, top))
        width, height = (top - bottom, right - left) if quarters % 2 else (right - left, top - bottom)
        images, segments, paths = _drawn(page)
        covered = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in images)
        chars, rulings = tuple(_chars(glyphs, quarters, turn)), tuple(_rulings(segments, turn))
        return PdfPage(
            ink=PageInk(index + 1, width, height, chars, rulings),
            image_share=min(1.0, covered / (width * height)) if width and height else 0.0,
            paths=paths,
            unmapped=unmapped,
        )
    finally:
        page.close()


def _glyphs(page: pdfium.PdfPage) -> tuple[list[_Glyph], int]:
    """Every character that the file holds (not the spaces and line ends that PDFium adds), and how many are unknown.

    A page has a thousand characters and each needs six calls, so handles and pointers are made once.
    """
    textpage = page.get_textpage()
    handle = textpage.raw
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    to_box, to_matrix, to_x, to_y = (ctypes.byref(place) for place in (box, matrix, x, y))
    found: list[_Glyph] = []
    unmapped = 0
    try:
        for i in range(textpage.count_chars()):
            if raw.FPDFText_IsGenerated(handle, i) == 1:
                continue
            text = character(raw.FPDFText_GetUnicode(handle, i))
            unmapped += text == UNKNOWN
            raw.FPDFText_GetLooseCharBox(handle, i, to_box)
            raw.FPDFText_GetCharOrigin(handle, i, to_x, to_y)
            raw.FPDFText_GetMatrix(handle, i, to_matrix)
            size = raw.FPDFText_GetFontSize(handle, i) * math.hypot(matrix.c, matrix.d)
            angle = math.atan2(matrix.b, matrix.a)
            found.append(_Glyph(text, (box.left, box.bottom, box.right, box.top), (x.value, y.value), angle, size))
    finally:
        textpage.close()
    return found, unmapped


def _main_direction(glyphs: list[_Glyph], rotation: int) -> int:
    """Quarter turns clockwise that set most characters upright; the page's own rotation where it has no text.

    The text decides and not ``/Rotate``: wide annex tables are often set sideways on an upright page.
    """
    turns = Counter(round(g.angle / (math.pi / 2)) % 4 for g in glyphs if g.text != " ")
    return turns.most_common(1)[0][0] if turns else rotation


def _chars(glyphs: list[_Glyph], quarters: int, turn: _Turn) -> Iterator[Char]:
    """The glyphs that stand upright after the turn."""
    ax, bx, cx, ay, by, cy = turn
    upright = quarters * math.pi / 2
    for text, (left, bottom, right, top), (x, y), angle, size in glyphs:
        if angle != upright and abs(math.remainder(angle - upright, 2 * math.pi)) > _ASKEW:
            continue
        xa, xb = ax * left + bx * bottom + cx, ax * right + bx * top + cx
        yield Char(text, min(xa, xb), max(xa, xb), ay * x + by * y + cy, size or abs(xb - xa))


_Segment = tuple[tuple[float, float], tuple[float, float]]


def _drawn(page: pdfium.PdfPage) -> tuple[list[Box], list[_Segment], int]:
    """Boxes of the images, straight strokes (and thin bars as strokes), and how many paths there are."""
    images: list[Box] = []
    segments: list[_Segment] = []
    paths = 0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        matrix = _placement(thing)
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            corners = [matrix.on_point(x, y) for x in (0, 1) for y in (0, 1)]
            images.append((*map(min, zip(*corners, strict=True)), *map(max, zip(*corners, strict=True))))
        else:
            paths += 1
            segments += _segments(thing, matrix)
    return images, segments, paths


def _placement(thing: Any) -> pdfium.PdfMatrix:
    """From the object's own coordinates to the page's, through every form that holds it."""
    matrix = thing.get_matrix()
    container = thing.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    return matrix


def _segments(path: Any, matrix: pdfium.PdfMatrix) -> Iterator[_Segment]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    for points in _subpaths(path, matrix):
        if stroke.value:
            yield from pairwise(points)
        elif fill.value:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if min(width, height) <= _THIN:
                x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
                yield ((min(xs), y), (max(xs), y)) if width > height else ((x, min(ys)), (x, max(ys)))


def _subpaths(path: Any, matrix: pdfium.PdfMatrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path that is made of straight lines alone."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for i in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _rulings(segments: list[_Segment], turn: _Turn) -> Iterator[Ruling]:
    for start, end in segments:
        (xa, ya), (xb, yb) = turn.point(*start), turn.point(*end)
        if abs(ya - yb) <= 1 < abs(xa - xb):
            y = (ya + yb) / 2
            yield Ruling(min(xa, xb), y, max(xa, xb), y)
        elif abs(xa - xb) <= 1 < abs(ya - yb):
            x = (xa + xb) / 2
            yield Ruling(x, min(ya, yb), x, max(ya, yb))
