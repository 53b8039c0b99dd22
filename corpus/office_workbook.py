"""Workbooks that an office fills in (目录.xlsx, 表式.xlsx): their cells as text, and what is alike in their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from corpus.messages import UnreadableError, text
from corpus.workbook_room import check_room

LARGEST = 20_000_000
"""Bytes of a workbook: what an office says of itself has some hundred lines."""
_MOST_CELLS = 2_000_000
"""Cells in the rectangles of its sheets: one that stands far out would make room for all before it."""
_NOT_HEADING = re.compile(r"\s|[*＊]|（[^）]*）|\([^)]*\)")

Grid = list[list[str]]
"""The rows of a sheet, from row 1 and column A on."""


def grids(path: Path, about: str) -> dict[str, Grid]:
    """The cells of each worksheet by its name, in the order of the workbook.

    ``about`` says whose the messages are (``directory``, ``forms``). Raises ``UnreadableError``.
    """
    where = str(path)
    try:
        if not path.is_file():
            raise UnreadableError("read-no-file" if path.exists() else "read-missing", where=where)
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"{about}-too-large", where=where, limit=LARGEST // 1_000_000)
        return _read(path, about)
    except PermissionError:
        raise UnreadableError("read-denied", where=where) from None
    except OSError as error:
        raise UnreadableError("read-io", where=where, reason=error.strerror or str(error)) from None


def _read(path: Path, about: str) -> dict[str, Grid]:
    from python_calamine import (  # noqa: PLC0415  (only for such a file)
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
    )

    try:
        check_room(path, _MOST_CELLS)
        book = CalamineWorkbook.from_path(path)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except PasswordError:
        raise UnreadableError("read-password", where=str(path)) from None
    except (CalamineError, BadZipFile) as error:
        raise UnreadableError(f"{about}-no-workbook", where=str(path), reason=str(error)) from None
    return {name: [[_text(value) for value in row] for row in rows] for name, rows in sheets.items()}


def _text(value: Any) -> str:
    """A cell's value as text: a whole number without its .0."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def bare(cell: str) -> str:
    """A label or heading as it is compared: without white space, stars and what stands in brackets."""
    return _NOT_HEADING.sub("", cell)


def joined(cell: str) -> str:
    """A name without the spaces and line breaks by which clerks set it."""
    return "".join(cell.split())


def cell_of(row: Sequence[str], at: int | None) -> str:
    """The row's text in this column; empty where the row is shorter or there is no such column."""
    return row[at] if at is not None and at < len(row) else ""


def place(sheet: str, row: int = 0, column: str = "") -> str:
    """A place of the workbook as a person is told it; ``row`` is that of Excel, ``column`` the heading."""
    words = text("directory-sheet", sheet=sheet)
    words += text("directory-row", row=row) if row else ""
    return words + (text("directory-column", column=column) if column else "")
