"""Many counts in one statement: the items are read once, and counted by each group of columns that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa

from review.filters import NOT_SAID

_WIDEST = 3

Counts: TypeAlias = Mapping[tuple[str, ...], int]
"""How many there are, by the values of some columns; ``NOT_SAID`` stands for one that is empty."""


def counting(
    source: sa.CTE, axes: Sequence[str], held: Sequence[sa.ColumnElement[bool]] = (), number: str | None = None
) -> sa.Select[Any]:
    """Counts the rows of a table expression by up to three of its columns; ``number`` is the column that says how many
    a row stands for, None for one."""
    keys = [sa.cast(source.c[axis], sa.Text) for axis in axes]
    keys += [sa.cast(sa.null(), sa.Text)] * (_WIDEST - len(axes))
    many = sa.func.sum(source.c[number]) if number else sa.func.count()
    columns: list[sa.ColumnElement[Any]] = [sa.literal(len(axes)), *keys, sa.cast(many, sa.BigInteger)]
    return sa.select(*columns).select_from(source).where(*held).group_by(*(source.c[axis] for axis in axes))


def counted(connection: sa.Connection, parts: Mapping[str, sa.Select[Any]]) -> dict[str, Counts]:
    """The counts of each part under its name, empty where there is nothing to count."""
    found: dict[str, dict[tuple[str, ...], int]] = {name: {} for name in parts}
    named = [part.add_columns(sa.cast(sa.literal(name), sa.Text)) for name, part in parts.items()]
    for axes, *keys, number, name in connection.execute(sa.union_all(*named)):
        found[name][tuple(NOT_SAID if value is None else value for value in keys[:axes])] = number
    return dict(found)


def completed(said: Counts, at: int, whole: Counts, unsaid: str = NOT_SAID) -> Counts:
    """Counts of what has a value in the column ``at``, and with them of what has none: the rest of ``whole``, which
    counts both by the other columns. The many that have none need so not be sorted."""
    rest = dict(whole)
    for key, number in said.items():
        rest[key[:at] + key[at + 1 :]] -= number
    missing = {(*key[:at], unsaid, *key[at:]): number for key, number in rest.items() if number}
    return {**said, **missing}
