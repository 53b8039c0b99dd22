"""Which elements of a portal's page are around the document and not of it: menus, breadcrumbs, buttons, foot.

Three signs, from sure to weak: the element's name or role, words in its class or id, and many links that lead away
outside the element that holds the text. What is doubtful stays: a line too many does no harm, a line lost does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from lxml import etree

from corpus.terms import alternatives, terms
from extractors.readers.html.keys import key_pattern
from extractors.readers.html.measure import Measures
from extractors.readers.html.style import BLOCKS, HEADINGS, elements, tag_of

_CONTAINERS = elements("html body div table tbody tr td article section main center form font span dl")
_LISTS = elements("div ul ol dl table tbody tr td section p form center header span")
_MAIN_SHARE = 0.7
"""Of the page's prose: the smallest element with as much holds the document."""
_NAMED_SHARE = 0.4
"""The same for an element whose class or id says that it holds the document."""
_TOO_MUCH = 0.25
"""Of the page's prose: an element with as much is no furniture, whatever it is called."""
_LONGEST_AREA = 600
_LONGEST_BUTTONS = 150
_LINKED_AREA = 0.5
_LINKED_MENU = 0.3
_UNKNOWN_SHARE = 0.4
_LEAST_PROSE = 60
"""With less there is no text that an element could hold most of: a page of links alone stays as it is."""
_DENSE = 0.6
_LEAST_LINKS = 3
_LONGEST_DATA = 3000
_LEAST_KEYS = 2
_MOST_ELEMENTS = 20_000
"""An element with more inside is no furniture; it also keeps the cost of looking into each in bounds."""
_LEAST_BLOCKS = 3
_LONGEST_HEADING = 20
_SHORTEST_HEADING = 6
"""Characters by which the page's heading is known again in its title."""
_NO_WORD = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The elements to leave out, and the index of the one that holds the document (0, the root, where unclear)."""

    left_out: frozenset[etree._Element]
    main: int


def surroundings(measures: Measures, title: str) -> Surroundings:
    """What is around the document; ``title`` is the page's own (``<title>``), by which its heading is known."""
    signs = _signs(measures, title)
    named = _dropped(measures, lambda at: _by_name(measures, at) and not _holds_document(measures, at, signs))
    main = _main(measures, named)
    dense = _dropped(
        measures, lambda at: _by_links(measures, at, main, named) and not _holds_document(measures, at, signs)
    )
    return Surroundings(frozenset(measures.elements[at] for at in named | dense), main)


