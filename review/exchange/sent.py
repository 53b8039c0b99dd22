"""What came back in a file, before it is compared with anything: rows with what they are known by, and their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.records import Problem
from review.exchange.rows import YES

_YES = frozenset((YES, "√", "✓", "对", "y", "yes", "true", "1"))
_NO = frozenset(("", "否", "×", "n", "no", "false", "0"))
_LOST = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+|\d{10}\d*0{5,}|\d{16,}")


@dataclass(frozen=True, slots=True)
class Sent:
    """One row of a file. ``place`` is where it stands (第5行), ``key`` and ``number`` what it is known by, or empty.

    ``cells`` has the editable columns that the file has, by field; ``accepted`` is None where it has no such column.
    ``problems`` are what already the reading could make nothing of, each with its column as place.
    """

    place: str
    key: str = ""
    number: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    accepted: bool | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """All rows of a file, and what is worth saying of it (sheets and columns that were passed over)."""

    rows: tuple[Sent, ...]
    notes: tuple[Problem, ...] = ()


def yes_or_no(cell: str) -> bool | None:
    """What a cell of the column 核定 says, None where that is neither yes nor no."""
    said = cell.strip().lower()
    return True if said in _YES else False if said in _NO else None


def has_lost_digits(number: str) -> bool:
    """Whether a 问题编号 was taken for a number on its way: 1.2021E+14, or the zeros that are left of it."""
    return _LOST.fullmatch(number) is not None
