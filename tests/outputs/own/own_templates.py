"""Templates for the tests, built paragraph by paragraph and cell by cell, and what they become."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

import docx
import openpyxl
from docx.document import Document
from invented_batch import MADE_ON, deduction_tasks, goal_tasks
from openpyxl.workbook import Workbook

from corpus.records import Task
from outputs.frame import Frame
from outputs.own.excel import filled_excel
from outputs.own.fields import Filling, Listed, filling
from outputs.own.word import filled_word

LOOP = (("{%tr for 行 in 任务 %}",), ("{{ 行.序号 }}", "{{ 行.意见建议原文 }}"), ("{%tr endfor %}",))


def texts(tasks: Sequence[Task] | None = None) -> Filling:
    """What a document of these tasks is filled with: two comments with goals and four deductions by default."""
    ones = (*goal_tasks(), *deduction_tasks()) if tasks is None else tasks
    return filling([Listed(task, at) for at, task in enumerate(ones, 1)], Frame(MADE_ON), "2023年度社会评价")


def word(*paragraphs: str, rows: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    """A template of these paragraphs, then one table of these rows."""
    book, buffer = docx.Document(), BytesIO()
    for paragraph in paragraphs:
        book.add_paragraph(paragraph)
    if rows:
        table = book.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, cells in zip(table.rows, rows, strict=True):
            for at, cell in enumerate(cells):
                row.cells[at].text = cell
    if header:
        book.sections[0].header.paragraphs[0].text = header
    book.save(buffer)
    return buffer.getvalue()


def word_of(data: bytes, filled: Filling | None = None) -> Document:
    """The template filled and opened again."""
    return docx.Document(BytesIO(filled_word(data, filled or texts(), MADE_ON)))


def excel(cells: Mapping[str, object], name: str = "表") -> bytes:
    """A workbook with these cells on its one sheet."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = name
    for place, value in cells.items():
        page[place] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def excel_of(data: bytes, filled: Filling | None = None) -> Workbook:
    """The workbook filled and opened again."""
    return openpyxl.load_workbook(BytesIO(filled_excel(data, filled or texts(), MADE_ON)))


def with_part(package: bytes, name: str, part: bytes) -> bytes:
    """The package with one of its parts replaced or added."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return buffer.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(package)) as opened:
        return opened.read(name)
