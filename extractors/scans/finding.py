"""Where text stands on a page: the detector looks at the part of the page that has ink, and again where it saw nothing.

The network judges a place by the whole that it is shown: a short line alone on white paper escapes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.scans.recognition import Picture, Pixels, Recogniser

_MARGIN = 14.0
"""Points of paper to leave around what is looked at."""
_APART = 16.0
"""Points: rows of ink nearer to each other are looked at together."""
_MOST = 16
"""Places that are looked at again, at most."""
_HIGH = 3.0
"""Points: lower ink is no line of text."""


def text_boxes(grey: Picture, ink: NDArray[np.uint8], scale: float, engine: Recogniser) -> list[Pixels]:
    """The boxes of text on a page (``ink`` is 255 where it has some), from top to bottom."""
    found = [box for window in _windows(ink, scale, together=True) for box in _seen(grey, window, engine)]
    rest = ink.copy()
    for x0, top, x1, bottom in found:
        rest[top:bottom, x0:x1] = 0
    again = list(_windows(rest, scale, together=False))[:_MOST]
    more = [box for window in again for box in _seen(grey, window, engine) if not _known(box, found)]
    return sorted([*found, *more], key=lambda box: (box[1], box[0]))


def _seen(grey: Picture, window: Pixels, engine: Recogniser) -> list[Pixels]:
    left, upper, right, lower = window
    boxes = engine.boxes(np.ascontiguousarray(grey[upper:lower, left:right]))
    return [(x0 + left, top + upper, x1 + left, bottom + upper) for x0, top, x1, bottom in boxes]


def _windows(ink: NDArray[np.uint8], scale: float, together: bool) -> Iterator[Pixels]:
    """The part of the page that has ink, with a margin: all of it, or each band of rows that white parts."""
    height, width = ink.shape
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return
    cuts: Any = [] if together else np.flatnonzero(np.diff(rows) > _APART * scale) + 1
    margin = round(_MARGIN * scale)
    for band in np.split(rows, cuts):
        top, bottom = int(band[0]), int(band[-1]) + 1
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        if bottom - top >= _HIGH * scale:
            yield (
                max(0, int(columns[0]) - margin),
                max(0, top - margin),
                min(width, int(columns[-1]) + 1 + margin),
                min(height, bottom + margin),
            )


def _known(box: Pixels, found: Sequence[Pixels]) -> bool:
    """Whether the middle of a box lies in one that was found before."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x < x1 and top <= y < bottom for x0, top, x1, bottom in found)
