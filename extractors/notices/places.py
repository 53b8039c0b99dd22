"""Where the fields of a notice stand in its text: what a person sees highlighted on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from corpus.records import FieldPlace, Grid
from corpus.terms import terms
from extractors.clean import squeezed
from extractors.notices.lines import Line, Part, Placed, cell_part, placed, sources_in, sources_of
from extractors.notices.signed_day import day_in, written_days

_HEAD = 40
"""Lines: a portal's block of data stands above the document."""
_GRIDS = 3
_WRITTEN_DAY = re.compile(
    r"[\d〇○零一二三四五六七八九]{4}\s*[-年./]\s*[\d一二三四五六七八九十元]{1,2}\s*[-月./]\s*[\d一二三四五六七八九十]{1,3}\s*日?"
)


def field_places(single: Mapping[str, Placed | None], listed: Mapping[str, Sequence[Placed]]) -> tuple[FieldPlace, ...]:
    """The places of fields with one value and, counted from 0, of those with several."""
    of_one = (
        FieldPlace(field, source) for field, value in single.items() if value is not None for source in value.sources
    )
    of_several = (
        FieldPlace(field, source, item)
        for field, values in listed.items()
        for item, value in enumerate(values)
        for source in value.sources
    )
    return (*of_one, *of_several)


def first_of(texts: Sequence[Sequence[Line]], text: str) -> Placed:
    """The text with its places in the first of these runs of lines in which it stands; without places if in none."""
    return Placed(text, next(filter(None, (sources_of(lines, text) for lines in texts)), ()))


def on_page(lines: Sequence[Line], grids: Sequence[Grid], text: str) -> Placed:
    """A value of a portal's block: on a line of the head with a key or alone below one, or in a row with a key."""
    keys = [key for listed in terms("notices")["portal"].values() for key in listed]
    held = [line for line in lines[:_HEAD] if _has(line.bare, keys) or line.bare == squeezed(text)]
    found = first_of([[line] for line in held], text)
    if found.sources:
        return found
    cells = (sources_in([cell], text) for cell in _cells_with(grids, keys))
    return Placed(text, next(filter(None, cells), ()))


def signed_day(line: Line) -> Placed:
    """The day of signing on its line, which it ends."""
    written = next((written for _, written in reversed(written_days(line.text))), line.bare)
    return Placed(written, sources_of([line], written))


def page_day(lines: Sequence[Line], grids: Sequence[Grid], value: date) -> Placed | None:
    """A portal's 成文日期: the day behind its key on a line of the head, or in a row of the block with the key."""
    keys: list[str] = [*terms("notices")["portal"]["date"], *terms("notices")["portal"]["sent"]]
    for line in (line for line in lines[:_HEAD] if _has(line.bare, keys)):
        behind = max(line.text.find(key) for key in keys)
        for written in _WRITTEN_DAY.finditer(line.text, max(0, behind)):
            if day_in(written[0]) == value:
                return placed([line], written[0], line.text[: written.start()])
    for cell in _cells_with(grids, keys):
        for written in _WRITTEN_DAY.finditer(cell.raw):
            if day_in(written[0]) == value:
                return Placed(written[0], sources_in([cell], written[0], cell.raw[: written.start()]))
    return None


def _cells_with(grids: Sequence[Grid], keys: Sequence[str]) -> Iterator[Part]:
    """The cells of the first tables' rows that have one of the keys."""
    for grid in grids[:_GRIDS]:
        for row, cells in enumerate(grid.cells, 1):
            if any(_has(squeezed(cell), keys) for cell in cells):
                yield from (cell_part(grid, row, column) for column in range(1, len(cells) + 1))


def _has(bare: str, keys: Sequence[str]) -> bool:
    return any(key in bare for key in keys)
