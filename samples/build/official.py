"""The parts of an official document in DOCX, laid out after GB/T 9704-2012: page, head, title, body, tables, foot."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

RED = RGBColor(0xE6, 0x00, 0x12)
LINE = Pt(28)
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class Faces:
    """The four faces of the standard, by their names on the machine that shows the file."""

    title: str
    body: str
    first_level: str
    second_level: str


OFFICE = Faces("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312")
FREE = Faces("Noto Serif CJK SC", "Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK SC")
"""For what is printed to PDF here: faces that may be embedded by anybody."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its header, its width in millimetres, and whether its cells are centred."""

    header: str
    width: float
    centred: bool = False


class Paper:
    """An official document that grows from the top; every method adds one part and keeps the standard's layout."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.document: Document = docx.Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = faces.body, Pt(16)
        fonts = normal.element.rPr.rFonts
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), faces.body)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
        normal.element.rPr.append(language)
        self.document.settings.odd_and_even_pages_header_footer = True
        portrait(self.document.sections[0])
        number_pages(self.document.sections[0])

    def line(
        self,
        text: str = "",
        *,
        align: WD_ALIGN_PARAGRAPH = LEFT,
        face: str | None = None,
        size: float = 16,
        colour: RGBColor | None = None,
    ) -> Paragraph:
        """One paragraph without indent; an empty text gives an empty line."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        space(paragraph, LINE if size <= 22 else Pt(size * 1.4))
        if text:
            self.run(paragraph, text, face, size, colour)
        return paragraph

    def run(
        self,
        paragraph: Paragraph,
        text: str,
        face: str | None = None,
        size: float | None = None,
        colour: RGBColor | None = None,
    ) -> Run:
        """A run in a face (the body's when None), all scripts alike."""
        run = paragraph.add_run(text)
        name = face or self.faces.body
        run.font.name = name
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
        if size is not None:
            run.font.size = Pt(size)
        if colour is not None:
            run.font.color.rgb = colour
        return run

    def title(self, lines: Sequence[str]) -> None:
        """The title in 小标宋 22 pt, broken where the sense allows (7.3.1)."""
        for text in lines:
            paragraph = self.line(text, align=CENTRE, face=self.faces.title, size=22)
            space(paragraph, Pt(32))

    def red_line(self) -> None:
        """The red rule under the document number (7.2.7)."""
        paragraph = self.line()
        space(paragraph, Pt(8))
        rule = element("w:pBdr")
        rule.append(element("w:bottom", val="single", sz="18", space="1", color="E60012"))
        into_paragraph(paragraph, rule)

    def body(self, text: str, heading: str = "") -> Paragraph:
        """A paragraph of the body, first line indented by two characters; ``heading`` stands before it in 楷体."""
        paragraph = self.line()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        indent(paragraph)
        if heading:
            self.run(paragraph, heading, self.faces.second_level)
        self.run(paragraph, text)
        return paragraph

    def section_heading(self, text: str) -> None:
        """一、 in 黑体."""
        paragraph = self.line(text, face=self.faces.first_level)
        indent(paragraph)
        paragraph.paragraph_format.keep_with_next = True

    def annexes(self, names: Sequence[str]) -> None:
        """附件说明 (7.3.4): one line an annex, the numbers under each other."""
        self.line()
        for at, name in enumerate(names, start=1):
            paragraph = self.line(f"附件：{at}.{name}" if at == 1 else f"{at}.{name}")
            paragraph.paragraph_format.left_indent = Pt(32 if at == 1 else 80)

    def signature(self, office: str, date: str, note: str | None = None) -> None:
        """署名, 成文日期 and 附注 (7.3.5, 7.3.6)."""
        self.line()
        self.line()
        for text, right in ((office, 2), (date, 4)):
            self.line(text, align=RIGHT).paragraph_format.right_indent = Pt(16 * right)
        if note:
            indent(self.line(note))

    def imprint(self, copies: str, office: str, printed: str) -> None:
        """版记 (7.4): whom it is copied to, who printed it and when, between rules."""
        self.line()
        table = self.document.add_table(rows=2, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        borders(table, ("top", "bottom", "insideH"))
        first = table.rows[0].cells[0].merge(table.rows[0].cells[1])
        for cell, text, align in (
            (first, copies, LEFT),
            (table.rows[1].cells[0], office, LEFT),
            (table.rows[1].cells[1], printed, RIGHT),
        ):
            self.fill(cell, text, align, 14)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], size: float = 10.5) -> Table:
        """A ruled table whose header row comes again on every page and whose rows do not split over pages."""
        table: Table = self.document.add_table(rows=1 + len(rows), cols=len(columns))
        table.style = self.document.styles["Table Grid"]
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        pad(table)
        for column, spec in zip(table.columns, columns, strict=True):
            column.width = Mm(spec.width)
        for row, values in zip(table.rows, [[c.header for c in columns], *rows], strict=True):
            keep_whole(row)
            head = row._index == 0
            for cell, spec, value in zip(row.cells, columns, values, strict=True):
                cell.width = Mm(spec.width)
                face = self.faces.first_level if head else None
                self.fill(cell, value, CENTRE if head or spec.centred else LEFT, size, face)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        return table

    def fill(self, cell: _Cell, text: str, align: WD_ALIGN_PARAGRAPH, size: float, face: str | None = None) -> None:
        """The text into the cell, one paragraph for each of its lines."""
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for at, part in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.alignment = align
            space(paragraph, Pt(size * 1.35))
            self.run(paragraph, part, face, size)

    def new_page(self, *, wide: bool = False) -> None:
        """What follows begins on a new page, turned on its side when ``wide``."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        (landscape if wide else portrait)(section)

    def save(self, path: Path, title: str) -> None:
        """Write it so that the same content gives the same bytes."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, "", ""
        properties.created = properties.modified = datetime.datetime(2026, 1, 1)
        self.document.save(str(path))
        settle(path)


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """An element of the w: namespace with its attributes."""
    made = cast(BaseOxmlElement, OxmlElement(name))
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


