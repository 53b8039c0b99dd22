"""Tables that recognition spoilt before the file arrived: which cells and rows are doubtful. Nothing is rewritten.

A text file of a scan has no confidences. Where its tables bear marks that nobody writes, each cell gets one from how
well its characters make words. The values are weights, not frequencies: they order what a person looks at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.records import Doubt, DoubtKind, Table
from extractors.clean import squeezed
from extractors.names.organisations import is_organisation
from extractors.tables.plausibility import joins, stray_marks, without_numbering, word_share

_Row = tuple[str, ...]

STRAY, WORDLESS, GHOST, GLUED, TORN, SOUND = 0.1, 0.3, 0.2, 0.4, 0.7, 1.0
"""Confidences: marks that nobody writes, characters that make no words, a shadow row, several entries in one cell, a
word torn over cells or by a space, and all else."""
_EVIDENCE = 3
"""Cells with stray marks from which on a file's tables count as recognised."""
_FEW_WORDS, _MOST_WORDS = 0.5, 0.8
"""Shares of characters in words: below the first a text says nothing; below the second it is no name of a body."""
_MOST = 0.6
"""The share of a column's cells that make it a column of words, or of names."""
_LEAST = 2
"""Chinese characters: of a single one nothing can be said."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENTRY = re.compile(
    r"(?:^|(?<=[\s）)」]))(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,3}\s*[.．、](?!\d))\s*(?=[^\d\s])"
)
_TORN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_SHORT_LINE = 0.7
"""A space further to the left than this share of where the column's lines usually break is no break of a line."""
_SHREDS = 3
"""Filled cells beside the named one that make a row all second lines."""
_NUMBER = re.compile(r"[（(<>≤≥]?\s*[\d.,]+\s*[%％]?[）)]?|[/／—–-]+")
_WITH_INNER_PARTS = ("委", "党委", "政府", "委员会", "领导小组", "院")
"""市委 宣传部 is one body."""
_PIECE = 4
"""Characters that a side of a space must have to be an entry of its own."""


@dataclass(frozen=True, slots=True)
class Noise:
    """The tables, with confidences where they were judged, and what is doubtful in them, in document order."""

    tables: tuple[Table, ...]
    doubts: tuple[Doubt, ...] = ()


def noise(tables: Sequence[Table]) -> Noise:
    """The doubts of the tables; none where the file knows its own confidences or bears no mark of recognition."""
    evident = sum(
        _is_stray(cell) for table in tables if table.confidences is None for row in table.rows for cell in row
    )
    if evident < _EVIDENCE:
        return Noise(tuple(tables))
    judged = [_judged(table) if table.confidences is None else (table, ()) for table in tables]
    return Noise(tuple(table for table, _ in judged), tuple(doubt for _, doubts in judged for doubt in doubts))


def _judged(table: Table) -> tuple[Table, tuple[Doubt, ...]]:
    doubts = tuple(_doubts(table))
    sure = [[SOUND if cell.strip() else None for cell in row] for row in table.rows]
    for doubt in doubts:
        row, column = doubt.source.row or 1, doubt.source.column
        for at in range(len(table.header)) if column is None else [column - 1]:
            known = sure[row - 1][at]
            sure[row - 1][at] = None if known is None else min(known, doubt.confidence)
    return replace(table, confidences=tuple(map(tuple, sure))), doubts


def _doubts(table: Table) -> Iterator[Doubt]:
    columns = [_column([row[at] for row in table.rows]) for at in range(len(table.header))]
    leaf, names = _leaf(table), [at for at, column in enumerate(columns) if column.of_names]
    blank = ("",) * len(table.header)
    for at, (above, row, below) in enumerate(_neighbours(table.rows, blank)):
        source = table.row_sources[at] if table.row_sources else table.source
        if leaf is not None and columns[leaf].of_words and _is_ghost(row, leaf, names):
            yield Doubt(DoubtKind.GHOST_ROW, " ".join(filter(None, row)), GHOST, source)
        for number, (column, *cells) in enumerate(zip(columns, above, row, below, strict=True), 1):
            if cells[1].strip() and (kind := _kind(column, *cells)):
                yield Doubt(kind[0], cells[1], kind[1], replace(source, column=number))


