"""The figures of the overview as an Excel workbook: a sheet for each table, with every row, numbers as numbers."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from outputs.cells import shown_name
from outputs.safe_text import TEXT_ONLY, cut
from outputs.word.measure import ems, lines
from outputs.workbook import LINE_POINTS, ROW_LIMIT
from review.figures.crosstab import Cross
from review.figures.figures import Figures
from review.figures.tables import Cell, Table, crosses, tables
from review.figures.terms import Term
from review.figures.words import AXES, headed, remaining
from review.filters import ALL
from review.web.wording import STATES, shown

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FONT = {"font_name": "仿宋_GB2312", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
_HEAT = ("#FFFFFF", "#9DB8D6")
_NARROWEST, _USUAL, _WIDEST_NUMBER, _WIDEST = 7.0, 8.43, 13.0, 44.0
"""Widths of columns, in digits of Excel's standard font; the usual one is that of a column nobody has set."""
_A4, _A3 = 9, 8
_A4_ROOM, _A3_ROOM = 272.0, 395.0
"""Width between the print margins, in mm, on its side."""
_SMALLEST = 0.7
"""How small print may become, of 10.5 points."""
_SHEETS = {
    "states": "状态",
    "leads": "单位进度",
    "years": "年度进度",
    "origins": "来源进度",
    "batches": "批次进度",
    "reviewers": "审核人",
    "days": "每日",
    "due": "任务期限",
    "groups": "相似组",
    "hits-month": "采纳率按月",
    "hits-lead": "采纳率按单位",
    "hits-domain": "采纳率按领域",
    "hits-score": "采纳率按把握",
}


def figures_workbook(figures: Figures, title: str) -> bytes:
    """The workbook, the same bytes for the same figures. Text that looks like a formula stays text."""
    import xlsxwriter  # noqa: PLC0415  (slow, and not always needed)

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, TEXT_ONLY)
    day = figures.today
    book.set_properties({"title": title, "author": "minyi", "created": datetime.datetime(day.year, day.month, day.day)})
    formats = _formats(book)
    said = f"{shown(title)}　{_asked(figures)}　截至{day.isoformat()}"
    for table in tables(figures).values():
        page = _page(book, _SHEETS[table.key])
        _fill(page, table, said, formats)
    for cross in crosses(figures):
        page = _page(book, f"{AXES[cross.down]}×{AXES[cross.across]}")
        table = _crossed(cross)
        head = _fill(page, table, said, formats, number="sparse")
        if cross.rows:
            area = (head + 1, 1, head + len(cross.rows), len(cross.columns))
            scale = {"type": "2_color_scale", "min_color": _HEAT[0], "max_color": _HEAT[1]}
            page.conditional_format(*area, scale)
    if figures.terms:
        _fill(_page(book, "来文期限"), _terms(figures.terms, figures.today), said, formats)
    book.close()
    return buffer.getvalue()


def _asked(figures: Figures) -> str:
    """What the figures are of, in words."""
    asked = figures.asked
    state = "" if asked.state == ALL else f"交叉表只计{STATES[asked.state]}"
    words = [f"{AXES[name]}：{value}" for name in ("year", "origin", "kind") if (value := getattr(asked, name))]
    return "；".join(filter(None, (*words, state, f"共{figures.in_all}条")))


def _crossed(cross: Cross) -> Table:
    columns = (AXES[cross.down], *(headed(cross.across, head) for head in cross.columns), "合计")
    lines = zip(cross.rows, cross.cells, cross.row_sums, strict=True)
    rows: list[tuple[Cell, ...]] = [(headed(cross.down, head), *cells, whole) for head, cells, whole in lines]
    last: tuple[Cell, ...] = ("合计", *cross.column_sums, cross.total)
    return Table("", f"{AXES[cross.down]}×{AXES[cross.across]}", columns, (*rows, last), summed=True)


def _terms(terms: Sequence[Term], today: datetime.date) -> Table:
    columns = ("到期日", "剩余", "责任方", "事项", "报送对象", "原文", "文件", "批次")
    rows = tuple(
        (
            one.end or "",
            remaining(one.days(today)),
            one.actor or "",
            one.action or "",
            one.recipient or "",
            one.quote,
            shown_name(one.file),
            one.batch,
        )
        for one in terms
    )
    return Table("", "来文期限", columns, rows)


