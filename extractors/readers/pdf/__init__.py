"""PDF, with a text layer or scanned: which files are PDFs. ``body`` reads what is in them (and loads PDFium)."""

from __future__ import annotations

from corpus.records import Document
from extractors.limits import Limits
from extractors.readers.protocol import CERTAIN

FORMAT = "pdf"
_HEADER_WITHIN = 1024
"""Some programs write a few bytes before ``%PDF-`` (ISO 32000-1, annex H.3, note 13)."""


def score(data: bytes, name: str, /) -> int | None:  # noqa: ARG001
    """Certain where the header stands near the file's beginning, whatever its name."""
    return CERTAIN if b"%PDF-" in data[:_HEADER_WITHIN] else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Paragraphs and tables in reading order, without running heads and page numbers.

    Pages that are scans (or whose text is outlines) are recognised. Raises ``read-damaged``, ``read-password``. Pages
    that fail or that lie beyond the limits are Problems, and so is a table that the paper's edge cuts.
    """
    from extractors.readers.pdf.body import read_body  # noqa: PLC0415

    blocks, problems = read_body(data, shown_as, sha256, limits)
    return Document(shown_as, sha256, FORMAT, blocks, problems)
