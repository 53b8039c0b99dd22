"""The red seal over signature and date: taken away, with the black text under it kept.

A seal is told from a red head (红头: the issuer's name in large red characters, and the red line) by its shape: one
round ring of 3 to 6 centimetres. Characters in a row have no such ring, so they stay: they are text.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.uint8]
"""Rows × columns × 3: red, green, blue."""
Mask = NDArray[np.bool_]

_DIAMETERS = (55.0, 190.0)
"""Points: seals measure 4.2 to 5 cm (国发〔1999〕25号), those of companies less; photographs stretch them."""
_ASPECT = 1.35
_REDDER = 45
"""By so much of 255 a red ink's red is over its green and blue."""
_RING = (0.86, 1.04)
"""The ring lies between these parts of the radius …"""
_CLOSED = 0.6
"""… in this part of all directions at least (text and bad ink break it),"""
_OUTSIDE = 0.05
"""and no more than this part of its ink lies outside: 国 and 圆 are closed too, but have corners."""
_BLACK = 0.85
"""Of the red ink's brightness in the red channel: what is darker under a seal is partly black ink."""
_SECTORS = 72
_SMALL = 1.0
"""Pixels in a point at which rings are looked for."""


@dataclass(frozen=True, slots=True)
class Seal:
    """An upright ellipse in pixels: its centre and its two radii."""

    x: float
    y: float
    across: float
    down: float


def without_seals(picture: Colour, scale: float) -> Colour:
    """The picture (``scale`` pixels in a point) with every seal's red as white as paper; the same where it has none."""
    red = _red(picture)
    found = _seals(red, scale)
    if not found:
        return picture
    cleaned = picture.copy()
    for seal in found:
        _lift(cleaned, red, seal, scale)
    return cleaned


def _red(picture: Colour) -> Mask:
    import cv2  # noqa: PLC0415

    red, green, blue = cv2.split(picture)
    return np.asarray(cv2.subtract(red, cv2.max(green, blue)) > _REDDER)


def _seals(red: Mask, scale: float) -> list[Seal]:
    import cv2  # noqa: PLC0415

    if not red.any():
        return []
    share = _SMALL / scale
    small = cv2.resize(red.astype(np.uint8) * 255, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    mask = cv2.morphologyEx((small > 60).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, width, height = (int(v) for v in stats[label, :4])
        sides = sorted((width / _SMALL, height / _SMALL))
        if not (_DIAMETERS[0] <= sides[0] and sides[1] <= _DIAMETERS[1] and sides[1] <= _ASPECT * sides[0]):
            continue
        if _is_ring(labels[y : y + height, x : x + width] == label):
            ring = np.array((x + width / 2, y + height / 2, width / 2, height / 2)) / share
            found.append(Seal(*(float(v) for v in ring)))
    return found


def _is_ring(ink: Mask) -> bool:
    """Whether the ink, cut to its own bounds, goes round along the ellipse that fits these bounds."""
    height, width = ink.shape
    ys, xs = np.nonzero(ink)
    across, down = (xs + 0.5) / width * 2 - 1, (ys + 0.5) / height * 2 - 1
    radius = np.hypot(across, down)
    on_ring = (radius >= _RING[0]) & (radius <= _RING[1])
    sectors = np.unique((np.arctan2(down, across)[on_ring] / (2 * np.pi) * _SECTORS).astype(int) % _SECTORS)
    return bool(len(sectors) >= _CLOSED * _SECTORS and (radius > _RING[1]).mean() <= _OUTSIDE)


def _lift(picture: Colour, red: Mask, seal: Seal, scale: float) -> None:
    """Within the seal the red channel decides, where red ink is as bright as paper and black ink is not."""
    import cv2  # noqa: PLC0415

    margin = 1.5 * scale
    top, left = max(0, int(seal.y - seal.down - margin)), max(0, int(seal.x - seal.across - margin))
    window = np.s_[top : ceil(seal.y + seal.down + margin), left : ceil(seal.x + seal.across + margin)]
    part = picture[window]
    ys, xs = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]]
    inside = np.hypot((xs - seal.x) / (seal.across + margin), (ys - seal.y) / (seal.down + margin)) <= 1
    reds = part[..., 0].astype(np.float32)
    stamped = inside & red[window]
    if not stamped.any():
        return
    paper = float(np.percentile(reds[inside], 90))
    ink = float(np.median(reds[stamped]))
    around = cv2.dilate(stamped.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    lifted = np.where(stamped | around, np.clip(reds * (paper / max(ink, 1.0)), 0, 255), reds)
    lifted = np.where(stamped & (reds > _BLACK * ink), paper, lifted)
    part[inside] = np.repeat(lifted[..., None], 3, axis=2)[inside].astype(np.uint8)
