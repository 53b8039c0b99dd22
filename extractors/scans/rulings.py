"""The rulings of a page's picture: long straight runs of ink, across and down, that form tables or underline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.printed.ink import Ruling
from extractors.scans.recognition import Picture, Pixels

_RUN = 11.0
"""Points of unbroken ink from which a run may be part of a ruling."""
_TORN = 3
"""Pixels: shorter gaps in a ruling are specks, over which it goes on …"""
_ON = 9.0
"""… for so many points at most: text has such gaps too."""
_THICK = 5.0
"""Points: thicker bars are shading."""
_DARKER = 26
"""Of 255, by which a ruling is darker than the paper beside it: hairlines come out pale."""
_GAP = 9.0
"""Points between two runs on one line that noise or a bad copy may have torn."""
_ONE_LINE = 1.5
"""Points by which parts of one ruling may lie apart."""
_SURE = 100.0
"""A ruling this long stands by itself; no stroke of a character is so long."""
_MOST = 1500
"""More runs than this, across or down, are a picture."""
_EDGE = 4.0
"""Points from the picture's edge: a line there is the paper's own, or the scanner's lid."""
_MEETS = 4.0
"""Points within which the end of a ruling meets another one."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A straight run of ink: from ``start`` to ``end`` along, at ``place`` across, in points; its box in pixels."""

    down: bool
    start: float
    end: float
    place: float
    boxes: tuple[Pixels, ...]

    @property
    def length(self) -> float:
        return self.end - self.start


def rulings(grey: Picture, scale: float) -> tuple[tuple[Ruling, ...], NDArray[np.uint8]]:
    """The rulings in points, and a mask of their ink (255 on 0), of a level page with ``scale`` pixels in a point.

    A run is a ruling where it is long, or where both its ends meet rulings: strokes of characters do neither.
    """
    thin = {down: _thin(grey, scale, down) for down in (False, True)}
    found = {down: _runs(ink, scale, down) for down, ink in thin.items()}
    mask = np.zeros_like(grey)
    if max(map(len, found.values())) > _MOST:
        return (), mask
    kept = _kept([run for runs in found.values() for run in _joined(runs)])
    for run in kept:
        for x0, top, x1, bottom in run.boxes:
            mask[top:bottom, x0:x1] |= thin[run.down][top:bottom, x0:x1]
    return tuple(_ruling(run) for run in kept), mask


def without(grey: Picture, mask: NDArray[np.uint8]) -> Picture:
    """The page without its rulings. A pixel more on each side goes too: rulings have soft edges."""
    import cv2  # noqa: PLC0415

    if not mask.any():
        return grey
    cleaned = grey.copy()
    cleaned[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 255
    return cleaned


def _thin(grey: Picture, scale: float, down: bool) -> NDArray[np.uint8]:
    """What is darker than the paper on both its sides and no thicker than a ruling (255 on 0)."""
    import cv2  # noqa: PLC0415

    wide = round(_THICK * scale) + 3
    beside = np.ones((1, wide) if down else (wide, 1), np.uint8)
    darker = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, beside)
    return np.where(darker > _DARKER, 255, 0).astype(np.uint8)


def _runs(ink: NDArray[np.uint8], scale: float, down: bool) -> list[_Run]:
    import cv2  # noqa: PLC0415

    length = max(3, round(_RUN * scale))
    along = np.ones((length, 1) if down else (1, length), np.uint8)
    beside = np.ones((1, 3) if down else (3, 1), np.uint8)
    long_runs = cv2.morphologyEx(cv2.dilate(ink, beside), cv2.MORPH_OPEN, along)
    count, _, stats, _ = cv2.connectedComponentsWithStats(long_runs, connectivity=8)
    found = []
    for x, y, width, height in (tuple(int(v) for v in stats[label, :4]) for label in range(1, count)):
        thick, extent = (width, height) if down else (height, width)
        if thick > _THICK * scale + 2 or extent < 3 * thick:
            continue
        beam = ink[:, x : x + width].any(axis=1) if down else ink[y : y + height].any(axis=0)
        start, end = _extended(np.asarray(beam), (y, y + height) if down else (x, x + width), round(_ON * scale))
        place = x + width / 2 if down else y + height / 2
        if not _EDGE * scale < place < (ink.shape[1] if down else ink.shape[0]) - _EDGE * scale:
            continue
        box = (x, start, x + width, end) if down else (start, y, end, y + height)
        found.append(_Run(down, start / scale, end / scale, place / scale, (box,)))
    return found


def _extended(beam: NDArray[np.bool_], ends: tuple[int, int], most: int) -> tuple[int, int]:
    """The ends of a run as far as its ink goes on behind specks; ``beam`` says where along its line there is ink."""
    start, end = ends
    for ahead in np.flatnonzero(beam[end : end + most]):
        if ends[1] + int(ahead) - end >= _TORN:
            break
        end = ends[1] + int(ahead) + 1
    for ahead in np.flatnonzero(beam[max(0, start - most) : start][::-1]):
        if start - (ends[0] - int(ahead)) >= _TORN:
            break
        start = ends[0] - int(ahead) - 1
    return start, end


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Runs on one line with small gaps between them, or beside each other (a double ruling), as one."""
    whole: list[_Run] = []
    for run in sorted(runs, key=lambda r: r.start):
        before = next((w for w in whole if abs(w.place - run.place) <= _ONE_LINE and run.start - w.end <= _GAP), None)
        if before is None:
            whole.append(run)
            continue
        whole.remove(before)
        weight = before.length + run.length
        place = (before.place * before.length + run.place * run.length) / weight
        boxes = (*before.boxes, *run.boxes)
        whole.append(_Run(run.down, before.start, max(before.end, run.end), place, boxes))
    return whole


def _kept(runs: Sequence[_Run]) -> list[_Run]:
    kept = [run for run in runs if run.length >= _SURE]
    rest = [run for run in runs if run.length < _SURE]
    while True:
        more = [run for run in rest if all(_meets(run, end, kept) for end in (run.start, run.end))]
        if not more:
            return kept
        kept += more
        rest = [run for run in rest if run not in more]


def _meets(run: _Run, end: float, others: Sequence[_Run]) -> bool:
    return any(
        other.down != run.down
        and abs(other.place - end) <= _MEETS
        and other.start - _MEETS <= run.place <= other.end + _MEETS
        for other in others
    )


def _ruling(run: _Run) -> Ruling:
    if run.down:
        return Ruling(run.place, run.start, run.place, run.end)
    return Ruling(run.start, run.place, run.end, run.place)
