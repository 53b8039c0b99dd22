"""What a Word document keeps outside its text: heads and feet of pages, footnotes, endnotes (17.10 and 17.11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from corpus.records import Aside, AsideKind
from extractors.readers.docx.boxes import link
from extractors.readers.docx.names import child, is_on, value, w
from extractors.readers.docx.parts import Parts
from extractors.readers.docx.story import Story

_HEADS = {w("headerReference"): AsideKind.HEADER, w("footerReference"): AsideKind.FOOTER}
_NOTES = (("footnotes", "footnote", AsideKind.FOOTNOTE), ("endnotes", "endnote", AsideKind.ENDNOTE))
_ORDER = ("first", "default", "even")
_NUMBER = re.compile(r"(?:[\W_第共页]|page|of)*(?:\d{1,4}(?:[\W_第共页]|page|of)*){0,2}", re.IGNORECASE)
"""第 3 页 共 8 页, - 3 -, and what is left of them without their fields."""

StoryOf = Callable[[str], Story]
"""A new story in the part of this name."""


def heads_and_feet(parts: Parts, story_of: StoryOf) -> Iterator[Aside]:
    """Each different line of the headers and footers that are shown on some page, page numbers left out.

    A header of first pages or even pages is shown only where the section or the settings say so (17.10.1, 17.10.6).
    """
    seen: set[Aside] = set()
    read: set[str] = set()
    for kind, name in _shown(parts):
        root = None if name in read else parts.root(name)
        read.add(name)
        for line in () if root is None else story_of(name).lines(root):
            aside = Aside(kind, line)
            if aside not in seen and not _NUMBER.fullmatch(line):
                seen.add(aside)
                yield aside


def notes(parts: Parts, story_of: StoryOf, referred: Sequence[tuple[str, str]]) -> Iterator[Aside]:
    """The paragraphs of the notes that the text refers to (``footnotes`` or ``endnotes``, and id), in its order."""
    for part, element, kind in _NOTES:
        wanted = list(dict.fromkeys(note for where, note in referred if where == part))
        root = parts.related(part) if wanted else None
        if root is None:
            continue
        found = {value(note, "id") or "": note for note in root.iterchildren(w(element))}
        story = story_of(parts.package.related(parts.main, part) or part)
        for note in wanted:
            if note in found:
                yield from (Aside(kind, line) for line in story.lines(found[note]))


def _shown(parts: Parts) -> Iterator[tuple[AsideKind, str]]:
    """Kind and part of every header and footer that is shown; a section without its own has that of the one before."""
    settings = parts.related("settings")
    even = is_on(child(settings, "evenAndOddHeaders"))
    own: dict[tuple[AsideKind, str], str] = {}
    for section in _sections(parts.body):
        for reference in section:
            if reference.tag in _HEADS:
                own[_HEADS[reference.tag], value(reference, "type") or "default"] = link(reference)
        first = is_on(child(section, "titlePg"))
        for kind in (AsideKind.HEADER, AsideKind.FOOTER):
            for which in _ORDER:
                shown = {"first": first, "default": True, "even": even}[which]
                found = parts.linked(parts.main, own.get((kind, which), "")) if shown else None
                if found is not None and not found.external:
                    yield kind, found.target


def _sections(body: etree._Element) -> Iterator[etree._Element]:
    for section in body.iter(w("sectPr")):
        parent = section.getparent()
        if parent is not None and parent.tag != w("sectPrChange"):  # what the section was before a tracked change
            yield section
