"""MHTML: a page saved as one file by a browser or by Word (RFC 2557), also under the name ``.doc``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message

from corpus.messages import UnreadableError
from corpus.records import Block, Document, Grid, Problem, Source
from extractors.limits import Limits
from extractors.readers.html import NOT_AT_HAND
from extractors.readers.html.saved_pages import SavedPages
from extractors.readers.protocol import CERTAIN
from extractors.readers.signatures import kind

FORMAT = "mhtml"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_MOST_PARTS = 2000
_TABS = re.compile(r"tabstrip\.html?$", re.IGNORECASE)
"""The frame in which Excel lists the sheets."""


def score(data: bytes, _name: str, /) -> int | None:
    """Certain where a MIME head says so that no mail has."""
    return CERTAIN if kind(data) == "mhtml" else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """The main page as HTML is read, with the pages of its inner frames; where it is a mere frame, the pages in it.

    A workbook that Excel saved so has a page for each sheet, in their order.

    Raises ``read-damaged`` where the file has no page, ``read-too-deep``, and what reading a page raises.
    """
    try:
        message = message_from_bytes(data.lstrip())
        pages = _pages(message)
    except RecursionError:
        raise UnreadableError("read-too-deep", where=shown_as) from None
    if not pages:
        raise UnreadableError("read-damaged", where=shown_as, format="MHTML", reason="text/html")
    reading = SavedPages(pages, Source(shown_as, sha256), limits).read()
    blocks, problems, asides = next(reading)
    if not blocks:
        for more, found, titles in reading:
            blocks += _numbered(more, blocks)
            problems += found
            asides += titles
        problems = tuple(problem for problem in problems if not (blocks and problem.code == NOT_AT_HAND))
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects):
        problems += (Problem(shown_as, "read-cut-off"),)
    return Document(shown_as, sha256, FORMAT, blocks, problems, asides)


def _pages(message: Message) -> list[Message]:
    """The parts that are pages, the main one first: the one that ``start`` names, else the first (RFC 2387, 3.2)."""
    parts = [part for part in _leaves(message) if part.get_content_type() in _PAGES]
    parts = [part for part in parts if not _TABS.search(part.get("Content-Location", ""))]
    start = message.get_param("start")
    parts.sort(key=lambda part: not (start and part.get("Content-ID", "").strip() == start))
    return parts


def _leaves(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _numbered(blocks: tuple[Block, ...], before: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a further page, their numbers going on."""
    paragraphs = max((block.source.paragraph or 0 for block in before), default=0)
    grids = sum(isinstance(block, Grid) for block in before)
    return tuple(
        replace(
            block,
            source=replace(block.source, table=grids + (block.source.table or 0))
            if isinstance(block, Grid)
            else replace(block.source, paragraph=paragraphs + (block.source.paragraph or 0)),
        )
        for block in blocks
    )
