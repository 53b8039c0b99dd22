"""The lines of a document as the grammar of head and foot reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus.records import AsideKind, Document, Grid, Paragraph, Source
from corpus.terms import terms
from extractors.clean import squeezed, visible
from extractors.names.organisations import split_organisations
from extractors.notices.document_number import number_alone
from extractors.notices.margin_marks import is_margin
from extractors.notices.signed_day import day, imprint_day
from extractors.spans import begin_of, kept, located, within, without_spaces

_PAGE_NUMBER = re.compile(r"[-‐‑–—―－─*\s]*\d{1,4}[-‐‑–—―－─*\s]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?")
_BREAK = re.compile(r"[\n\v\r\u2028]")
_GAP = re.compile(r" {4,}")
_ADDRESS = re.compile("[^。《》]*[:：]")
_LISTS = re.compile("[，、,各]")
_TEXT_BEHIND = re.compile(r" {2,}[\u3400-\u9fff《][^:：]*。")
_IMPRINT_KEY = re.compile(r"(?:抄\s*[送报]|印发(?:机关|单位|部门|日期|时间))\s*[:：]?")
_LONGEST = 2000
"""Characters of a line that are looked at: head and foot have no longer ones, but a cell that frames a text may."""
_MOST_ROWS = 8
"""Rows of a red head or an imprint; a longer table with a number in each row lists documents."""
_LONGEST_DAY = 60
"""Characters, stretched by spaces."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a line is made of: a stretch of a block's or a cell's own text, ``raw[slice(*span)]``.

    ``start`` is where ``raw`` begins in the paragraph, in whose characters the source counts its own span.
    """

    raw: str
    source: Source
    start: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """The characters of the stretch in ``raw``, all of them where the source names none."""
        first, end = self.source.span or (self.start, self.start + len(self.raw))
        return first - self.start, end - self.start

    def at(self, first: int, end: int) -> Part:
        """The part down to these characters of ``raw``."""
        return replace(self, source=replace(self.source, span=(self.start + first, self.start + end)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``text`` with its spaces as they were, ``bare`` without them (but between Latin words).

    ``parts`` is where it stands: one part, or one for each cell of a row that is read as a line.
    """

    text: str
    bare: str
    centred: bool = False
    parts: tuple[Part, ...] = ()


def lines_of(document: Document) -> tuple[Line, ...]:
    """Every line with content, in reading order, page numbers left out; of tables only what is layout.

    A list number that the file keeps apart stands before its text. A day or a body's name that ends a
    paragraph after a wide gap is a line of its own: some editors make one paragraph of the text and the
    signature; likewise addressees before a text that goes on behind the colon.
    """
    found: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            for cells in _layout(block):
                found.extend(_lines("  ".join(cell.raw for cell in cells), False, cells))
        else:
            part = paragraph_part(block)
            found.extend(_lines(block.text, block.centred, (part,), block.label or ""))
    return tuple(found)


def head_lines(document: Document) -> tuple[Line, ...]:
    """The lines that the file keeps in the heads of its pages, the first page's before the others."""
    texts = (aside.text for aside in document.asides if aside.kind is AsideKind.HEADER)
    return tuple(line for text in texts for line in _lines(text, False, ()))


def sources_of(lines: Sequence[Line], text: str, after: str = "") -> tuple[Source, ...]:
    """Where a text stands in lines that are read one after the other: a source with its span for each stretch of it.

    Empty where it does not stand there as it is written; ``after`` is what stands before it on the lines.
    """
    return sources_in([part for line in lines for part in line.parts], text, after)


def sources_in(parts: Sequence[Part], text: str, after: str = "") -> tuple[Source, ...]:
    """The same for a text in parts, read one after the other."""
    spans = located([(part.raw, part.span) for part in parts], text, after)
    return tuple(parts[index].at(*span).source for index, span in spans)


def paragraph_part(paragraph: Paragraph) -> Part:
    """The text of a paragraph, or of a portion of a long one."""
    text = paragraph.text
    return Part(text, within(paragraph.source, 0, len(text)), begin_of(paragraph.source))


def cell_part(grid: Grid, row: int, column: int) -> Part:
    """The text of a cell; row and column from 1."""
    text = grid.cells[row - 1][column - 1]
    return Part(text, replace(grid.source, row=row, column=column, span=(0, len(text))))


@dataclass(frozen=True, slots=True)
class Placed:
    """A field's value, or one of its values, with each place where it stands."""

    text: str
    sources: tuple[Source, ...] = ()


