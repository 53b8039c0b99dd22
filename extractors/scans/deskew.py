"""How far a page was laid askew: the angle at which its lines and rulings are sharpest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.scans.recognition import Picture

_MOST = 10.0
"""Degrees to either side that are looked at."""
_STEPS = ((1.0, 500), (0.25, 700), (0.05, 1200))
"""Each search goes around the last one's find in steps of so many degrees, at so many pixels of the long side."""
_LEAST_INK = 200
_WORTH = 0.04
"""Degrees below which nothing is gained by turning."""


def skew(ink: NDArray[np.uint8]) -> float:
    """Degrees clockwise by which the text (dark is 255 on 0) is turned; 0 for a blank page.

    The sums of ink along rows (and along columns, for a page that lies on its side) change most abruptly where rows of
    text and rulings run along them.
    """
    import cv2  # noqa: PLC0415

    if int(np.count_nonzero(ink)) < _LEAST_INK:
        return 0.0
    angle, reach = 0.0, _MOST
    for step, side in _STEPS:
        share = min(1.0, side / max(ink.shape))
        small = np.asarray(cv2.resize(ink, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        steps = round(reach / step)
        tried = [angle + i * step for i in range(-steps, steps + 1)]
        angle = max(tried, key=lambda degrees: (_sharpness(turned(small, degrees, 0)), -abs(degrees)))
        reach = step
    return angle if abs(angle) >= _WORTH else 0.0


def turned(picture: Picture, degrees: float, paper: int) -> Picture:
    """The picture turned back by so many degrees around its middle, with ``paper`` where nothing was."""
    import cv2  # noqa: PLC0415

    if degrees == 0:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    level = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper)
    return np.asarray(level, dtype=np.uint8)


def _sharpness(ink: NDArray[np.uint8]) -> float:
    total = 0.0
    for axis in (0, 1):
        sums = ink.sum(axis=axis, dtype=np.float64)
        total += float(np.square(np.diff(sums)).sum())
    return total
