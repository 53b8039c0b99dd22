"""How the workbook is to be filled in: a sheet of its own, in the words of whoever does it."""

from __future__ import annotations

from typing import Any

from review.verdicts import LONGEST_NOTE

LINE = 15
"""Points of a line."""
_WIDTH = 90
_HOW_TO = (
    ("改什么", "只有浅黄色各列可以改：核定、牵头单位、配合单位、领域、意见建议类型、处置性质、备注。"),
    (
        "怎样算核定",
        "改了任何一格，这一条即按改后的内容核定。建议无误、不需改动的，在“核定”列选“是”。两样都没有的行，导入时不变。",
    ),
    (
        "牵头单位",
        "只填一个单位，从下拉列表选；列表中没有的也可以写，导入时会请您确认名称。"
        "没有具体意见的（领域为“无明确指向”）可以空着。",
    ),
    ("配合单位", "几个单位用“、”隔开；不要把牵头单位再写一遍。"),
    ("备注", f"不超过 {LONGEST_NOTE} 字。"),
    (
        "排序和筛选",
        "可以用标题行上的按钮筛选。要排序时，先在“审阅”中撤销工作表保护（没有密码），并选中整张表，勿只排一列。",
    ),
    ("删行", "可以只留自己要办的行：删去的行导入时不变。"),
    ("不要改动", "隐藏的“识别码”列用来认出每一行，请勿改动。该列丢失时按问题编号对应。"),
    ("保存", "保存为 .xlsx。WPS、Excel、LibreOffice 都可以。"),
    (
        "导入",
        "在审核页面的“导出导入”上传，或用 minyi import。先列出改动、冲突和不认识的单位，"
        "确认后一次写入，有一处不对就都不写。",
    ),
)


def explain(sheet: Any, strong: Any, wrapped: Any) -> None:
    """Fills the sheet, with one format for what it is about and one for how it is done."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, _WIDTH)
    sheet.write_string(0, 0, "怎样填写这张核定表", strong)
    for at, (what, how) in enumerate(_HOW_TO, 2):
        sheet.set_row(at, LINE * lines_of(how, _WIDTH) + 4)
        sheet.write_string(at, 0, what, strong)
        sheet.write_string(at, 1, how, wrapped)
    sheet.protect("", {"format_columns": True})
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a column: a Chinese character is as wide as two digits."""
    if len(text) * 2 < width and "\n" not in text:
        return 1
    return sum(1 + len(line.encode("gb18030", "replace")) // max(1, width - 1) for line in text.split("\n"))
