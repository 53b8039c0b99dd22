"""The rows of a table without vertical rulings: which of its lines are one row, and which cells its header merges.

What parts rows, the surest first: a rule or the edge of a shaded row; leading that is larger between rows than within
them; a first column that says where a row begins.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractors.printed.lines import Line, lines_of
from extractors.printed.paragraphs import Area, setting
from extractors.printed.strips import Region, Rule, Span, Strip
from extractors.printed.tables import Cell, Print

_LOOSER = 1.3
"""Leading between rows is so many times that within a row."""
_WORDS = 4.0
"""Em from which on a text in the first column is words that may be wrapped."""

_Row = Sequence[Strip]


def matrix_of(page: int, region: Region) -> tuple[tuple[Cell | None, ...], ...]:
    """The cell at each row and column. A cell of the header may span columns, and one beside it two rows; a cell beside
    which a shorter rule ends spans the rows that this one parts."""
    bands = _bands(region)
    merged = any(not _covers(rule, span) for rule in region.rules for span in _spans(region))
    if merged:
        return _Drawer(page, region, len(bands) - 1).between_rules(bands)
    head, body = region.strips[: region.head], region.strips[region.head :]
    upper, lower = _levels(head, region.between)
    levels = [level for level in (upper, lower) if level]
    alone = len(bands) - (1 if head else 0) >= 2
    rows = [row for band in bands for row in _rows_of_band([s for s in band if s in body], region.between, alone)]
    draw = _Drawer(page, region, len(levels) + len(rows) - 1)
    matrix: list[tuple[Cell | None, ...]] = []
    if lower:
        matrix += draw.two_levels(upper, lower)
    elif upper:
        matrix.append(draw.row(upper, 0))
    matrix += [draw.row(row, at) for at, row in enumerate(rows, len(levels))]
    return tuple(matrix)


def _bands(region: Region) -> list[list[Strip]]:
    """The strips between each two rules; bands without any are left out."""
    heights = [rule.y for rule in region.rules]
    bands: dict[int, list[Strip]] = {}
    for strip in region.strips:
        bands.setdefault(bisect_right(heights, strip.line.baseline - 0.38 * strip.line.em), []).append(strip)
    return [bands[at] for at in sorted(bands)]


def _spans(region: Region) -> list[Span]:
    """From the end of the gutter before each column to the beginning of that behind it."""
    left, right = region.extent or (region.strips[0].line.x0, max(strip.line.x1 for strip in region.strips))
    starts = [left, *(x1 for _, x1 in region.between)]
    ends = [*(x0 for x0, _ in region.between), right]
    return list(zip(starts, ends, strict=True))


def _covers(rule: Rule, span: Span) -> bool:
    """Whether a rule stands below most of a column."""
    return min(rule.x1, span[1]) - max(rule.x0, span[0]) >= 0.5 * (span[1] - span[0])


class _Drawer:
    """Makes the cells of one table."""

    def __init__(self, page: int, region: Region, last: int) -> None:
        self._page, self._between, self._last = page, region.between, last
        self._margins = _margins(region)
        self._rules, self._spans = region.rules, _spans(region)
        columns = [range(column, column + 1) for column in range(len(region.between) + 1)]
        self._kept = setting([line for at in columns for line in self._lines(region.strips, at)])

    def row(self, row: _Row, at: int) -> tuple[Cell, ...]:
        return tuple(
            self._cell(row, range(at, at + 1), range(column, column + 1)) for column in range(len(self._between) + 1)
        )

    def between_rules(self, bands: Sequence[_Row]) -> tuple[tuple[Cell | None, ...], ...]:
        """A row a band; a cell spans the bands that no rule parts in its column, and the columns that its text does."""
        matrix: list[list[Cell | None]] = [[None] * (len(self._between) + 1) for _ in bands]
        tops = [band[0].line.baseline for band in bands]
        parted = [
            [any(a < rule.y < b and _covers(rule, span) for rule in self._rules) for span in self._spans]
            for a, b in pairwise(tops)
        ]
        for at, band in enumerate(bands):
            for columns in _joined_columns(band, self._between):
                if matrix[at][columns.start] is not None:
                    continue
                end = at + 1
                while end < len(bands) and not any(parted[end - 1][column] for column in columns):
                    end += 1
                strips = [strip for below in bands[at:end] for strip in below]
                cell = self._cell(strips, range(at, end), columns)
                for row in range(at, end):
                    for column in columns:
                        matrix[row][column] = cell
        return tuple(tuple(row) for row in matrix)

    def two_levels(self, upper: _Row, lower: _Row) -> list[tuple[Cell | None, ...]]:
        """The two rows of a header in which pieces of the upper row span columns."""
        above: list[Cell | None] = [None] * (len(self._between) + 1)
        below = above.copy()
        for columns in _spanned(upper, self._between):
            if len(columns) > 1:
                cell = self._cell(upper, range(1), columns)
                for column in columns:
                    above[column] = cell
                    below[column] = self._cell(lower, range(1, 2), range(column, column + 1))
        for column, cell_above in enumerate(above):
            if cell_above is None:
                above[column] = below[column] = self._cell([*upper, *lower], range(2), range(column, column + 1))
        return [tuple(above), tuple(below)]

    def _cell(self, row: _Row, rows: range, columns: range) -> Cell:
        left, right = self._margins[columns.start].left, self._margins[columns.stop - 1].right
        lines = self._lines(row, columns)
        return Cell.of(rows, columns, Print(lines, {self._page: Area(left, right)}, self._kept), self._last)

    def _lines(self, row: _Row, columns: range) -> tuple[Line, ...]:
        span = _reach(columns, self._between)
        return lines_of([char for strip in row for char in strip.within(span)], self._page)


def _reach(columns: range, between: Sequence[Span]) -> Span:
    """From the middle of the gutter before the columns to the middle of that behind them."""
    edges = [float("-inf"), *((left + right) / 2 for left, right in between), float("inf")]
    return edges[columns.start], edges[columns.stop]


def _margins(region: Region) -> Mapping[int, Area]:
    """Where the text of each column begins and ends."""
    middles = [(left + right) / 2 for left, right in region.between]
    pieces: dict[int, list[Span]] = {}
    for strip in region.strips[region.head :]:
        for piece in strip.pieces:
            pieces.setdefault(bisect_right(middles, piece[0]), []).append(piece)
    ends = [region.strips[0].line.x0, *middles, max(strip.line.x1 for strip in region.strips)]
    return {
        column: Area(
            min((piece[0] for piece in pieces.get(column, ())), default=ends[column]),
            max((piece[1] for piece in pieces.get(column, ())), default=ends[column + 1]),
        )
        for column in range(len(middles) + 1)
    }


def _levels(head: _Row, between: Sequence[Span]) -> tuple[_Row, _Row]:
    """The header's upper and lower strips; the lower ones are none where no piece spans columns."""
    for at, strip in enumerate(head):
        if at + 1 < len(head) and any(len(columns) > 1 for columns in _spanned([strip], between)):
            return head[: at + 1], head[at + 1 :]
    return head, ()


