"""An OFD file's pages: opens the file, tells scans from text, and keeps what each page prints."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.messages import UnreadableError
from corpus.records import Block, Problem
from extractors.limits import Limits
from extractors.printed.pages import Page, page_name, page_of
from extractors.printed.pictures import picture_notes, unread_pictures
from extractors.readers.ofd.contents import PageContents, PlacedPart
from extractors.readers.ofd.document import OfdDocument, documents
from extractors.readers.ofd.ink import OfdPage
from extractors.readers.ofd.package import OfdPackage
from extractors.readers.xml_parts import BROKEN, said_plainly
from extractors.scans.blocks import blocks_with_scans
from extractors.scans.pages import PageImage

_NAMED = 10
"""Attached files that are named; more are counted."""


def read_body(data: bytes, file: str, sha256: str, limits: Limits) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks in reading order and what could not be read. Raises ``UnreadableError``."""
    package = OfdPackage(data, file, limits)
    if package.encrypted:
        raise UnreadableError("read-password", where=file)
    found, problems = documents(package)
    for document in found:
        problems += document.problems
    pages, scans, more = _read_pages(package, found, limits)
    problems += more
    blocks, to_look_at = blocks_with_scans(pages, scans, file, sha256, limits)
    if not blocks and any(problem.code == "read-page-outlines" for problem in problems):
        raise UnreadableError("read-outlines", where=file)
    return blocks, (*problems, *to_look_at, *_attachments(found))


def _attachments(found: Sequence[OfdDocument]) -> list[Problem]:
    names = [name for document in found for name in document.attachments]
    shown = "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
    return [Problem("", "note-attachments", (("count", str(len(names))), ("names", shown)))] if names else []


def _read_pages(
    package: OfdPackage, found: Sequence[OfdDocument], limits: Limits
) -> tuple[list[Page], list[PageImage], list[Problem]]:
    """Page by page, through all documents: of those with text only lines and tables are kept, scans are to be
    recognised."""
    pages: list[Page] = []
    problems: list[Problem] = []
    scans: list[PageImage] = []
    listed = [(document, location) for document in found for location in document.pages]
    contents = PageContents(package, limits)
    characters = 0
    pictures: dict[int, int] = {}
    for number, (document, location) in enumerate(listed[: limits.pdf_pages], start=1):
        where = page_name(number)
        try:
            drawn, images, failed = contents.page(document, location, number)
        except BROKEN as error:
            problems.append(Problem(where, "read-page-failed", (("reason", said_plainly(error)),)))
            continue
        problems += failed
        characters += len(drawn.ink.chars)
        if characters > limits.text_characters:
            args = (("count", str(characters)), ("limit", str(limits.text_characters)))
            problems.append(Problem(where, "read-too-long", args))
            break
        if drawn.overfull:
            problems.append(Problem(where, "read-page-overfull"))
        if not drawn.without_text:
            pages.append(page_of(drawn.ink))
            pictures[number] = unread_pictures(drawn.ink)
        elif drawn.pictured:
            scans.append(_picture(package, drawn, images, limits))
        else:
            problems.append(Problem(where, "read-page-outlines"))
    else:
        if len(listed) > limits.pdf_pages:
            args = (("count", str(len(listed))), ("limit", str(limits.pdf_pages)))
            problems.append(Problem(page_name(limits.pdf_pages + 1), "read-too-many-pages", args))
    return pages, scans, [*problems, *picture_notes(pictures)]


def _picture(package: OfdPackage, drawn: OfdPage, images: Sequence[PlacedPart], limits: Limits) -> PageImage:
    from extractors.readers.ofd.pictures import page_pixels  # noqa: PLC0415 (Pillow and PDFium are for scans alone)

    size = drawn.size
    return PageImage(drawn.ink.number, *size, pixels=lambda: page_pixels(package, images, size, limits))
