"""Excel workbooks, new and old (.xlsx, .xlsm, .xls): each sheet with content is one Grid."""

from __future__ import annotations

from pathlib import PurePath

from corpus.records import Document
from extractors.limits import Limits
from extractors.readers.protocol import CERTAIN, LIKELY
from extractors.readers.signatures import kind

FORMAT = "xlsx"
_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx"})


def score(data: bytes, name: str, /) -> int | None:
    """Certain where the content is a workbook; likely where a ZIP too short to tell is named so."""
    found = kind(data) if data.startswith((b"PK", b"\xd0\xcf")) else None
    if found in {"xlsx", "xls"}:
        return CERTAIN
    unsure = found == "ooxml" or (found == "zip" and b"PK\x05\x06" not in data)
    return LIKELY if unsure and PurePath(name).suffix.lower() in _SUFFIXES else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Hidden sheets are read too, empty ones give no Grid. Numbers become text without loss, dates ISO 8601.

    Raises ``read-damaged``, ``read-password``, ``read-too-large``; a sheet that cannot be read is a Problem.
    """
    from extractors.readers.workbook import read_sheets  # noqa: PLC0415 - calamine is loaded when a workbook is read

    found = "xls" if kind(data) == "xls" else FORMAT
    grids, problems = read_sheets(data, shown_as, sha256, found, limits)
    return Document(shown_as, sha256, found, grids, problems)