def _spanned(row: _Row, between: Sequence[Span]) -> Iterator[range]:
    """The columns of each piece. One that stands over a gutter, or over the middle of two columns, spans both."""
    middles = [(left + right) / 2 for left, right in between]
    for strip in row:
        for x0, x1 in strip.pieces:
            first, last = bisect_right(middles, x0), bisect_right(middles, x1)
            if first == last:
                yield range(first, first + 1)
            else:
                yield range(first, last + 1)


def _joined_columns(row: _Row, between: Sequence[Span]) -> Iterator[range]:
    """All columns from left to right, those together over which a piece of the row stands."""
    spanned = [columns for columns in _spanned(row, between) if len(columns) > 1]
    column = 0
    while column <= len(between):
        end = max((columns.stop for columns in spanned if columns.start <= column < columns.stop), default=column + 1)
        yield range(column, end)
        column = end


def _rows_of_band(band: list[Strip], between: Sequence[Span], alone: bool) -> list[list[Strip]]:
    """The rows between two rules; ``alone`` says that rules part rows of this table: then its lines are one row,
    unless each fills all columns."""
    filled = [_filled(strip, between) for strip in band]
    keys = sum(0 in columns for columns in filled)
    whole = sum(len(columns) == len(between) + 1 for columns in filled)
    if not band:
        return []
    if len(band) == 1 or (alone and (keys <= 1 or whole < len(band))):
        return [band]
    steps = [(below.line.baseline - above.line.baseline) / above.line.em for above, below in pairwise(band)]
    wide = _wide_step(steps)
    if wide is not None:
        begins = [True, *(step >= wide for step in steps)]
    else:
        others = set(range(1, len(between) + 1))
        begins = [
            (0 in columns and not _goes_on(band, at, between)) or (len(others) > 1 and others <= columns)
            for at, columns in enumerate(filled)
        ]
    rows: list[list[Strip]] = []
    for strip, begin in zip(band, begins, strict=True):
        if begin or not rows:
            rows.append([])
        rows[-1].append(strip)
    return rows


def _goes_on(band: Sequence[Strip], at: int, between: Sequence[Span]) -> bool:
    """Whether the text of the first column goes on from the line above: that line fills the column and is no number."""
    ends = [max((x1 for x0, x1 in strip.pieces if x1 <= between[0][1]), default=None) for strip in band]
    above, margin = ends[at - 1] if at else None, max((end for end in ends if end is not None), default=0.0)
    if above is None:
        return False
    em = band[at - 1].line.em
    return margin - above < em and above - band[at - 1].line.x0 >= _WORDS * em


def _wide_step(steps: Sequence[float]) -> float | None:
    """From which distance on two lines are two rows, None where all are about the same."""
    ordered = sorted(steps)
    jumps = [(after / before, after) for before, after in pairwise(ordered) if before > 0]
    jump, wide = max(jumps, default=(1.0, 0.0))
    return wide if jump >= _LOOSER else None


def _filled(strip: Strip, between: Sequence[Span]) -> set[int]:
    middles = [(left + right) / 2 for left, right in between]
    return {bisect_right(middles, x0) for x0, _ in strip.pieces}
