"""Indicators, one a row, from the tables of the kind 指标体系."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Indicator, Source, Table, TableKind
from corpus.terms import terms
from extractors.column_meanings import comparable
from extractors.scans.doubts import DOUBTFUL
from extractors.tables.rows import Row, is_section, is_sum, meant_rows

_NUMBER = re.compile(
    r"\d{1,3}(?:\.\d{1,2})*(?=\s*[.．、](?!\d))|[（(][一二三四五六七八九十\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}(?=、)"
)


def indicators(tables: Sequence[Table]) -> tuple[Indicator, ...]:
    """One Indicator a row that names something; headings between the rows and sums (合计) are none.

    ``path`` has what the row itself says of the levels above, outermost first: a cell merged in the file speaks for all
    its rows, but an empty one is not filled from a neighbour, for nobody knows how far that reaches.
    """
    return tuple(found for table in tables if table.kind is TableKind.INDICATORS for found in _in_table(table))


def _in_table(table: Table) -> Iterator[Indicator]:
    levels, leaf = _levels(table)
    for at, (row, source) in enumerate(zip(meant_rows(table), table.row_sources, strict=True)):
        found = None if is_section(row) or is_sum(row) else _indicator(table, row, levels, leaf, source)
        if found:
            yield replace(found, doubtful=table.least_sure(at) < DOUBTFUL)


def _indicator(table: Table, row: Row, levels: Sequence[int], leaf: int | None, source: Source) -> Indicator | None:
    above = [row[level].strip() for level in levels if level != leaf and row[level].strip()]
    requirement = table.value(row, "requirement")
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
        weight=table.value(row, "weight") or None,
        lead=table.value(row, "lead") or table.value(row, "responsible") or None,
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
