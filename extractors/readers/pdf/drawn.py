"""What a PDF page draws beside its text: straight strokes, filled boxes, and where images stand."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.records import Box

Segment = tuple[tuple[float, float], tuple[float, float]]

_THIN = 3.0
"""A filled bar up to this many points thick is a ruling, anything thicker is shading."""
_WHITE = 250
"""A colour whose every part (0 to 255) is at least this is the paper's."""
_DEPTH = 8
"""Forms within forms, at most: a form that draws itself would have no end."""
_PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """In PDF's coordinates: boxes of images, strokes (and thin bars as strokes), boxes of shading; how many paths there
    are, and whether there were more objects or segments than the limit."""

    images: list[Box] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    paths: int = 0
    too_many: bool = False


_Matrix = tuple[float, float, float, float, float, float]


def drawn_on(page: pdfium.PdfPage, most: int) -> Drawn:
    """What the page draws, in at most so many objects and so many segments."""
    found = Drawn()
    budget = [most]
    for thing, placed in _objects(page, budget):
        kind = raw.FPDFPageObj_GetType(thing)
        matrix = _within(_matrix(thing), placed)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.images.append(_around([_point(matrix, x, y) for x in (0, 1) for y in (0, 1)]))
        else:
            found.paths += 1
            budget[0] -= max(0, raw.FPDFPath_CountSegments(thing))
            if budget[0] < 0:
                break
            _trace(thing, matrix, found)
    found.too_many = budget[0] < 0
    return found


def _objects(page: pdfium.PdfPage, budget: list[int]) -> Iterator[tuple[Any, _Matrix]]:
    """The page's paths and images with the matrix of the forms that hold them, until the budget is spent."""
    handle = page.raw
    many = range(raw.FPDFPage_CountObjects(handle))
    waiting: list[tuple[Iterator[Any], _Matrix]] = [((raw.FPDFPage_GetObject(handle, i) for i in many), _PLAIN)]
    while waiting:
        things, placed = waiting[-1]
        thing = next(things, None)
        if thing is None:
            waiting.pop()
            continue
        kind = raw.FPDFPageObj_GetType(thing)
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            budget[0] -= 1
            if budget[0] < 0:
                return
            yield thing, placed
        elif kind == raw.FPDF_PAGEOBJ_FORM and len(waiting) < _DEPTH:
            inner = range(raw.FPDFFormObj_CountObjects(thing))
            held = (raw.FPDFFormObj_GetObject(form, i) for form in [thing] for i in inner)
            waiting.append((held, _within(_matrix(thing), placed)))


def _matrix(thing: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _within(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """The matrix that does ``inner`` first and ``outer`` then."""
    if outer is _PLAIN:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _trace(path: Any, matrix: _Matrix, found: Drawn) -> None:
    """Adds the path's strokes and shading. A path that is neither stroked nor filled only clips."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for points in _subpaths(path, matrix):
        if stroke.value:
            found.segments += pairwise(points)
        if fill.value:
            left, bottom, right, top = box = _around(points)
            if min(right - left, top - bottom) <= _THIN:
                x, y = (left + right) / 2, (bottom + top) / 2
                wide = right - left > top - bottom
                found.segments.append(((left, y), (right, y)) if wide else ((x, bottom), (x, top)))
            elif len(points) in (4, 5) and not _is_white(path):
                found.shades.append(box)


def _is_white(path: Any) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(path, *colour)
    return bool(known) and all(part.value >= _WHITE for part in colour[:3])


def _subpaths(path: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
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
        points.append(_point(matrix, x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
