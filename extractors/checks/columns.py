"""Checks of the sums that a table states: each 合计, 总计 and 小计 row against the rows that it adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from corpus.records import Check, Source, Table, TableKind
from corpus.terms import terms
from extractors.clean import matching, plain_digits, squeezed
from extractors.column_meanings import comparable
from extractors.scans.doubts import DOUBTFUL
from extractors.tables.rows import Row, is_section, is_sum

COLUMN_TOTAL = "column_total"
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")
_UPPER = re.compile(r"[（(]?[一二三四五六七八九十]+(?:[)）、.．]|$)")
"""The number of a group that is broken down in the rows below it."""
_NAMED = 6
"""Columns that a note names."""
_FEWEST = 2
"""Numbers that a sum has at least."""
_MOST, _MOST_ROWS = 60, 2000
"""Columns of a table that are looked at, and rows in which merged cells are looked for."""
_SLIP_SHARE = Decimal("0.2")
"""A sum that is off by more than this share adds up other rows than we think: nothing is claimed."""


def check_column_totals(tables: Sequence[Table]) -> Iterator[Check]:
    """Each sum row: one check where all its columns agree, else one for each column that does not.

    小计 adds the rows since the last sum, 合计 all rows but sums. Nothing is claimed of a column with a cell that is no
    number, of shares, rates and means, and of points in a table of deductions (``deduction_total``).
    """
    for table in tables:
        sums = [at for at, row in enumerate(table.rows) if is_sum(row) and not is_section(row)]
        columns = [at for at in range(min(len(table.header), _MOST)) if _adds_up(table, at)]
        for at in sums:
            yield from _sum_row(table, at, sums, columns)


def _sum_row(table: Table, at: int, sums: Sequence[int], columns: Sequence[int]) -> Iterator[Check]:
    row, choices = table.rows[at], _added(table, at, sums)
    agreeing: dict[str, Decimal] = {}
    wrong: list[Check] = []
    for column in columns:
        stated = amount(row[column])
        added = [lines for lines in choices if _can_be_added(lines, column)]
        if stated is None or not added or is_sum([row[column]]):
            continue
        short = [lines for lines in added if len(lines) <= _MOST_ROWS]
        if any(stated == _sum(lines, column) for lines in short or added[:1]) or any(
            stated in possible_sums(lines, column) for lines in short
        ):
            agreeing[_heading(table, column)] = stated
        elif short and _is_slip(short, column, stated):
            rounded = abs(stated - _sum(short[0], column)) <= _rounding(table, short[0], column)
            wrong.append(_check(table, at, column, stated, _sum(short[0], column), None if rounded else False))
    if wrong and (len(wrong) == 1 or len(wrong) <= len(agreeing)):
        yield from wrong
    elif agreeing and not wrong:
        names = "、".join([*agreeing][:_NAMED]) + (f"等{len(agreeing)}栏" if len(agreeing) > _NAMED else "")
        numbers = "、".join(map(str, agreeing.values()))
        note = f"“{_title(row)}”行（{names}）与各行之和相符。"
        source = table.row_sources[at]
        yield Check(COLUMN_TOTAL, _title(row), source, numbers, numbers, True, note)


def _is_slip(choices: Sequence[Sequence[Row]], column: int, stated: Decimal) -> bool:
    """Whether a sum that agrees with nothing is near, and no cell may be merged over rows."""
    merged = any(stated == runs_once(rows, column) for rows in choices) or _is_merged(choices[0], column)
    return not merged and abs(stated - _sum(choices[0], column)) <= abs(stated) * _SLIP_SHARE


def _rounding(table: Table, rows: Sequence[Row], column: int) -> Decimal:
    """By how much rounded numbers may miss their sum: half of the last place each; points are not rounded."""
    numbers = [number for row in rows if (number := amount(row[column])) is not None]
    places = max(-int(number.as_tuple().exponent) for number in numbers)
    exact = places <= 0 or "分" in comparable(table.header[column])
    return Decimal(0) if exact else len(numbers) * Decimal(5).scaleb(-places - 1)


def has_extra(rows: Sequence[Row]) -> bool:
    """Whether a row stands beside those that make the full marks: 加分项, 扣分项."""
    extra = tuple(terms("claims")["columns"]["extra"])
    return any(comparable(cell).startswith(extra) for row in rows for cell in row)


def possible_sums(rows: Sequence[Row], column: int) -> tuple[Decimal, ...]:
    """What a column may add up to: all its cells; and those once that are merged over rows, as another column shows."""
    others = (at for at in range(len(rows[0]) if rows else 0) if at != column)
    return tuple(dict.fromkeys([_sum(rows, column), *(_once(rows, column, by) for by in others)]))


def runs_once(rows: Sequence[Row], column: int) -> Decimal:
    """The sum with equal numbers in rows running counted once: they may be one merged cell."""
    return _once(rows, column, column)


def _sum(rows: Sequence[Row], column: int) -> Decimal:
    return sum((amount(row[column]) or Decimal(0) for row in rows), Decimal(0))


def _once(rows: Sequence[Row], column: int, by: int) -> Decimal:
    """The sum with each number that goes on from the row above, in this column and in ``by``, left out."""
    return _sum([row for at, row in enumerate(rows) if not (at and _goes_on(rows, at, column, by))], column)


def _goes_on(rows: Sequence[Row], at: int, column: int, by: int) -> bool:
    return rows[at][column] == rows[at - 1][column] and rows[at][by] == rows[at - 1][by] and bool(rows[at][by].strip())


@lru_cache(maxsize=65_536)  # a cell is looked at by each column's sum
def amount(cell: str) -> Decimal | None:
    """The number that is the whole cell, its unit aside; None for anything else."""
    bare = squeezed(plain_digits(cell)).removesuffix("%").removesuffix("％").replace("，", ",")
    bare = re.sub(r"[条项个件份起名人户家处次分元]$|[万亿]元$", "", bare)
    return Decimal(bare.replace(",", "")) if _NUMBER.fullmatch(bare) else None


def is_blank(cell: str) -> bool:
    """Whether a cell says that it has no number."""
    return matching(squeezed(cell)) in terms("claims")["columns"]["blank"]


def is_unsure(table: Table, row: int, column: int) -> bool:
    """Whether a cell was recognised from a picture, and not surely."""
    sure = table.confidences[row][column] if table.confidences else None
    return sure is not None and sure < DOUBTFUL


def _adds_up(table: Table, column: int) -> bool:
    """Whether a column may be added: no ordinals, codes, years, shares, rates, means or ranks."""
    heading, meaning = comparable(table.header[column]), table.columns[column]
    words = terms("claims")["columns"]
    if meaning in words["never"] or any(word in heading for word in words["rates"]):
        return False
    if meaning == "points" and table.kind is TableKind.DEDUCTIONS:
        return False
    cells = [row[column] for row in table.rows]
    sure = not any(is_unsure(table, row, column) for row in range(len(table.rows)))
    return sure and not any("%" in cell or "％" in cell for cell in cells)


def _added(table: Table, at: int, sums: Sequence[int]) -> list[list[Row]]:
    """The rows that a sum row may add up, the likeliest first: a second 合计 may be that of its own part.

    None at all where rows count something twice (其中, or 一、 over 1. and 2.), or beside the whole (加分项).
    """
    before = [row for row in sums if row < at]
    following = next((row for row in sums if row > at), len(table.rows))
    sub = "小计" in comparable("".join(table.rows[at]))
    if at == 0 or (not before and at < _FEWEST):
        ranges = [range(at + 1, following)] if sub else [range(at + 1, len(table.rows)), range(at + 1, following)]
    elif before and sub:
        ranges = [range(before[-1] + 1, at)]
    else:
        ranges = [range(at), range(before[-1] + 1 if before else 0, at)]
    lines = [
        [table.rows[row] for row in rows if row not in sums and not is_section(table.rows[row])] for rows in ranges
    ]
    return [] if any(map(_counts_twice, lines)) else lines


def _counts_twice(rows: Sequence[Row]) -> bool:
    if any(comparable(cell).startswith("其中") for row in rows for cell in row) or has_extra(rows):
        return True
    upper = [any(_UPPER.match(cell.strip()) for cell in row[:2]) for row in rows]
    return any(upper) and not all(upper)


def _can_be_added(rows: Sequence[Row], column: int) -> bool:
    """Whether a column has at least two numbers, and nothing but numbers and blanks."""
    values = [amount(row[column]) for row in rows]
    return (
        all(value is not None or is_blank(row[column]) for value, row in zip(values, rows, strict=True))
        and sum(value is not None for value in values) >= _FEWEST
    )


def _is_merged(rows: Sequence[Row], column: int) -> bool:
    """Whether two rows running may be one in a column: another column with text goes on as well."""
    others = [at for at in range(len(rows[0])) if at != column]
    return any(_goes_on(rows, at, column, by) for at in range(1, len(rows)) for by in others)


def _heading(table: Table, column: int) -> str:
    return "".join(table.header[column].split()) or f"第{column + 1}列"


def _title(row: Row) -> str:
    return "".join(next((cell for cell in row if is_sum([cell])), "").split())


def _check(table: Table, at: int, column: int, stated: Decimal, found: Decimal, ok: bool | None) -> Check:
    source: Source = replace(table.row_sources[at], column=column + 1)
    heading = _heading(table, column)
    title = _title(table.rows[at])
    note = f"“{heading}”各行相加为 {found}，“{title}”行写 {stated}，相差 {abs(stated - found)}"
    note += "。" if ok is False else "，可能为四舍五入，请核对。"
    return Check(COLUMN_TOTAL, f"{title} {stated}", source, str(stated), str(found), ok, note)
