"""DOCX: which files are Word documents. ``body`` reads what is in them (and loads lxml)."""

from __future__ import annotations

from pathlib import PurePath

from corpus.records import Document
from extractors.limits import Limits
from extractors.readers.protocol import CERTAIN, LIKELY
from extractors.readers.signatures import kind

FORMAT = "docx"


def score(data: bytes, name: str, /) -> int | None:
    """Certain where the ZIP holds ``word/``; likely where a ZIP too short to tell is named so."""
    if not data.startswith(b"PK"):
        return None
    found = kind(data)
    if found == "docx":
        return CERTAIN
    unsure = found == "ooxml" or (found == "zip" and b"PK\x05\x06" not in data)
    return LIKELY if unsure and PurePath(name).suffix.lower() in {".docx", ".docm", ".dotx"} else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """The body as blocks; headers, footers and notes as asides; comments, pictures and macros are said in notes.

    Pages are not known in a DOCX. A line break within a paragraph begins another Paragraph with the same number.
    Raises ``read-damaged``, ``read-too-deep``, ``read-password``, ``read-too-large``; a part that cannot be read
    (styles, an inserted file) is a Problem.
    """
    from extractors.readers.docx.body import read_document  # noqa: PLC0415 - lxml is loaded when a file is read

    return read_document(data, shown_as, sha256, FORMAT, limits)
