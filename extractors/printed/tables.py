"""Ruled tables of one page: rulings → cells (pdfplumber's geometry) → text of each cell.

pdfplumber's functions are pure over edges, so they take rulings from anywhere; its own page parser, several times
slower, is not needed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from corpus.records import Box
from extractors.printed.glyphs import is_wide
from extractors.printed.ink import Char, PageInk, Ruling
from extractors.printed.lines import Line, lines_of
from extractors.printed.packed import unpacked
from extractors.printed.paragraphs import Area, Setting, passages, setting

_SLACK = 0.1
"""Em by which a cell's margins may be wrong: they are drawn, not guessed."""
_MEASURED_SLACK = 0.4
"""The same where characters and rulings were found in a picture."""


_HEADER_ROWS = 4
"""Rows at most of a header that is repeated on each page."""


@dataclass(frozen=True, slots=True)
class TableSettings:
    """Distances in points: rulings this close are one, ends this close meet; ``padding`` is a cell's inner margin at
    most (Word's is 5.4); shorter rulings than ``shortest`` and pages with more than ``most`` are drawings."""

    snap: float = 3.0
    join: float = 3.0
    intersect: float = 3.0
    padding: float = 5.4
    shortest: float = 5.0
    most: int = 3000

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative")


DEFAULT = TableSettings()


@dataclass(frozen=True, slots=True)
class Print:
    """How a cell's text is printed: its lines, and the margins that hold for them on each page."""

    lines: tuple[Line, ...]
    areas: Mapping[int, Area]
    kept: Setting

    @property
    def text(self) -> str:
        """The paragraphs, joined by line ends. Ideographs one under the other (in a narrow cell) are one word."""
        if len(self.lines) > 1 and all(len(line.text) == 1 and is_wide(line.text) for line in self.lines):
            return "".join(line.text for line in self.lines)
        found = passages(self.lines, lambda line: self.areas[line.page], self.kept)
        return "\n".join(passage.text for passage in found)

    @property
    def confidence(self) -> float | None:
        """That of the least sure line (0 to 1), None where there is no text."""
        return min((line.confidence for line in self.lines), default=None)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with the rows and columns that it spans (from 0, end exclusive), its text, and the confidence of that.

    ``printed`` is kept of the cells in a page's last row, and in its first one below a header: only these can go on
    over a page break.
    """

    rows: range
    columns: range
    text: str
    confidence: float | None
    printed: Print | None

    @classmethod
    def of(cls, rows: range, columns: range, printed: Print, last: int) -> Cell:
        """The cell with this print; ``last`` is the page's last row."""
        at_break = rows.start <= _HEADER_ROWS or rows.stop > last
        return cls(rows, columns, printed.text, printed.confidence, printed if at_break else None)


@dataclass(frozen=True, slots=True)
class PageTable:
    """The part of a table that one page shows. ``matrix`` gives the cell at each row and column, None where the
    rulings leave a hole; ``edges`` are the column edges in points."""

    page: int
    box: Box
    edges: tuple[float, ...]
    matrix: tuple[tuple[Cell | None, ...], ...]
    cut: bool
    """Whether the table runs to the very edge of the paper: columns may be missing."""
    gutters: tuple[tuple[float, float], ...] = ()
    """The white space (x0, x1) between columns that no vertical ruling parts."""


def page_tables(ink: PageInk, settings: TableSettings = DEFAULT) -> tuple[tuple[PageTable, ...], tuple[Char, ...]]:
    """The ruled tables of the page with at least two columns, from top to bottom, and the characters outside them.

    Of a column that the paper's edge cuts, the full width is not known: it is taken to be as wide as the others.
    """
    rest = ink.chars
    tables: list[PageTable] = []
    if _worth_looking(ink.rulings):
        for boxes in _boxes(ink.rulings, settings):
            held, outside = _by_cell(rest, boxes)
            parted = unpacked(boxes, held, ink.number)
            if len(parted) > len(boxes):
                held, outside = _by_cell(rest, parted)
                tables.append(_table(ink, parted, held, settings))
            else:
                tables.append(_table(ink, boxes, held, settings))
            rest = outside
    return tuple(tables), rest


def _worth_looking(rulings: Sequence[Ruling]) -> bool:
    """Two rulings each way: a red line, an underline or the rules of 版记 alone are no table."""
    across = sum(1 for r in rulings if r.x1 > r.x0)
    return across >= 2 and len(rulings) - across >= 2


_Edge = dict[str, Any]


