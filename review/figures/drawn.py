"""Which tables of the overview have a chart beside them, and of what."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from outputs.charts import Bar, bars
from review.figures.charts import days
from review.figures.tables import Cell, Table
from review.figures.words import DUE

_PROGRESS = ("leads", "years", "origins", "batches")


def charts(tables: Mapping[str, Table]) -> dict[str, Markup]:
    """The charts by the keys of their tables."""
    drawn: dict[str, Markup] = {}
    for key, table in tables.items():
        if key in _PROGRESS:
            drawn[key] = bars(key, table.title, [_progress(row) for row in table.rows[:-1]], names=("已定", "未定"))
        elif key.startswith("hits-"):
            drawn[key] = bars(key, table.title, [_rate(row) for row in table.rows], most=1.0)
        elif key in ("states", "reviewers"):
            at = 1 if key == "states" else 2
            drawn[key] = bars(
                key, table.title, [Bar(f"{row[0]}", (_number(row[at]),), f"{row[at]}") for row in table.rows]
            )
        elif key == "days":
            drawn[key] = days(key, table.title, [(_day(row[0]), int(_number(row[1]))) for row in reversed(table.rows)])
        elif key == "due":
            drawn[key] = bars(key, table.title, _due(table.rows[-1]), names=("已定", "未定"))
    return drawn


def _progress(row: Sequence[Cell]) -> Bar:
    return Bar(f"{row[0]}", (_number(row[1]), _number(row[2])), f"{row[1]}/{row[3]}")


def _rate(row: Sequence[Cell]) -> Bar:
    share = _number(row[3])
    return Bar(f"{row[0]}", (share,), f"{share:.1%}")


def _due(sums: Sequence[Cell]) -> list[Bar]:
    """All departments together: what is decided and what is not, by when."""
    pairs = [(_number(sums[at]), _number(sums[at + 1])) for at in range(1, 2 * len(DUE), 2)]
    return [Bar(name, pair, f"{sum(pair):g}") for name, pair in zip(DUE.values(), pairs, strict=True)]


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _day(cell: Cell) -> str:
    return f"{cell:%m-%d}" if isinstance(cell, datetime.date) else f"{cell}"
