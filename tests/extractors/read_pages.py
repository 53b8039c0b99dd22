"""What the reader of web pages makes of a page."""

from __future__ import annotations

from corpus.records import Document
from extractors.limits import DEFAULT, Limits
from extractors.readers import html


def read(page: str | bytes, limits: Limits = DEFAULT) -> Document:
    return html.read(page if isinstance(page, bytes) else page.encode(), "通知.html", "abc", limits)


def texts(page: str | bytes) -> list[str]:
    return [paragraph.text for paragraph in read(page).paragraphs]


def cells(page: str | bytes) -> list[tuple[tuple[str, ...], ...]]:
    return [grid.cells for grid in read(page).grids]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]
