"""The cells of a workbook as text, read with calamine within bounds: a crafted file must not fill the memory."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

from corpus.messages import UnreadableError
from corpus.workbook_room import DAMAGED, has_room

MOST_CELLS = 25_000_000
"""Cells in the rectangles of all sheets."""
_MOST_SHEETS = 100
Line = tuple[int, list[str]]
"""The number of a row as Excel counts it, and its cells."""


def sheet_lines(data: bytes, shown_as: str) -> Iterator[tuple[str, Iterator[Line]]]:
    """Each worksheet of an XLSX workbook by its name, hidden ones too, with its rows.

    Raises ``UnreadableError`` for what is no such workbook, is damaged, has a password, or is too large.
    """
    _check(data, shown_as)
    with _as_ours(shown_as):
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = [about.name for about in book.sheets_metadata if about.typ is SheetTypeEnum.WorkSheet]
    cells = 0
    for name in names:
        with _as_ours(shown_as):
            sheet = book.get_sheet_by_name(name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS or len(names) > _MOST_SHEETS:
            # Several sheets can be one and the same part.
            raise UnreadableError("import-too-large", where=shown_as)
        yield name, ((at, [_text(cell) for cell in row]) for at, row in enumerate(sheet.iter_rows(), 1))


@contextmanager
def _as_ours(shown_as: str) -> Iterator[None]:
    """Whatever damaged bytes bring calamine to: it raises, and it panics (which is no ``Exception``)."""
    try:
        yield
    except PasswordError:
        raise UnreadableError("read-password", where=shown_as) from None
    except Exception as error:
        raise _damaged(shown_as, error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(shown_as, error) from None


def _check(data: bytes, shown_as: str) -> None:
    try:
        if not has_room(data, MOST_CELLS):
            raise UnreadableError("import-too-large", where=shown_as)
    except DAMAGED as error:
        raise _damaged(shown_as, error) from None


def _text(value: object) -> str:
    """A cell as text: whole numbers without a point, days as they are written."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return str(value)


def _damaged(shown_as: str, error: BaseException) -> UnreadableError:
    reason = str(error).partition("\n")[0][:120] or type(error).__name__
    return UnreadableError("read-damaged", where=shown_as, format="XLSX", reason=reason)