def placed(lines: Sequence[Line], text: str, after: str = "") -> Placed:
    """The text with its places in these lines, behind what stands before it there."""
    return Placed(text, sources_of(lines, text, after) or sources_of(lines, text))


def is_letterhead(grid: Grid) -> bool:
    """Whether a table only sets red head, signature or imprint (GB/T 9704-2012, 7.2 to 7.4) and so holds no data.

    Its rows hold one text each, the number beside 签发人, 密级 beside 紧急程度, the words of a telegram's form, 抄送
    beside the bodies, or who printed beside the day of printing; or names beside each other over a day.
    """
    rows = [[cell.raw for cell in row] for row in islice(_rows(grid), _MOST_ROWS + 1)]
    if grid.source.sheet is not None or len(rows) > _MOST_ROWS:
        return False
    if _is_signature(rows):
        return True
    marked = [_is_marked(row) for row in rows]
    return any(marked) and all(len(row) == 1 or mark for row, mark in zip(rows, marked, strict=True))


def _has_number_key(row: Iterable[str]) -> bool:
    return any(squeezed(text).rstrip("：:") in terms("notices")["portal"]["number"] for text in row)


def _is_marked(row: list[str]) -> bool:
    if _has_number_key(row):
        return False
    if any(map(number_alone, row)) or imprint_day(row[-1]) is not None:
        return True
    if len(row) < 2:
        return False
    telegram = tuple(terms("notices")["head"]["telegram"])
    return (
        _IMPRINT_KEY.fullmatch(row[0].strip()) is not None
        or all(map(is_margin, row))
        or row[0].strip().startswith(telegram)
    )


def _is_signature(rows: list[list[str]]) -> bool:
    """Whether names of bodies are all that stands over a row with the day."""
    if len(rows) < 2 or not all(map(day, rows[-1])):
        return False
    return all(split_organisations(text) for row in rows[:-1] for text in row)


def _rows(grid: Grid) -> Iterator[list[Part]]:
    """The different texts of each row that has any, each with its first cell."""
    for number, row in enumerate(grid.cells, 1):
        texts = dict.fromkeys(text for text in row if text.strip())
        if texts:
            yield [cell_part(grid, number, row.index(text) + 1) for text in texts]


def _layout(grid: Grid) -> Iterator[tuple[Part, ...]]:
    """The rows of a letterhead or a frame (one text a row); of any other table, a number that is alone in a cell of its
    first row: below other cells, or beside a key (文号), it is data, and may be another document's.

    A number stands by itself, and so does what is beside it (签发人).
    """
    layout = is_letterhead(grid) or all(len(row) == 1 for row in _rows(grid))
    for row in islice(_rows(grid), None if layout else 1):
        numbers = [cell for cell in row if number_alone(cell.raw)]
        if not layout and _has_number_key(cell.raw for cell in row):
            continue
        yield from ((cell,) for cell in numbers)
        beside = tuple(cell for cell in row if cell not in numbers)
        if layout and beside:
            yield beside


def _lines(text: str, centred: bool, parts: tuple[Part, ...], label: str = "") -> list[Line]:
    pieces = [piece for part in _BREAK.split(label + text) for piece in _apart(visible(part))]
    is_whole = len(pieces) == 1 and len(text) <= _LONGEST
    stretches = [parts] if is_whole else _stretches(pieces, parts, len(without_spaces(label)))
    found = []
    for piece, stands in zip(pieces, stretches, strict=True):
        bare = squeezed(piece)
        if bare and not _PAGE_NUMBER.fullmatch(bare):
            found.append(Line(piece[:_LONGEST], bare[:_LONGEST], centred, stands))
    return found


def _stretches(pieces: Sequence[str], parts: Sequence[Part], label: int) -> list[tuple[Part, ...]]:
    """Where each piece stands in the parts that were read one after the other, behind a label of so many signs."""
    places = [(index, at) for index, part in enumerate(parts) for at in kept(part.raw)]
    stretches, position = [], -label
    for piece in pieces:
        shown = len(without_spaces(piece[:_LONGEST]))
        spans: dict[int, tuple[int, int]] = {}
        for index, at in places[max(0, position) : max(0, position + shown)]:
            spans[index] = (spans[index][0] if index in spans else at, at + 1)
        stretches.append(tuple(parts[index].at(*span) for index, span in spans.items()))
        position += len(without_spaces(piece))
    return stretches


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
