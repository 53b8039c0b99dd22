"""Text that runs beside a picture: its lines are shorter than the page's, and end where the picture begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Box
from extractors.printed.ink import PageInk
from extractors.printed.lines import BESIDE, Line

_SMALLEST = 50.0
"""Points: smaller pictures are symbols in the text."""
_LARGEST = 0.7
"""The part of the page's width up to which text may run beside a picture."""
_NEAR = 2.5
"""Em between the text and the picture, at most."""
_FEW = 4
"""Lines that run beside a picture: a signature beside a seal has fewer."""

_MOST = 50
"""Pictures of a page that are looked at."""


def beside_figures(lines: Sequence[Line], ink: PageInk) -> tuple[Line, ...]:
    """The lines, those beside a picture with a column of their own (from ``BESIDE`` on), so that its margins hold."""
    figures = [box for box in ink.images if _is_figure(box, ink.width)]
    columns: dict[Line, int] = {}
    for at, figure in enumerate(figures[:_MOST]):
        left = [line for line in lines if _level(line, figure) and line.x1 <= figure[0] + 1]
        right = [line for line in lines if _level(line, figure) and line.x0 >= figure[2] - 1]
        for side, found, near in (
            (0, left, [line for line in left if figure[0] - line.x1 <= _NEAR * line.em]),
            (1, right, [line for line in right if line.x0 - figure[2] <= _NEAR * line.em]),
        ):
            if len(near) >= max(_FEW, 0.6 * len(found)):
                columns.update((line, BESIDE + 2 * at + side) for line in found if not line.column)
    return tuple(replace(line, column=columns[line]) if line in columns else line for line in lines)


def _is_figure(box: Box, width: float) -> bool:
    x0, top, x1, bottom = box
    return min(x1 - x0, bottom - top) >= _SMALLEST and x1 - x0 <= _LARGEST * width


def _level(line: Line, box: Box) -> bool:
    """Whether the line is as high on the page as the picture."""
    return box[1] <= line.bottom and line.top <= box[3]
