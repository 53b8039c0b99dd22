"""A PDF's pages: opens the file, tells scans from text, and keeps what each page prints or shows."""

from __future__ import annotations

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.messages import UnreadableError, text
from corpus.records import Block, Problem
from extractors.limits import Limits
from extractors.printed.pages import Page, page_name, page_of
from extractors.printed.pictures import picture_notes, unread_pictures
from extractors.readers.pdf.fields import carried_along, has_scripts, open_forms
from extractors.readers.pdf.ink import PDFIUM, PdfPage, pdf_page
from extractors.readers.pdf.pictures import page_image
from extractors.scans.blocks import blocks_with_scans
from extractors.scans.pages import PageImage
from extractors.scans.signs import DRAWN_TEXT, SCAN_MARK, SCAN_SHARE

_REOPEN = 100
"""Pages after which the file is opened anew: PDFium keeps what it has read of it, a scan's images too."""


def read_body(data: bytes, file: str, sha256: str, limits: Limits) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks in reading order and what could not be read. Raises ``UnreadableError``."""
    pages, scans, problems = _read_pages(data, file, limits)
    blocks, more = blocks_with_scans(pages, scans, file, sha256, limits)
    return blocks, (*problems, *more)


def _read_pages(data: bytes, file: str, limits: Limits) -> tuple[list[Page], list[PageImage], list[Problem]]:
    """Page by page: of those with text only lines and tables are kept, the others are to be recognised."""
    pages: list[Page] = []
    scans: list[PageImage] = []
    problems: list[Problem] = []
    comments = 0
    pictures: dict[int, int] = {}
    with PDFIUM:
        pdf = _opened(data, file)
        try:
            count = len(pdf)
            if b"%%EOF" not in data[-2048:]:
                problems.append(Problem("", "read-cut-off"))
            problems += carried_along(pdf)
            actions = has_scripts(data, pdf)
            for index in range(min(count, limits.pdf_pages)):
                if index and index % _REOPEN == 0:
                    pdf.close()
                    pdf = _opened(data, file)
                try:
                    page = pdf_page(pdf, index, limits)
                    comments += page.comments
                    actions = actions or page.launches
                    if page.overfull:  # and it is not drawn for recognition: nothing would bound that
                        problems.append(Problem(page_name(index + 1), "read-page-overfull"))
                    elif _without_text(page):
                        scans.append(page_image(data, pdf, index, limits))
                        continue
                except pdfium.PdfiumError as error:
                    problems.append(Problem(page_name(index + 1), "read-page-failed", (("reason", str(error)),)))
                    continue
                pages.append(page_of(page.ink))
                pictures[page.ink.number] = unread_pictures(page.ink)
        finally:
            pdf.close()
    if comments:
        problems.append(Problem("", "note-comments", (("count", str(comments)),)))
    problems += picture_notes(pictures)
    if actions:
        problems.append(Problem("", "note-scripts"))
    if count > limits.pdf_pages:
        problems.append(
            Problem(
                page_name(limits.pdf_pages + 1),
                "read-too-many-pages",
                (("count", str(count)), ("limit", str(limits.pdf_pages))),
            )
        )
    return pages, scans, problems


def _opened(data: bytes, file: str) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(data)
        open_forms(pdf)
        if len(pdf) == 0:
            raise UnreadableError("read-damaged", where=file, format="PDF", reason=text("pdf-no-pages"))
        return pdf
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("read-password", where=file) from None
        raise UnreadableError("read-damaged", where=file, format="PDF", reason=text("pdf-structure")) from None


def _without_text(page: PdfPage) -> bool:
    """Whether the page shows something, but not as text. An empty page is none of this."""
    visible = len(page.ink.chars) - sum(char.text == " " for char in page.ink.chars)
    if page.unmapped > visible / 2:
        return True
    if page.image_share >= SCAN_SHARE:
        return visible < SCAN_MARK
    return not visible and (page.image_share > 0 or page.paths >= DRAWN_TEXT)
