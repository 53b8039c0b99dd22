"""Papers as Word documents in the layout of GB/T 9704-2012, as drafts: watermark, no number, no seal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from outputs.forms import Column, Sheet
from outputs.templating import render, twips
from outputs.word.layout import CELL_MARGIN, LINE_POINTS, NUMBER_STRIP, LaidTable, Page, Strip, foot, lay_out
from outputs.word.measure import MM_A_POINT, lines_as_set
from outputs.word.rows import TableColumn, row_xml
from outputs.word.title_lines import TITLE_POINTS, title_lines
from outputs.writing import zipped

ROWS_A_TABLE = 100
"""A longer table goes on in a new one on the next page: the time that LibreOffice and WPS need to lay out a table grows
with the square of its length."""
OPEN_NUMBER = "〔20  〕  号"
"""The place of the document number: a draft has none."""
_ISSUER_PLACE = 35 + 22 + 2 * 28.95 * 25.4 / 72
"""mm from the top of the text to the document number: 35 to the issuer's name in red, its height, two lines. The place
stays empty, for a draft is not issued (GB/T 9704-2012, 7.2.4 and 7.2.5)."""

_IMPRINT_LINE, _IMPRINT_AIR = 24 / 72 * 25.4, 1.5
"""mm: one line of 版记 in 四号, and what its borders take."""
_IMPRINT_POINTS, _IMPRINT_BESIDE = 14.0, 5
"""Its size, and the characters that a line leaves free: one on both sides, and 抄送： before the names."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph in a style of ``templates/docx/styles.xml``: ``\\n`` breaks the line, ``\\t`` is a tab.

    ``right`` is the room to its right in characters, where the style does not know it (署名, 成文日期). ``keep``: it
    stays on the page of what follows.
    """

    style: str
    text: str = ""
    right: float = 0.0
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that Word draws itself, in a paragraph of its own, ``width`` by ``height`` mm.

    ``xml`` is its part (``c:chartSpace``), ``title`` what is read out in its place, ``workbook`` (XLSX) its figures,
    to be changed in Word: ``xml`` then refers to it as ``<c:externalData r:id="rId1">``.
    """

    title: str
    xml: str
    width: float
    height: float
    workbook: bytes = b""


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, at the foot of the page where it stands: it goes last, on an upright page (GB/T 9704-2012, 7.4).

    ``addressees`` are those that the head of the document has no room for.
    """

    copied_to: str
    printed_by: str
    printed_on: str
    addressees: str = ""


Block = Text | LaidTable | Chart | Imprint


@dataclass(frozen=True, slots=True)
class Leaf:
    """Pages that lie one way; a leaf begins on a new page."""

    page: Page
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document; ``title`` is what programs show of it, the title that is read is a block."""

    title: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class _NumberedChart:
    number: int
    chart: Chart


def document(paper: Paper, made_on: date) -> bytes:
    """The paper as DOCX, the same bytes for the same paper and day.

    The XML comes from templates: a table of thousands of rows takes a second, where python-docx takes minutes.
    """
    charts: list[_NumberedChart] = []
    leaves = [(leaf.page, "".join(_blocks(leaf, charts))) for leaf in paper.leaves]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": render("docx/content_types.xml", charts=charts),
        "_rels/.rels": render("docx/package_rels.xml"),
        "docProps/core.xml": render("docx/core.xml", title=paper.title, made_on=made_on),
        "word/document.xml": render("docx/document.xml", leaves=leaves),
        "word/_rels/document.xml.rels": render("docx/document_rels.xml", charts=charts),
        "word/styles.xml": render("docx/styles.xml", line=round(LINE_POINTS * 20), issuer_place=twips(_ISSUER_PLACE)),
        "word/settings.xml": render("docx/settings.xml"),
        "word/fontTable.xml": render("docx/fontTable.xml"),
        "word/theme/theme1.xml": render("docx/theme.xml"),
        "word/header_odd.xml": render("docx/header.xml", number=1),
        "word/header_even.xml": render("docx/header.xml", number=2),
        "word/footer_odd.xml": render("docx/footer.xml", even=False),
        "word/footer_even.xml": render("docx/footer.xml", even=True),
        "word/footer_turned_odd.xml": render("docx/footer_turned.xml", number=1, even=False, strip=NUMBER_STRIP),
        "word/footer_turned_even.xml": render("docx/footer_turned.xml", number=2, even=True, strip=NUMBER_STRIP),
    }
    for one in charts:
        parts[f"word/charts/chart{one.number}.xml"] = one.chart.xml
        if one.chart.workbook:
            parts[f"word/charts/_rels/chart{one.number}.xml.rels"] = render("docx/chart_rels.xml", number=one.number)
            parts[f"word/embeddings/chart{one.number}.xlsx"] = one.chart.workbook
    return zipped(parts)


def sheet_paper(sheet: Sheet) -> Paper:
    """A filled form as a paper: its title, what stands above the tables, and the tables."""
    head = [Text("Title", sheet.form.title)]
    if sheet.form.placeholder:
        head.append(Text("DocumentNumber", OPEN_NUMBER))
    return Paper(sheet.form.title, (_leaf(sheet, head),))


def annex_leaf(sheet: Sheet, mark: str) -> Leaf:
    """A filled form as an annex: ``mark`` (附件1) on the first line, the title on the third (GB/T 9704-2012, 7.3.7)."""
    return _leaf(sheet, [Text("AnnexMark", mark), Text("Normal"), Text("Title", sheet.form.title)])


def _leaf(sheet: Sheet, head: list[Text]) -> Leaf:
    layout = lay_out(sheet)
    head += [Text("Batch", line) for line in sheet.lines]
    return Leaf(layout.page, (*head, *(layout.tables or [Text("Normal", sheet.form.empty)])))


def _blocks(leaf: Leaf, charts: list[_NumberedChart]) -> Iterator[str]:
    """The XML of each block; every chart is added to ``charts`` with its number in the document."""
    for block in leaf.blocks:
        match block:
            case Text():
                yield _text(block, leaf.page)
            case LaidTable():
                yield _table(block)
            case Chart():
                charts.append(_NumberedChart(len(charts) + 1, block))
                yield render("docx/chart.xml", number=len(charts), chart=block)
            case Imprint():
                yield render("docx/imprint.xml", imprint=block, place=_imprint_place(block, leaf.page))


def _text(text: Text, page: Page) -> str:
    shown = title_lines(text.text, page.text_width, TITLE_POINTS) if text.style == "Title" else text.text
    return render("docx/text.xml", text=text, lines=[line.split("\t") for line in shown.split("\n")])


def _imprint_place(imprint: Imprint, page: Page) -> Strip:
    room = page.text_width - _IMPRINT_BESIDE * _IMPRINT_POINTS * MM_A_POINT
    named = [f"{text}。" for text in (imprint.copied_to, imprint.addressees) if text]
    rows = 1 + sum(lines_as_set(text, room, _IMPRINT_POINTS) for text in named)
    return foot(page, rows * _IMPRINT_LINE + _IMPRINT_AIR)


def _table(table: LaidTable) -> str:
    """A table in pieces of rows, each with the head of the table."""
    columns = [_column(c) for c in table.columns]
    pieces = [row_xml(table.rows[at : at + ROWS_A_TABLE], columns) for at in range(0, len(table.rows), ROWS_A_TABLE)]
    return render("docx/table.xml", table=table, columns=columns, pieces=pieces, cell_margin=twips(CELL_MARGIN))


def _column(column: Column) -> TableColumn:
    style = "TableCentre" if column.align == "center" else "TableText"
    return TableColumn(column.heading, twips(column.width), style)