def _formats(book: Any) -> dict[str, Any]:
    cell = {**_FONT, "border": 1}
    return {
        "title": book.add_format({**_FONT, "font_name": "黑体", "font_size": 14, "text_wrap": False}),
        "plain": book.add_format({**_FONT, "text_wrap": False}),
        "head": book.add_format({**cell, "font_name": "黑体", "align": "center"}),
        "text": book.add_format({**cell, "num_format": "@"}),
        "number": book.add_format({**cell, "num_format": "0", "align": "right"}),
        "sparse": book.add_format({**cell, "num_format": "0;-0;", "align": "right"}),
        "share": book.add_format({**cell, "num_format": "0.0%", "align": "right"}),
        "day": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
    }


def _page(book: Any, name: str) -> Worksheet:
    page: Worksheet = book.add_worksheet(name)
    page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C— &P —")
    return page


def _fill(page: Worksheet, table: Table, said: str, formats: dict[str, Any], *, number: str = "number") -> int:
    """Title, what the figures are of, the head (of two rows where it has to be), the rows. Returns the head's row."""
    widths = [_width([words, *(row[at] for row in table.rows)]) for at, words in enumerate(table.columns)]
    page.write_string(0, 0, table.title, formats["title"])
    page.write_string(1, 0, said, formats["plain"])
    page.set_row(0, 24)
    head = 3 if table.over else 2
    column = 0
    for words, many in table.over:
        if many > 1:
            page.merge_range(2, column, 2, column + many - 1, words, formats["head"])
        else:
            page.write_string(2, column, words, formats["head"])
        column += many
    for at, words in enumerate(table.columns):
        page.write_string(head, at, shown(words), formats["head"])
        page.set_column(at, at, widths[at])
    page.set_row(head, _height(table.columns, widths))
    for down, row in enumerate(table.rows, head + 1):
        page.set_row(down, _height(row, widths))
        for at, cell in enumerate(row):
            _write(page, down, at, cell, formats, number)
    last = head + len(table.rows)
    page.freeze_panes(head + 1, 1)
    if not table.over and table.rows:
        page.autofilter(head, 0, last - (1 if table.summed else 0), len(widths) - 1)
    _to_print(page, widths, said, head, last)
    return head


def _to_print(page: Worksheet, widths: Sequence[float], said: str, head: int, last: int) -> None:
    """On A3 where A4 would make the print too small, and on several pages side by side where A3 would. What stands
    above the table is printed whole, however narrow the table is."""
    wide = sum(map(_millimetres, widths))
    page.set_paper(_A4 if wide * _SMALLEST <= _A4_ROOM else _A3)
    page.fit_to_pages(max(1, math.ceil(wide * _SMALLEST / _A3_ROOM)), 0)
    page.repeat_rows(head)
    page.repeat_columns(0)
    missing = ems(said) * 2 - sum(widths)
    page.print_area(0, 0, last, len(widths) - 1 + max(0, math.ceil(missing / _USUAL)))


def _write(page: Worksheet, down: int, at: int, cell: Cell, formats: dict[str, Any], number: str) -> None:
    if isinstance(cell, str):
        page.write_string(down, at, cut(shown(cell)), formats["text"])
    elif isinstance(cell, float):
        page.write_number(down, at, cell, formats["share"])
    elif isinstance(cell, int):
        page.write_number(down, at, cell, formats[number])
    else:
        page.write_datetime(down, at, datetime.datetime(cell.year, cell.month, cell.day), formats["day"])


def _width(cells: Sequence[Cell]) -> float:
    """Wide enough for the longest of them within bounds, in digits; over numbers a long head takes several lines."""
    said = [ems(cell) * 2 + 3 if isinstance(cell, str) else _USUAL for cell in cells]
    words = any(isinstance(cell, str) for cell in cells[1:])
    return min(_WIDEST if words else _WIDEST_NUMBER, max(_NARROWEST, *said))


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    pairs = zip(row, widths, strict=True)
    high = max(lines(cell, _millimetres(width) - 2) if isinstance(cell, str) else 1 for cell, width in pairs)
    return min(ROW_LIMIT, high * LINE_POINTS + 4)


def _millimetres(width: float) -> float:
    """Of a width in digits of Excel's standard font: 7 pixels at 96 to the inch, and 5 of margin."""
    return (width * 7 + 5) / 96 * 25.4
