"""Tables of single pages → the tables of the document: over page breaks, without repeated headers, rows made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.printed.paragraphs import stops_short
from extractors.printed.tables import Cell, PageTable, Print

_SAME_EDGE = 4.0
"""Points by which a column's edge may move from page to page."""
_COUNTED = re.compile(r"\d{1,5}(?!\d)")
"""How the first cell of a row begins where the rows are numbered."""


@dataclass(slots=True)
class _Row:
    """One row: its cells, their texts with what merged cells carry over from the page before, their confidences."""

    cells: list[Cell | None]
    texts: list[str]
    confidences: list[float | None]

    @classmethod
    def of(cls, cells: Sequence[Cell | None]) -> _Row:
        texts = [cell.text if cell else "" for cell in cells]
        return cls(list(cells), texts, [cell.confidence if cell else None for cell in cells])


@dataclass(frozen=True, slots=True)
class Joined:
    """The rows of a table, and for each cell the confidence of its text (None without text)."""

    texts: tuple[tuple[str, ...], ...]
    confidences: tuple[tuple[float | None, ...], ...]


def continues(before: PageTable, after: PageTable) -> bool:
    """Whether ``after`` can be the same table on the next page: the next page, and columns of the same widths.

    Widths and not places: inner and outer margins change sides from page to page. Of a table without vertical rulings
    the white space between the columns must stand at the same places.
    """
    if after.page != before.page + 1 or len(before.edges) != len(after.edges):
        return False
    if before.gutters or after.gutters:
        pairs = zip(before.gutters, after.gutters, strict=False)
        return bool(before.gutters and after.gutters) and all(max(a[0], b[0]) < min(a[1], b[1]) for a, b in pairs)
    shift = after.edges[0] - before.edges[0]
    return all(abs(b + shift - a) <= _SAME_EDGE for b, a in zip(before.edges, after.edges, strict=True))


def joined(parts: Sequence[PageTable]) -> Joined:
    """The rows of one table from its parts. A repeated header appears once."""
    whole: list[_Row] = []
    for part in parts:
        rows = [_Row.of(cells) for cells in part.matrix]
        whole += _following(whole, rows) if whole else rows
    return Joined(tuple(tuple(row.texts) for row in whole), tuple(tuple(row.confidences) for row in whole))


def _following(whole: list[_Row], rows: list[_Row]) -> list[_Row]:
    """The rows of a page that are new after those of the pages before; the rest of a split row goes into its row."""
    repeated = _repeated(whole, rows)
    rows = rows[repeated:]
    if not rows or len(whole) <= max(1, repeated):
        return rows
    blank_keys = any(not row.texts[0] for row in [*whole[repeated:], *rows[1:]])
    if _is_rest(rows[0], whole[-1], blank_keys, _are_numbered(whole[max(1, repeated) :])):
        whole[-1] = _made_whole(whole[-1], rows[0])
        rows = rows[1:]
    if rows:
        _carry(whole[-1], rows)
    return rows


def _repeated(head: Sequence[_Row], rows: Sequence[_Row]) -> int:
    """How many rows at the top of a page say again what the table's first rows said."""
    count = 0
    for first, again in zip(head, rows, strict=False):
        if [_squeezed(text) for text in first.texts] != [_squeezed(text) for text in again.texts]:
            break
        count += 1
    return count


def _are_numbered(rows: Sequence[_Row]) -> bool:
    """Whether the first column counts the rows: 1, 2, 3, whatever else stands below the number."""
    return all(_COUNTED.match(row.texts[0]) for row in rows)


def _is_rest(row: _Row, above: _Row, blank_keys: bool, numbered: bool) -> bool:
    """Whether a page's first row is the rest of the row above.

    Its key cell (the first that is not merged over rows) tells. Empty below a filled one: the rest of a row, if its
    texts stand below texts, and one of them stopped in mid-sentence or empty keys are not common in the table. Filled:
    a row of its own, unless each text stopped in mid-sentence, and was some lines long or is alone in a row of many; or
    one of them did, the rows are ``numbered``, and this one has no number.
    """
    pairs = [(a, b) for a, b in zip(above.cells, row.cells, strict=True) if a and b]
    rest = [(a, b) for a, b in pairs if b.text]
    key = next(((a, b) for a, b in pairs if len(a.rows) == 1 and len(b.rows) == 1), None)
    if not rest or key is None or not key[0].text or not all(a.text for a, _ in rest):
        return False
    cut_off = [_cut_off(a.printed, b.printed) for a, b in rest if a.printed and b.printed]
    if key[1].text:
        if numbered and any(cut_off) and not _COUNTED.match(row.texts[0]) and _same_columns(pairs):
            return True
        alone = len(rest) == 1 and sum(bool(a.text) for a, _ in pairs) > 2
        return all(cut_off) and (alone or all(a.printed and len(a.printed.lines) > 1 for a, _ in rest))
    return any(cut_off) or not blank_keys


def _same_columns(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether no cell of the lower row spans others than the one above it: a heading between the rows does."""
    return all(above.columns == below.columns for above, below in pairs)


def _cut_off(above: Print, below: Print) -> bool:
    last, first = above.lines[-1], below.lines[0]
    return stops_short(last, first, above.areas[last.page], below.areas[first.page])


def _made_whole(above: _Row, row: _Row) -> _Row:
    cells = [_one_cell(a, b) for a, b in zip(above.cells, row.cells, strict=True)]
    texts = [
        cell.text if cell and below and below.text else text
        for cell, below, text in zip(cells, row.cells, above.texts, strict=True)
    ]
    return _Row(cells, texts, [cell.confidence if cell else None for cell in cells])


def _one_cell(above: Cell | None, below: Cell | None) -> Cell | None:
    if not above or not below or not above.printed or not below.printed:
        return above or below
    first, rest = above.printed, below.printed
    whole = Print((*first.lines, *rest.lines), {**first.areas, **rest.areas}, rest.kept)
    return replace(below, text=whole.text, confidence=whole.confidence, printed=whole)


def _carry(above: _Row, rows: Sequence[_Row]) -> None:
    """A merged cell that goes on over the page keeps its value: the rest of it is drawn as an empty cell."""
    for column, (before, cell) in enumerate(zip(above.cells, rows[0].cells, strict=True)):
        if before and cell and not cell.text and max(len(before.rows), len(cell.rows)) > 1:
            for row in rows:
                if row.cells[column] is cell:
                    row.texts[column] = above.texts[column]
                    row.confidences[column] = above.confidences[column]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
