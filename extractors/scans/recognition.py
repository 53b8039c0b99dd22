"""The recogniser: where text stands in a picture, and which characters it is, each with its place and certainty.

RapidOCR's detection and recognition networks (PP-OCRv6) lie in its package, so nothing is fetched. They are made once a
process, at the first need, and shared by all threads: a network of one thread runs in many at once, and two pages
side by side use two cores better than one page in two threads.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Rows × columns (grey) or rows × columns × 3."""
Pixels = tuple[int, int, int, int]
"""A box in a picture: x0, top, x1, bottom, ends exclusive."""

_SMALLER = 0.68
"""Text is looked for in a smaller picture: small enough for memory and time, large enough for 六号 at 200 dpi."""
_BAND = 2500
"""A longer picture is looked through in bands of so many pixels, each of which goes on by a part of it …"""
_OVERLAP = 0.12
"""… into the next one, so that every line is whole in one of them."""
_LEAST_SIDE = 64
"""Pixels: a smaller picture is made larger before text is looked for."""
_DETECTS, _READS = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
"""Named by their files: RapidOCR fetches what it does not find by itself, and nothing must be fetched."""
_BATCH = 8
_BLANK = 0
_WIDER = 0xFEE0
"""From a sign of ASCII to the same of full width (Unicode, Halfwidth and Fullwidth Forms)."""


class Glyph(NamedTuple):
    """One recognised character; ``centre`` is its place in the picture of its line, from 0 (left) to 1."""

    text: str
    centre: float
    confidence: float


@dataclass(slots=True)
class Recogniser:
    """Both networks. Every method may be called from several threads at the same time."""

    _detector: Any
    _reader: Any

    def boxes(self, picture: Picture) -> list[Pixels]:
        """Where lines (or pieces of lines) of upright text stand in a grey picture, from top to bottom."""
        height, width = picture.shape[:2]
        found: list[Pixels] = []
        for top, bottom in _bands(height, _BAND):
            for left, right in _bands(width, _BAND):
                part = self._boxes(np.ascontiguousarray(picture[top:bottom, left:right]))
                moved = [(x0 + left, y0 + top, x1 + left, y1 + top) for x0, y0, x1, y1 in part]
                found = _without_doubles([*found, *moved])
        return sorted(found, key=lambda box: (box[1], box[0]))

    def _boxes(self, picture: Picture) -> list[Pixels]:
        import cv2  # noqa: PLC0415 - half a second that only pictures need

        height, width = picture.shape[:2]
        small = cv2.resize(picture, None, fx=_SMALLER, fy=_SMALLER, interpolation=cv2.INTER_AREA)
        found = self._detector(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)).boxes
        if found is None:
            return []
        boxes = []
        for corners in np.asarray(found, dtype=float) / (small.shape[1] / width, small.shape[0] / height):
            (x0, top), (x1, bottom) = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
            boxes.append((max(0, int(x0)), max(0, int(top)), min(width, int(x1)), min(height, int(bottom))))
        return [box for box in boxes if box[2] > box[0] and box[3] > box[1]]

    def texts(self, lines: Sequence[Picture]) -> list[tuple[Glyph, ...]]:
        """The characters of each grey picture of one line, real spaces among them."""
        import cv2  # noqa: PLC0415
        from rapidocr.ch_ppocr_rec import TextRecInput  # noqa: PLC0415

        if not lines:
            return []
        pictures = [cv2.cvtColor(line, cv2.COLOR_GRAY2BGR) for line in lines]
        return list(self._reader(TextRecInput(img=pictures, return_word_box=True)).word_results)


_MAKING = threading.Lock()


def recogniser() -> Recogniser:
    """The recogniser of this process, made at the first call."""
    with _MAKING:
        return _made()


@cache
def _made() -> Recogniser:
    import cv2  # noqa: PLC0415
    import rapidocr  # noqa: PLC0415 - seconds, and only pictures need it

    cv2.setNumThreads(1)
    models = Path(rapidocr.__file__).parent / "models"
    whole = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(models / _DETECTS),
            "Rec.model_path": str(models / _READS),
            "Rec.rec_batch_num": _BATCH,
            "Det.limit_side_len": _LEAST_SIDE,
        }
    )
    detector: Any = whole._load_det_model()  # type: ignore[no-untyped-call]
    reader: Any = whole._load_rec_model()  # type: ignore[no-untyped-call]
    reader.postprocess_op = _Decoder.of(reader.postprocess_op.character)
    return Recogniser(detector, reader)


@dataclass(frozen=True, slots=True)
class _Decoder:
    """Stands in for RapidOCR's decoder, which gives a character the certainty of its first column and no exact place.

    The network says for every eighth of its input which character it sees there: a character is a run of columns, as
    sure as its surest column (connectionist temporal classification, greedy). Of （ and ( it sees one sign in two
    widths: their certainties are added.
    """

    alphabet: tuple[str, ...]
    twins: Mapping[int, int]
    """The sign of the other width, both ways, by their places in the alphabet."""

    @classmethod
    def of(cls, alphabet: Sequence[str]) -> _Decoder:
        places = {char: at for at, char in enumerate(alphabet)}
        pairs = [
            (places[narrow], places[wide])
            for narrow, wide in ((chr(code), chr(code + _WIDER)) for code in range(0x21, 0x7F))
            if not narrow.isalnum() and narrow in places and wide in places
        ]
        return cls(tuple(alphabet), {a: b for pair in pairs for a, b in (pair, pair[::-1])})

    def __call__(
        self,
        scores: NDArray[np.float32],
        return_word_box: bool = False,  # noqa: ARG002 - RapidOCR's own signature
        wh_ratio_list: Sequence[float] = (1.0,),
        max_wh_ratio: float = 1.0,
    ) -> tuple[list[tuple[str, float]], list[tuple[Glyph, ...]]]:
        lines = [
            self._glyphs(page, page.shape[0] * ratio / max_wh_ratio)
            for page, ratio in zip(scores, wh_ratio_list, strict=True)
        ]
        return [("".join(glyph.text for glyph in line), 1.0) for line in lines], lines

    def _glyphs(self, scores: NDArray[np.float32], columns: float) -> tuple[Glyph, ...]:
        """``scores``: columns × alphabet, of which so many ``columns`` show the line and the rest is filling."""
        best = scores.argmax(axis=1)
        found = []
        for token, run in groupby(range(len(best)), key=lambda at: int(best[at])):
            if token == _BLANK:
                continue
            at = list(run)
            sure = scores[at, token]
            centre = (float(np.dot(at, sure) / sure.sum()) + 0.5) / columns
            twin = self.twins.get(token)
            both = sure if twin is None else sure + scores[at, twin]
            found.append(Glyph(self.alphabet[token], min(centre, 1.0), min(1.0, float(both.max()))))
        return tuple(found)


def _bands(length: int, band: int) -> list[tuple[int, int]]:
    """Where the bands of a side begin and end."""
    count = max(1, ceil((length - _OVERLAP * band) / (band * (1 - _OVERLAP))))
    step = length if count == 1 else (length - band) / (count - 1)
    return [(round(i * step), min(length, ceil(i * step + band))) for i in range(count)]


def _without_doubles(boxes: Sequence[Pixels]) -> list[Pixels]:
    """What two bands have both found once: the larger box, which is the whole line."""
    kept: list[Pixels] = []
    for box in sorted(boxes, key=_area, reverse=True):
        if all(_area(_common(box, other)) < 0.5 * _area(box) for other in kept):
            kept.append(box)
    return kept


def _common(a: Pixels, b: Pixels) -> Pixels:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _area(box: Pixels) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])