_AFTER = {
    "w:numPr": ("w:pBdr", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"),
    "w:pBdr": ("w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"),
    "w:ind": ("w:jc", "w:rPr", "w:sectPr"),
}
"""What must stand after a property of a paragraph (ISO/IEC 29500-1, CT_PPrBase is a sequence)."""


def into_paragraph(paragraph: Paragraph, made: BaseOxmlElement) -> None:
    """Add a property to the paragraph at the place that the schema has for it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(made, *_AFTER[f"w:{made.tag.rpartition('}')[2]}"])


def space(paragraph: Paragraph, line: Length) -> None:
    """A fixed line height and no space around the paragraph."""
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, line
    layout.space_before = layout.space_after = Pt(0)


def indent(paragraph: Paragraph) -> None:
    """First line by two characters, as the standard has it, not by spaces."""
    into_paragraph(paragraph, element("w:ind", firstLineChars="200", firstLine="640"))


def keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def pad(table: Table) -> None:
    """A little air between the text of a cell and the rules above and below it."""
    margins = element("w:tblCellMar")
    margins.append(element("w:top", w="45", type="dxa"))
    margins.append(element("w:bottom", w="45", type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def merge_repeats(table: Table, column: int) -> None:
    """Merge the cells of this column that say the same as the one above them."""
    cells = table.columns[column].cells
    for above, below in pairwise(cells[1:]):
        if below.text == above.text:
            for paragraph in below.paragraphs:
                paragraph.clear()
            merged = above.merge(below)
            for paragraph in merged.paragraphs[1:]:
                paragraph._p.getparent().remove(paragraph._p)


def borders(table: Table, sides: Sequence[str]) -> None:
    """Rules on these sides alone."""
    made = element("w:tblBorders")
    for side in sides:
        made.append(element(f"w:{side}", val="single", sz="8", space="0", color="000000"))
    table._tbl.tblPr.insert_element_before(made, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def portrait(section: Section) -> None:
    """A4 upright: 天头 37, 订口 28, 版心 156 × 225 mm (5.2.1)."""
    section.orientation = WD_ORIENT.PORTRAIT
    _lay_out(section, (210, 297), (37, 26, 35, 28), 24)


def landscape(section: Section) -> None:
    """A4 on its side, for tables of many columns."""
    section.orientation = WD_ORIENT.LANDSCAPE
    _lay_out(section, (297, 210), (26, 22, 26, 22), 14)


def _lay_out(section: Section, size: tuple[int, int], margins: tuple[int, int, int, int], footer: int) -> None:
    """Millimetres; margins from the top clockwise."""
    section.page_width, section.page_height = map(Mm, size)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.footer_distance = Mm(footer)


def number_pages(section: Section) -> None:
    """— 1 — in 宋体 14 pt, right on odd pages, left on even ones (7.5)."""
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            run.font.size = Pt(14)
            if text is None:
                for kind in ("begin", "", "end"):
                    mark = element("w:fldChar", fldCharType=kind) if kind else OxmlElement("w:instrText")
                    if not kind:
                        mark.text = "PAGE"
                    run._r.append(mark)


def settle(path: Path) -> None:
    """Write the package anew with one date for all its parts."""
    with zipfile.ZipFile(path) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
