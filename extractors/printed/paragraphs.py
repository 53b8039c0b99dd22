"""Lines → paragraphs: which line goes on in the next one.

A printed page has no paragraphs, only where each line begins and ends. A Chinese paragraph begins with two empty
characters and ends before the right margin (GB/T 9704-2012, 7.3.3); many files have no indent but space between
paragraphs. The test that serves all, table cells too: where the next line's first characters would have fitted at the
end of this one, the author broke the line; where not, the program did.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.printed.glyphs import is_wide
from extractors.printed.lines import Line

_TERMINAL = re.compile(r"[。！？；：!?;:…](?:[”’）》)]*)$")
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十百零\d]+[章节条]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳]|附\s*件\s*\d*\s*[：:]|附\s*件\s*\d*$"
)
_OPENING, _CLOSING = r"（《〈「『【〔(\[", r"，。、；：！？）》〉」』】〕%)\]…—"
_WORD = r"(?:[A-Za-z0-9.,:%/_@+\-–&]+|.)"
_UNIT = re.compile(rf"[“‘{_OPENING}]*{_WORD}(?:[“”‘’]+{_WORD})*[”’{_CLOSING}]*")
"""What no program parts (UAX #14): an opening bracket from what follows, a closing one from what precedes, a quotation
mark from both."""
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


def setting(lines: Sequence[Line]) -> Setting:
    """Measured: the commonest size, and the smallest distance of neighbouring lines that is not a rarity."""
    ratios: dict[int, Counter[float]] = {}
    for above, below in pairwise(lines):
        if above.page == below.page and _same_size(above, below) and above.baseline < below.baseline:
            ratio = round((below.baseline - above.baseline) / below.em * 20) / 20
            ratios.setdefault(round(below.em), Counter())[ratio] += 1
    pitches = {
        size: min(ratio for ratio, times in found.items() if times >= 0.1 * found.total())
        for size, found in ratios.items()
    }
    sizes = Counter(round(line.em, 1) for line in lines for _ in line.text)
    return Setting(sizes.most_common(1)[0][0] if sizes else 0.0, pitches)


def passages(lines: Sequence[Line], area: Callable[[Line], Area], kept: Setting) -> tuple[Passage, ...]:
    """The paragraphs of consecutive lines; ``area`` gives the margins that hold for a line."""
    centred = _centred(lines, area, kept)
    found: list[Passage] = []
    current: list[Line] = []
    for i, line in enumerate(lines):
        broken = bool(current) and (centred[i] or centred[i - 1] or _breaks(current, line, area, kept))
        if broken:
            found.append(Passage(tuple(current), centred[i - 1]))
            current = []
        current.append(line)
    if current:
        found.append(Passage(tuple(current), centred[-1]))
    return tuple(found)


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


def first_unit(line: Line) -> float:
    """Width in em of what cannot be parted from the line's beginning: a word, or a character with its punctuation."""
    unit = _UNIT.match(line.text)
    return (line.stops[(unit.end() if unit else 1) - 1] - line.x0) / line.em


def stops_short(before: Line, after: Line, above: Area, below: Area) -> bool:
    """Whether ``before`` is full and stops in mid-sentence, so that ``after`` must be its continuation."""
    return not _TERMINAL.search(before.text) and _full(before, after, above, below)


def _breaks(current: Sequence[Line], line: Line, area: Callable[[Line], Area], kept: Setting) -> bool:
    """Whether ``line`` begins a paragraph after the lines of ``current``."""
    before = current[-1]
    if not _same_size(before, line) or _apart(before, line, kept) or _overlap(before, line):
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
    unit = first_unit(line)
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
    if above.page != below.page:
        return False
    usual = kept.pitches.get(round(below.em))
    return usual is not None and (below.baseline - above.baseline) / below.em > usual * _LOOSE


def _overlap(above: Line, below: Line) -> bool:
    """Lines side by side (text in two columns) are not one after the other."""
    return above.page == below.page and below.baseline <= above.baseline


def _far_right(line: Line, area: Area) -> bool:
    return line.x0 > area.left + 0.4 * (area.right - area.left)


def _centred(lines: Sequence[Line], area: Callable[[Line], Area], kept: Setting) -> list[bool]:
    """Which lines stand in the middle. One that begins at a first line's indent needs a witness: larger type, or a
    centred neighbour; else every 24th line of one-line paragraphs would look centred by chance."""
    sure: list[bool] = []
    maybe: list[bool] = []
    for line in lines:
        around = area(line)
        left, right = (line.x0 - around.left) / line.em, (around.right - line.x1) / line.em
        if line.em >= _LARGE * kept.body:
            sure.append(left > 0.05 and abs(left - right) <= 0.5)
            maybe.append(False)
            continue
        at_indent = _INDENT[0] <= left <= _INDENT[1]
        sure.append(left > 0.9 and abs(left - right) <= 0.9 and not at_indent)
        maybe.append(at_indent and abs(left - right) <= 0.5)
    return [sure[i] or (maybe[i] and _any(sure, (i - 1, i + 1))) for i in range(len(lines))]


def _any(flags: Sequence[bool], places: Iterable[int]) -> bool:
    return any(flags[i] for i in places if 0 <= i < len(flags))


def areas(lines: Iterable[Line], widths: Mapping[int, float]) -> dict[int, Area]:
    """The margins of every page (``widths`` gives each page's width), measured on pages of one width together.

    A margin is where lines begin and end again and again. Where no line is long enough to tell (a page of names), the
    right margin is as wide as the left one.
    """
    by_width: dict[int, list[Line]] = {}
    for line in lines:
        by_width.setdefault(round(widths[line.page]), []).append(line)
    measured = {width: _area(found, width) for width, found in by_width.items()}
    return {page: measured.get(round(width), Area(0.0, width)) for page, width in widths.items()}


def _area(lines: Sequence[Line], width: float) -> Area:
    left = _margin([(line.x0, line.em) for line in lines])
    right = -_margin([(-line.x1, line.em) for line in lines])
    em = sorted(line.em for line in lines)[len(lines) // 2]
    long_enough = right - left >= 20 * em or right >= width - 1.35 * left
    return Area(left, right if long_enough else max(right, width - left))


def _margin(edges: Sequence[tuple[float, float]]) -> float:
    """The smallest position (with its em) that others come near to: at least two, and a twentieth of all."""
    ordered = sorted(edges)
    needed = max(2, len(ordered) // 20)
    for i, (edge, em) in enumerate(ordered):
        near = list(_near(ordered[i:], edge, em))
        if len(near) >= needed:
            return edge
    return ordered[0][0]


def _near(edges: Sequence[tuple[float, float]], edge: float, em: float) -> Iterator[float]:
    for other, _ in edges:
        if other > edge + 0.5 * em:
            return
        yield other
