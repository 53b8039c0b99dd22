"""A document's blocks as the page shows them: in their order, with marks, in portions drawn when they are seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import sqrt
from typing import TypeVar

from markupsafe import Markup

from corpus.records import Block, Document, Grid, Paragraph, TablePlace
from outputs.reading.marks import Mark, marked
from outputs.reading.spans import Span, data_spans, heading_spans
from outputs.reading.visible import visible

_Part = TypeVar("_Part")

Key = tuple[int, int | None, int | None]
"""A text by its block, row and column; None for a whole block or row."""
Marks = Mapping[Key, Sequence[Mark]]
_BLOCKS_TOGETHER, _ROWS_TOGETHER = 40, 100
_MOST_CELLS = 400_000
"""Of one document's tables on the page: a browser opens so many in seconds. The rows beyond are counted."""
_LOOKED_AT = 300
"""Rows by which the widths of a table's columns are set, titles left out: its portions must agree in them."""
_TABLE, _SHORT, _LONG_NUMBER, _NARROWEST, _PADDING = 66.0, 8.0, 14.0, 4.8, 1.6
"""The width of a table and of its columns, in Chinese characters."""
_LINE, _ON_A_LINE = 26, 42
"""The height of a line in pixels and the characters on it: guesses, for what has not been drawn yet."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its marks; ``whole`` are those of all of it, and ``doubt`` is why it is tinted."""

    id: str
    html: Markup
    whole: tuple[Mark, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as it is drawn."""

    text: Text
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is drawn, its first heading cell or data cell first; ``whole`` are the marks of the row."""

    id: str
    cells: tuple[Cell, ...]
    is_heading: bool
    whole: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Portion:
    """Rows or blocks that are drawn together, and how high they will be, about."""

    parts: tuple[Row, ...] | tuple[Shown, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A block: ``before`` says that a page or sheet begins, ``portions`` are a table's (none for a paragraph).

    ``widths`` are a table's in percent, ``left_out`` how many of its rows are not on the page.
    ``goes_on`` says that the paragraph is the file's same one.
    """

    text: Text
    before: str = ""
    page: str = ""
    label: str = ""
    centred: bool = False
    boxed: bool = False
    goes_on: bool = False
    portions: tuple[Portion, ...] = ()
    widths: tuple[float, ...] = ()
    left_out: int = 0


class Body:
    """The body of one document.

    Once it is made, ``places`` has the id at which each record's mark begins, and ``pages`` that of each page.
    """

    def __init__(
        self, document: Document, tables: Sequence[TablePlace], marks: Marks, prefix: str, doubtful: float
    ) -> None:
        self._marks = marks
        self._prefix = prefix
        self._doubtful = doubtful
        self._data = {place for table in tables for place in table.rows}
        self._of_tables = {block for table in tables for block in table.grids}
        self._room = _MOST_CELLS
        self.places: dict[str, str] = {}
        self.pages: dict[int, str] = {}
        shown = tuple(self._shown(document.blocks))
        self.portions = tuple(Portion(part, sum(map(_height, part))) for part in in_runs(shown, _BLOCKS_TOGETHER))

    def _shown(self, blocks: Sequence[Block]) -> Iterator[Shown]:
        page, sheet, before = 0, None, None
        for at, block in enumerate(blocks):
            where, begins, identity = block.source, "", ""
            if where.sheet is not None and where.sheet != sheet:
                sheet, begins = where.sheet, f"工作表“{visible(where.sheet)}”"
            elif where.pages and where.pages[0] != page:
                page, begins = where.pages[0], f"第{where.pages[0]}页"
                identity = self.pages.setdefault(page, f"{self._prefix}-before-{at}")
            if isinstance(block, Grid):
                shown = self._grid(at, block)
            else:
                shown = self._paragraph(at, block, where.paragraph is not None and where == before)
            yield replace(shown, before=begins, page=identity if begins else "")
            before = where

    def _paragraph(self, at: int, block: Paragraph, goes_on: bool) -> Shown:
        text = self._text((at, None, None), block.text, block.confidence)
        return Shown(text, label=block.label or "", centred=block.centred, boxed=block.box_text, goes_on=goes_on)

    def _grid(self, at: int, grid: Grid) -> Shown:
        width = max(1, len(grid.cells[0])) if grid.cells else 1
        count = min(len(grid.cells), self._room // width)
        self._room -= count * width
        rows = tuple(self._rows(at, grid, count))
        portions = tuple(Portion(part, sum(map(_row_height, part))) for part in in_runs(rows, _ROWS_TOGETHER))
        sample = [cells for cells in grid.cells[:_LOOKED_AT] if len(set(cells)) > 1]
        widths = _widths(sample) if sample else ()
        whole = tuple(self._marks.get((at, None, None), ()))
        identity = f"{self._prefix}-{at}"
        self._found(whole, identity)
        text = Text(identity, Markup(), whole)
        return Shown(text, portions=portions, widths=widths, left_out=len(grid.cells) - count)

    def _rows(self, at: int, grid: Grid, count: int) -> Iterator[Row]:
        """Headings, joined again where they were merged (in one portion), and data rows; empty rows are rows."""
        numbered = enumerate(grid.cells[:count])
        runs = groupby(numbered, key=lambda row: (self._is_heading(at, row[0], row[1]), row[0] // _ROWS_TOGETHER))
        for (is_heading, _), run in runs:
            rows = list(run)
            first, cells = rows[0][0], [row for _, row in rows]
            spans = heading_spans(cells) if is_heading else tuple(map(data_spans, cells))
            for offset, own in enumerate(spans):
                base = first if is_heading else first + offset
                yield self._row(at, grid, first + offset, [(base, span) for span in own], is_heading)

    def _is_heading(self, at: int, row: int, cells: Sequence[str]) -> bool:
        return at in self._of_tables and (at, row) not in self._data and any(cell.strip() for cell in cells)

    def _row(self, at: int, grid: Grid, row: int, spans: Sequence[tuple[int, Span]], is_heading: bool) -> Row:
        identity = f"{self._prefix}-{at}r{row}"
        whole = tuple(self._marks.get((at, row, None), ()))
        self._found(whole, identity)
        return Row(identity, tuple(self._cell(at, grid, base, span) for base, span in spans), is_heading, whole)

    def _cell(self, at: int, grid: Grid, base: int, span: Span) -> Cell:
        covered = [(base + row, column) for row, column in span.cells()]
        row, column = covered[0]
        marks = [mark for r, c in covered for mark in self._marks.get((at, r, c), ())]
        sure = grid.confidences[row][column] if grid.confidences else None
        text = self._text((at, row, column), grid.cells[row][column], sure, marks)
        return Cell(text, span.rows, span.columns)

    def _text(
        self,
        key: Key,
        text: str,
        confidence: float | None,
        marks: Sequence[Mark] | None = None,
    ) -> Text:
        at, row, column = key
        identity = f"{self._prefix}-{at}" if row is None else f"{self._prefix}-{at}r{row}c{column}"
        marks = self._marks.get(key, ()) if marks is None else marks
        html, places = marked(text, marks, identity)
        whole = tuple(mark for mark in marks if mark.start is None)
        self._found(whole, identity)
        for record, place in places.items():
            self.places.setdefault(record, place)
        is_doubtful = confidence is not None and confidence < self._doubtful
        return Text(identity, html, whole, f"识别把握 {confidence:.0%}" if is_doubtful else "")

    def _found(self, marks: Sequence[Mark], identity: str) -> None:
        for mark in marks:
            self.places.setdefault(mark.record, identity)


def in_runs(parts: Sequence[_Part], count: int) -> Iterator[tuple[_Part, ...]]:
    """The parts in runs of so many."""
    for at in range(0, len(parts), count):
        yield tuple(parts[at : at + count])


def _height(block: Shown) -> int:
    if block.portions:
        return sum(portion.height for portion in block.portions)
    return _LINE * (len(block.text.html) // _ON_A_LINE + 1)


def _row_height(row: Row) -> int:
    room = max(2, _ON_A_LINE // max(1, len(row.cells)))
    return max((_LINE * (len(cell.text.html) // room + 1) for cell in row.cells), default=_LINE)


def _widths(sample: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Percents: short texts and numbers get the room for most of their lines, and the columns of long texts share the
    rest by the roots of what they say, so that no row is much higher than it must be."""
    most = len(sample) * 9 // 10
    given: list[float] = []
    weights: list[float] = []
    for column in range(len(sample[0])):
        texts = sorted((row[column] for row in sample), key=len)
        line = sorted((max(text.split("\n"), key=_length) for text in texts), key=_length)[most]
        width = max(_NARROWEST, _length(line) + _PADDING)
        is_kept = width <= (_LONG_NUMBER if line.isascii() else _SHORT)
        given.append(width if is_kept else 0.0)
        weights.append(0.0 if is_kept else sqrt(len(texts[most])))
    room = max(_TABLE - sum(given), _SHORT * sum(weight > 0 for weight in weights))
    shares = [width or weight * room / sum(weights) for width, weight in zip(given, weights, strict=True)]
    return tuple(round(100 * share / sum(shares), 1) for share in shares)


def _length(line: str) -> float:
    """In widths of a Chinese character."""
    return sum(0.6 if character.isascii() else 1 for character in line)
