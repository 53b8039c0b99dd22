"""XML Spreadsheet 2003, which many systems export under the name .xls: each sheet with content is one Grid."""

from __future__ import annotations

from corpus.messages import UnreadableError
from corpus.records import Document
from extractors.limits import Limits, megabytes
from extractors.readers.protocol import CERTAIN
from extractors.readers.sheets.remarks import sheet_remarks
from extractors.readers.sheets.sheet import grids

FORMAT = "spreadsheetml"
_NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 4096


def score(data: bytes, _name: str, /) -> int | None:
    """Certain where the first element is a workbook of that namespace."""
    head = data[:_HEAD].replace(b"\x00", b"")  # of UTF-16, the ASCII letters remain
    return CERTAIN if b"Workbook" in head and _NAMESPACE in head and b"<html" not in head.lower() else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Hidden sheets, rows and columns are read too and said; numbers, dates and percentages as in other workbooks.

    Raises ``read-damaged``, ``read-too-deep``, ``read-too-large``, ``read-sheet-too-large``, ``read-sheet-merges``.
    """
    from extractors.readers.sheets.spreadsheet_xml_sheets import sheets_of  # noqa: PLC0415 - loads lxml
    from extractors.readers.xml_parts import BROKEN, refusal  # noqa: PLC0415

    if len(data) > limits.inflated_bytes:
        size, limit = megabytes(len(data)), megabytes(limits.inflated_bytes)
        raise UnreadableError("read-too-large", where=shown_as, size=size, limit=limit)
    try:
        sheets = sheets_of(data, shown_as, limits)
    except BROKEN as error:
        raise refusal(error, shown_as, "XLS (XML)") from None
    problems = tuple(problem for sheet in sheets for problem in sheet_remarks(sheet))
    return Document(shown_as, sha256, FORMAT, grids(sheets, shown_as, sha256), problems)
