"""A first template to begin with: a table of measures in the layout of official documents, and all fields listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from corpus.terms import terms
from outputs.own.fields import known
from outputs.own.packages import packed
from outputs.word.layout import CELL_MARGIN, LANDSCAPE, LINE_POINTS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from openpyxl.worksheet.worksheet import Worksheet

_MADE = date(2024, 1, 1)
"""Written into the file as its day: the same bytes for the same fields."""
_TITLE_FONT, _TEXT_FONT, _HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
_GREY = "EDEDED"


def word_starter() -> bytes:
    """The template as DOCX: A4 on its side, one table, a page with the fields."""
    import docx  # noqa: PLC0415  (slow, and only for this command)
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    words, book, buffer = terms("template_fields")["starter"], docx.Document(), BytesIO()
    section, page = book.sections[0], LANDSCAPE
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    _line(book, words["title"], 22, _TITLE_FONT, centre=True)
    _line(book, words["line"], 12, _TEXT_FONT)
    _word_table(book, words)
    for line in words["foot"]:
        _line(book, line, 14, _TEXT_FONT, right=True)
    book.add_paragraph().paragraph_format.page_break_before = True
    _line(book, words["fields_title"], 16, _HEAD_FONT)
    for line in words["help"]:
        _line(book, line, 12, _TEXT_FONT)
    for name, fields in _listed():
        _line(book, f"{name}：{'、'.join(fields)}", 12, _TEXT_FONT)
    book.core_properties.title = words["title_plain"]
    book.core_properties.author = "minyi"
    book.core_properties.created = book.core_properties.modified = datetime(_MADE.year, _MADE.month, _MADE.day)
    book.save(buffer)
    return packed(buffer.getvalue(), _MADE)


def excel_starter() -> bytes:
    """The template as XLSX: a sheet with the table, and one with the fields."""
    from openpyxl import Workbook  # noqa: PLC0415  (slow, and only for this command)
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    words, book, buffer = terms("template_fields")["starter"], Workbook(), BytesIO()
    book.remove(book.worksheets[0])
    _excel_table(book.create_sheet(words["sheet"]), words)
    fields = book.create_sheet(words["fields_sheet"])
    fields.column_dimensions["A"].width, fields.column_dimensions["B"].width = 20, 110
    for at, line in enumerate((words["fields_title"], *words["help"]), 1):
        fields.cell(at, 1, line).alignment = _alignment()
        fields.merge_cells(f"A{at}:B{at}")
        fields.row_dimensions[at].height = 34
    for at, (name, names) in enumerate(_listed(), 2 + len(words["help"])):
        fields.cell(at, 1, name).alignment = fields.cell(at, 2, "、".join(names)).alignment = _alignment()
        fields.row_dimensions[at].height = 20 * (1 + len("、".join(names)) // 50)
    fields.page_setup.orientation, fields.page_setup.fitToHeight = "landscape", 0
    fields.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.properties.title, book.properties.creator = words["title_plain"], "minyi"
    book.save(buffer)
    return packed(buffer.getvalue(), _MADE)


def _listed() -> Sequence[tuple[str, Sequence[str]]]:
    """What the page of fields says, in three lines."""
    words = terms("template_fields")["starter"]
    return tuple(zip(words["kinds"], (known().batch, known().lists, tuple(known().row)), strict=True))


def _line(book: Document, words: str, points: float, font: str, *, centre: bool = False, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415  (slow, and only for this command)

    paragraph = book.add_paragraph()
    paragraph.paragraph_format.space_after = 0
    if centre or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.RIGHT
    _write(paragraph, words, points, font)


def _write(paragraph: Any, words: str, points: float, font: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415  (slow, and only for this command)
    from docx.shared import Pt  # noqa: PLC0415

    run = paragraph.add_run(words)
    run.font.size = Pt(points)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _word_table(book: Document, words: Any) -> None:
    """Head, the row that opens the loop, the row that is repeated, the row that closes it."""
    columns, row_name = words["columns"], terms("template_fields")["names"]["row"]
    from docx.shared import Mm  # noqa: PLC0415  (slow, and only for this command)

    table = book.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    for at, column in enumerate(columns):
        table.columns[at].width = Mm(column["width"] + CELL_MARGIN * 2)
        _cell(table, 0, at, column["heading"], _HEAD_FONT, column, centre=True)
        _cell(table, 2, at, f"{{{{ {row_name}.{column['field']} }}}}", _TEXT_FONT, column, centre=column["width"] < 25)
    opens, closes = f"{{%tr for {row_name} in {words['list']} %}}", "{%tr endfor %}"
    for row, tag in ((1, opens), (3, closes)):
        for at, column in enumerate(columns):
            _cell(table, row, at, "" if at else tag, _TEXT_FONT, column)
        table.rows[row].cells[0].merge(table.rows[row].cells[-1])
    _row_mark(table, 0, "w:tblHeader")
    for row in (0, 2):
        _row_mark(table, row, "w:cantSplit")


def _cell(
    table: Table, row: int, at: int, words: str, font: str, column: dict[str, Any], *, centre: bool = False
) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL  # noqa: PLC0415  (slow, and only for this command)
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    cell = table.cell(row, at)
    cell.width = Mm(column["width"] + CELL_MARGIN * 2)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = 0
    paragraph.paragraph_format.line_spacing = Pt(LINE_POINTS)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if words:
        _write(paragraph, words, 10.5, font)


def _row_mark(table: Table, row: int, mark: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415  (slow, and only for this command)

    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(mark))


def _excel_table(page: Worksheet, words: Any) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side  # noqa: PLC0415  (slow, and only for this command)
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    columns = words["columns"]
    last = get_column_letter(len(columns))
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for row, (text, size, font) in enumerate(
        ((words["title"], 18, _TITLE_FONT), (words["line_in_cell"], 10.5, _TEXT_FONT)), 1
    ):
        page.cell(row, 1, text).font = Font(name=font, size=size)
        page.cell(row, 1).alignment = _alignment(centre=row == 1)
        page.merge_cells(f"A{row}:{last}{row}")
    for at, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(at)].width = round(column["width"] / 1.9, 1)
        head, cell = (
            page.cell(3, at, column["heading"]),
            page.cell(4, at, f"{{{{ {words['list']}.{column['field']} }}}}"),
        )
        head.font, cell.font = Font(name=_HEAD_FONT, size=10.5), Font(name=_TEXT_FONT, size=10.5)
        head.fill = PatternFill("solid", fgColor=_GREY)
        head.border = cell.border = border
        head.alignment, cell.alignment = _alignment(centre=True), _alignment(centre=column["width"] < 25)
        cell.number_format = "@"
    for row, line in enumerate(words["foot"], 5):
        page.cell(row, 1, line).alignment = _alignment(right=True)
        page.cell(row, 1).font = Font(name=_TEXT_FONT, size=12)
        page.merge_cells(f"A{row}:{last}{row}")
        page.row_dimensions[row].height = 22
    page.row_dimensions[1].height, page.row_dimensions[2].height, page.row_dimensions[3].height = 34, 20, 20
    page.freeze_panes = "A4"
    page.auto_filter.ref = f"A3:{last}4"
    page.print_title_rows = "3:3"
    page.print_area = f"A1:{last}{4 + len(words['foot'])}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _alignment(*, centre: bool = False, right: bool = False) -> Any:
    from openpyxl.styles import Alignment  # noqa: PLC0415  (slow, and only for this command)

    across = "center" if centre else "right" if right else "left"
    return Alignment(horizontal=across, vertical="center", wrap_text=True)
