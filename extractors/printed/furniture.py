"""Running heads and page numbers: what a page carries because it is a page, not because the document says it.

Page numbers stand below the text between dashes (GB/T 9704-2012, 7.5: — 1 —); converted files have -16- or 第1页 too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from extractors.printed.kept_lines import PageLines
from extractors.printed.lines import Line

_EDGE = 0.14
"""Heads and feet stand within this part of the page's height from its upper or lower edge."""
_WIDE_EDGE = 0.2
"""The same for a number between long dashes, which is nothing else: a scan may have a strip below the paper."""
_DASHED_NUMBER = re.compile(r"[—–―─]+\s*\d{1,4}\s*[—–―─]+")
_MARKED_NUMBER = re.compile(
    r"[—–\-－―─_~·]+\s*(?:\d{1,4}|[ivxlcIVXLC]{1,7})\s*[—–\-－―─_~·]+|第\s*\d{1,4}\s*页.{0,12}"
    r"|共\s*\d{1,4}\s*页.{0,3}第\s*\d{1,4}\s*页|\d{1,4}\s*/\s*\d{1,4}页?|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7}|[Ⅰ-Ⅻ]|[ⅰ-ⅻ]")
_NUMERALS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_DIGITS = re.compile(r"\d+")
_ANNEX_LABEL = re.compile(r"附\s*[件表录]")
_FEW = 3
"""A head is a head from this many pages on."""
_PLACE = 4.0
"""Points by which a head may move from page to page."""


def furniture(pages: Sequence[PageLines]) -> frozenset[Line]:
    """The lines that are running heads, running feet, page numbers or watermarks."""
    at_edge = {page.number: _edge_lines(page) for page in pages}
    marked = {line for lines in at_edge.values() for line in lines if _MARKED_NUMBER.fullmatch(line.text)}
    marked |= {line for page in pages for line in _edge_lines(page, _WIDE_EDGE) if _DASHED_NUMBER.fullmatch(line.text)}
    return frozenset(marked | _bare_numbers(at_edge) | _running(at_edge) | _watermarks(pages))


def _watermarks(pages: Sequence[PageLines]) -> set[Line]:
    """The pale lines whose words stand on two pages or more."""
    times = Counter(words for page in pages for words in page.pale)
    return {
        line for page in pages if page.pale for line in page.lines if line.text in page.pale and times[line.text] > 1
    }


def _edge_lines(page: PageLines, edge: float = _EDGE) -> tuple[Line, ...]:
    """Lines in the head or foot zone of a page, outside of which (towards the edge) no table stands."""
    head, foot = page.height * edge, page.height * (1 - edge)
    upper, lower = (
        min((top for top, _ in page.tables), default=page.height),
        max((bottom for _, bottom in page.tables), default=0.0),
    )
    return tuple(
        line
        for line in page.lines
        if (line.bottom < head and line.bottom <= upper) or (line.top > foot and line.top >= lower)
    )


def _bare_numbers(at_edge: Mapping[int, Sequence[Line]]) -> set[Line]:
    """A number alone is a page's own where it counts with the pages (or the document is one page and it is 1)."""
    numbers = [(page, line) for page, lines in at_edge.items() for line in lines if _BARE_NUMBER.fullmatch(line.text)]
    steps = Counter(_value(line.text) - page for page, line in numbers)
    if len(at_edge) == 1:
        return {line for _, line in numbers if _value(line.text) == 1}
    return {line for page, line in numbers if steps[_value(line.text) - page] >= 2}


def _value(number: str) -> int:
    """Of a number in Arabic or Roman digits."""
    if number.isdecimal():
        return int(number)
    digits = [_NUMERALS[char] for char in unicodedata.normalize("NFKC", number).lower()]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _running(at_edge: Mapping[int, Sequence[Line]]) -> set[Line]:
    """The same words at the same height on most pages from the first that has them to the last (on every second one,
    where left and right pages differ). A number in them may count with the pages.

    An annex label (附件) at the top of several pages is no running head.
    """
    places: dict[tuple[str, int], list[tuple[int, Line]]] = defaultdict(list)
    for page, lines in at_edge.items():
        for line in lines:
            if not _ANNEX_LABEL.match(line.text):
                places[_DIGITS.sub("#", line.text), round(line.baseline / _PLACE)].append((page, line))
    found: set[Line] = set()
    for alike in places.values():
        seen = _in_step(alike)
        if len(seen) >= _FEW and len(seen) >= 0.4 * (seen[-1][0] - seen[0][0] + 1):
            found.update(line for _, line in seen)
    return found


def _in_step(seen: Sequence[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """Those whose numbers are the same as in most others, or as far from the page's as in most others."""
    numbers = [[int(digits) for digits in _DIGITS.findall(line.text)] for _, line in seen]
    kept = list(zip(seen, numbers, strict=True))
    for at in range(len(numbers[0])):
        same = Counter(found[at] for found in numbers).most_common(1)[0]
        step = Counter(found[at] - page for (page, _), found in zip(seen, numbers, strict=True)).most_common(1)[0]
        if same[1] >= step[1]:
            kept = [(place, found) for place, found in kept if found[at] == same[0]]
        else:
            kept = [(place, found) for place, found in kept if found[at] - place[0] == step[0]]
    return [place for place, _ in kept]
