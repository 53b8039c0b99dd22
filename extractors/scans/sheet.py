"""A page's picture made ready: one resolution, no specks, no seal, white paper, text level."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.scans.deskew import skew, turned
from extractors.scans.recognition import Picture
from extractors.scans.seal import Colour, without_seals

_SCALE = 200 / 72
"""Pixels in a point at which pages are recognised."""
_KEPT = (150 / 72, 260 / 72)
"""Between these a picture keeps its own resolution: every change of scale blurs."""
_MOST_PIXELS = 24_000_000
"""A larger sheet (A1 at 200 dpi) is looked at more coarsely."""
_LONELY = 50
"""Of 255, by which a speck differs from all eight pixels around it. No stroke and no hairline does."""
_PAPER_AROUND = 15.0
"""Points: the paper's brightness is the brightest within this distance (wider than any stroke)."""
_INK = 0.6
"""Of the paper's brightness: darker pixels are ink."""
_BLACKEST = np.uint8(32)
"""Paper is taken to be no darker, or noise in a black picture would become text."""
_DUST = 0.8
"""Square points: the point of a decimal number in 小五 has one and a half."""
_FAINT = 96
"""Of 255: if the darkest ink of a page is brighter, it is stretched to black."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A level page in grey (paper is 255), with ``scale`` pixels in a point; ``ink`` is 255 where there is ink."""

    grey: Picture
    ink: NDArray[np.uint8]
    scale: float

    def on_its_side(self, quarters: int) -> Sheet:
        """After so many quarter turns clockwise."""
        grey, ink = (np.ascontiguousarray(np.rot90(a, -quarters)) for a in (self.grey, self.ink))
        return Sheet(grey, ink, self.scale)


def sheet_of(picture: Colour, width: float) -> Sheet:
    """The sheet from its picture (red, green, blue) and its width in points."""
    picture, scale = _at_one_scale(picture, picture.shape[1] / width)
    cleaned = without_seals(picture, scale)
    grey = _evenly_lit(_darkest(cleaned), scale)
    angle = skew(_ink(grey))
    grey = turned(grey, angle, 255)
    return Sheet(grey, _without_dust(_ink(grey), scale), scale)


def _at_one_scale(picture: Colour, scale: float) -> tuple[Colour, float]:
    """The picture and its new pixels in a point; specks are taken away at the size at which they are specks."""
    import cv2  # noqa: PLC0415

    wanted = scale if _KEPT[0] <= scale <= _KEPT[1] else _SCALE
    wanted = min(wanted, scale * math.sqrt(_MOST_PIXELS / (picture.shape[0] * picture.shape[1])))
    change = wanted / scale
    if change < 1:
        smaller = cv2.resize(picture, None, fx=change, fy=change, interpolation=cv2.INTER_AREA)
        return _without_specks(np.asarray(smaller, dtype=np.uint8)), wanted
    cleaned = _without_specks(picture)
    if change == 1:
        return cleaned, scale
    return np.asarray(cv2.resize(cleaned, None, fx=change, fy=change, interpolation=cv2.INTER_CUBIC)), wanted


def _without_specks(picture: Colour) -> Colour:
    """Specks of one pixel get the median of what is around them; a median over all would eat hairlines."""
    import cv2  # noqa: PLC0415

    green = np.ascontiguousarray(picture[..., 1])
    around = np.ones((3, 3), np.uint8)
    around[1, 1] = 0
    lonely = cv2.max(cv2.subtract(cv2.erode(green, around), green), cv2.subtract(green, cv2.dilate(green, around)))
    specks = lonely > _LONELY
    if not specks.any():
        return picture
    cleaned = picture.copy()
    cleaned[specks] = cv2.medianBlur(picture, 3)[specks]
    return cleaned


def _darkest(picture: Colour) -> Picture:
    import cv2  # noqa: PLC0415

    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _evenly_lit(grey: Picture, scale: float) -> Picture:
    """Divided by the paper's own brightness around each place, and stretched where even the ink is pale."""
    import cv2  # noqa: PLC0415

    share = min(1.0, 1 / scale)
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    reach = round(_PAPER_AROUND) | 1
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), reach)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, np.maximum(paper, _BLACKEST), scale=255)
    dark = float(np.percentile(even[::4, ::4], 0.5))
    if _FAINT < dark < 200:
        even = np.clip((even.astype(np.float32) - dark) * (255 / (255 - dark)), 0, 255).astype(np.uint8)
    return np.asarray(even, dtype=np.uint8)


def _without_dust(ink: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """The ink without spots smaller than any point of a character."""
    import cv2  # noqa: PLC0415

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] < _DUST * scale**2
    return np.where(small[labels], 0, ink).astype(np.uint8)


def _ink(grey: Picture) -> NDArray[np.uint8]:
    return np.where(grey < _INK * 255, 255, 0).astype(np.uint8)
