"""A table as the files in which it goes out: XLSX always, and DOCX as long as a word processor can work with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from outputs.forms import Sheet
from outputs.word.paper import document, sheet_paper
from outputs.workbook import workbook

MOST_IN_WORD = 10_000
"""Rows. Such a table has over a thousand pages; Word and WPS take minutes to open more, and nobody prints it."""


def table_files(path: str, paper: Sheet, screen: Sheet, made_on: date) -> Iterator[tuple[str, bytes]]:
    """The files of the table ``path`` (without suffix): ``paper`` as DOCX, ``screen`` as XLSX."""
    if is_for_word(paper):
        yield f"{path}.docx", document(sheet_paper(paper), made_on)
    yield f"{path}.xlsx", workbook(screen, made_on)


def is_for_word(sheet: Sheet) -> bool:
    """Whether there is a DOCX of it."""
    return sum(len(table.rows) for table in sheet.tables) <= MOST_IN_WORD
