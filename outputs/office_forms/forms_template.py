"""The workbook in which an office edits its forms, as shipped: a sheet a table, a row a column, choices, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from corpus.terms import terms
from outputs.forms import Column, Forms, Part, shipped_forms
from outputs.office_forms.forms_file import editable, editable_parts, form_name, office_names
from outputs.office_forms.forms_rows import NARROWEST
from outputs.office_forms.forms_words import offered
from outputs.safe_text import TEXT_ONLY
from outputs.word.layout import LANDSCAPE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_MADE = datetime(2024, 1, 1)
"""Written into the file as its day: the same bytes for the same forms."""
_GUIDE_WIDTH = 110
"""Characters."""
_OPEN = {"format_cells": True, "format_columns": True, "format_rows": True}


def template() -> bytes:
    """The workbook as XLSX: 说明, 单位信息, 表名, and a sheet for each table."""
    import xlsxwriter  # noqa: PLC0415  (slow, and not always needed)

    words, forms = terms("forms_file"), shipped_forms()
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, TEXT_ONLY) as book:
        book.set_properties({"title": words["guide"]["lines"][0], "author": "minyi", "created": _MADE})
        styles = _styles(book)
        _guide(book.add_worksheet(words["guide"]["sheet"]), words["guide"]["lines"], styles)
        _office(book.add_worksheet(words["office"]["sheet"]), forms, styles)
        _forms(book.add_worksheet(words["forms"]["sheet"]), forms, styles)
        for name, part in _tabs_apart(editable_parts(forms)):
            used = "、".join(form_name(f) for f in editable(forms) if part.key in (p.key for p in f.parts))
            _part(book.add_worksheet(name), part, used, styles)
    return buffer.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": "仿宋_GB2312", "font_size": 11, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
    grey = {"bg_color": "#EDEDED", "font_color": "#595959", "locked": True}
    head = {"border": 1, "font_name": "黑体", "align": "center", "bg_color": "#D9E2F3", "locked": True}
    return {
        "cell": book.add_format({**base, "border": 1, "locked": False}),
        "middle": book.add_format({**base, "border": 1, "locked": False, "align": "center"}),
        "number": book.add_format({**base, "border": 1, "locked": False, "align": "center", "num_format": "0.##"}),
        "fixed": book.add_format({**base, **grey, "border": 1}),
        "head": book.add_format({**base, **head}),
        "line": book.add_format({**base, "locked": False}),
        "title": book.add_format({**base, "font_name": "黑体", "font_size": 16, "text_wrap": False}),
    }


def _tabs_apart(parts: Mapping[str, Part]) -> Sequence[tuple[str, Part]]:
    """The parts, each with a name that no other sheet has."""
    taken: set[str] = {str(terms("forms_file")[key]["sheet"]).casefold() for key in ("guide", "office", "forms")}
    apart = []
    for part in parts.values():
        tab, number = part.tab, 2
        while tab.casefold() in taken:
            tab, number = f"{part.tab[:27]}（{number}）", number + 1
        taken.add(tab.casefold())
        apart.append((tab, part))
    return apart


def _guide(page: Worksheet, lines: Sequence[str], styles: Mapping[str, Any]) -> None:
    page.set_column(0, 0, _GUIDE_WIDTH)
    for at, line in enumerate(lines):
        page.write_string(at, 0, line, styles["line" if at else "title"])
    page.protect("", _OPEN)
    _print(page)


def _office(page: Worksheet, forms: Forms, styles: Mapping[str, Any]) -> None:
    words = terms("forms_file")["office"]
    for at, (heading, width) in enumerate(zip(words["head"], (16, 56, 70, 14), strict=True)):
        page.set_column(at, at, width)
        page.write_string(0, at, heading, styles["head"])
    for row, (key, name) in enumerate(office_names().items(), 1):
        page.set_row(row, 24)
        page.write_string(row, 0, name, styles["fixed"])
        page.write_string(row, 1, forms.office[key], styles["cell"])
        page.write_string(row, 2, words[key]["what"] if key in words else "", styles["fixed"])
        page.write_string(row, 3, key, styles["fixed"])
    page.freeze_panes(1, 1)
    page.protect("", _OPEN)
    _print(page)


def _forms(page: Worksheet, forms: Forms, styles: Mapping[str, Any]) -> None:
    """A line a form. The sheet is protected: no form can be added, only titles and words change."""
    for at, (heading, width) in enumerate(zip(terms("forms_file")["forms"]["head"], (34, 40, 50, 10, 16), strict=True)):
        page.set_column(at, at, width)
        page.write_string(0, at, heading, styles["head"])
    yes, no = offered("yes_no")
    for row, form in enumerate(editable(forms), 1):
        page.write_string(row, 0, form_name(form), styles["fixed"])
        page.write_string(row, 1, form.title, styles["cell"])
        page.write_string(row, 2, form.empty, styles["cell"])
        page.write_string(row, 3, yes if form.placeholder else no, styles["middle"])
        page.data_validation(row, 3, row, 3, _choice([yes, no]))
        page.write_string(row, 4, form.key, styles["fixed"])
    page.freeze_panes(1, 1)
    page.protect("", _OPEN)
    _print(page)


def _part(page: Worksheet, part: Part, used: str, styles: Mapping[str, Any]) -> None:
    """What stands above the table, then its columns.

    The sheet is not protected, for rows of a protected one cannot be moved; what is grey refuses to be typed over.
    """
    words = terms("forms_file")
    columns, labels = words["columns"], words["part"]
    for at, column in enumerate(columns):
        page.set_column(at, at, column["width"])
    above = (("used", used, "fixed"), ("key", part.key, "fixed"), ("heading", part.heading, "cell"))
    for row, (key, text, style) in enumerate((*above, ("tab", part.tab, "cell"), ("note", part.note, "cell"))):
        page.write_string(row, 0, labels[key], styles["fixed"])
        page.merge_range(row, 1, row, len(columns) - 1, "", styles[style])
        page.write_string(row, 1, text, styles[style])
        page.set_row(row, 36 if len(text) > 60 else 18)
    page.data_validation(0, 0, 1, len(columns) - 1, _never())
    page.data_validation(2, 0, 4, 0, _never())
    head = len(above) + 3
    for at, column in enumerate(columns):
        page.write_string(head, at, column["heading"], styles["head"])
    for row, own in enumerate(part.columns, head + 1):
        _row(page, row, own, styles)
    last = head + len(part.columns) + labels["blank_rows"]
    for row in range(head + len(part.columns) + 1, last + 1):
        for at, column in enumerate(columns):
            style = {"heading": "cell", "content": "fixed", "key": "fixed", "width": "number"}.get(
                column["key"], "middle"
            )
            page.write_blank(row, at, None, styles[style])
    _choices(page, head, last)
    page.freeze_panes(head + 1, 2)
    page.repeat_rows(head)
    _print(page)


def _row(page: Worksheet, row: int, column: Column, styles: Mapping[str, Any]) -> None:
    yes, no = offered("yes_no")
    left, centre = offered("align")
    page.write_string(row, 0, yes, styles["middle"])
    page.write_string(row, 1, column.heading, styles["cell"])
    page.write_number(row, 2, column.width, styles["number"])
    page.write_string(row, 3, left if column.align == "left" else centre, styles["middle"])
    page.write_string(row, 4, yes if column.keep else no, styles["middle"])
    page.write_string(row, 5, yes if column.public else no, styles["middle"])
    page.write_string(row, 6, column.heading, styles["fixed"])
    page.write_string(row, 7, column.key, styles["fixed"])


def _choices(page: Worksheet, head: int, last: int) -> None:
    """Drop-down lists for the words, a range for the width, and nothing to be typed over what is grey."""
    kinds = {"wanted": "yes_no", "align": "align", "keep": "yes_no", "public": "yes_no"}
    for at, column in enumerate(terms("forms_file")["columns"]):
        key = column["key"]
        if key in kinds:
            page.data_validation(head + 1, at, last, at, _choice(offered(kinds[key])))
        elif key == "width":
            most = LANDSCAPE.text_width
            page.data_validation(
                *(head + 1, at, last, at),
                {
                    "validate": "decimal",
                    "criteria": "between",
                    "minimum": int(NARROWEST),
                    "maximum": int(most),
                    "error_title": "宽（毫米）",
                    "error_message": f"请填 {NARROWEST:g} 到 {most:g} 之间的毫米数。",
                },
            )
        elif key in ("content", "key"):
            page.data_validation(head + 1, at, last, at, _never())
    page.data_validation(head, 0, head, len(terms("forms_file")["columns"]) - 1, _never())


def _choice(words: Sequence[str]) -> dict[str, Any]:
    message = f"请从下拉列表中选：{'、'.join(words)}。"
    return {"validate": "list", "source": list(words), "error_title": "选择", "error_message": message}


def _never() -> dict[str, Any]:
    """Whatever is typed is refused."""
    message = "灰色和表头的格子说明这一栏写的是什么，不能改。"
    return {"validate": "custom", "value": "=FALSE", "error_title": "不能改", "error_message": message}


def _print(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
