"""Tables with their header, meaning and caption, from the grids of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.records import Document, Grid, Paragraph, Source, Table, TableKind, TablePlace
from extractors.column_meanings import column_meanings
from extractors.notices.lines import is_letterhead
from extractors.tables.captions import caption, parts_no_table
from extractors.tables.folded import own_headings
from extractors.tables.grid_header import GridHeader, Row, grid_header

_Confidences = tuple[float | None, ...]
_LIKE_INDICATORS = "指标"


def tables(document: Document) -> tuple[Table, ...]:
    """All tables in reading order, numbered from 1.

    A table that runs over grids (pages) is one; repeated header rows, empty rows and empty columns are gone; cells are
    stripped at both ends and keep their line breaks. A merged cell has its value in every row, as in the grid. A red
    head or an imprint that is set as a table is none.
    """
    drafts = list(_drafts(document))
    return tuple(_table(draft, number) for number, draft in enumerate(drafts, 1))


def table_places(document: Document) -> tuple[TablePlace, ...]:
    """Where each table of ``tables`` stands in the document's grids, in the same order."""
    return tuple(
        TablePlace(tuple(draft.blocks), tuple(draft.places), tuple(_used(draft))) for draft in _drafts(document)
    )


@dataclass(slots=True)
class _Draft:
    """A table while its grids are gathered."""

    header: GridHeader
    caption: str | None
    rows: list[Row]
    sources: list[Source]
    confidences: list[_Confidences]
    grids: list[Source] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)

    def goes_on(self, grid: Grid, header: GridHeader, between: Sequence[Paragraph]) -> bool:
        """Whether a grid is the next part of this table."""
        last = self.grids[-1]
        if len(grid.cells[0]) != len(self.header.names) or last.sheet != grid.source.sheet or last.sheet is not None:
            return False
        if not all(parts_no_table(p.text, self.caption) for p in between):
            return False
        if header.key == self.header.key:
            return set(header.titles) <= set(self.header.titles)
        if header.known or header.titles:
            return False
        return self.header.known or _next_page(last, grid.source)


def _drafts(document: Document) -> Iterator[_Draft]:
    draft: _Draft | None = None
    between: list[Paragraph] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            if block.text.strip():
                between.append(block)
            continue
        if is_letterhead(block):
            continue
        filled = [
            (tuple(cell.strip() for cell in row), sure, (number, at))
            for at, (row, sure) in enumerate(zip(block.cells, _confidences(block), strict=True))
            if any(cell.strip() for cell in row)
        ]
        if not filled:
            continue
        header = grid_header([row for row, _, _ in filled], in_sheet=block.source.sheet is not None)
        if draft and draft.goes_on(block, header, between):
            same = header.key == draft.header.key
            filled = filled[header.body if same else 0 :]
        else:
            if draft:
                yield draft
            draft = _Draft(header, caption(between, header.titles, block.source.sheet), [], [], [])
            filled = filled[header.body :]
        data = [(row, sure, place) for row, sure, place in filled if not draft.header.repeats(row)]
        draft.rows.extend(row for row, _, _ in data)
        draft.confidences.extend(sure for _, sure, _ in data)
        draft.places.extend(place for _, _, place in data)
        draft.sources.extend(block.source for _ in data)
        draft.grids.append(block.source)
        draft.blocks.append(number)
        between = []
    if draft:
        yield draft


def _confidences(grid: Grid) -> Sequence[_Confidences]:
    """Those of each row; None for each cell of a grid that was not recognised."""
    return grid.confidences or [(None,) * len(row) for row in grid.cells]


def _next_page(before: Source, after: Source) -> bool:
    return bool(before.pages and after.pages) and after.pages[0] == before.pages[-1] + 1


def _table(draft: _Draft, number: int) -> Table:
    used = _used(draft)
    header = tuple(draft.header.names[at] for at in used)
    rows = tuple(tuple(row[at] for at in used) for row in draft.rows)
    columns = column_meanings(own_headings(header, rows))
    first = draft.grids[0]
    whole = replace(
        first,
        pages=tuple(dict.fromkeys(page for grid in draft.grids for page in grid.pages)),
        table=number,
        box=first.box if len(draft.grids) == 1 else None,
    )
    return Table(
        caption=draft.caption,
        kind=_kind(header, columns, draft.caption),
        header=header,
        columns=columns,
        rows=rows,
        confidences=_of_columns(draft.confidences, used),
        source=whole,
        row_sources=tuple(
            replace(source, table=number, row=row, box=None) for row, source in enumerate(draft.sources, 1)
        ),
    )


def _used(draft: _Draft) -> list[int]:
    """The columns of the grid that have a heading or a text."""
    return [at for at, name in enumerate(draft.header.names) if name or any(row[at] for row in draft.rows)]


def _of_columns(rows: Sequence[_Confidences], used: Sequence[int]) -> tuple[_Confidences, ...] | None:
    """The confidences of these columns; None for a table of which nothing was recognised."""
    if all(sure is None for row in rows for sure in row):
        return None
    return tuple(tuple(row[at] for at in used) for row in rows)


def _kind(header: Row, columns: Sequence[str | None], caption: str | None) -> TableKind:
    """By the meanings of the columns: what a table is called matters less than what it has."""
    has = set(columns)
    indicators = sum(_LIKE_INDICATORS in name for name in header)
    if "points" in has and has & {"indicator", "reason"}:
        return TableKind.DEDUCTIONS
    if "text" in has:
        assigned = has & {"goal", "measures", "lead", "responsible", "result"}
        return TableKind.RECTIFICATION if assigned else TableKind.FEEDBACK
    if indicators > 1 or "weight" in has or (indicators and "指标体系" in (caption or "")):
        return TableKind.INDICATORS
    return TableKind.OTHER
