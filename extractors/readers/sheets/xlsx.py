"""Excel workbooks, new and old (.xlsx, .xlsm, .xlsb, .xls, .et): each sheet with content is one Grid."""

from __future__ import annotations

from pathlib import PurePath

from corpus.records import Document
from extractors.limits import Limits
from extractors.readers.compound_file import opened
from extractors.readers.protocol import CERTAIN, LIKELY
from extractors.readers.signatures import kind

FORMAT = "xlsx"
_KINDS = frozenset({"xlsx", "xlsb", "xls"})
_COMPOUND = frozenset({"ole", "doc", "ppt"})
_OLD_SUFFIXES = frozenset({".xls", ".xlt", ".et", ".ett"})
_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb"})


def score(data: bytes, name: str, /) -> int | None:
    """Certain where the content is a workbook; likely where a ZIP too short to tell is named so."""
    found = kind(data) if data.startswith((b"PK", b"\xd0\xcf")) else None
    suffix = PurePath(name).suffix.lower()
    if found in _KINDS or (found in _COMPOUND and suffix in _OLD_SUFFIXES and is_old_workbook(data)):
        return CERTAIN
    unsure = found == "ooxml" or (found == "zip" and b"PK\x05\x06" not in data)
    cut = found == "ole" and suffix in _OLD_SUFFIXES
    return LIKELY if cut or (unsure and suffix in _SUFFIXES) else None


def is_old_workbook(data: bytes) -> bool:
    """Whether a compound file has a workbook at its root, whatever it holds further down (a Word file in a sheet)."""
    try:
        with opened(data) as file:
            return any(file.exists(name) for name in ("Workbook", "Book"))
    except OSError:
        return False


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Hidden sheets, rows and columns are read too and said, empty sheets give no Grid.

    Numbers become text without loss, dates ISO 8601, percentages what they show; formulas are never calculated. Raises
    ``read-damaged``, ``read-password``, ``read-too-large``, ``read-sheet-too-large`` …; a sheet that cannot be read is
    a Problem.
    """
    from extractors.readers.sheets.workbook import read_workbook  # noqa: PLC0415 - calamine is loaded when a workbook is read

    found = kind(data)
    known = found if found in _KINDS else "xls" if found in _COMPOUND else FORMAT
    return read_workbook(data, shown_as, sha256, known or FORMAT, limits)
