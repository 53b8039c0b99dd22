"""The rows of a table as they are meant: which are headings or sums, and what 同上 stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from corpus.records import Table
from corpus.terms import terms
from extractors.column_meanings import comparable

_SUMS = frozenset({"合计", "总计", "小计", "共计", "总分"})
_LONGEST_SUM = 10
"""Characters, stretched by spaces: longer cells need no closer look."""
_LONGEST_DITTO = 12
"""Characters, stretched by spaces and in brackets."""

Row = tuple[str, ...]


def is_sum(row: Sequence[str]) -> bool:
    """Whether a row adds up the rows above it: 合计, 小计."""
    return any(len(cell) <= _LONGEST_SUM and comparable(cell).rstrip(":") in _SUMS for cell in row)


def is_section(row: Sequence[str]) -> bool:
    """Whether a row is one cell merged over all columns: a heading between the rows."""
    return len(row) > 2 and len(set(row)) == 1


def meant_rows(table: Table) -> Iterator[Row]:
    """The table's rows, each 同上 (〃, 同前) replaced by the value of the nearest row above that has one in its column.

    Headings between the rows and sums have no value. Where none stands above, the cell is empty: nobody is called 同上.
    """
    watched = [at for at, meaning in enumerate(table.columns) if meaning in terms("dittos")["columns"]]
    values = dict.fromkeys(watched, "")
    for row in table.rows:
        if is_section(row):
            yield row
            continue
        meant, sums = list(row), is_sum(row)
        for at in watched:
            if _is_ditto(row[at]):
                meant[at] = values[at]
            elif row[at].strip() and not sums:
                values[at] = row[at]
        yield tuple(meant)


def _is_ditto(cell: str) -> bool:
    return 0 < len(cell) <= _LONGEST_DITTO and comparable(cell).strip("()。.") in _dittos()


@cache
def _dittos() -> frozenset[str]:
    return frozenset(map(comparable, terms("dittos")["words"]))
