"""Lines → paragraphs: which line goes on in the next one.

A printed page has no paragraphs, only where each line begins and ends. A Chinese paragraph begins with two empty
characters and ends before the right margin (GB/T 9704-2012, 7.3.3); many files have no indent but space between
paragraphs. The test that serves all, table cells too: where the next line's first characters would have fitted at the
end of this one, the author broke the line; where not, the program did.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.printed.glyphs import is_wide
from extractors.printed.lines import BESIDE, Line

_TERMINAL = re.compile(r"[。！？；：!?;:…](?:[”’）》)]*)$")
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十百零\d]+[章节条]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳]|附\s*件\s*\d*\s*[：:]|附\s*件\s*\d*$"
)
_TABBED = "  "
"""Words held far apart on one line: two such lines, one under the other, are a list and no running text."""
_LATIN_LETTERS = re.compile(r"[A-Za-z]")
_INDENT = (1.2, 3.2)
"""A first line's indent in em: two characters, a little more or less."""
_LOOSE = 1.15
"""Lines further apart than this, by the usual distance, are not one paragraph."""
_SLACK = 0.6
"""Em by which a line on a page may fall short in mid-sentence and still go on: its margin is only measured."""
_LARGE = 1.15
"""From this part of the body's size on a line is a heading's."""
_AIR = 0.2
"""Em that programs put between ideographs and Latin letters or digits."""
_EXACT = 0.1
"""The same where the margin is known (a cell) or the line ends a sentence."""


@dataclass(frozen=True, slots=True)
class Area:
    """Left and right margin of the text on a page (or in a cell) in points, and how far they can be trusted in em."""

    left: float
    right: float
    slack: float = _SLACK


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: the size of its body in points, and for each size the usual distance of lines in em."""

    body: float
    pitches: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines of one paragraph."""

    lines: tuple[Line, ...]
    centred: bool = False

    @property
    def text(self) -> str:
        text = self.lines[0].text
        for before, after in pairwise(self.lines):
            text += seam(before, after) + after.text
        return text

    @property
    def confidence(self) -> float:
        """That of the least sure line (0 to 1)."""
        return min(line.confidence for line in self.lines)


def setting(lines: Iterable[Line]) -> Setting:
    """Measured: the commonest size, and the smallest distance of neighbouring lines that is not a rarity."""
    ratios: dict[int, Counter[float]] = {}
    sizes: Counter[float] = Counter()
    above: Line | None = None
    for below in lines:
        sizes[round(below.em, 1)] += len(below.text)
        follows = above and place_of(above) == place_of(below) and above.baseline < below.baseline
        if above and follows and _same_size(above, below):
            ratio = round((below.baseline - above.baseline) / below.em * 20) / 20
            ratios.setdefault(round(below.em), Counter())[ratio] += 1
        above = below
    pitches = {
        size: min(ratio for ratio, times in found.items() if times >= 0.1 * found.total())
        for size, found in ratios.items()
    }
    return Setting(sizes.most_common(1)[0][0] if sizes else 0.0, pitches)


def passages(lines: Iterable[Line], area: Callable[[Line], Area], kept: Setting) -> Iterator[Passage]:
    """The paragraphs of consecutive lines, one after the other; ``area`` gives the margins that hold for a line."""
    current: list[Line] = []
    was_centred = False
    for line, centred in _with_centred(lines, area, kept):
        if current and (centred or was_centred or _breaks(current, line, area, kept)):
            yield Passage(tuple(current), was_centred)
            current = []
        current.append(line)
        was_centred = centred
    if current:
        yield Passage(tuple(current), was_centred)


def seam(before: Line, after: Line) -> str:
    """What stands between two joined lines: a space between Latin words, nothing beside an ideograph.

    A line that is one unbroken run of letters was cut by its column's width, not between words.
    """
    left, right = before.text[-1], after.text[0]
    if is_wide(left) or is_wide(right):
        return ""
    if before.open_space:
        return " "
    one_run = not re.search(r"[^\x21-\x7e]", before.text)
    return " " if _LATIN_LETTERS.match(left) and _LATIN_LETTERS.match(right) and not one_run else ""


def stops_short(before: Line, after: Line, above: Area, below: Area) -> bool:
    """Whether ``before`` is full and stops in mid-sentence, so that ``after`` must be its continuation."""
    return not _TERMINAL.search(before.text) and _full(before, after, above, below)


def _breaks(current: Sequence[Line], line: Line, area: Callable[[Line], Area], kept: Setting) -> bool:
    """Whether ``line`` begins a paragraph after the lines of ``current``."""
    before = current[-1]
    if not _same_size(before, line) or _apart(before, line, kept) or _overlap(before, line):
        return True
    if _TABBED in before.text and _TABBED in line.text:
        return True
    above, below = area(before), area(line)
    if not _full(before, line, above, below):
        return True
    if _far_right(before, above) or _far_right(line, below):
        return True
    ended = bool(_TERMINAL.search(before.text))
    if ended and _MARKER.match(line.text):
        return True
    return _indented(current, line, above, below)


def _full(before: Line, line: Line, above: Area, below: Area) -> bool:
    """Whether the next line's beginning had no room at the end of this one."""
    unit = (line.first - line.x0) / line.em
    if unit * line.em > below.right - below.left:
        unit = 0.5
    if is_wide(before.text[-1]) != is_wide(line.text[0]):
        unit += _AIR
    slack = _EXACT if _TERMINAL.search(before.text) else above.slack
    return _free(before, above) < unit + slack


