"""Frames: places of a page that show other pages (HTML, 4.8.5 and 16.3), and the sheets of a saved workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from lxml import etree

from extractors.readers.html.source import Page
from extractors.readers.html.style import is_hidden, tag_of

_NO_PAGE = re.compile(r"about:|javascript:|data:|#|(?:.*[/\\])?tabstrip\.html?$", re.IGNORECASE)
"""What shows nothing of the document, as the frame in which Excel lists the sheets."""
_SMALL = re.compile(r"\s*[0-9]{1,2}(?:px)?\s*$")
"""Sides under a hundred pixels: a counter or a button."""
_DEEPEST = 4
"""Frames in frames: each may be as deep as a page, and the cost of deep ones grows with their square."""
_SHEET_LINK = "shlink"
"""The ``id`` of the links by which Excel's frame page knows its sheets, of which the frame shows one."""


def shows_page(element: etree._Element) -> bool:
    """Whether an element is a frame in which a person sees another page."""
    if tag_of(element) not in {"frame", "iframe"} or is_hidden(element):
        return False
    target = _target(element)
    small = any(_SMALL.match(element.get(side) or "") for side in ("width", "height"))
    return bool(target) and not _NO_PAGE.match(target) and not small


def framed_files(root: etree._Element) -> tuple[str, ...]:
    """What a page's frames show, as the page writes it; of a saved workbook all its sheets."""
    links = (element for element in root.iter() if tag_of(element) == "link")
    sheets = [_href(link) for link in links if (link.get("id") or "").lower() == _SHEET_LINK and _href(link)]
    return tuple(dict.fromkeys(sheets or map(_target, filter(shows_page, root.iter()))))


def fill_frames(
    root: etree._Element, address: str, page_at: Callable[[str], Page | None], most_elements: int
) -> Iterator[Page]:
    """Puts the pages that are at hand in the place of their ``iframe``, in order to read them where they are seen.

    ``page_at`` gives the page of an address that does not end in itself; frames without one stay. ``most_elements``
    bounds what is put in. Yields the pages that were.
    """
    waiting = [(frame, address, 1) for frame in _inner_frames(root)]
    while waiting and most_elements > 0:
        frame, base, depth = waiting.pop()
        parent, target = frame.getparent(), urljoin(base, _target(frame))
        page = page_at(target) if parent is not None else None
        if page is None or parent is None:
            continue
        most_elements -= sum(1 for _ in page.root.iter())
        shown = etree.Element("div")
        shown.tail = frame.tail
        shown.append(page.root)
        page.root.tag = "div"
        parent.replace(frame, shown)
        if depth < _DEEPEST:
            waiting += [(inner, target, depth + 1) for inner in _inner_frames(shown)]
        yield page


def _inner_frames(root: etree._Element) -> list[etree._Element]:
    return [element for element in root.iter() if tag_of(element) == "iframe" and shows_page(element)]


def _target(frame: etree._Element) -> str:
    return (frame.get("src") or "").strip()


def _href(link: etree._Element) -> str:
    return (link.get("href") or "").strip()
