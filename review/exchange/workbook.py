"""A batch as a workbook: drop-down lists, a header that stays in sight, and only what is to be edited unlocked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.messages import MinyiError
from outputs.safe_text import cut, for_xml
from review.exchange.guide import LINE, explain, lines_of
from review.exchange.rows import ACCEPTED, FIELDS, HEADINGS, KEY, YES, Row
from review.exchange.shown_cells import shown
from review.exchange.words import Words

SHEET, GUIDE, LISTS = "核定表", "说明", "名录"
MOST_ROWS = 1_048_575
"""Rows below the header of a sheet (Excel's specifications and limits)."""
_WIDTHS = {
    "number": 18,
    "text": 60,
    "source": 26,
    "state": 8,
    "choice_1": 24,
    "choice_2": 24,
    "choice_3": 24,
    "reason": 22,
    ACCEPTED: 6,
    "lead": 20,
    "supporting": 24,
    "domain": 14,
    "kind": 10,
    "disposition": 12,
    "note": 30,
    KEY: 16,
}
_ROOM = 120
"""Characters of a comment beyond which its row is cut off on the screen: else one long text fills it."""
_MOST_LINES = 8
_ALLOWED = (
    "format_cells",
    "format_columns",
    "format_rows",
    "sort",
    "autofilter",
    "select_locked_cells",
    "select_unlocked_cells",
)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet: its place, its key, and the format of its cells."""

    at: int
    key: str
    format: Any


def write_workbook(path: Path, title: str, rows: Iterable[Row], words: Words) -> None:
    """Writes the workbook row by row. Raises ``MinyiError`` for more rows than a sheet holds.

    Every cell is text, so that numbers keep their digits and nothing is a formula or a link.
    """
    import xlsxwriter  # noqa: PLC0415  (the page need not pay for it until somebody exports)

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, guide, lists = (book.add_worksheet(name) for name in (SHEET, GUIDE, LISTS))
        formats = _formats(book)
        columns = [_Column(at, key, _format(formats, key)) for at, key in enumerate(HEADINGS)]
        _set_up(sheet, columns, title)
        for column in columns:
            heading = "editable_heading" if _editable(column.key) else "heading"
            sheet.write_string(0, column.at, HEADINGS[column.key], formats[heading])
        last = 0
        for last, row in enumerate(rows, 1):
            if last > MOST_ROWS:
                raise MinyiError("export-too-many", most=MOST_ROWS)
            _write_row(sheet, last, columns, shown(row))
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:A{max(last, 1) + 1}"})
        _offer(sheet, columns, max(last, 1), _write_lists(lists, words))
        lists.hide()
        explain(guide, formats["strong"], formats["wrapped"])


def _formats(book: Any) -> dict[str, Any]:
    base = {"num_format": "@", "valign": "top", "border": 1, "border_color": "#BFBFBF", "font_size": 10}
    head = base | {"bold": True, "valign": "vcenter", "align": "center", "text_wrap": True, "bg_color": "#DDE6EE"}
    return {
        "heading": book.add_format(head),
        "editable_heading": book.add_format(head | {"bg_color": "#F6E3A1"}),
        "fixed": book.add_format(base | {"text_wrap": True}),
        "single": book.add_format(base),
        "editable": book.add_format(base | {"text_wrap": True, "locked": False, "bg_color": "#FFFBEA"}),
        "strong": book.add_format({"bold": True, "valign": "top", "num_format": "@"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
    }


def _editable(key: str) -> bool:
    return key == ACCEPTED or key in FIELDS


def _format(formats: dict[str, Any], key: str) -> Any:
    if _editable(key):
        return formats["editable"]
    return formats["single" if key in ("number", KEY) else "fixed"]


def _set_up(sheet: Any, columns: Iterable[_Column], title: str) -> None:
    """Widths, protection and print: what stands before the first row in the file."""
    for column in columns:
        options = {"hidden": True} if column.key == KEY else {}
        sheet.set_column(column.at, column.at, _WIDTHS[column.key], None, options)
    sheet.freeze_panes(1, 2)
    sheet.protect("", dict.fromkeys(_ALLOWED, True))
    sheet.set_row(0, 32)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    said = for_xml(title).replace("&", "&&")[:100]
    sheet.set_header(f"&C{said}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_row(sheet: Any, at: int, columns: Iterable[_Column], cells: dict[str, str]) -> None:
    lines = 1
    for column in columns:
        if not cells[column.key] and not _editable(column.key):
            continue
        text = cut(for_xml(cells[column.key]))
        sheet.write_string(at, column.at, text, column.format)
        if column.key != KEY:
            lines = max(lines, lines_of(text[: _ROOM * _MOST_LINES], _WIDTHS[column.key]))
    sheet.set_row(at, LINE * min(lines, _MOST_LINES))


def _write_lists(sheet: Any, words: Words) -> dict[str, str]:
    """One column of the hidden sheet for each list (in a cell's own list only 255 characters have room), and where."""
    places: dict[str, str] = {}
    fields = ("lead", "domain", "kind", "disposition")
    choices = {field: words.of(field) for field in fields}
    for at in range(max(map(len, choices.values()))):
        for column, field in enumerate(fields):
            if at < len(choices[field]):
                sheet.write_string(at, column, for_xml(choices[field][at]))
    for column, field in enumerate(fields):
        letter = "ABCD"[column]
        places[field] = f"={LISTS}!${letter}$1:${letter}${max(1, len(choices[field]))}"
    sheet.protect("")
    return places


def _offer(sheet: Any, columns: Iterable[_Column], last: int, lists: dict[str, str]) -> None:
    at = {column.key: column.at for column in columns}

    def offer(key: str, how: dict[str, Any]) -> None:
        sheet.data_validation(1, at[key], last, at[key], how)

    offer(ACCEPTED, {"validate": "list", "source": [YES], "error_title": "核定", "error_message": "选“是”，或空着。"})
    for key, source in lists.items():
        wrong = {"error_title": HEADINGS[key], "error_message": "请从列表中选择。"}
        if key == "lead":
            message = "列表中没有这个单位。确认名称无误再用。"
            wrong = {"error_type": "warning", "error_title": HEADINGS[key], "error_message": message}
        offer(key, {"validate": "list", "source": source, **wrong})
    message = "几个单位用“、”隔开。"
    offer("supporting", {"validate": "any", "input_title": HEADINGS["supporting"], "input_message": message})
