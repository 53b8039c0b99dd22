"""The cells of a workbook that an office edited, as text, and how its words are understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.messages import UnreadableError, text
from corpus.records import Problem
from corpus.terms import terms

LARGEST = 20_000_000
"""Bytes of a workbook: the forms of an office have some hundred lines."""
_NOT_HEADING = re.compile(r"\s|[*＊]|（[^）]*）|\([^)]*\)")

Grid = list[list[str]]


def grids(path: Path) -> dict[str, Grid]:
    """The cells of each sheet by its name, from row 1 and column A on. Raises ``MinyiError``."""
    where = str(path)
    try:
        if not path.is_file():
            raise UnreadableError("read-no-file" if path.exists() else "read-missing", where=where)
        if path.stat().st_size > LARGEST:
            raise UnreadableError("forms-too-large", where=where, limit=LARGEST // 1_000_000)
        return _read(path)
    except PermissionError:
        raise UnreadableError("read-denied", where=where) from None
    except OSError as error:
        raise UnreadableError("read-io", where=where, reason=error.strerror or str(error)) from None


def _read(path: Path) -> dict[str, Grid]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415  (only for such a file)

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except PasswordError:
        raise UnreadableError("read-password", where=str(path)) from None
    except CalamineError as error:
        raise UnreadableError("forms-no-workbook", where=str(path), reason=str(error)) from None
    return {name: [[_text(value) for value in row] for row in rows] for name, rows in sheets.items()}


def _text(value: Any) -> str:
    """A cell's value as text: a whole number without its .0."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def bare(cell: str) -> str:
    """A label or heading as it is compared: without white space, stars and what stands in brackets."""
    return _NOT_HEADING.sub("", cell)


def folded(cell: str) -> str:
    """What a clerk typed, without white space, full-width letters and digits as narrow ones, in small letters."""
    return "".join(unicodedata.normalize("NFKC", cell).split()).casefold()


def joined(cell: str) -> str:
    """A name without the spaces and line breaks by which clerks set it."""
    return "".join(cell.split())


def cell_of(row: Sequence[str], at: int | None) -> str:
    """The row's text in this column; empty where the row is shorter or there is no such column."""
    return row[at] if at is not None and at < len(row) else ""


def said(kind: str, cell: str) -> str | None:
    """Which of the words of ``forms_file.toml`` (``yes_no``, ``align``) the cell means: their key, None if unknown."""
    known: Mapping[str, Sequence[str]] = terms("forms_file")[kind]
    return next((key for key, words in known.items() if folded(cell) in map(folded, words)), None)


def offered(kind: str) -> list[str]:
    """The words that the workbook offers for it."""
    return [words[0] for words in terms("forms_file")[kind].values()]


def place(sheet: str, row: int = 0, column: str = "") -> str:
    """A place of the workbook as a person is told it; ``row`` is that of Excel."""
    words = text("directory-sheet", sheet=sheet)
    words += text("directory-row", row=row) if row else ""
    return words + (text("directory-column", column=column) if column else "")


def problem(where: str, code: str, **args: object) -> Problem:
    """A mistake at a place of the workbook."""
    return Problem(where, code, tuple((key, str(value)) for key, value in args.items()))
