"""The lines of a document as the grammar of head and foot reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.records import AsideKind, Document, Grid
from extractors.clean import squeezed, visible
from extractors.document_number import number_alone
from extractors.organisations import split_organisations
from extractors.signed_day import day, imprint_day

_PAGE_NUMBER = re.compile(r"[-‐‑–—―－─*\s]*\d{1,4}[-‐‑–—―－─*\s]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?")
_GAP = re.compile(r" {4,}")
_ADDRESS = re.compile("[^。《》]*[:：]")
_LISTS = re.compile("[，、,各]")
_TEXT_BEHIND = re.compile(r" {2,}[\u3400-\u9fff《][^:：]*。")
_LONGEST = 2000
"""Characters of a line that are looked at: head and foot have no longer ones, but a cell that frames a text may."""
_MOST_ROWS = 8
"""Rows of a red head or an imprint; a longer table with a number in each row lists documents."""
_LONGEST_DAY = 60
"""Characters, stretched by spaces."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``text`` with its spaces as they were, ``bare`` without them (but between Latin words)."""

    text: str
    bare: str
    centred: bool = False


def lines_of(document: Document) -> tuple[Line, ...]:
    """Every line with content, in reading order, page numbers left out; of tables only what is layout.

    A list number that the file keeps apart stands before its text. A day or a body's name that ends a
    paragraph after a wide gap is a line of its own: some editors make one paragraph of the text and the
    signature; likewise addressees before a text that goes on behind the colon.
    """
    found: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            found.extend(line for cell in _layout(block) for line in _lines(cell, False))
        else:
            found.extend(_lines(f"{block.label or ''}{block.text}", block.centred))
    return tuple(found)


def head_lines(document: Document) -> tuple[Line, ...]:
    """The lines that the file keeps in the heads of its pages, the first page's before the others."""
    texts = (aside.text for aside in document.asides if aside.kind is AsideKind.HEADER)
    return tuple(line for text in texts for line in _lines(text, False))


def is_letterhead(grid: Grid) -> bool:
    """Whether a table only sets the red head or the imprint (GB/T 9704-2012, 7.2 and 7.4) and so holds no data.

    Its rows hold one text each, the number beside 签发人, or who printed beside the day of printing.
    """
    rows = _rows(grid)
    if grid.source.sheet is not None or len(rows) > _MOST_ROWS:
        return False
    marked = [any(map(number_alone, row)) or imprint_day(row[-1]) is not None for row in rows]
    return any(marked) and all(len(row) == 1 or mark for row, mark in zip(rows, marked, strict=True))


def _rows(grid: Grid) -> list[list[str]]:
    """The different texts of each row that has any."""
    rows = (list(dict.fromkeys(cell for cell in row if cell.strip())) for row in grid.cells)
    return [row for row in rows if row]


def _layout(grid: Grid) -> list[str]:
    """The rows of a letterhead or a frame (one text a row); of any other table, numbers that are alone in a cell."""
    rows = _rows(grid)
    numbers = [[cell for cell in row if number_alone(cell)] for row in rows]
    if is_letterhead(grid) or all(len(row) == 1 for row in rows):
        return [own[0] if own else "  ".join(row) for row, own in zip(rows, numbers, strict=True)]
    return [cell for own in numbers for cell in own]


def _lines(text: str, centred: bool) -> list[Line]:
    found = []
    for part in re.split(r"[\n\v\r\u2028]", text):
        for piece in _apart(visible(part)):
            bare = squeezed(piece)
            if bare and not _PAGE_NUMBER.fullmatch(bare):
                found.append(Line(piece[:_LONGEST], bare[:_LONGEST], centred))
    return found


def _apart(text: str) -> list[str]:
    address = _ADDRESS.match(text)
    if (
        address
        and _LISTS.search(address[0])
        and _TEXT_BEHIND.match(text, address.end())
        and not text.lstrip().startswith("附")
    ):
        return [address[0], *_signature_apart(text[address.end() :])]
    return _signature_apart(text)


def _signature_apart(text: str) -> list[str]:
    gaps = [gap for gap in _GAP.finditer(text.rstrip()) if text[: gap.start()].strip()]
    if gaps and split_organisations(text[gaps[-1].end() :]) and not split_organisations(text):
        return [text[: gaps[-1].start()], text[gaps[-1].end() :]]
    for gap in _GAP.finditer(text, max(0, len(text) - _LONGEST_DAY)):
        if text[: gap.start()].strip() and day(text[gap.end() :]):
            before = [m.start() for m in _GAP.finditer(text[: gap.start()].rstrip())]
            cut = before[-1] if before and text[: before[-1]].strip() else gap.start()
            return [part for part in (text[:cut], text[cut : gap.start()], text[gap.end() :]) if part.strip()]
    return [text]
