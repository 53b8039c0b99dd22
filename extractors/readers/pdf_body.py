"""A PDF's pages: opens the file, tells scans from text, and keeps what each page prints."""

from __future__ import annotations

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.messages import UnreadableError, text
from corpus.records import Block, Problem
from extractors.limits import Limits
from extractors.printed.pages import Page, blocks_of, page_name, page_of
from extractors.readers.pdf_ink import PDFIUM, PdfPage, pdf_page

_SCAN_SHARE = 0.6
"""A page that images cover to this part is a scan, if it has no more text than a scanner's own mark."""
_SCAN_MARK = 20
_DRAWN_TEXT = 60
"""As many drawn shapes on a page without text are text that was turned into outlines."""


def read_body(data: bytes, file: str, sha256: str, limits: Limits) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks in reading order and what could not be read. Raises ``UnreadableError``."""
    pages, problems = _read_pages(data, file, limits)
    blocks, more = blocks_of(pages, file, sha256)
    if not blocks and any(problem.code == "read-page-no-text" for problem in problems):
        raise UnreadableError("read-no-text", where=file)
    return blocks, (*problems, *more)


def _read_pages(data: bytes, file: str, limits: Limits) -> tuple[list[Page], list[Problem]]:
    """Page by page: only lines and tables are kept of each."""
    pages: list[Page] = []
    problems: list[Problem] = []
    with PDFIUM:
        pdf = _opened(data, file)
        try:
            count = len(pdf)
            if b"%%EOF" not in data[-2048:]:
                problems.append(Problem("", "read-cut-off"))
            for index in range(min(count, limits.pdf_pages)):
                try:
                    page = pdf_page(pdf, index)
                except pdfium.PdfiumError as error:
                    problems.append(Problem(page_name(index + 1), "read-page-failed", (("reason", str(error)),)))
                    continue
                if _without_text(page):
                    problems.append(Problem(page_name(index + 1), "read-page-no-text"))
                else:
                    pages.append(page_of(page.ink))
        finally:
            pdf.close()
    if count > limits.pdf_pages:
        problems.append(
            Problem(
                page_name(limits.pdf_pages + 1),
                "read-too-many-pages",
                (("count", str(count)), ("limit", str(limits.pdf_pages))),
            )
        )
    return pages, problems


def _opened(data: bytes, file: str) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(data)
        if len(pdf) == 0:
            raise UnreadableError("read-damaged", where=file, format="PDF", reason=text("pdf-no-pages"))
        return pdf
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("read-password", where=file) from None
        raise UnreadableError("read-damaged", where=file, format="PDF", reason=text("pdf-structure")) from None


def _without_text(page: PdfPage) -> bool:
    """Whether the page shows something, but not as text. An empty page is none of this."""
    visible = sum(1 for char in page.ink.chars if char.text.strip())
    if page.unmapped > visible / 2:
        return True
    if page.image_share >= _SCAN_SHARE:
        return visible < _SCAN_MARK
    return not visible and (page.image_share > 0 or page.paths >= _DRAWN_TEXT)
