"""A sheet as a Word document in the layout of GB/T 9704-2012, as a draft: watermark, no number, no seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from outputs.forms import Column, Sheet
from outputs.layout import CELL_MARGIN, LINE_POINTS, LaidTable, Row, lay_out
from outputs.templating import render, twips
from outputs.writing import zipped

ROWS_A_TABLE = 100
"""A longer table goes on in a new one on the next page: the time that LibreOffice and WPS need to lay out a table grows
with the square of its length."""


@dataclass(frozen=True, slots=True)
class _TableColumn:
    heading: str
    twips: int
    style: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A part in pieces of rows, each with the head of the table."""

    heading: str
    note: str
    columns: tuple[_TableColumn, ...]
    pieces: tuple[tuple[Row, ...], ...]


def document(sheet: Sheet, made_on: date) -> bytes:
    """The sheet as DOCX, the same bytes for the same sheet and day.

    The XML comes from templates: a table of thousands of rows takes a second, where python-docx takes minutes.
    """
    layout = lay_out(sheet)
    text = render(
        "docx/document.xml",
        sheet=sheet,
        page=layout.page,
        tables=[_table(t) for t in layout.tables],
        cell_margin=twips(CELL_MARGIN),
    )
    return zipped(
        {
            "[Content_Types].xml": render("docx/content_types.xml"),
            "_rels/.rels": render("docx/package_rels.xml"),
            "docProps/core.xml": render("docx/core.xml", title=sheet.title, made_on=made_on),
            "word/document.xml": text,
            "word/_rels/document.xml.rels": render("docx/document_rels.xml"),
            "word/styles.xml": render("docx/styles.xml", line=round(LINE_POINTS * 20)),
            "word/settings.xml": render("docx/settings.xml"),
            "word/fontTable.xml": render("docx/fontTable.xml"),
            "word/header_odd.xml": render("docx/header.xml", number=1),
            "word/header_even.xml": render("docx/header.xml", number=2),
            "word/footer_odd.xml": render("docx/footer.xml", even=False),
            "word/footer_even.xml": render("docx/footer.xml", even=True),
        }
    )


def _table(table: LaidTable) -> _Table:
    pieces = tuple(table.rows[at : at + ROWS_A_TABLE] for at in range(0, len(table.rows), ROWS_A_TABLE))
    return _Table(table.heading, table.note, tuple(_column(c) for c in table.columns), pieces)


def _column(column: Column) -> _TableColumn:
    style = "TableCentre" if column.align == "center" else "TableText"
    return _TableColumn(column.heading, twips(column.width), style)