def words_of(element: etree._Element) -> frozenset[str]:
    """The words of class and id in small letters: ``topNav-box`` is top, nav, box, topnav, navbox, topnavbox."""
    found: set[str] = set()
    for name in f"{element.get('class') or ''} {element.get('id') or ''}".split():
        words = [word.lower() for word in _WORDS.findall(name)][:6]
        found.update("".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
    return frozenset(found)


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(terms("html")["elements"][kind])


@cache
def _foot() -> re.Pattern[str]:
    return re.compile("|".join(terms("html")["foot"]["sure"]), re.IGNORECASE)


def _dropped(measures: Measures, drop: Callable[[int], bool]) -> set[int]:
    """The outermost elements that ``drop`` says yes to."""
    found: set[int] = set()
    end = 1
    for at in range(1, len(measures.elements)):
        if at >= end and drop(at):
            found.add(at)
            end = measures.ends[at]
    return found


def _by_name(measures: Measures, at: int) -> bool:
    """Whether an element is called furniture, by its name, its role or a word in class or id, and looks like it."""
    element = measures.elements[at]
    names = words_of(element) | {tag_of(element), (element.get("role") or "").lower()}
    chars = measures.chars[at]
    called = next((kind for kind in ("menus", "buttons", "areas") if names & _names(kind)), None)
    if called is None or tag_of(element) in {"html", "body"}:
        return False
    if measures.prose[at] >= _TOO_MUCH * measures.prose[0] or measures.ends[at] - at > _MOST_ELEMENTS:
        return False
    if called == "areas":
        return measures.linked[at] >= _LINKED_AREA * chars or (
            chars <= _LONGEST_AREA and _foot().search(measures.text(at)) is not None
        )
    if called == "menus":
        return measures.linked[at] >= _LINKED_MENU * chars
    return measures.linked[at] >= _LINKED_AREA * chars or (
        chars <= _LONGEST_BUTTONS and _unknown(measures.text(at)) <= _UNKNOWN_SHARE * chars
    )


def _unknown(text: str) -> int:
    """The characters that are no word of a button (an element called print may as well be what is to be printed)."""
    return len(_NO_WORD.sub("", _button_words().sub("", text)))


@cache
def _button_words() -> re.Pattern[str]:
    lines = terms("html")["lines"]
    return re.compile(alternatives(list(lines["words"] + lines["buttons"] + terms("notices")["head"]["furniture"])))


def _signs(measures: Measures, title: str) -> list[int]:
    """Where the page has what no furniture has, in ascending order: attached files, and the heading of its title."""
    return [
        at
        for at, element in enumerate(measures.elements)
        if measures.chars[at] and not measures.linked[at] and _is_sign(element, measures, at, title)
    ]


def _is_sign(element: etree._Element, measures: Measures, at: int, title: str) -> bool:
    tag = tag_of(element)
    if tag == "a":
        return element.get("href") is not None and not measures.away[at]
    return tag in HEADINGS and _begins(title, measures.text(at))


def _begins(title: str, heading: str) -> bool:
    return len(heading) >= _SHORTEST_HEADING and title.startswith(heading[:_SHORTEST_HEADING])


def _holds_document(measures: Measures, at: int, signs: list[int]) -> bool:
    """Whether an element has one of the ``signs`` in it, a block of data (two keys), or speaks of attached files."""
    first = bisect_left(signs, at)
    if first < len(signs) and signs[first] < measures.ends[at]:
        return True
    if measures.chars[at] > _LONGEST_DATA:
        return False
    text = measures.text(at)
    return "附件" in text or "附件" in _heading(measures, at) or len(key_pattern().findall(text)) >= _LEAST_KEYS


def _heading(measures: Measures, at: int) -> str:
    """The text of the element before, if it is as short as a heading."""
    before = measures.elements[at].getprevious()
    above = None if before is None else measures.index.get(before)
    return "" if above is None or measures.chars[above] > _LONGEST_HEADING else measures.text(above)


def _main(measures: Measures, named: set[int]) -> int:
    """The smallest container with most of the prose that is not in the ``named`` elements."""
    taken = list(accumulate((m if at in named else 0 for at, m in enumerate(measures.prose)), initial=0.0))
    without = [m - taken[measures.ends[at]] + taken[at] for at, m in enumerate(measures.prose)]
    main = _most_of(without, measures, named) if without[0] >= _LEAST_PROSE else 0
    while main > 0 and _block_count(measures, main) < _LEAST_BLOCKS:
        parent = measures.parents[main]
        if measures.links[parent] - measures.links[main] >= _LEAST_LINKS:
            break
        main = parent
    if main > 0 and measures.links[main] < measures.links[0]:
        return main
    called = [at for at in range(1, len(without)) if words_of(measures.elements[at]) & _names("content")]
    return max((at for at in called if without[at] > _NAMED_SHARE * without[0]), default=main)


def _most_of(prose: list[float], measures: Measures, named: set[int]) -> int:
    main = at = 0
    while at < measures.ends[main]:
        holds = at not in named and prose[at] >= _MAIN_SHARE * prose[0]
        if holds and tag_of(measures.elements[at]) in _CONTAINERS:
            main = at
        at = at + 1 if holds else measures.ends[at]
    return main


def _block_count(measures: Measures, at: int) -> int:
    blocks = 0
    for inner in range(at + 1, measures.ends[at]):
        blocks += tag_of(measures.elements[inner]) in BLOCKS or tag_of(measures.elements[inner]) == "br"
        if blocks >= _LEAST_BLOCKS:
            break
    return blocks


def _by_links(measures: Measures, at: int, main: int, named: set[int]) -> bool:
    """Whether an element outside the document is a list of links to other pages."""
    if main == 0 or at in named or measures.within(at, main) or measures.within(main, at):
        return False
    if tag_of(measures.elements[at]) not in _LISTS or measures.links[at] < _LEAST_LINKS:
        return False
    if measures.linked[at] < _DENSE * measures.chars[at]:
        return False
    return measures.ends[at] - at <= _MOST_ELEMENTS
