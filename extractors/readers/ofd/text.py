"""The text objects of an OFD page → glyphs with their places (GB/T 33190-2016, chapter 11)."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from extractors.printed.glyphs import character
from extractors.readers.ofd.values import Matrix, name_of, number

_USUAL_SIZE = 3.7
"""Millimetres of the type where the object does not say (五号)."""
_SMALLEST = 0.1
"""Smaller type (in points) cannot be seen."""
_MOST_GLYPHS = 64
"""One glyph transformation makes so many glyphs at most."""
_QUARTERS = {"90": 1, "180": 2, "270": 3}


class Glyph(NamedTuple):
    """A character at the start of its baseline; ``angle`` is that of the baseline in radians clockwise, ``down`` says
    that the next character stands below this one (vertical setting)."""

    text: str
    x: float
    y: float
    width: float
    size: float
    angle: float
    down: bool


def glyphs(element: etree._Element, matrix: Matrix, font: str) -> Iterator[Glyph]:
    """The characters of a text object in points of the page, to which ``matrix`` leads from the object's space.

    A place that a TextCode leaves out is that of the one before it (table 46).
    """
    a, b, c, d, e, f = matrix
    em = _positive(element.get("Size"), _USUAL_SIZE)
    across, down = math.hypot(a, b), math.hypot(c, d)
    if em * down < _SMALLEST:
        return
    turned = _QUARTERS.get(element.get("CharDirection", ""), 0)
    angle = math.atan2(b, a) + turned * math.pi / 2
    wide = em * _positive(element.get("HScale"), 1.0)
    reads = _QUARTERS.get(element.get("ReadDirection", ""), 0)
    x = y = 0.0
    transforms: list[etree._Element] = []
    for item in element:
        kind = name_of(item)
        if kind == "CGTransform":
            transforms.append(item)
        elif kind == "TextCode":
            x, y = number(item.get("X"), x), number(item.get("Y"), y)
            codes = _codes(item)
            widths = [wide * em_width(code, font) for code in codes]
            xs, ys = _places(item, widths, transforms, reads)
            vertical = len(codes) > 1 and not turned and xs[0] == xs[-1] and ys[0] < ys[-1]
            for i, code in enumerate(codes):
                shown = character(ord(code))
                if shown:
                    left, base = x + xs[i], y + ys[i]
                    width = _width(widths[i], wide, xs[i + 1] - xs[i]) if i + 1 < len(codes) else widths[i]
                    place = a * left + c * base + e, b * left + d * base + f
                    yield Glyph(shown, *place, width * across, em * down, angle, vertical)
            transforms = []


def _positive(value: str | None, otherwise: float) -> float:
    found = number(value, otherwise)
    return found if found > 0 else otherwise


def _codes(element: etree._Element) -> str:
    """The characters as they are; without the line ends of a file that was written with indentation."""
    codes = element.text or ""
    return "".join(line.strip() for line in codes.splitlines()) if "\n" in codes else codes


def _width(usual: float, em: float, step: float) -> float:
    """How wide a character is, by its kind and by the step to the next one.

    The font decides, and the step shows it: unless letters are spaced, or the next one stands above or elsewhere.
    """
    if step <= 0:
        return usual
    return min(usual, step) if usual >= em or step > em else step


@lru_cache(4096)
def em_width(char: str, font: str) -> float:
    """The width of a character in em: 1 for what Chinese fonts set wide, the metrics of Times and Helvetica for letters
    in a font with a Latin name, else a half."""
    if not char.isascii():
        return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5
    metrics = _metrics(font)
    return metrics.get(char, 500) / 1000 if metrics else 0.5


@lru_cache(4096)
def _metrics(font: str) -> Mapping[str, int] | None:
    from pdfminer.fontmetrics import FONT_METRICS  # noqa: PLC0415 (only a document that has text needs it)

    plain = font.replace(" ", "").lower()
    latin = {"times": "Times-Roman", "arial": "Helvetica", "helvetica": "Helvetica", "calibri": "Times-Roman"}
    name = next((metrics for part, metrics in latin.items() if part in plain), None)
    return FONT_METRICS[name][1] if name else None


def _places(
    element: etree._Element, widths: Sequence[float], transforms: Sequence[etree._Element], reads: int
) -> tuple[list[float], list[float]]:
    """Where each code stands from the first one. Without any step, one follows the other in reading direction.

    Steps count the glyphs where a transformation makes more or fewer of them than there are codes (11.4).
    """
    slots, count = _slots(transforms, len(widths))
    dx, dy = (
        _steps(element.get("DeltaX"), max(count, len(widths))),
        _steps(element.get("DeltaY"), max(count, len(widths))),
    )
    if not dx and not dy:
        along = list(accumulate(widths, initial=0.0))[: len(widths)]
        still = [0.0] * len(widths)
        if reads in {2, 3}:
            along = [-place for place in along]
        return (still, along) if reads % 2 else (along, still)
    if count == len(widths) or max(len(dx), len(dy)) != count - 1:
        slots, count = range(len(widths)), len(widths)
    xs, ys = _running(dx, count), _running(dy, count)
    return [xs[slot] for slot in slots], [ys[slot] for slot in slots]


def _slots(transforms: Sequence[etree._Element], codes: int) -> tuple[Sequence[int], int]:
    """The glyph at which each code stands, and how many glyphs there are."""
    slots: list[int] = []
    glyph = 0
    for transform in transforms:
        start = min(max(int(number(transform.get("CodePosition"))), len(slots)), codes)
        before = start - len(slots)
        slots += range(glyph, glyph + before)
        glyph += before
        taken = min(max(int(number(transform.get("CodeCount"), 1.0)), 1), codes - start)
        made = min(max(int(number(transform.get("GlyphCount"), 1.0)), 1), _MOST_GLYPHS)
        slots += (glyph + i * made // taken for i in range(taken))
        glyph += made
    rest = codes - len(slots)
    return [*slots, *range(glyph, glyph + rest)], glyph + rest


def _steps(value: str | None, most: int) -> list[float]:
    """The steps between characters, at most ``most``; ``g 3 2.5`` stands for three steps of 2.5 (table 46)."""
    steps: list[float] = []
    parts = iter(value.split() if value else ())
    for part in parts:
        if len(steps) >= most:
            break
        if part == "g":
            times, step = int(number(next(parts, None))), number(next(parts, None))
            steps += [step] * min(times, most - len(steps))
        else:
            steps.append(number(part))
    return steps


def _running(steps: Sequence[float], count: int) -> list[float]:
    """The places of so many glyphs. Where steps are missing at the end, the last one goes on; 0 where there is none."""
    whole = [*steps[: count - 1], *[steps[-1] if steps else 0.0] * (count - 1 - len(steps))]
    return list(accumulate(whole, initial=0.0))
