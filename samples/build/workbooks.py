"""05 and 06: the yearly batch of comments and a table of deductions, as offices keep them in XLSX."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samples.build import tables


def _book(path: Path, sheet: str) -> tuple[xlsxwriter.Workbook, Worksheet, dict[str, Format]]:
    """A workbook of one sheet, printed on A4 turned on its side, and its formats."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime.datetime(2026, 1, 1)})
    page = book.add_worksheet(sheet)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    cell = {"font_name": "仿宋_GB2312", "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter"}
    formats = {
        "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"},
        "note": {"font_name": "仿宋_GB2312", "font_size": 11, "valign": "vcenter"},
        "header": {**cell, "font_name": "黑体", "align": "center"},
        "text": cell,
        "centre": {**cell, "align": "center"},
        "number": {**cell, "align": "center", "num_format": "@"},
        "points": {**cell, "align": "center", "num_format": "0.00"},
    }
    return book, page, {name: book.add_format(f) for name, f in formats.items()}


def _runs(values: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first, last, value) of the runs of equal values."""
    starts = [0]
    for _, run in groupby(values):
        starts.append(starts[-1] + len(list(run)))
    for start, end in pairwise(starts):
        yield start, end - 1, values[start]


def _merged_column(page: Worksheet, top: int, column: int, values: Sequence[str], style: Format) -> None:
    """One cell for each run of equal values."""
    for first, last, value in _runs(values):
        if first == last:
            page.write_string(top + first, column, value, style)
        else:
            page.merge_range(top + first, column, top + last, column, value, style)


def comments(path: Path) -> None:
    """The yearly batch: a title over the header, 来源 merged over its rows, 问题编号 as text."""
    book, page, style = _book(path, "意见建议")
    listed = tables.rows("comments")
    for column, width in enumerate((6, 19, 8, 14, 10, 90)):
        page.set_column(column, column, width)
    page.merge_range(0, 0, 0, 5, f"澜江市2025年度社会评价群众意见建议（第一批，共{len(listed)}条）", style["title"])
    page.set_row(0, 36)
    page.write_row(1, 0, ("序号", "问题编号", "年度", "来源", "属地", "意见建议内容"), style["header"])
    for at, row in enumerate(listed):
        line = at + 2
        page.write_number(line, 0, at + 1, style["centre"])
        page.write_string(line, 1, row["number"], style["number"])
        page.write_number(line, 2, 2025, style["centre"])
        page.write_string(line, 4, row["place"], style["centre"])
        page.write_string(line, 5, row["text"], style["text"])
        page.set_row(line, 20 + 16 * (len(row["text"]) // 45))
    _merged_column(page, 2, 3, [row["source"] for row in listed], style["centre"])
    page.freeze_panes(2, 0)
    page.repeat_rows(0, 1)
    book.close()


def deductions(path: Path) -> None:
    """A table of deductions: title, a line of notes, a header of two levels, 指标类别 merged, 合计 at the end."""
    book, page, style = _book(path, "扣分明细")
    listed = tables.rows("county_deductions")
    for column, width in enumerate((6, 12, 18, 40, 9, 26, 36)):
        page.set_column(column, column, width)
    page.merge_range(0, 0, 0, 6, "云岭县2025年度绩效考评扣分明细表", style["title"])
    page.set_row(0, 36)
    page.merge_range(1, 0, 1, 6, "制表单位：云岭县绩效管理委员会办公室        单位：分", style["note"])
    page.merge_range(2, 0, 3, 0, "序号", style["header"])
    for column, above, below in ((1, "指标", ("指标类别", "具体指标")), (3, "扣分情况", ("扣分理由", "扣分值"))):
        page.merge_range(2, column, 2, column + 1, above, style["header"])
        page.write_row(3, column, below, style["header"])
    page.merge_range(2, 5, 2, 6, "责任分工", style["header"])
    page.write_row(3, 5, ("牵头单位", "责任单位"), style["header"])
    for at, row in enumerate(listed):
        line = at + 4
        page.write_number(line, 0, at + 1, style["centre"])
        page.write_string(line, 2, row["indicator"], style["centre"])
        page.write_string(line, 3, row["reason"], style["text"])
        page.write_number(line, 4, float(row["points"]), style["points"])
        for column, value in ((5, row["lead"]), (6, row["responsible"])):
            page.write(line, column, value, style["centre"])
        page.set_row(line, 32)
    _merged_column(page, 4, 1, [row["category"] for row in listed], style["centre"])
    last = 4 + len(listed)
    page.merge_range(last, 0, last, 3, "合计", style["header"])
    total = round(sum(float(row["points"]) for row in listed), 2)
    page.write_formula(last, 4, f"=SUM(E5:E{last})", style["points"], total)
    for column in (5, 6):
        page.write_blank(last, column, None, style["centre"])
    page.repeat_rows(0, 3)
    book.close()
