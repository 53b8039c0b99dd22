"""How much text, and how much of it in links, each element of a page holds: what tells an article from a menu."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from lxml import etree

from extractors.readers.html.style import HEADINGS, has_no_text, is_hidden, tag_of

_SENTENCE = re.compile("[，。；！？,;]")
_SPACES = re.compile(r"\s+")
_ATTACHED = re.compile(
    r"\.(?:docx?|docm|wps|rtf|xlsx?|et|csv|pdf|ofd|ceb|pptx?|txt|zip|rar|7z|jpe?g|png|tiff?|mht|eml)(?:[?#&]|$)", re.I
)
_GIVES_FILES = re.compile(r"download|attach|fujian|\bfile(?:id|name)?=", re.I)
_NO_SENTENCE_WORTH = 0.3
"""What a character outside sentences counts for: headings and cells do belong to an article, menus do as little."""


def leads_away(link: etree._Element) -> bool:
    """Whether an ``a`` leads to another page: not to a place on this one, and not to a file that belongs to it."""
    target = (link.get("href") or "").strip()
    if not target or (target.startswith("#") and len(target) > 1):
        return False
    if link.get("download") is not None or _ATTACHED.search(target) or _GIVES_FILES.search(target):
        return False
    text = "".join(map(str, link.itertext())).strip()
    return not text.startswith(("附件", "附表")) and not _ATTACHED.search(text)


@dataclass(slots=True)
class Measures:
    """The shown elements in document order and, at the same index, what they hold with all that is inside them.

    ``chars`` are characters without spaces, ``linked`` those in links that lead away, ``links`` the number of these,
    ``prose`` the characters outside links, those of sentences counted more. ``ends`` is one past the last descendant.
    ``away`` says of an element that it lies in such a link or is one. ``tables`` and ``headings`` are indexes.
    ``kept`` are hidden rows and cells that are measured like those that are shown.
    """

    elements: list[etree._Element] = field(default_factory=list)
    index: dict[etree._Element, int] = field(default_factory=dict)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    prose: list[float] = field(default_factory=list)
    away: list[bool] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    kept: Set[etree._Element] = frozenset()

    def within(self, inner: int, outer: int) -> bool:
        """Whether ``inner`` is ``outer`` or lies in it."""
        return outer <= inner < self.ends[outer]

    def any_within(self, indexes: list[int], outer: int) -> bool:
        """Whether one of the (ascending) indexes lies in ``outer``, itself not counted."""
        first = bisect_right(indexes, outer)
        return first < len(indexes) and indexes[first] < self.ends[outer]

    def text(self, at: int) -> str:
        """The text of an element without spaces."""
        parts: list[str] = []
        for inner in range(at, self.ends[at]):
            element = self.elements[inner]
            parts += [element.text or "", *(child.tail or "" for child in element)]
        return _SPACES.sub("", "".join(parts))


def measured(root: etree._Element, reveal: bool = False, kept: Set[etree._Element] = frozenset()) -> Measures:
    """The measures of a page, of what is hidden only where ``reveal`` or among the ``kept``."""
    found = Measures(kept=kept)
    stack = [(root, -1)]
    while stack:
        element, parent = stack.pop()
        at = len(found.elements)
        around = parent >= 0 and found.away[parent]
        linked = around or (tag_of(element) == "a" and leads_away(element))
        found.away.append(linked)
        chars = prose = 0.0
        for text in _texts(element):
            length = len(_SPACES.sub("", text))
            chars += length
            prose += 0 if linked else length * (1 if _SENTENCE.search(text) else _NO_SENTENCE_WORTH)
        tag = tag_of(element)
        if tag == "table" or tag in HEADINGS:
            (found.tables if tag == "table" else found.headings).append(at)
        found.elements.append(element)
        found.index[element] = at
        found.parents.append(parent)
        found.ends.append(at + 1)
        found.chars.append(int(chars))
        found.linked.append(int(chars) if linked else 0)
        found.links.append(int(linked and not around))
        found.prose.append(prose)
        stack += [(child, at) for child in reversed(element) if shown(child, reveal, kept=kept)]
    for at in range(len(found.elements) - 1, 0, -1):
        parent = found.parents[at]
        found.ends[parent] = max(found.ends[parent], found.ends[at])
        found.prose[parent] += found.prose[at]
        for counts in (found.chars, found.linked, found.links):
            counts[parent] += counts[at]
    return found


def shown(
    element: etree._Element,
    reveal: bool = False,
    left_out: Set[etree._Element] = frozenset(),
    kept: Set[etree._Element] = frozenset(),
) -> bool:
    """Whether an element (not what follows it) is part of the page that a person reads."""
    return (
        tag_of(element) != ""
        and not has_no_text(element)
        and element not in left_out
        and (reveal or element in kept or not is_hidden(element))
    )


def _texts(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if child.tail:
            yield child.tail
