"""OFD (GB/T 33190-2016): which files are of the national fixed-layout format. ``body`` reads what is in them."""

from __future__ import annotations

from pathlib import PurePath

from corpus.records import Document
from extractors.limits import Limits
from extractors.readers.protocol import CERTAIN, LIKELY
from extractors.readers.signatures import kind

FORMAT = "ofd"


def score(data: bytes, name: str, /) -> int | None:
    """Certain where the ZIP holds OFD.xml; likely where a ZIP too short to tell is named so."""
    if not data.startswith(b"PK"):
        return None
    found = kind(data)
    if found == "ofd":
        return CERTAIN
    unsure = found == "zip" and b"PK\x05\x06" not in data
    return LIKELY if unsure and PurePath(name).suffix.lower() == ".ofd" else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Paragraphs and ruled tables in reading order, without running heads and page numbers.

    Text of the pages and of their templates, scanned pages recognised; annotations and electronic seals are no text of
    the document, attached files are named in a note. Raises ``read-damaged``, ``read-password`` (an encrypted file),
    ``read-too-large``, ``read-outlines``. Pages that fail, whose text is outlines, that hold too much or lie beyond the
    limit are Problems.
    """
    from extractors.readers.ofd.body import read_body  # noqa: PLC0415

    blocks, problems = read_body(data, shown_as, sha256, limits)
    return Document(shown_as, sha256, FORMAT, blocks, problems)
