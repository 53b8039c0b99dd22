"""The workbook that an office fills in as its own directory: the usual departments, examples, choices, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from corpus.bodies import bodies
from corpus.directory import TERRITORIAL, UNCLEAR, shipped_directory
from corpus.taxonomy import departments
from corpus.terms import terms
from outputs.safe_text import TEXT_ONLY

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LINES = 500
"""Down to this row of a sheet the cells have the choices."""
_MADE = datetime(2024, 1, 1)
"""Written into the file as its day: the same bytes for the same departments."""
_GUIDE_WIDTH = 110
"""Characters."""


def template() -> bytes:
    """The workbook as XLSX: 说明, 部门 with the usual departments, 分工 and 属地 with examples, 职能一览."""
    import xlsxwriter  # noqa: PLC0415  (slow, and not always needed)

    words = terms("directory")
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, TEXT_ONLY) as book:
        book.set_properties({"title": words["guide"]["lines"][0], "author": "minyi", "created": _MADE})
        base = {"font_name": "仿宋_GB2312", "font_size": 11, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
        styles = {
            "cell": book.add_format({**base, "border": 1}),
            "head": book.add_format(
                {**base, "border": 1, "font_name": "黑体", "align": "center", "bg_color": "#EDEDED"}
            ),
            "line": book.add_format(base),
            "title": book.add_format({**base, "font_name": "黑体", "font_size": 16}),
        }
        _guide(book.add_worksheet(words["guide"]["sheet"]), words["guide"]["lines"], styles)
        sheets = {key: book.add_worksheet(words[key]["sheet"]) for key in ("units", "rules", "places")}
        _table(sheets["units"], words["units"]["columns"], list(_units()), styles)
        for key in ("rules", "places"):
            _table(sheets[key], words[key]["columns"], words[key]["examples"], styles)
        _choices(sheets)
        guide = words["guide"]
        _table(book.add_worksheet(guide["functions"]), guide["functions_columns"], list(_functions()), styles)
    return buffer.getvalue()


def _units() -> Iterator[Sequence[str]]:
    """A line of each usual department: its name, its function, its short names and those before a renaming.

    A 厅 is of a province, which has no use for the workbook of a city or county.
    """
    for unit in shipped_directory().units:
        body = bodies().get(unit.name)
        former = [b.name for b in bodies().values() if b.renamed == unit.name]
        others = (*(body.short if body else ()), *former)
        yield unit.name, "、".join(unit.functions), "、".join(name for name in others if not name.endswith("厅"))


def _functions() -> Iterator[Sequence[str]]:
    for one in departments().values():
        if one.function not in (UNCLEAR, TERRITORIAL):
            yield one.function, one.name, "、".join(one.duties), "、".join(one.cues)


def _guide(page: Worksheet, lines: Sequence[str], styles: Mapping[str, Any]) -> None:
    page.set_column(0, 0, _GUIDE_WIDTH)
    for at, line in enumerate(lines):
        page.write_string(at, 0, line, styles["line" if at else "title"])
    page.fit_to_pages(1, 0)


def _table(
    page: Worksheet, columns: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]], styles: Mapping[str, Any]
) -> None:
    """Head and rows, the head frozen and with filters, printed on its side and as wide as the paper."""
    for at, column in enumerate(columns):
        page.set_column(at, at, column["width"], styles["line"])
        page.write_string(0, at, column["heading"], styles["head"])
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            page.write_string(number, at, cell, styles["cell"])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _choices(sheets: Mapping[str, Worksheet]) -> None:
    """Drop-down lists: units and parents from the workbook itself, levels; another word may be typed all the same."""
    words = terms("directory")
    units = f"='{words['units']['sheet']}'!$A$2:$A${LINES}"
    places = f"='{words['places']['sheet']}'!$A$2:$A${LINES}"
    wanted = (("rules", "lead", units), ("places", "parent", places), ("places", "unit", units))
    for key, column, source in (*wanted, ("places", "level", words["names"]["choices"])):
        at = [c["key"] for c in words[key]["columns"]].index(column)
        rule = {"validate": "list", "source": source, "show_error": False}
        sheets[key].data_validation(1, at, LINES - 1, at, rule)
