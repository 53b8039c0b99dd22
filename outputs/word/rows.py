"""The rows of a table as Word's XML: put together from strings, for a batch has hundreds of thousands of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from outputs.word.layout import Row

if TYPE_CHECKING:
    from markupsafe import Markup

_END = "</w:t></w:r></w:p>"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as the XML has it: ``style`` is that of its paragraphs (``templates/docx/styles.xml``)."""

    heading: str
    twips: int
    style: str


def row_xml(rows: Sequence[Row], columns: Sequence[TableColumn]) -> Markup:
    """The rows, each cell with its paragraphs; a row is not split over pages unless it is tall. Texts are escaped."""
    from markupsafe import Markup  # noqa: PLC0415 (comes with the templates, and not always needed)

    return Markup("".join(_rows(rows, columns)))


def _rows(rows: Sequence[Row], columns: Sequence[TableColumn]) -> Iterator[str]:
    short = [_opening(column, '<w:vAlign w:val="center"/>') for column in columns]
    tall = [_opening(column, "") for column in columns]
    paragraphs = [_paragraph(column) for column in columns]
    for row in rows:
        yield "<w:tr>" if row.tall else "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        for cell, opening, paragraph in zip(row.cells, tall if row.tall else short, paragraphs, strict=True):
            yield opening
            for text in cell:
                yield f"{paragraph}{escape(text)}{_END}"
            yield "</w:tc>"
        yield "</w:tr>\n"


def _opening(column: TableColumn, align: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{column.twips}" w:type="dxa"/>{align}</w:tcPr>'


def _paragraph(column: TableColumn) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{column.style}"/></w:pPr><w:r><w:t xml:space="preserve">'
