"""The page of an official document and how a table is made to fit it (GB/T 9704-2012, 5.2 and 6).

All lengths are millimetres unless the name says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from outputs.forms import Column, Fold, Sheet, Table
from outputs.word.measure import MM_A_POINT, lines

CELL_MARGIN = 0.9
"""Left and right of a cell's text: with it a 15-digit number (27.8 mm at 10.5 pt) stands in 31 mm."""
LINE_POINTS = 15.0
"""Line pitch in tables, exact, so that what is estimated here is what Word and WPS draw."""
_STEP, _SAMPLE = 4.0, 100
_AIR = 18.0
"""Width that folding leaves over, so that the columns with the most text can be given more."""
LANDSCAPE_FROM = 8
"""A table with so many columns lies on its side."""
_TALL = 2 / 3
"""Share of the page's height from which on a row may be split: below it, a page of its own costs less than a break."""


@dataclass(frozen=True, slots=True)
class Page:
    """A4 with its margins; ``footer`` is from the paper's lower edge to the foot of the page number."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    footer: float

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom


PORTRAIT = Page(210, 297, 37, 35, 28, 26, footer=23)
"""天头 37, 订口 28, 版心 156 by 225; the page number 7 mm below the text (GB/T 9704-2012, 7.5)."""
LANDSCAPE = Page(297, 210, 28, 26, 35, 37, footer=14)
"""The same sheet turned, its table head towards the binding edge: 版心 225 by 156."""
NUMBER_DISTANCE, NUMBER_HEIGHT = 7.0, 14 * MM_A_POINT
"""The page number stands 7 mm below the text, in 四号 (GB/T 9704-2012, 7.5)."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Where something stands on a page, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


NUMBER_STRIP = Strip(
    LANDSCAPE.left - NUMBER_DISTANCE - NUMBER_HEIGHT, LANDSCAPE.top, NUMBER_HEIGHT, LANDSCAPE.text_height
)
"""Of the page number on a page that lies on its side: where it is on the others when the sheet is held upright."""


def foot(page: Page, height: float) -> Strip:
    """The lowest ``height`` mm of the page's text."""
    return Strip(page.left, page.height - page.bottom - height, page.text_width, height)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells' paragraphs; ``tall`` when the row is so high that it may be split over pages."""

    cells: tuple[tuple[str, ...], ...]
    tall: bool


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table on paper: every column with its final width (they add up to the page's text width)."""

    heading: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet on paper: all its tables on pages that lie one way."""

    page: Page
    tables: tuple[LaidTable, ...]


def lay_out(sheet: Sheet) -> Layout:
    """The sheet on A4: upright if each table fits with fewer than eight columns, else on its side, folded to fit."""
    page = PORTRAIT
    if any(len(t.columns) >= LANDSCAPE_FROM or _sum(t.columns) > PORTRAIT.text_width for t in sheet.tables):
        page = LANDSCAPE
    return Layout(page, tuple(laid(table, page) for table in sheet.tables))


def laid(table: Table, page: Page) -> LaidTable:
    """One table on a page that lies as it is said."""
    columns, rows = table.columns, table.rows
    if page is LANDSCAPE:
        columns, rows = _folded(columns, rows, table.part.folds, page.text_width - _AIR)
    columns = _spread(columns, rows, page.text_width)
    most = page.text_height * _TALL / MM_A_POINT / LINE_POINTS
    laid = []
    for row in rows:
        high = max(lines(t, c.width - 2 * CELL_MARGIN) for t, c in zip(row, columns, strict=True))
        laid.append(Row(tuple(tuple(t.split("\n")) for t in row), high > most))
    return LaidTable(table.heading, table.part.note, columns, tuple(laid))


def _sum(columns: Sequence[Column]) -> float:
    return sum(c.width for c in columns)


def least_width(columns: Sequence[Column], folds: Sequence[Fold]) -> float:
    """How wide the columns are on paper at the least: after every fold that can be made, at their least widths."""
    return _sum(_folded(tuple(columns), (), folds, 0)[0])


def _folded(
    columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...], folds: Sequence[Fold], room: float
) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    """Fold columns into others, in the form's order, until all fit. No text is lost: it goes below, with its label."""
    for fold in folds:
        keys = [c.key for c in columns]
        if _sum(columns) <= room:
            break
        hosts = [keys.index(k) for k in fold.into if k in keys]
        if fold.column not in keys or not hosts:
            continue
        at, host = keys.index(fold.column), hosts[0]
        taken = columns[at].heading.partition("／")[2]
        heading = "／".join(h for h in (columns[host].heading, fold.heading, taken) if h)
        columns = tuple(replace(c, heading=heading) if i == host else c for i, c in enumerate(columns) if i != at)
        rows = tuple(_fold_row(row, at, host, fold) for row in rows)
    return columns, rows


def _fold_row(row: tuple[str, ...], at: int, host: int, fold: Fold) -> tuple[str, ...]:
    label = fold.label if row[host] or not fold.same_line else ""
    below = label + row[at] if row[at] else ""
    between = "\n" if row[host] and below and not fold.same_line else ""
    joined = row[host] + between + below
    return tuple(joined if i == host else t for i, t in enumerate(row) if i != at)


def _spread(columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...], room: float) -> tuple[Column, ...]:
    """Give the width that is left, step by step, to the column where it saves most lines.

    A sample of the rows decides. Where a step saves none, it goes to the left-aligned column with the most text.
    """
    widths = [c.width for c in columns]
    every = range(len(columns))
    growing = [i for i in every if columns[i].align == "left"] or list(every)
    sample = rows[:: max(1, len(rows) // _SAMPLE)]

    def high(i: int, width: float) -> list[int]:
        return [lines(row[i], width - 2 * CELL_MARGIN) for row in sample]

    now = [high(i, w) for i, w in enumerate(widths)]
    wider = {i: high(i, widths[i] + _STEP) for i in every}
    while room - sum(widths) >= _STEP:
        saved = {i: _total(now) - _total([*now[:i], wider[i], *now[i + 1 :]]) for i in every}
        at = max(every, key=lambda i: (saved[i], i in growing, sum(now[i])))
        widths[at] += _STEP
        now[at], wider[at] = wider[at], high(at, widths[at] + _STEP)
    widths[max(growing, key=lambda i: widths[i])] += room - sum(widths)
    return tuple(replace(c, width=round(w, 2)) for c, w in zip(columns, widths, strict=True))


def _total(lines_of: Sequence[Sequence[int]]) -> int:
    """Lines of the whole table: each row is as high as its highest cell."""
    return sum(max(row) for row in zip(*lines_of, strict=True))
