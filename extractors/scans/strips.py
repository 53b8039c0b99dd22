"""Where to read: the boxes that the detector finds, cut so that each holds one line of one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extractors.printed.ink import Ruling
from extractors.scans.recognition import Pixels

_EDGE = 2.0
"""Points by which a box may stick out over a ruling without being cut there."""
_OWN = 0.4
"""A box of whose ink no more than this part is its own shows what another box shows too."""
_A_TABLE = 4
_MISSED_MOST = 150
"""More spots of ink that no box holds are no characters but the ground of a picture."""
_HIGH = (0.4, 1.3)
"""What may be characters is so high, by the height of the page's boxes, and at most so many times higher than wide."""
_NARROW = 4.0
_AROUND = 0.2
"""White to leave around ink that is to be read, by the height of the page's boxes."""
_TALLER = 1.6
"""A box so much higher than the page's lines, with white between its rows, holds several."""


def strips(
    boxes: Sequence[Pixels], rulings: Sequence[Ruling], ink: NDArray[np.uint8], scale: float
) -> tuple[Pixels, ...]:
    """One box for each line of each cell, and for characters in cells that the detector missed; ``ink`` is the page's
    without its rulings."""
    parts = [part for box in boxes for part in _between_rulings(box, rulings, scale)]
    usual = median([b[3] - b[1] for b in parts if b[2] - b[0] > b[3] - b[1]] or [b[3] - b[1] for b in parts] or [0])
    found = _once([line for part in parts for line in _lines(part, usual, ink)], ink)
    missed = _missed(found, rulings, ink, scale, usual) if usual else ()
    more = [part for box in missed for part in _between_rulings(box, rulings, scale)]
    return (*found, *(box for box in more if ink[box[1] : box[3], box[0] : box[2]].any()))


def _missed(
    found: Sequence[Pixels], rulings: Sequence[Ruling], ink: NDArray[np.uint8], scale: float, usual: float
) -> Iterator[Pixels]:
    """Ink within tables that no box holds, where it is as high as a character: detectors overlook a lonely 1."""
    import cv2  # noqa: PLC0415

    if len(rulings) < _A_TABLE:
        return
    left, right = (round(side(v for r in rulings for v in (r.x0, r.x1)) * scale) for side in (min, max))
    top, bottom = (round(side(v for r in rulings for v in (r.top, r.bottom)) * scale) for side in (min, max))
    rest = ink.copy()
    for x0, upper, x1, lower in found:
        rest[upper:lower, x0:x1] = 0
    near = cv2.dilate(rest[top:bottom, left:right], np.ones((1, max(1, round(0.25 * usual))), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    if count > _MISSED_MOST:
        return
    pad = round(_AROUND * usual)
    for x, y, wide, high in (tuple(int(v) for v in stats[label, :4]) for label in range(1, count)):
        if _HIGH[0] * usual <= high <= _HIGH[1] * usual and high <= _NARROW * wide:
            start, upper = left + x, top + y
            yield (max(0, start - pad), max(0, upper - pad), start + wide + pad, upper + high + pad)


def _once(boxes: Sequence[Pixels], ink: NDArray[np.uint8]) -> tuple[Pixels, ...]:
    """The boxes with ink of their own. What a box cut off at a ruling has of its neighbour is read there."""
    kept: list[Pixels] = []
    for box in sorted(boxes, key=lambda b: (b[0] - b[2]) * (b[3] - b[1])):
        x0, top, x1, bottom = box
        own = ink[top:bottom, x0:x1] > 0
        total = int(own.sum())
        for other in kept:
            left, upper, right, lower = (max(0, other[0] - x0), max(0, other[1] - top), other[2] - x0, other[3] - top)
            if right > left and lower > upper:
                own = own.copy()
                own[upper:lower, left:right] = False
        if total and own.sum() > _OWN * total:
            kept.append(box)
    return tuple(sorted(kept, key=lambda b: (b[1], b[0])))


def _between_rulings(box: Pixels, rulings: Sequence[Ruling], scale: float) -> Iterator[Pixels]:
    x0, top, x1, bottom = (side / scale for side in box)
    middle = (top + bottom) / 2
    across = [r.x0 for r in rulings if r.x0 == r.x1 and r.top <= middle <= r.bottom and x0 < r.x0 < x1]
    for left, right in _parts(x0, x1, across):
        centre = (left + right) / 2
        down = [r.top for r in rulings if r.top == r.bottom and r.x0 <= centre <= r.x1 and top < r.top < bottom]
        for upper, lower in _parts(top, bottom, down):
            yield (round(left * scale), round(upper * scale), round(right * scale), round(lower * scale))


def _parts(start: float, end: float, cuts: Sequence[float]) -> Iterator[tuple[float, float]]:
    """The stretches between the cuts; slivers at the ends are left out."""
    for a, b in pairwise([start, *sorted(cuts), end]):
        if b - a > _EDGE:
            yield a, b


def _lines(box: Pixels, usual: float, ink: NDArray[np.uint8]) -> Iterator[Pixels]:
    x0, top, x1, bottom = box
    if bottom - top <= _TALLER * usual:
        yield box
        return
    rows = _stretches(np.asarray(ink[top:bottom, x0:x1].any(axis=1)))
    pad = round(0.15 * usual)
    whole = _rejoined(rows, usual)
    for start, end in whole:
        yield (x0, max(top, top + start - pad), x1, min(bottom, top + end + pad))


def _stretches(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _rejoined(rows: Sequence[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """Rows of ink as lines: 二 and 昌 are one line each though white runs through them."""
    lines: list[tuple[int, int]] = []
    for start, end in rows:
        if lines and end - lines[-1][0] <= 0.85 * usual:
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    return lines
