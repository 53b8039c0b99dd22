"""The cells of a workbook as text, read with calamine within bounds: a crafted file must not fill the memory."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

from corpus.messages import UnreadableError

_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^<>]*(?<!/)>(?!</)")
_UNPLACED = re.compile(rb"<(?:\w+:)?c\b(?![^<>]*\br\s*=)")
"""A cell that does not say where it stands is the next one of its row."""
_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^<>]*?\br\s*=\s*[\"'](\d{1,7}))?")
_ROW_END = re.compile(rb"</(?:\w+:)?row\b")
_MOST_CELLS = 25_000_000
"""Cells in the rectangle of a sheet: calamine makes room for all of it."""
_MOST_BYTES = 1_500_000_000
"""Of all parts, inflated: a batch of 100,000 comments has a tenth of that."""
_CHUNK = 8_000_000
_LONGEST_TAG = 400
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
    for name in names:
        with _as_ours(shown_as):
            sheet = book.get_sheet_by_name(name)
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
        with zipfile.ZipFile(BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > _MOST_BYTES:
                raise UnreadableError("import-too-large", where=shown_as)
            for part in package.infolist():
                if not part.is_dir() and not part.filename.endswith((".png", ".jpg", ".jpeg", ".bin")):
                    with package.open(part) as file:
                        rows, columns = _extent(file)
                    if rows * columns > _MOST_CELLS:
                        raise UnreadableError("import-too-large", where=shown_as)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _damaged(shown_as, error) from None


def _extent(part: IO[bytes]) -> tuple[int, int]:
    """Down to which row and column filled cells reach in a part, some of it at a time; (0, 0) where it has none."""
    rows = columns = 0
    kept = b""
    while chunk := part.read(_CHUNK):
        piece = kept + chunk
        places = _CELL.findall(piece)
        rows = max(rows, max((int(row) for _, row in places), default=0))
        columns = max(columns, max(map(_column, {letters for letters, _ in places}), default=0))
        if _UNPLACED.search(piece):
            numbers = [int(number or 0) for number in _ROW.findall(piece)]
            rows = max(rows + len(numbers), *numbers, 1)
            columns = max(columns, *(len(_UNPLACED.findall(row)) for row in _ROW_END.split(piece)))
        kept = piece[-_LONGEST_TAG:]
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


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
