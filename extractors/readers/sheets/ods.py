"""OpenDocument spreadsheets (.ods): each sheet with content is one Grid."""

from __future__ import annotations

from pathlib import PurePath

from corpus.messages import UnreadableError
from corpus.records import Document, Problem
from extractors.limits import Limits
from extractors.readers.protocol import CERTAIN
from extractors.readers.sheets.remarks import sheet_remarks
from extractors.readers.sheets.sheet import grids
from extractors.readers.signatures import kind

FORMAT = "ods"
_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_SUFFIXES = frozenset({".ods", ".ots"})
_HEAD = 512
"""The file's first part, uncompressed, is its type (ODF 1.3, part 2, 3.3)."""
_ENCRYPTION = b"encryption-data"


def score(data: bytes, name: str, /) -> int | None:
    """Certain where an OpenDocument file says that it is a spreadsheet, or says nothing and is named so."""
    if not data.startswith(b"PK") or kind(data) != "opendocument":
        return None
    return CERTAIN if _TYPE in data[:_HEAD] or PurePath(name).suffix.lower() in _SUFFIXES else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Hidden sheets, rows and columns are read too and said; numbers, dates and percentages as in other workbooks.

    Raises ``read-damaged``, ``read-too-deep``, ``read-password``, ``read-too-large``, ``read-sheet-too-large``,
    ``read-sheet-merges``.
    """
    from extractors.readers.sheets.ods_sheets import sheets_of  # noqa: PLC0415 - loads lxml
    from extractors.readers.xml_parts import BROKEN, XmlParts  # noqa: PLC0415

    parts = XmlParts(data, shown_as, FORMAT, limits)
    parts.verify()
    try:
        if _ENCRYPTION in parts.content("META-INF/manifest.xml"):
            raise UnreadableError("read-password", where=shown_as)
        sheets = sheets_of(parts.content("content.xml"), shown_as, limits)
    except BROKEN as error:
        raise parts.damaged(error) from None
    problems = [problem for sheet in sheets for problem in sheet_remarks(sheet)]
    if any(name.startswith("Basic/") for name in parts.names()):
        problems.append(Problem(shown_as, "note-macros"))
    return Document(shown_as, sha256, FORMAT, grids(sheets, shown_as, sha256), tuple(problems))