def _neighbours(rows: Sequence[_Row], blank: _Row) -> Iterator[tuple[_Row, _Row, _Row]]:
    return zip([blank, *rows], rows, [*rows[1:], blank], strict=False)


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column are like: where their lines break (characters), whether they are words, or names."""

    line: float
    of_words: bool
    of_names: bool


def _column(cells: Sequence[str]) -> _Column:
    filled = [cell for cell in cells if cell.strip()]
    breaks = [gap.start() - cell.rfind(" ", 0, gap.start()) - 1 for cell in filled for gap in _TORN.finditer(cell)]
    most = _MOST * len(filled)
    return _Column(
        line=median(breaks) if breaks else 0,
        of_words=sum(len(_HAN.findall(cell)) >= _LEAST for cell in filled) > most,
        of_names=sum(is_organisation(cell) for cell in filled) > most,
    )


def _kind(column: _Column, above: str, cell: str, below: str) -> tuple[DoubtKind, float] | None:
    if _is_stray(cell):
        return DoubtKind.GARBLED, STRAY
    if _is_glued(cell, column):
        return DoubtKind.GLUED_CELL, GLUED
    if _is_torn(above, cell, below):
        return DoubtKind.BROKEN_WORD, TORN
    if _is_wordless(cell) or (column.of_words and not _HAN.search(cell) and not _NUMBER.fullmatch(cell)):
        return DoubtKind.GARBLED, WORDLESS
    if column.of_names and not is_organisation(cell) and (stray_marks(cell) or word_share(cell) < _MOST_WORDS):
        return DoubtKind.GARBLED, WORDLESS
    return None


def _is_stray(cell: str) -> bool:
    """Whether marks that nobody writes outweigh the words of a cell."""
    marks = stray_marks(cell)
    return marks > 1 and marks >= len(_HAN.findall(cell))


def _is_wordless(cell: str) -> bool:
    bare = squeezed(cell)
    if len(_HAN.findall(bare)) < _LEAST or is_organisation(bare):
        return False
    return word_share(bare) < _FEW_WORDS


def _is_torn(above: str, cell: str, below: str) -> bool:
    """Whether a word goes on over a space or in the neighbouring row, or an entry has one character only."""
    entry = without_numbering(cell)
    if entry != cell and _HAN.fullmatch(squeezed(entry)):
        return True
    return (
        joins(above, cell)
        or joins(cell, below)
        or any(joins(cell[: gap.start()], cell[gap.end() :]) for gap in _TORN.finditer(cell))
    )


def _is_glued(cell: str, column: _Column) -> bool:
    """Two numbered entries in one cell, two names side by side, or a space where no line was full."""
    if len(_ENTRY.findall(cell)) > 1:
        return True
    pieces = cell.split()
    if len(pieces) > 1 and all(map(is_organisation, pieces)) and not pieces[0].endswith(_WITH_INNER_PARTS):
        return True
    for gap in _TORN.finditer(cell):
        left, right = cell[: gap.start()].rpartition(" ")[2], cell[gap.end() :].partition(" ")[0]
        whole = min(len(left), len(right)) >= _PIECE and len(left) <= _SHORT_LINE * column.line
        if whole and not joins(left, right) and min(word_share(left), word_share(right)) > _FEW_WORDS:
            return True
    return False


def _leaf(table: Table) -> int | None:
    """The column that names each row's thing: the indicator or the comment, else the fullest one."""
    for meaning in ("indicator", "text"):
        if (at := table.column(meaning)) is not None:
            return at
    filled = [sum(bool(row[at].strip()) for row in table.rows) for at in range(len(table.header))]
    return filled.index(max(filled)) if filled else None


def _is_ghost(row: _Row, leaf: int, names: Sequence[int]) -> bool:
    """Whether a row only repeats, in shreds, the second lines of the cells above it: it names no thing of its own.

    Either what it names has no Chinese at all; or it is no words, and the row begins no entry and names no body.
    """
    others = [cell for at, cell in enumerate(row) if at != leaf and cell.strip()]
    if not row[leaf].strip() or any(_ENTRY.match(cell) and not _says_nothing(cell) for cell in others):
        return False
    if _is_stray(row[leaf]) or not _HAN.search(row[leaf]):
        return True
    bodies = [row[at] for at in names if row[at].strip()]
    nobody = all(map(_says_nothing, bodies))
    return nobody and (_is_wordless(row[leaf]) or (len(others) >= _SHREDS and bool(bodies)))


def _says_nothing(cell: str) -> bool:
    return not _HAN.search(cell) or _is_stray(cell) or _is_wordless(cell)
