"""Pictures of pages → their ink, some at the same time, in order; a page that fails does not take the others along."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from corpus.records import Problem
from extractors.limits import Limits
from extractors.printed.ink import PageInk, Ruling
from extractors.printed.pages import page_name
from extractors.scans.finding import text_boxes
from extractors.scans.orientation import quarters
from extractors.scans.pieces import chars_of, piece_of
from extractors.scans.recognition import Glyph, Picture, recogniser
from extractors.scans.rulings import rulings, without
from extractors.scans.sheet import Sheet, sheet_of
from extractors.scans.strips import strips

_AT_ONCE = max(1, min(4, os.cpu_count() or 1))
"""Pages at the same time, in the whole process: each takes one core and a few hundred megabytes."""
_LEGIBLE = 0.5
"""Lines whose characters are less sure on average are not shown: they would be made up."""
_TURN = threading.BoundedSemaphore(_AT_ONCE)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a picture: its number, its size in points, and how to have its pixels (rows × columns × 3, red, green,
    blue), which is asked for once, in another thread, when the page's turn comes."""

    number: int
    width: float
    height: float
    pixels: Callable[[], NDArray[np.uint8]]


def recognised(images: Iterable[PageImage], limits: Limits) -> Iterator[PageInk | Problem]:
    """The ink of each page in the order given.

    In the place of a page that fails stands a Problem (``read-page-failed``), and one in the place of all pages beyond
    the limit (``read-too-many-scans``). After a page of which some lines could not be made out comes a note
    (``note-illegible``).
    """
    waiting: deque[Future[list[PageInk | Problem]]] = deque()
    beyond: Problem | None = None
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            for count, image in enumerate(images):
                if count == limits.ocr_pages:
                    beyond = Problem(
                        page_name(image.number), "read-too-many-scans", (("limit", str(limits.ocr_pages)),)
                    )
                    break
                waiting.append(pool.submit(_page, image))
                if len(waiting) > _AT_ONCE:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
            if beyond:
                yield beyond
        finally:
            for future in waiting:
                future.cancel()


def _page(image: PageImage) -> list[PageInk | Problem]:
    """What a broken picture makes its decoder raise is of many kinds; the page is named, the others go on."""
    where = page_name(image.number)
    try:
        with _TURN:
            ink, illegible = page_ink(image)
    except Exception as error:
        said = str(error).partition("\n")[0][:120] or type(error).__name__
        return [Problem(where, "read-page-failed", (("reason", said),))]
    return [ink, Problem(where, "note-illegible", (("count", str(illegible)),))] if illegible else [ink]


def page_ink(image: PageImage) -> tuple[PageInk, int]:
    """The characters and rulings of one page, in points of the page as it stands upright; and how many lines (or what
    looked like some) could not be made out."""
    engine = recogniser()
    sheet = sheet_of(image.pixels(), image.width)
    ruled = _ruled(sheet)
    boxes = text_boxes(ruled.grey, ruled.ink, sheet.scale, engine)
    turn = quarters(ruled.grey, boxes, engine)
    if turn:
        sheet = sheet.on_its_side(turn)
        ruled = _ruled(sheet)
        boxes = text_boxes(ruled.grey, ruled.ink, sheet.scale, engine)
    read = strips(boxes, ruled.rulings, ruled.ink, sheet.scale)
    texts = engine.texts([ruled.grey[top:bottom, x0:x1] for x0, top, x1, bottom in read])
    pieces = [piece_of(box, glyphs, ruled.ink) for box, glyphs in zip(read, texts, strict=True)]
    legible = [piece for piece in pieces if _is_legible(piece.glyphs)]
    height, width = (side / sheet.scale for side in ruled.grey.shape)
    ink = PageInk(image.number, width, height, chars_of(legible, sheet.scale), ruled.rulings, recognised=True)
    return ink, len(pieces) - len(legible)


def _is_legible(glyphs: Sequence[Glyph]) -> bool:
    """What is no writing (a picture, a signature) is read as characters too, but as none with any certainty."""
    return not glyphs or mean(glyph.confidence for glyph in glyphs) >= _LEGIBLE


@dataclass(frozen=True, slots=True)
class _Ruled:
    """The rulings of a sheet, and its grey and its ink without them."""

    rulings: tuple[Ruling, ...]
    grey: Picture
    ink: NDArray[np.uint8]


def _ruled(sheet: Sheet) -> _Ruled:
    found, mask = rulings(sheet.grey, sheet.scale)
    grey = without(sheet.grey, mask)
    return _Ruled(found, grey, np.where(grey < 255, sheet.ink, 0).astype(np.uint8))
