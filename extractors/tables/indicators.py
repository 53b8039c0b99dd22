"""Indicators, one a row, from the tables of the kind 指标体系."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Indicator, Source, Table, TableKind
from corpus.terms import terms
from extractors.column_meanings import comparable
from extractors.scans.doubts import DOUBTFUL
from extractors.tables.rows import is_section, is_sum, meant_rows

_NUMBER = re.compile(
    r"\d{1,3}(?:\.\d{1,2})*(?=\s*[.．、](?!\d))|[（(][一二三四五六七八九十\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}(?=、)"
)


def indicators(tables: Sequence[Table]) -> tuple[Indicator, ...]:
    """One Indicator a row that names something; headings between the rows and sums (合计) are none.

    ``path`` has what the row itself says of the levels above, outermost first: a cell merged in the file speaks for all
    its rows, but an empty one is not filled from a neighbour, for nobody knows how far that reaches.
    """
    return tuple(
        found
        for table in tables
        if table.kind is TableKind.INDICATORS
        for at, (row, source) in enumerate(zip(meant_rows(table), table.row_sources, strict=True))
        if not is_section(row) and not is_sum(row) and (found := _indicator(table, row, source, at))
    )


def _indicator(table: Table, row: Sequence[str], source: Source, at: int) -> Indicator | None:
    levels, leaf = _levels(table)
    above = [row[level].strip() for level in levels if level != leaf and row[level].strip()]
    requirement = table.value(tuple(row), "requirement")
    named = row[leaf].strip() if leaf is not None else ""
    name = named or requirement or (above.pop() if above else "")
    if not name:
        return None
    number = _NUMBER.match(name)
    return Indicator(
        name=name,
        source=source,
        number=number[0] if number else None,
        path=tuple(dict.fromkeys(above)),
        requirement=requirement if named and requirement else None,
        weight=table.value(tuple(row), "weight") or None,
        lead=table.value(tuple(row), "lead") or table.value(tuple(row), "responsible") or None,
        doubtful=table.least_sure(at) < DOUBTFUL,
    )


def _levels(table: Table) -> tuple[list[int], int | None]:
    """The columns that group indicators, in their order, and the one that names them."""
    words = terms("indicators")
    headings = [comparable(heading) for heading in table.header]
    levels = [
        at
        for at, heading in enumerate(headings)
        if heading in words["levels"] or heading.endswith(tuple(words["endings"]))
    ]
    leaf = table.column("indicator")
    if leaf is None or leaf in levels:
        leaf = next((at for at, heading in enumerate(headings) if heading in words["leaves"]), None)
    if leaf is None and levels:
        leaf = levels[-1]
    return levels, leaf