def _free(line: Line, area: Area) -> float:
    """Room that the line leaves, in em. A centred or right-set line has it on its left as well."""
    left, right = (line.x0 - area.left) / line.em, (area.right - line.x1) / line.em
    if left > _INDENT[1] and left > right - 1:
        return left + right
    return right


def _indented(current: Sequence[Line], line: Line, above: Area, below: Area) -> bool:
    """Whether the line's own indent says that it begins a paragraph."""
    before = current[-1]
    inset, inset_before = (line.x0 - below.left) / line.em, (before.x0 - above.left) / before.em
    if inset < _INDENT[0]:
        return False
    if len(current) > 1 and abs(inset - inset_before) < 0.5:
        return False
    hanging = len(current) == 1 and _MARKER.match(before.text) and not _MARKER.match(line.text)
    return not (hanging and inset > inset_before + 0.5)


def _same_size(a: Line, b: Line) -> bool:
    return abs(a.em - b.em) <= 0.1 * max(a.em, b.em)


def _apart(above: Line, below: Line, kept: Setting) -> bool:
    if place_of(above) != place_of(below):
        return False
    usual = kept.pitches.get(round(below.em))
    return usual is not None and (below.baseline - above.baseline) / below.em > usual * _LOOSE


def _overlap(above: Line, below: Line) -> bool:
    """Lines side by side (text in two columns) are not one after the other."""
    return place_of(above) == place_of(below) and below.baseline <= above.baseline


def _far_right(line: Line, area: Area) -> bool:
    return line.x0 > area.left + 0.4 * (area.right - area.left)


def _with_centred(lines: Iterable[Line], area: Callable[[Line], Area], kept: Setting) -> Iterator[tuple[Line, bool]]:
    """Each line, and whether it stands in the middle. One that begins at a first line's indent needs a witness: larger
    type, or a centred neighbour; else every 24th line of one-line paragraphs would look centred by chance."""
    before = False
    waiting: tuple[Line, bool, bool] | None = None
    for line in lines:
        sure, maybe = _middle(line, area(line), kept)
        if waiting:
            yield waiting[0], waiting[1] or (waiting[2] and (before or sure))
            before = waiting[1]
        waiting = line, sure, maybe
    if waiting:
        yield waiting[0], waiting[1] or (waiting[2] and before)


def _middle(line: Line, around: Area, kept: Setting) -> tuple[bool, bool]:
    """Whether the line stands in the middle, and whether it may where its neighbours do."""
    left, right = (line.x0 - around.left) / line.em, (around.right - line.x1) / line.em
    if line.em >= _LARGE * kept.body:
        return left > 0.05 and abs(left - right) <= 0.5, False
    at_indent = _INDENT[0] <= left <= _INDENT[1]
    return left > 0.9 and abs(left - right) <= 0.9 and not at_indent, at_indent and abs(left - right) <= 0.5


Place = tuple[int, int]
"""A page and a column of its text (from 0): where margins are the same."""


def place_of(line: Line) -> Place:
    return line.page, line.column


def areas(
    lines: Iterable[Line], widths: Mapping[int, float], alone: Collection[int] = frozenset()
) -> dict[Place, Area]:
    """The margins of every column of every page (``widths`` gives each page's width), measured on pages of one width
    together, but for the pages that are measured ``alone``: no two scans lay in the same place.

    A margin is where lines begin and end again and again. Where no line is long enough to tell (a page of names), the
    right margin is as wide as the left one.
    """
    extents: dict[tuple[int, int, int], Counter[Extent]] = {}
    places: set[Place] = set()
    for line in lines:
        places.add(place_of(line))
        extent = Extent(round(line.x0, 1), round(line.x1, 1), round(line.em, 1))
        extents.setdefault(_measured_with(place_of(line), widths, alone), Counter())[extent] += 1
    measured = {where: _area(found, where[0], where[1] > 0) for where, found in extents.items()}
    return {place: measured[_measured_with(place, widths, alone)] for place in places}


def _measured_with(place: Place, widths: Mapping[int, float], alone: Collection[int]) -> tuple[int, int, int]:
    """Pages of one width are measured together, column by column; text beside a picture by itself."""
    page, column = place
    return round(widths[page]), column, page if column >= BESIDE or page in alone else 0


class Extent(NamedTuple):
    """Where a line begins and ends, and its em, to a tenth of a point."""

    x0: float
    x1: float
    em: float


def _area(lines: Counter[Extent], width: float, in_column: bool) -> Area:
    left = _margin([(line.x0, line.em, times) for line, times in lines.items()])
    right = -_margin([(-line.x1, line.em, times) for line, times in lines.items()])
    em = median(line.em for line in lines.elements())
    long_enough = in_column or right - left >= 20 * em or right >= width - 1.35 * left
    return Area(left, right if long_enough else max(right, width - left))


def _margin(edges: Sequence[tuple[float, float, int]]) -> float:
    """The smallest position (with its em, and how many lines have it) that others come near to: at least two, and a
    twentieth of all."""
    ordered = sorted(edges)
    needed = max(2, sum(times for _, _, times in ordered) // 20)
    for i, (edge, em, _) in enumerate(ordered):
        if sum(_near(ordered[i:], edge, em)) >= needed:
            return edge
    return ordered[0][0]


def _near(edges: Sequence[tuple[float, float, int]], edge: float, em: float) -> Iterator[int]:
    for other, _, times in edges:
        if other > edge + 0.5 * em:
            return
        yield times
