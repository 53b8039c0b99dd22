"""Identifiers that a spreadsheet holds as numbers: 15 digits are whole, of longer ones the end is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.records import Problem

_FIRST = 10**14
_LOST = 10**15
"""Excel keeps 15 significant digits: from the 16th digit on it wrote zeros (18-digit ID numbers end in 000)."""
_SCIENTIFIC = re.compile(r"([1-9])(?:\.(\d{1,30}))?[Ee]\+?(\d{1,3})")
_SHORTEST = 11
"""Exponent: Excel shows integers of twelve digits and more so, and saves a CSV as it shows them."""
_MOST_RANGES = 6


class LongNumbers:
    """Gathers the long integers of one sheet, by column."""

    def __init__(self) -> None:
        self._whole: dict[int, list[int]] = {}
        self._lost: dict[int, list[int]] = {}
        self._example: dict[int, str] = {}

    def see(self, row: int, column: int, value: float, shown: str) -> None:
        """Takes a number and its text; row and column from 0."""
        if abs(value) >= _FIRST and float(value).is_integer():
            self._add(self._whole if abs(value) < _LOST else self._lost, row, column, shown)

    def see_text(self, row: int, column: int, text: str) -> str:
        """Takes a text; one like ``1.20210070900018E+14`` that still has all its digits comes back as them."""
        found = _SCIENTIFIC.fullmatch(text)
        if found is None or int(found[3]) < _SHORTEST:
            return text
        if len(found[2] or "") == int(found[3]):
            whole = f"{Decimal(text):f}"
            self._add(self._whole, row, column, whole)
            return whole
        self._add(self._lost, row, column, text)
        return text

    def problems(self, sheet: str) -> Iterator[Problem]:
        """A Problem for each column with lost digits, a note for each whose numbers are whole."""
        for column, rows in sorted(self._lost.items()):
            yield Problem(sheet, "read-lost-digits", self._args(column, rows))
        for column, rows in sorted(self._whole.items()):
            if column not in self._lost:
                yield Problem(sheet, "note-long-number", self._args(column, rows))

    def _add(self, kind: dict[int, list[int]], row: int, column: int, shown: str) -> None:
        rows = kind.setdefault(column, [])
        if not rows and (kind is self._lost or column not in self._example):
            self._example[column] = shown
        rows.append(row)

    def _args(self, column: int, rows: list[int]) -> tuple[tuple[str, str], ...]:
        return (
            ("column", letters(column)),
            ("rows", ranges(rows)),
            ("count", str(len(rows))),
            ("example", self._example[column]),
        )


def letters(column: int) -> str:
    """A column (from 0) as sheets name it: A … Z, AA …"""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def ranges(numbers: list[int]) -> str:
    """Rows (from 0) as a person names them: ``2–214, 217``; ``…`` for what would be too much to say."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number <= spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    said = [f"{a + 1}–{b + 1}" if a < b else str(a + 1) for a, b in spans[:_MOST_RANGES]]
    return ", ".join(said) + (" …" if len(spans) > _MOST_RANGES else "")
