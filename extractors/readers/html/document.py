"""The document on a page: its lines and tables, what surrounds it left out."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from lxml import etree

from extractors.limits import Limits
from extractors.readers.html.frames import shows_page
from extractors.readers.html.furniture import without_furniture
from extractors.readers.html.hidden_rows import kept_in_tables
from extractors.readers.html.lines import PageLine, PageReader, PageTable
from extractors.readers.html.measure import Measures, measured
from extractors.readers.html.page import Surroundings, surroundings
from extractors.readers.html.page_title import is_untold, page_title
from extractors.readers.html.style import is_hidden, tag_of

_LITTLE = 500
_SHOWN_SHARE = 0.2
_ICON = re.compile(r"icon|filetype|/ico[/_]|spacer|blank\.gif|\.ico\b", re.IGNORECASE)
_SMALLEST_PICTURE = 60
"""Pixels of either side: what is smaller is an icon or a line."""


@dataclass(frozen=True, slots=True)
class PageDocument:
    """Lines and tables of data in reading order; how many pictures, hidden pieces of text and frames are among them.

    Hidden pieces are those that an editor hid (rows of a table that is not read with them, Word's hidden text), not
    what a portal hides. ``title`` is the page's own where none of the lines tells it, else empty.
    """

    parts: Sequence[PageLine | PageTable]
    pictures: int = 0
    hidden: int = 0
    frames: int = 0
    title: str = ""


def document_on(root: etree._Element, limits: Limits) -> PageDocument:
    """The document. What is hidden is left out unless it is nearly all of the page (a script is to show it)."""
    measures = measured(root)
    if kept := kept_in_tables(measures):
        measures = measured(root, kept=kept)
    reveal = measures.prose[0] < _LITTLE and (
        measures.prose[0] < _SHOWN_SHARE * (revealed := measured(root, reveal=True)).prose[0]
    )
    if reveal:
        measures = revealed
        measures.kept = kept_in_tables(measures, reveal=True)
    title = page_title(root)
    around = surroundings(measures, re.sub(r"\s+", "", title))
    reader = PageReader(measures, around.left_out, limits.sheet_cells, reveal)
    parts = without_furniture(
        list(reader.parts(root)),
        within=lambda at: measures.within(at, around.main),
        before=lambda at: at < around.main and not measures.within(around.main, at),
    )
    inside = _inside(measures, around)
    hidden = 0 if reveal else sum(_hidden_pieces(element, measures.kept) for element in inside)
    frames = sum(shows_page(child) for element in inside for child in element)
    told = (part.text for part in parts if isinstance(part, PageLine))
    return PageDocument(parts, sum(map(_is_picture, inside)), hidden, frames, title if is_untold(title, told) else "")


def _inside(measures: Measures, around: Surroundings) -> list[etree._Element]:
    """The elements of the document's own part of the page."""
    found = []
    at = around.main
    while at < measures.ends[around.main]:
        element = measures.elements[at]
        if element in around.left_out:
            at = measures.ends[at]
            continue
        found.append(element)
        at += 1
    return found


def _is_picture(element: etree._Element) -> bool:
    if tag_of(element) != "img" or _ICON.search(element.get("src") or ""):
        return False
    sides = [re.match(r"\s*(\d{1,6})", element.get(name) or "") for name in ("width", "height")]
    return all(int(side[1]) >= _SMALLEST_PICTURE for side in sides if side)


def _hidden_pieces(element: etree._Element, kept: Set[etree._Element]) -> int:
    """The hidden rows, cells and pieces of Word's text right below an element."""
    return sum(
        is_hidden(child)
        and child not in kept
        and (tag_of(child) in {"tr", "td", "th"} or "mso-hide" in (child.get("style") or ""))
        and any(text.strip() for text in map(str, child.itertext()))
        for child in element
    )
