"""Sections, tables and charts of the report, as ``corpus/data/statistics.toml`` has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.terms import terms
from outputs.charts import ChartData, Series
from outputs.forms import Column
from outputs.statistics.shares import shares

CHARTED = 12
"""Bars of a chart at the most: the table beside it has all."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A table: ``rows`` have one text a column; ``total`` is what they add up to, None where they do not.

    ``numbers`` says of each column whether it has figures. ``left_out`` counts the rows for which there is no room.
    """

    key: str
    heading: str
    note: str
    columns: tuple[Column, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    chart: ChartData | None = None
    left_out: int = 0

    def column(self, key: str) -> tuple[str, ...]:
        """The texts of a column, without its total. ``ValueError`` for one that is not there."""
        at = [c.key for c in self.columns].index(key)
        return tuple(row[at] for row in self.rows)

    def summed(self, key: str) -> str:
        """The total of a column. ``ValueError`` for one that is not there, or where nothing adds up."""
        if self.total is None:
            raise ValueError(self.key)
        return self.total[[c.key for c in self.columns].index(key)]


@dataclass(frozen=True, slots=True)
class Section:
    """What is said of one thing: sentences, then tables, each with its chart."""

    key: str
    heading: str
    said: tuple[str, ...]
    tables: tuple[Figures, ...] = ()


def section(key: str, said: Iterable[str], tables: Iterable[Figures] = ()) -> Section:
    """A section of the report; tables without rows are left out. ``KeyError`` for an unknown one."""
    heading = _data()["section"][key]
    return Section(key, heading, tuple(filter(None, said)), tuple(t for t in tables if t.rows))


def figures(
    key: str,
    rows: Iterable[Mapping[str, str]],
    total: Mapping[str, str] | None = None,
    *,
    chart: ChartData | None = None,
    most: int | None = None,
) -> Figures:
    """The table of this key with these cells; a column in which no row has a value is left out, unless it is the first.

    ``most`` rows are shown, the others are counted. ``KeyError`` for an unknown table.
    """
    data = _tables()[key]
    filled = list(rows)
    shown = filled[:most]
    kept = [c for at, c in enumerate(data["columns"]) if at == 0 or any(row.get(c["key"]) for row in shown)]
    columns = tuple(Column(c["key"], c["heading"], c["width"], c["align"]) for c in kept)
    cells = tuple(tuple(row.get(c.key, "") for c in columns) for row in shown)
    last = None
    if total is not None and cells:
        words = {columns[0].key: data["total"], **total}
        last = tuple(words.get(c.key, "") for c in columns)
    numbers = tuple(c.get("n", False) for c in kept)
    return Figures(
        key, data["heading"], data["note"], columns, numbers, cells, last, chart, max(0, len(filled) - len(shown))
    )


def counted(key: str, names: Iterable[str], last: Sequence[str] = ()) -> Figures:
    """How often each name comes, with shares and a chart: the most frequent first, those of ``last`` at the end."""
    order = ordered(Counter(names), last)
    counts = [n for _, n in order]
    rows = [
        {"name": name, "count": str(n), "share": share} for (name, n), share in zip(order, shares(counts), strict=True)
    ]
    total = {"count": str(sum(counts)), "share": whole_share(counts)}
    data = _tables()[key]
    chart = charted(data["heading"], [(name, (n,)) for name, n in order], (_heading(data, "count"),))
    return figures(key, rows, total, chart=chart)


def whole_share(counts: Sequence[int]) -> str:
    """What shares add up to: 100.0%, or nothing to divide."""
    return shares([sum(counts)])[0]


def ordered(counts: Mapping[str, int], last: Sequence[str] = ()) -> list[tuple[str, int]]:
    """Names with their counts, the most frequent first, equal ones as they came, those of ``last`` at the end."""
    at = {name: place for place, name in enumerate(last, 1)}
    return sorted(counts.items(), key=lambda one: (at.get(one[0], 0), -one[1]))


def charted(
    title: str, bars: Sequence[tuple[str, tuple[float, ...]]], names: Sequence[str], most: int = CHARTED
) -> ChartData | None:
    """The rows as bars with parts of these names, the rest as one bar; parts without a value are left out.

    None where there are fewer than two bars: a single one shows nothing.
    """
    shown = list(bars) if len(bars) <= most + 1 else list(bars[:most])
    if rest := bars[len(shown) :]:
        parts = tuple(map(sum, zip(*(values for _, values in rest), strict=True)))
        shown.append((words("rest").format(count=len(rest)), parts))
    if len(shown) < 2:
        return None
    series = [Series(name, tuple(values[at] for _, values in shown)) for at, name in enumerate(names)]
    held = tuple(one for one in series if any(one.values)) or tuple(series[:1])
    return ChartData(title, tuple(name for name, _ in shown), held)


def words(key: str) -> str:
    """A word of the report (``title``, ``rest``)."""
    return str(_data()[key])


def unsaid(what: str) -> str:
    """What stands where a task has no domain, unit, place …"""
    return str(_data()["unsaid"][what])


def heading_of(key: str, column: str) -> str:
    """The heading of a column."""
    return _heading(_tables()[key], column)


def title_of(key: str) -> str:
    """The heading of a table."""
    return str(_tables()[key]["heading"])


def _heading(table: Mapping[str, Any], column: str) -> str:
    return next(str(c["heading"]) for c in table["columns"] if c["key"] == column)


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return {table["key"]: table for table in _data()["table"]}


def _data() -> Mapping[str, Any]:
    return terms("statistics")
