"""Pages that were laid on their side or upside down: how they have to be turned."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

import numpy as np

from extractors.scans.recognition import Picture, Pixels, Recogniser

_SAMPLE = 5
"""Lines of which the beginning is read to tell up from down, and how long a beginning, by the line's height."""
_BEGINNING = 12
_READABLE = 0.8
"""A page whose sample is surer than this on average stands upright."""
_TALL = 1.5


def quarters(grey: Picture, boxes: Sequence[Pixels], engine: Recogniser) -> int:
    """Quarter turns clockwise that set the page upright; ``boxes`` are where its text stands now."""
    if not boxes:
        return 0
    sideways = _sideways(boxes)
    if not sideways and _sureness(grey, boxes, engine) >= _READABLE:
        return 0
    return max((1, 3) if sideways else (0, 2), key=lambda turn: _sureness(*_turned(grey, boxes, turn), engine))


def _sideways(boxes: Sequence[Pixels]) -> bool:
    """Whether most of the text runs down the picture."""
    down = sum(b[3] - b[1] for b in boxes if b[3] - b[1] > _TALL * (b[2] - b[0]))
    across = sum(b[2] - b[0] for b in boxes if b[2] - b[0] > _TALL * (b[3] - b[1]))
    return down > across


def _turned(grey: Picture, boxes: Sequence[Pixels], turn: int) -> tuple[Picture, list[Pixels]]:
    """The picture and its boxes after so many quarter turns clockwise."""
    height, width = grey.shape[:2]
    for _ in range(turn):
        boxes = [(height - bottom, x0, height - top, x1) for x0, top, x1, bottom in boxes]
        height, width = width, height
    return np.ascontiguousarray(np.rot90(grey, -turn)), list(boxes)


def _sureness(grey: Picture, boxes: Sequence[Pixels], engine: Recogniser) -> float:
    """How sure the first characters of the longest lines are, on average (0 to 1)."""
    longest = sorted(boxes, key=lambda box: box[0] - box[2])[:_SAMPLE]
    begun = [(x0, top, min(x1, x0 + _BEGINNING * (bottom - top)), bottom) for x0, top, x1, bottom in longest]
    lines = engine.texts([grey[top:bottom, x0:x1] for x0, top, x1, bottom in begun])
    return mean([glyph.confidence for line in lines for glyph in line] or [0.0])