def _boxes(rulings: Iterable[Ruling], settings: TableSettings) -> list[list[Box]]:
    """The cells of each table as boxes."""
    from pdfplumber.table import (  # noqa: PLC0415
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )

    def merged(edges: list[_Edge]) -> list[_Edge]:
        found: list[_Edge] = merge_edges(edges, settings.snap, settings.snap, settings.join, settings.join)
        return [e for e in found if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= settings.shortest]

    edges = merged([_edge(ruling) for ruling in rulings])
    if len(edges) > settings.most:
        return []
    crossings = edges_to_intersections(edges, settings.intersect, settings.intersect)
    edges = merged(edges + [_edge(side) for side in _outlines(crossings.values())])
    crossings = edges_to_intersections(edges, settings.intersect, settings.intersect)
    tables: list[list[Box]] = cells_to_tables(intersections_to_cells(crossings))
    return [boxes for boxes in tables if len({edge for box in boxes for edge in (box[0], box[2])}) > 2]


def _outlines(crossings: Iterable[Mapping[str, list[_Edge]]]) -> Iterator[Ruling]:
    """The four sides around each group of rulings that cross.

    Many tables are open on the left and right, and a merged cell that goes on over the page is often open below.
    """
    groups: list[dict[int, _Edge]] = []
    for crossing in crossings:
        group = {id(edge): edge for edge in (*crossing["h"], *crossing["v"])}
        apart = [other for other in groups if not other.keys() & group.keys()]
        for other in groups:
            if other.keys() & group.keys():
                group |= other
        groups = [*apart, group]
    for edges in (list(group.values()) for group in groups):
        x0, x1 = min(e["x0"] for e in edges), max(e["x1"] for e in edges)
        top, bottom = min(e["top"] for e in edges), max(e["bottom"] for e in edges)
        yield from (Ruling(x0, top, x1, top), Ruling(x0, bottom, x1, bottom))
        yield from (Ruling(x0, top, x0, bottom), Ruling(x1, top, x1, bottom))


def _edge(ruling: Ruling) -> dict[str, Any]:
    return {
        "x0": ruling.x0,
        "x1": ruling.x1,
        "top": ruling.top,
        "bottom": ruling.bottom,
        "width": ruling.x1 - ruling.x0,
        "height": ruling.bottom - ruling.top,
        "orientation": "h" if ruling.x1 > ruling.x0 else "v",
    }


def _table(ink: PageInk, boxes: Sequence[Box], held: Sequence[Sequence[Char]], settings: TableSettings) -> PageTable:
    xs = sorted({edge for box in boxes for edge in (box[0], box[2])})
    ys = sorted({edge for box in boxes for edge in (box[1], box[3])})
    lines = [lines_of(chars, ink.number) for chars in held]
    padding = min(
        [
            settings.padding,
            *(max(0.0, line.x0 - box[0]) for box, found in zip(boxes, lines, strict=True) for line in found),
        ]
    )
    kept = setting([line for found in lines for line in found])
    cut = xs[0] < 1 or xs[-1] > ink.width - 1
    right = {xs[-1]: max(xs[-1], xs[-2] + median(b - a for a, b in pairwise(xs)))} if cut else {}
    matrix: list[list[Cell | None]] = [[None] * (len(xs) - 1) for _ in ys[:-1]]
    down = {(box[1], box[3]): range(bisect_left(ys, box[1]), bisect_left(ys, box[3])) for box in boxes}
    along = {(box[0], box[2]): range(bisect_left(xs, box[0]), bisect_left(xs, box[2])) for box in boxes}
    slack = _MEASURED_SLACK if ink.recognised else _SLACK
    margins = {(x0, x1): {ink.number: Area(x0 + padding, right.get(x1, x1) - padding, slack)} for x0, x1 in along}
    for box, found in zip(boxes, lines, strict=True):
        rows, columns = down[box[1], box[3]], along[box[0], box[2]]
        cell = Cell.of(rows, columns, Print(found, margins[box[0], box[2]], kept), len(ys) - 2)
        for row in rows:
            for column in columns:
                matrix[row][column] = cell
    return PageTable(
        page=ink.number,
        box=(xs[0], ys[0], xs[-1], ys[-1]),
        edges=tuple(xs),
        matrix=tuple(tuple(row) for row in matrix),
        cut=cut,
    )


def _by_cell(chars: Iterable[Char], boxes: Sequence[Box]) -> tuple[list[list[Char]], tuple[Char, ...]]:
    """The characters of each cell, and those in none. A character mostly stands in the cell of the one before it."""
    held: list[list[Char]] = [[] for _ in boxes]
    rest: list[Char] = []
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    around = (left, top, max(box[2] for box in boxes), max(box[3] for box in boxes))
    last = 0
    for char in chars:
        if not _inside(char, around):
            rest.append(char)
            continue
        if not _inside(char, boxes[last]):
            last = next((i for i, box in enumerate(boxes) if _inside(char, box)), last)
        (held[last] if _inside(char, boxes[last]) else rest).append(char)
    return held, tuple(rest)


def _inside(char: Char, box: Box) -> bool:
    x, y = (char.x0 + char.x1) / 2, char.baseline - 0.38 * char.size
    return box[0] <= x < box[2] and box[1] <= y < box[3]
