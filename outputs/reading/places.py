"""From the source of a record to its place among a document's blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.records import Document, Grid, Paragraph, Source, TablePlace


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document, everything counted from 0: a block, in a grid its row and column, in a text the span.

    What is None is not known: the place is then the whole cell, row or block.
    """

    block: int
    row: int | None = None
    column: int | None = None
    span: tuple[int, int] | None = None


class Places:
    """Finds the sources of one document's records in its blocks."""

    def __init__(self, document: Document, tables: Sequence[TablePlace]) -> None:
        self._blocks = document.blocks
        self._tables = tables
        self._paragraphs: dict[tuple[str | None, int], list[int]] = defaultdict(list)
        self._grids: dict[tuple[str | None, int | None], list[int]] = defaultdict(list)
        for at, block in enumerate(document.blocks):
            where = block.source
            if isinstance(block, Grid):
                self._grids[where.sheet, where.table].append(at)
            elif where.paragraph is not None:
                self._paragraphs[where.sheet, where.paragraph].append(at)

    def find(self, source: Source, says: str = "") -> Place | None:
        """The place of a source, None where it names none that the document has.

        A number may be that of several places: the lines of one paragraph, a table as the tables are counted or as the
        file's grids are. The place that reads as the record ``says`` is meant, else the first that has the characters.
        """
        found = list(self._candidates(source))
        exact = (p for p in found if p.span and self._text(p)[slice(*p.span)] == says)
        near = (p for p in found if says and _squeezed(says) in _squeezed(self._text(p)))
        part = (p for p in found if says and self._is_line_of(p, _squeezed(says)))
        fitting = (p for p in found if p.span is None or p.span[1] <= len(self._text(p)))
        place = (
            next(exact, None) or next(near, None) or next(part, None) or next(fitting, None) or next(iter(found), None)
        )
        if place is None or place.span is None or place.span[1] <= len(self._text(place)):
            return place
        return replace(place, span=None)

    def _is_line_of(self, place: Place, says: str) -> bool:
        """Whether the place is a line from end to end, and the line a piece of the record (a title over two lines)."""
        text = self._text(place)
        return place.span is not None and text[slice(*place.span)] == text.strip() != "" and _squeezed(text) in says

    def _candidates(self, source: Source) -> Iterator[Place]:
        if source.row is not None:
            yield from self._rows(source, source.row)
        elif source.paragraph is not None:
            for at in self._paragraphs.get((source.sheet, source.paragraph), ()):
                yield from self._of_paragraph(at, source.span)
        elif source.table is not None:
            yield from (Place(table.grids[0]) for table in self._counted(source.table))
            yield from map(Place, self._grids.get((source.sheet, source.table), ()))

    def _of_paragraph(self, at: int, span: tuple[int, int] | None) -> Iterator[Place]:
        """The paragraph; of a long one, which is several blocks, each has its own characters of it."""
        own = self._blocks[at].source.span
        if span is None or own is None:
            yield Place(at, span=span)
        elif own[0] <= span[0] < own[1]:
            yield Place(at, span=(span[0] - own[0], min(span[1], own[1]) - own[0]))

    def _counted(self, number: int) -> Sequence[TablePlace]:
        return self._tables[number - 1 : number] if number > 0 else ()

    def _rows(self, source: Source, row: int) -> Iterator[Place]:
        """The row as its table counts it (data alone), and as its grid does (every row)."""
        column = source.column
        for table in self._counted(source.table or 0):
            if 0 < row <= len(table.rows):
                block, at = table.rows[row - 1]
                if column is None:
                    yield Place(block, at)
                elif 0 < column <= len(table.columns):
                    yield self._cell(block, at, table.columns[column - 1], source.span, stripped=True)
        for block in self._grids.get((source.sheet, source.table), ()):
            grid = self._blocks[block]
            if not isinstance(grid, Grid) or not 0 < row <= len(grid.cells):
                continue
            if column is None:
                yield Place(block, row - 1)
            elif 0 < column <= len(grid.cells[0]):
                yield self._cell(block, row - 1, column - 1, source.span, stripped=False)

    def _cell(self, block: int, row: int, column: int, span: tuple[int, int] | None, *, stripped: bool) -> Place:
        """A table's cells are stripped, a grid's are not: the span of the one is moved to the other."""
        place = Place(block, row, column)
        text = self._text(place)
        moved = len(text) - len(text.lstrip()) if stripped else 0
        return replace(place, span=(span[0] + moved, span[1] + moved) if span else None)

    def _text(self, place: Place) -> str:
        block = self._blocks[place.block]
        if isinstance(block, Paragraph):
            return block.text
        if place.row is None:
            return ""
        row = block.cells[place.row]
        return "\n".join(row) if place.column is None else row[place.column]


def _squeezed(text: str) -> str:
    return "".join(text.split())
