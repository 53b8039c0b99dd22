"""Recognised strips → characters with their places, as a text layer would have them.

A recogniser gives the middle of each character and no size. The em is measured from the ink of ideographs, made one for
all strips of a page that are nearly alike, and rounded to half points, in which type is set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

from extractors.printed.glyphs import is_wide
from extractors.printed.ink import Char
from extractors.scans.recognition import Glyph, Pixels
from extractors.scans.wording import chinese_forms, is_ideograph

_INK_OF_EM = 0.93
"""The ink of a line of ideographs is this part of its em high; that of digits and capitals …"""
_DIGIT_OF_EM = 0.72
_BOX_OF_EM = 1.35
"""The detector's box is so much higher than the em."""
_CORE = 0.2
"""To each side of its middle an ideograph has ink of its own at least this far, by the height of its strip."""
_STICKS_IN = 0.25
"""A line's box reaches over its own ink on each side by less than this part of its height."""
_TELLING = 3
"""So many ideographs in a strip tell its size: one may be 一 or 口."""
_ALIKE = 0.08
"""Heights this near to each other (as a part) come from one size."""
_STEPS = (0.65, 1.22)
"""Longer or shorter steps from ideograph to ideograph, by their height, have something else in them."""
_SET_APART = 0.08
"""Ideographs whose steps are longer than their height by more (as a part) are spaced out."""
_NEAR = 0.3
"""A strip without ideographs has the size of its page that is not further off than this."""
_CENTRE = 0.4
"""The middle of an ideograph stands this part of an em above its baseline."""
_BEARING = 0.04
"""White on each side of an ideograph in its em square."""
_OPENING = frozenset("（《〈「『【〔“‘([")
_CLOSING = frozenset("，。、；：！？）》〉」』】〕”’")


@dataclass(frozen=True, slots=True)
class Piece:
    """A recognised strip in pixels: the box that was read, where its ink begins and ends, the upper and lower bound of
    that of its ideographs (brackets are higher), how many these are, and all its characters."""

    box: Pixels
    ink: tuple[int, int]
    body: tuple[int, int]
    ideographs: int
    glyphs: tuple[Glyph, ...]


def piece_of(box: Pixels, glyphs: tuple[Glyph, ...], ink: NDArray[np.uint8]) -> Piece:
    """The strip in the page's ``ink``, of which its box has some."""
    x0, top, x1, bottom = box
    part = ink[top:bottom, x0:x1] > 0
    reach = _CORE * (bottom - top)
    centres = [glyph.centre * (x1 - x0) for glyph in glyphs if is_ideograph(glyph.text)]
    cores = [part[:, max(0, round(centre - reach)) : round(centre + reach) + 1].any(axis=1) for centre in centres]
    rows = np.any(cores, axis=0) if cores else part.any(axis=1)
    upper, lower = _own_rows(np.asarray(rows if rows.any() else part.any(axis=1)))
    columns = np.flatnonzero(part[upper:lower].any(axis=0))
    return Piece(
        box, (x0 + int(columns[0]), x0 + int(columns[-1]) + 1), (top + upper, top + lower), len(centres), glyphs
    )


def _own_rows(filled: NDArray[np.bool_]) -> tuple[int, int]:
    """The first and last row of ink without what sticks into the strip from the lines above and below it."""
    edges = [int(edge) for edge in np.flatnonzero(np.diff(filled.astype(np.int8))) + 1]
    own = filled.copy()
    if len(edges) > 1 and filled[0] and edges[0] <= _STICKS_IN * len(filled):
        own[: edges[0]] = False
    if len(edges) > 1 and filled[-1] and len(filled) - edges[-1] <= _STICKS_IN * len(filled):
        own[edges[-1] :] = False
    rows = np.flatnonzero(own if own.any() else filled)
    return int(rows[0]), int(rows[-1]) + 1


def chars_of(pieces: Sequence[Piece], scale: float) -> tuple[Char, ...]:
    """The characters of all strips, in points, with ``scale`` pixels in a point."""
    pieces = [piece for piece in pieces if any(glyph.text.strip() for glyph in piece.glyphs)]
    sizes = _sizes(pieces, scale)
    return tuple(char for piece, em in zip(pieces, sizes, strict=True) for char in _chars(piece, em, scale))


def _sizes(pieces: Sequence[Piece], scale: float) -> list[float]:
    """The em of each strip in points."""
    tall = [piece for piece in pieces if piece.ideographs >= _TELLING]
    heights = [piece.body[1] - piece.body[0] for piece in tall]
    common = {}
    for height in _modes(heights):
        alike = [piece for piece, other in zip(tall, heights, strict=True) if abs(other - height) <= _ALIKE * height]
        common[height] = _half_points(_em(alike, height) / scale)
    return [_size(piece, common, scale) for piece in pieces]


