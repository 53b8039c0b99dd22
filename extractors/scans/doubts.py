"""What a person should look at in a recognised text: that it was recognised, and which places are doubtful.

Doubtful places are marked and never mended: nobody knows better than the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.messages import text
from corpus.records import Block, Grid, Problem
from extractors.printed.pages import page_name

DOUBTFUL = 0.6
"""A place whose least sure character is less sure than this (0 to 1) is doubtful."""
_MOST = 20
"""Doubtful places of a file that are named; the others are counted."""
_SHOWN = 20
"""Characters of a place that a note shows."""
_BEGINNING = 8
"""Characters by which a row of a table is told from the others."""


def notes(blocks: Sequence[Block], pages: int) -> tuple[Problem, ...]:
    """``note-recognised`` with the number of recognised pages, then ``note-doubtful`` for each place and, where they
    are many, ``note-doubtful-more``. Nothing where no page was recognised or no text was found."""
    if not pages or not blocks:
        return ()
    found = _doubtful(blocks)
    named = list(islice(found, _MOST))
    more = sum(1 for _ in found)
    counted = (Problem("", "note-doubtful-more", (("count", str(more)),)),) if more else ()
    return (Problem("", "note-recognised", (("pages", str(pages)),)), *named, *counted)


def _doubtful(blocks: Sequence[Block]) -> Iterator[Problem]:
    for block in blocks:
        page = _pages(block.source.pages)
        if isinstance(block, Grid):
            yield from _cells(block, page)
        elif block.confidence is not None and block.confidence < DOUBTFUL:
            yield _note(page, block.text, block.confidence)


def _pages(pages: Sequence[int]) -> str:
    """The page, or the first and the last: of a table over pages nobody knows on which a row stands."""
    if len(pages) < 2:
        return page_name(pages[0]) if pages else ""
    return text("where-pages", first=pages[0], last=pages[-1])


def _cells(grid: Grid, page: str) -> Iterator[Problem]:
    """The doubtful cells; a merged one, which the grid repeats, once."""
    said: set[tuple[str, float]] = set()
    for row, confidences in enumerate(grid.confidences or (), 1):
        for column, confidence in enumerate(confidences, 1):
            words = grid.cells[row - 1][column - 1]
            if confidence is not None and confidence < DOUBTFUL and (words, confidence) not in said:
                said.add((words, confidence))
                yield _note(_place(grid, page, row, column), words, confidence)


def _place(grid: Grid, page: str, row: int, column: int) -> str:
    """A cell by its row (the header counted) and column, from 1, and by what its row begins with."""
    words = grid.cells[row - 1][column - 1]
    begins = next((cell for cell in grid.cells[row - 1] if cell.strip() and cell != words), "")
    begins = _shortened(begins, _BEGINNING)
    name = "where-cell-of" if begins else "where-cell"
    return text(name, page=page, table=grid.source.table or 1, row=row, column=column, begins=begins)


def _shortened(words: str, most: int) -> str:
    one_line = words.replace("\n", " ")
    return one_line if len(one_line) <= most else f"{one_line[:most]}…"


def _note(where: str, words: str, confidence: float) -> Problem:
    args = (("text", _shortened(words, _SHOWN)), ("confidence", f"{int(confidence * 100)}%"))
    return Problem(where, "note-doubtful", args)
