"""The blocks of a document of which all pages, or some, are scans."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.records import Block, Problem
from extractors.limits import Limits
from extractors.printed.ink import PageInk
from extractors.printed.pages import Page, blocks_of, page_of
from extractors.scans.doubts import notes
from extractors.scans.pages import PageImage, recognised


def blocks_with_scans(
    pages: Iterable[Page], scans: Iterable[PageImage], file: str, sha256: str, limits: Limits
) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of the ``pages`` that have text and of the ``scans``, which are recognised, in the order of pages.

    With them the pages that could not be recognised, and what a person should look at.
    """
    read: list[Page] = []
    failed: list[Problem] = []
    for found in recognised(scans, limits):
        if isinstance(found, PageInk):
            read.append(page_of(found))
        else:
            failed.append(found)
    in_order = sorted((*pages, *read), key=lambda page: page.lines.number)
    blocks, more = blocks_of(in_order, file, sha256)
    return blocks, (*failed, *more, *notes(blocks, len(read)))
