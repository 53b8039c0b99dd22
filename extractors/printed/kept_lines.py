"""The lines of a page as they are kept while the other pages are read: in a fifth of the memory of the objects."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.printed.lines import Line

_NUMBERS = 8
"""Numbers kept of each line: x0, x1, baseline, em, first, open_space, confidence, column."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page in reading order. ``tables`` bounds its tables (top, bottom); ``pale`` are the texts of
    lines in a watermark's colour and size."""

    number: int
    width: float
    height: float
    texts: str
    numbers: array[float]
    tables: tuple[tuple[float, float], ...] = ()
    pale: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        number: int,
        width: float,
        height: float,
        lines: Sequence[Line],
        tables: tuple[tuple[float, float], ...] = (),
        pale: frozenset[str] = frozenset(),
    ) -> PageLines:
        """Keeps all of the lines but their gaps, which no other page needs."""
        numbers = array("d")
        for line in lines:
            numbers.extend((line.x0, line.x1, line.baseline, line.em, line.first))
            numbers.extend((line.open_space, line.confidence, line.column))
        return cls(number, width, height, "\n".join(line.text for line in lines), numbers, tables, pale)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, made anew each time and equal to those made before."""
        found = []
        texts = self.texts.split("\n") if self.numbers else []
        for at, words in enumerate(texts):
            x0, x1, baseline, em, first, space, sure, column = self.numbers[at * _NUMBERS : (at + 1) * _NUMBERS]
            found.append(Line(self.number, words, x0, x1, baseline, em, first, bool(space), sure, column=int(column)))
        return tuple(found)
