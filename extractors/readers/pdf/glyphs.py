"""The characters of a PDF page, asked of PDFium in few calls: one for all texts, one for each box, some for each run.

A call through ctypes costs more than PDFium's work behind it, and a page has a thousand characters. What cannot change
within a run (the characters that one operator shows: ISO 32000-1, 9.4.3) is asked once for the run.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.printed.glyphs import UNKNOWN, character

Floats = npt.NDArray[np.float64]

_box_at = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value  # type: ignore[arg-type]
)
_shown_by = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value  # type: ignore[arg-type]
)
"""``FPDFText_GetLooseCharBox`` and ``FPDFText_GetTextObject`` over bare addresses: half the time of checked calls."""
_BOX = ctypes.sizeof(raw.FS_RECTF)
_MAYBE_ADDED = frozenset("\x02 -\ufffe")
"""Spaces and hyphens: PDFium adds some of its own."""
_LINE_ENDS = frozenset("\r\n")
_OFF_LINE = 0.4
"""Em by which the middle of a character's box may be off its run's line; one further off is set vertically."""
_LARGE = 24.0
"""Type of this many points and more can be a watermark's."""
_GREY = (0.6, 0.97)
"""So light (0 is black, 1 is white) is a watermark. White type is none: it stands on a coloured ground."""
_FAINT = 0.6
"""So translucent (0 cannot be seen) is a watermark too."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters with their places in PDF's coordinates (origin below left).

    ``boxes`` has left, bottom, right and top of each, ``origins`` a point of its baseline; ``angles`` are those of the
    baselines in radians, ``sizes`` the em in points; ``pale`` says which are set in a watermark's colour and size.
    ``left_out`` counts the characters beyond the limit.
    """

    texts: list[str]
    boxes: Floats
    origins: Floats
    angles: Floats
    sizes: Floats
    pale: npt.NDArray[np.bool_]
    left_out: int

    @property
    def unmapped(self) -> int:
        """How many characters there are whose font does not say what they are."""
        return self.texts.count(UNKNOWN)


def glyphs_of(page: pdfium.PdfPage, most: int) -> Glyphs:
    """The characters that the file holds, at most so many (none of the spaces and line ends that PDFium adds)."""
    textpage = page.get_textpage()
    try:
        handle, whole = textpage.raw, textpage.count_chars()
        shown = _shown(handle, min(whole, most))
        places = [i for i, char in enumerate(shown) if char and char not in _LINE_ENDS and not _added(handle, i, char)]
        boxes = _boxes(handle, places)
        starts = _starts(handle, places)
        runs = np.array([_run(handle, places[start]) for start in starts], dtype=np.float64).reshape(-1, 5)
        lengths = np.diff([*starts, len(places)])
        spread = np.repeat(runs, lengths, axis=0)
        for at in _off_line(boxes, spread, np.repeat(starts, lengths)):
            spread[at] = _run(handle, places[at])
        return Glyphs(
            texts=[character(ord(shown[i])) for i in places],
            boxes=_side_by_side(boxes, np.repeat(starts, lengths), spread[:, 2]),
            origins=spread[:, :2],
            angles=spread[:, 2],
            sizes=spread[:, 3],
            pale=spread[:, 4] > 0,
            left_out=whole - min(whole, most),
        )
    finally:
        textpage.close()


def _shown(handle: Any, count: int) -> Sequence[str]:
    """The text, a character for each that PDFium counts; asked one by one where the two do not agree.

    PDFium counts a character beyond U+FFFF (𠮷) twice: the second one is "" here.
    """
    units = (ctypes.c_ushort * (2 * count + 1))()
    written = raw.FPDFText_GetText(handle, 0, count, units)
    found = bytes(units)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(found) == count:
        return found
    codes = [raw.FPDFText_GetUnicode(handle, i) for i in range(count)]
    shown = [chr(code) if code <= 0x10FFFF else UNKNOWN for code in codes]
    for at, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            shown[at : at + 2] = [chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), ""]
    return shown


def _added(handle: Any, index: int, char: str) -> bool:
    return char in _MAYBE_ADDED and raw.FPDFText_IsGenerated(handle, index) == 1


def _boxes(handle: Any, places: Sequence[int]) -> Floats:
    """Left, bottom, right, top of the characters at these places."""
    page = ctypes.cast(handle, ctypes.c_void_p).value
    boxes = (raw.FS_RECTF * max(1, len(places)))()
    to = ctypes.addressof(boxes)
    for place in places:
        _box_at(page, place, to)
        to += _BOX
    found = np.frombuffer(boxes, dtype=np.float32)[: 4 * len(places)].reshape(-1, 4).astype(np.float64)
    return found[:, [0, 3, 2, 1]]  # FS_RECTF is left, top, right, bottom


def _starts(handle: Any, places: Sequence[int]) -> list[int]:
    """Where runs begin: at the first character of each text object (what belongs to none is a run by itself)."""
    page = ctypes.cast(handle, ctypes.c_void_p).value
    shown = [_shown_by(page, place) for place in places]
    return [at for at, by in enumerate(shown) if not at or by is None or by != shown[at - 1]]


def _side_by_side(boxes: Floats, starts: npt.NDArray[np.int_], angles: Floats) -> Floats:
    """The boxes, that of a glyph which shows several characters (—— in one) parted among them along its line.

    PDFium gives each of them the whole box, as if one were printed over the other.
    """
    same = (boxes[1:] == boxes[:-1]).all(axis=1) & (starts[1:] == starts[:-1])
    found = boxes.copy()
    at = 0
    for first in np.flatnonzero(same).tolist():
        if first < at:
            continue
        at = first + 1
        while at < len(same) and same[at]:
            at += 1
        members = slice(first, at + 1)
        quarter = round(angles[first] / (math.pi / 2)) % 4
        low = quarter % 2  # from left to right, or from bottom to top
        edges = np.linspace(boxes[first, low], boxes[first, low + 2], at - first + 2)
        parts = np.stack((edges[:-1], edges[1:]), axis=1)
        found[members, low::2] = parts if quarter < 2 else parts[::-1]
        at += 1
    return found


def _off_line(boxes: Floats, runs: Floats, starts: npt.NDArray[np.int_]) -> list[int]:
    """The characters that do not stand on their run's line (vertical writing): their places along the line's normal."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    from_first = middles - middles[starts] if len(starts) else middles
    across = from_first[:, 1] * np.cos(runs[:, 2]) - from_first[:, 0] * np.sin(runs[:, 2])
    found: list[int] = np.flatnonzero(np.abs(across) > _OFF_LINE * np.maximum(runs[:, 3], 1.0)).tolist()
    return found


def _run(handle: Any, index: int) -> tuple[float, float, float, float, float]:
    """Origin, angle, em and whether it is pale (0 or 1), of a run's first character."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(handle, index, x, y)
    raw.FPDFText_GetMatrix(handle, index, matrix)
    size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
    return x.value, y.value, math.atan2(matrix.b, matrix.a), size, float(size >= _LARGE and _is_pale(handle, index))


def _is_pale(handle: Any, index: int) -> bool:
    red, green, blue, alpha = colour = tuple(ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(handle, index, *colour):
        return False
    light = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
    return alpha.value / 255 <= _FAINT or _GREY[0] <= light <= _GREY[1]