def _size(piece: Piece, common: Mapping[float, float], scale: float) -> float:
    height, box = piece.body[1] - piece.body[0], (piece.box[3] - piece.box[1]) / _BOX_OF_EM
    if not piece.ideographs:
        measured, within = max(height / _DIGIT_OF_EM, box), _NEAR
    elif piece.ideographs < _TELLING:
        measured, within = max(height / _INK_OF_EM, box), _NEAR
    else:
        measured, within = height / _INK_OF_EM, 2 * _ALIKE
    near = min(common, key=lambda other: abs(other / _INK_OF_EM - measured), default=None)
    if near is not None and abs(near / _INK_OF_EM - measured) <= within * measured:
        return common[near]
    return _half_points(measured / scale)


def _modes(heights: Sequence[int]) -> list[float]:
    """Heights around which the others gather, the commonest first."""
    left = sorted(heights)
    found: list[float] = []
    while left:
        middle = max(left, key=lambda height: sum(abs(other - height) <= _ALIKE / 3 * height for other in left))
        near = [height for height in left if abs(height - middle) <= _ALIKE * middle]
        found.append(median(near))
        left = [height for height in left if abs(height - middle) > _ALIKE * middle]
    return found


def _em(pieces: Sequence[Piece], height: float) -> float:
    """The em in pixels of strips of one size: the usual step from ideograph to ideograph, if they are not set apart."""
    steps = [
        (after.centre - before.centre) * (piece.box[2] - piece.box[0])
        for piece in pieces
        for before, after in pairwise(piece.glyphs)
        if is_ideograph(before.text) and is_ideograph(after.text)
    ]
    by_height = height / _INK_OF_EM
    step = mean([step for step in steps if _STEPS[0] <= step / by_height <= _STEPS[1]] or [by_height])
    return step if step <= (1 + _SET_APART) * by_height else by_height


def _half_points(size: float) -> float:
    return max(1.0, round(size * 2) / 2)


def _chars(piece: Piece, em: float, scale: float) -> list[Char]:
    glyphs = chinese_forms(piece.glyphs)
    left, wide = piece.box[0] / scale, (piece.box[2] - piece.box[0]) / scale
    centres = [left + glyph.centre * wide for glyph in glyphs]
    edges = _edges([glyph.text for glyph in glyphs], centres, em, piece.ink[0] / scale, piece.ink[1] / scale)
    baseline = _baseline(piece, em, scale)
    return [
        Char(glyph.text, x0, x1, baseline, em, glyph.confidence) for glyph, (x0, x1) in zip(glyphs, edges, strict=True)
    ]


def _baseline(piece: Piece, em: float, scale: float) -> float:
    top, bottom = piece.body[0] / scale, piece.body[1] / scale
    return (top + bottom) / 2 + _CENTRE * em if piece.ideographs else bottom


def _edges(
    texts: Sequence[str], centres: Sequence[float], em: float, ink_left: float, ink_right: float
) -> list[tuple[float, float]]:
    """Left and right edge of each character's square, as a printer would have set them."""
    half = [0.5 * em if is_wide(text) else 0.25 * em for text in texts]
    edges = [[centre - h, centre + h] for centre, h in zip(centres, half, strict=True)]
    if texts[0] not in _OPENING:
        edges[0][0] = ink_left - _BEARING * em
    elif is_wide(texts[0]):
        edges[0][0] = ink_left - 0.5 * em
    if texts[-1] not in _CLOSING:
        edges[-1][1] = ink_right + _BEARING * em
    last = len(texts) - 1
    for i, text in enumerate(texts):
        if text in _OPENING and is_wide(text) and i < last:
            edges[i][1] = edges[i + 1][0]
            edges[i][0] = max(edges[i][1] - em, edges[i - 1][1] if i else edges[i][0])
        if text in _CLOSING and is_wide(text) and i:
            edges[i][0] = edges[i - 1][1]
            edges[i][1] = edges[i][0] + em if i == last else min(edges[i][0] + em, edges[i + 1][0])
    for i in range(last):
        if not (is_wide(texts[i]) or is_wide(texts[i + 1])):
            edges[i][1] = edges[i + 1][0] = (centres[i] + centres[i + 1]) / 2
    return [(x0, max(x0, x1)) for x0, x1 in edges]
