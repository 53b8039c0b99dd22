"""Running heads and page numbers: what a page carries because it is a page, not because the document says it.

Page numbers stand below the text between dashes (GB/T 9704-2012, 7.5: — 1 —); converted files have -16- or 第1页 too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.printed.lines import Line

_EDGE = 0.14
"""Heads and feet stand within this part of the page's height from its upper or lower edge."""
_MARKED_NUMBER = re.compile(
    r"[—–\-－―─_~·]+\s*\d{1,4}\s*[—–\-－―─_~·]+|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}页?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_ANNEX_LABEL = re.compile(r"附\s*[件表录]")
_FEW = 3
"""A head is a head from this many pages on."""
_PLACE = 4.0
"""Points by which a head may move from page to page."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page from top to bottom; ``top`` and ``bottom`` bound its tables, None where it has none."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[tuple[float, float], ...] = ()


def furniture(pages: Sequence[PageLines]) -> frozenset[Line]:
    """The lines that are running heads, running feet or page numbers."""
    at_edge = {page.number: _edge_lines(page) for page in pages}
    marked = {line for lines in at_edge.values() for line in lines if _MARKED_NUMBER.fullmatch(line.text)}
    return frozenset(marked | _bare_numbers(at_edge) | _running(at_edge))


def _edge_lines(page: PageLines) -> tuple[Line, ...]:
    """Lines in the head or foot zone of a page, outside of which (towards the edge) no table stands."""
    head, foot = page.height * _EDGE, page.height * (1 - _EDGE)
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
    steps = Counter(int(line.text) - page for page, line in numbers)
    needed = min(2, len(at_edge))
    return {line for page, line in numbers if steps[int(line.text) - page] >= needed}


def _running(at_edge: Mapping[int, Sequence[Line]]) -> set[Line]:
    """The same words at the same height on most pages from the first that has them to the last.

    An annex label (附件) at the top of several pages is no running head.
    """
    places: dict[tuple[str, int], list[tuple[int, Line]]] = defaultdict(list)
    for page, lines in at_edge.items():
        for line in lines:
            if not _ANNEX_LABEL.match(line.text):
                words = re.sub(r"\d+", lambda n, page=page: "#" if abs(int(n[0]) - page) <= 1 else n[0], line.text)  # type: ignore[misc]
                places[words, round(line.baseline / _PLACE)].append((page, line))
    found: set[Line] = set()
    for seen in places.values():
        first, last = seen[0][0], seen[-1][0]
        if len(seen) >= _FEW and len(seen) >= 0.4 * (last - first + 1):
            found.update(line for _, line in seen)
    return found
