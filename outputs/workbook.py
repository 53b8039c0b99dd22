"""A sheet as an Excel workbook: everything as text, rows high enough to show it, ready to filter and to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from outputs.forms import Column, Sheet, Table
from outputs.safe_text import TEXT_ONLY, cut
from outputs.word.measure import ems, lines

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LINE_POINTS = 15.5
"""Height of a line of 10.5 pt: LibreOffice's Noto fonts need 15.2, FangSong 13."""
ROW_LIMIT = 409.0
"""No row of a workbook can be higher, in points."""
WIDEST = 200.0
"""How far a column grows, in mm, so that its longest text fits below ``ROW_LIMIT``."""
MOST_ROWS = 1_000_000
"""A table goes on in a new sheet after so many: Excel has 1,048,576 in one, and what is beyond is lost."""
_CUT = "……（本格超出 Excel 上限，全文见来文）"
_EMPTY_WIDTH = 150.0
_TAB_LIMIT, _NOT_IN_TAB = 31, re.compile(r"[\[\]:*?/\\]|^'|'$")
"""The longest name of a sheet, and what may not stand in it."""
_MESSAGE_TITLE, _MESSAGE, _LIST = 32, 255, 255
"""Characters of a message beside a cell, of its title, and of a drop-down list with its commas."""
A4, A3 = 9, 8
A4_ROOM = 272.0
"""Width between the print margins (mm) of A4 on its side. Below 0.75 of 10.5 pt nobody can read it."""


def workbook(sheet: Sheet, made_on: date) -> bytes:
    """The sheet as XLSX, each table on a sheet of its own, the same bytes for the same sheet and day.

    Title, batch lines and table head stand above; text that looks like a formula stays text. Columns with choices have
    a drop-down list, and those to be filled in say how.
    """
    import xlsxwriter  # noqa: PLC0415 (slow, and not always needed)

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, TEXT_ONLY)
    book.set_properties(
        {"title": sheet.title, "author": "minyi", "created": datetime(made_on.year, made_on.month, made_on.day)}
    )
    formats = _formats(book)
    for table in sheet.tables:
        for at in range(0, max(len(table.rows), 1), MOST_ROWS):
            piece = replace(table, rows=table.rows[at : at + MOST_ROWS])
            _fill(book.add_worksheet(_tab(table.part.tab, book)), sheet, piece, formats)
    if not sheet.tables:
        page = book.add_worksheet(_tab(sheet.title, book))
        page.set_column(0, 0, _characters(_EMPTY_WIDTH))
        top = _heading(page, (sheet.title, *sheet.lines), _EMPTY_WIDTH, 0, formats)
        _across(page, top, 0, sheet.form.empty, formats["plain"])
        page.set_row(top, 24)
        _print_setup(page, _EMPTY_WIDTH, None)
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "仿宋_GB2312", "font_size": 10.5, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
    return {
        "left": book.add_format({**base, "border": 1, "align": "left"}),
        "center": book.add_format({**base, "border": 1, "align": "center"}),
        "head": book.add_format({**base, "border": 1, "align": "center", "font_name": "黑体"}),
        "title": book.add_format({**base, "align": "center", "font_name": "方正小标宋简体", "font_size": 18}),
        "plain": book.add_format({**base, "align": "left"}),
    }


def _fill(page: Worksheet, sheet: Sheet, table: Table, formats: dict[str, Any]) -> None:
    columns = tuple(_wide_enough(c, [r[i] for r in table.rows]) for i, c in enumerate(table.columns))
    for i, column in enumerate(columns):
        page.set_column(i, i, _characters(column.width))
    total = sum(c.width for c in columns)
    said = [line for line in (*sheet.lines, table.heading, table.part.note) if line]
    top = _heading(page, (sheet.title, *said), total, len(columns) - 1, formats)
    page.set_row(top, _height([c.heading for c in columns], columns) + 4)
    for i, column in enumerate(columns):
        page.write_string(top, i, _plain(column.heading), formats["head"])
    for at, row in enumerate(table.rows, top + 1):
        page.set_row(at, _height(row, columns))
        for i, (text, column) in enumerate(zip(row, columns, strict=True)):
            page.write_string(at, i, _within_limit(text), formats[column.align])
    last = top + len(table.rows)
    for i, column in enumerate(columns):
        if told := _told(column):
            page.data_validation(top + 1, i, last, i, told)
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, last, len(columns) - 1)
    page.print_area(0, 0, last, len(columns) - 1)
    _print_setup(page, total, top)


def _heading(page: Worksheet, said: Sequence[str], total: float, last: int, formats: dict[str, Any]) -> int:
    """The title and what stands below it, over the whole width; returns the row of the table's head."""
    _across(page, 0, last, said[0], formats["title"])
    page.set_row(0, 34)
    for at, line in enumerate(said[1:], 1):
        _across(page, at, last, line, formats["plain"])
        page.set_row(at, lines(line, total - 4) * LINE_POINTS + 3)
    return len(said)


def _across(page: Worksheet, row: int, last: int, text: str, style: Any) -> None:
    if last:
        page.merge_range(row, 0, row, last, "", style)
    page.write_string(row, 0, _within_limit(text), style)


def _tab(name: str, book: Any) -> str:
    """A name that a sheet can have and no other of this workbook has."""
    bare = _NOT_IN_TAB.sub("", name)[:_TAB_LIMIT] or "表"
    taken = {page.get_name().casefold() for page in book.worksheets()}
    tab, number = bare, 2
    while tab.casefold() in taken:
        mark = f"（{number}）"
        tab, number = bare[: _TAB_LIMIT - len(mark)] + mark, number + 1
    return tab


def _told(column: Column) -> dict[str, Any]:
    """What a cell of the column offers and says: words, which another one may overrule, and how to fill it in."""
    said = {"input_title": column.heading[:_MESSAGE_TITLE], "input_message": column.prompt[:_MESSAGE]}
    words = ",".join(column.choices)
    if words and len(words) <= _LIST:
        offered = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
        return offered | (said if column.prompt else {})
    return {"validate": "any", **said} if column.prompt else {}


def _print_setup(page: Worksheet, total: float, head: int | None) -> None:
    """On its side, as wide as the page, the head on every page; A3 where A4 would make the print too small."""
    page.set_landscape()
    page.set_paper(A4 if total * 0.75 <= A4_ROOM else A3)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.set_header("&R草稿")
    page.set_footer("&C— &P —")
    if head is not None:
        page.repeat_rows(head)


def _wide_enough(column: Column, texts: list[str]) -> Column:
    """The column, wide enough that its longest text stays below the limit of a row's height."""
    width = (column.screen or column.width) + 2
    most = int(ROW_LIMIT / LINE_POINTS) - 1
    longest = max(texts, key=ems, default="")
    while width < WIDEST and lines(longest, width - 2) > most:
        width += 5
    return replace(column, width=width)


def _height(row: tuple[str, ...] | list[str], columns: tuple[Column, ...]) -> float:
    high = max((lines(t, c.width - 2) for t, c in zip(row, columns, strict=True)), default=1)
    return min(ROW_LIMIT, high * LINE_POINTS + 4)


def _characters(width: float) -> float:
    """mm as Excel's unit, the digits of its standard font (7 pixels at 96 dpi, and 5 pixels of margin)."""
    return round((width / 25.4 * 96 - 5) / 7, 2)


def _plain(text: str) -> str:
    """The text, so that xlsxwriter does not take it for marked-up XML of its own (<r>…</r>)."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _within_limit(text: str) -> str:
    """Excel's limit for a cell is far beyond any comment; text beyond it is said to be missing."""
    return cut(_plain(text), _CUT)
