"""Pages of ink → the blocks of a document: lines and tables in order, running heads gone, tables over pages as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.messages import text
from corpus.records import Block, Box, Grid, Paragraph, Problem, Source
from extractors.printed.columns import in_reading_order
from extractors.printed.figures import beside_figures
from extractors.printed.footnotes import footnotes_marked
from extractors.printed.furniture import furniture
from extractors.printed.grids import continues, joined
from extractors.printed.ink import PageInk
from extractors.printed.kept_lines import PageLines
from extractors.printed.lines import FOOT, Line, lines_of
from extractors.printed.paragraphs import Area, Passage, Place, Setting, areas, passages, place_of, setting
from extractors.printed.strips import strips_of
from extractors.printed.tables import PageTable, page_tables
from extractors.printed.unruled import unruled_tables

_CONTINUED = re.compile(r"续\s*表.{0,30}|.{0,40}[（(]\s*续\s*[）)]")
"""A caption that only says that the table goes on (续表, 表1（续）)."""

_WATERMARKS = 100
"""More pale lines than this on a page are its text."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is kept of a page while the others are read: its lines and tables. ``recognised``: they come from OCR.

    ``places`` says for each table how many of the page's lines are read before it.
    """

    lines: PageLines
    tables: tuple[PageTable, ...]
    places: tuple[int, ...]
    recognised: bool = False


_Item = Line | PageTable


def page_of(ink: PageInk) -> Page:
    """The lines and tables of a page."""
    ruled, rest = page_tables(ink)
    unruled, strips = unruled_tables(ink, strips_of(rest, ink.number))
    tables = (*ruled, *unruled)
    lines = footnotes_marked(beside_figures(in_reading_order(strips, ink.number), ink), ink)
    across = lines_of(ink.pale, ink.number)
    if len(across) <= _WATERMARKS:
        across = tuple(line for line in across if not any(_touch(line, other) for other in lines))
    for line in across:
        at = next((i for i, other in enumerate(lines) if other.column or other.top > line.top), len(lines))
        lines = (*lines[:at], line, *lines[at:])
    bounds = tuple((table.box[1], table.box[3]) for table in tables)
    places = tuple(_place(table, lines) for table in tables)
    kept = PageLines.of(ink.number, ink.width, ink.height, lines, bounds, frozenset(line.text for line in across))
    return Page(kept, tables, places, ink.recognised)


def _touch(line: Line, other: Line) -> bool:
    """Whether two lines lie across each other, as a watermark's and a text's do."""
    return line.top < other.bottom and other.top < line.bottom and line.x0 < other.x1 and other.x0 < line.x1


def _place(table: PageTable, lines: Sequence[Line]) -> int:
    """How many lines are read before the table: those before the first that begins below its top, in its column."""
    left, top, right, _ = table.box
    for at, line in enumerate(lines):
        if line.top >= top and (line.column in (0, FOOT) or (line.x0 < right and left < line.x1)):
            return at
    return len(lines)


def blocks_of(pages: Sequence[Page], file: str, sha256: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of all pages in reading order, and what to look at: a table that the paper's edge cuts."""
    taken_away = furniture([page.lines for page in pages])
    blocks: list[Block] = []
    problems: list[Problem] = []
    for block, cut in _blocks(pages, taken_away, Source(file, sha256)):
        blocks.append(block)
        if cut:
            problems.append(Problem(page_name(block.source.pages[0]), "read-table-cut"))
    return tuple(blocks), tuple(problems)


def page_name(number: int) -> str:
    """A page as messages name it."""
    return text("where-page", page=number)


def _blocks(pages: Sequence[Page], taken_away: frozenset[Line], source: Source) -> Iterator[tuple[Block, bool]]:
    """The blocks, and of each whether the paper's edge cuts it. The lines are made page by page, and none is kept."""
    recognised = frozenset(page.lines.number for page in pages if page.recognised)
    widths = {page.lines.number: page.lines.width for page in pages}
    margins = areas(_lines(pages, taken_away), widths, alone=recognised)
    kept = setting(_lines(pages, taken_away))
    paragraph = table = 0
    for is_text, run in groupby(_joined(_items(pages, taken_away)), lambda item: isinstance(item, Line)):
        if is_text:
            for passage in _passages((item for item in run if isinstance(item, Line)), margins, kept):
                paragraph += 1
                numbers = tuple(sorted({line.page for line in passage.lines}))
                where = replace(source, pages=numbers, paragraph=paragraph, box=_box(passage))
                sure = passage.confidence if recognised.intersection(numbers) else None
                yield Paragraph(passage.text, where, centred=passage.centred, confidence=sure), False
            continue
        for parts in (item for item in run if not isinstance(item, Line)):
            table += 1
            numbers = tuple(part.page for part in parts)
            where = replace(source, pages=numbers, table=table, box=parts[0].box if len(parts) == 1 else None)
            whole = joined(parts)
            confidences = whole.confidences if recognised.intersection(numbers) else None
            yield Grid(whole.texts, where, confidences), parts[0].cut


def _passages(lines: Iterable[Line], margins: Mapping[Place, Area], kept: Setting) -> Iterator[Passage]:
    """The paragraphs; footnotes follow the paragraph during which their page ends."""
    notes: list[Line] = []

    def body() -> Iterator[Line]:
        for line in lines:
            if line.column == FOOT:
                notes.append(line)
            else:
                yield line

    def area(line: Line) -> Area:
        return margins[place_of(line)]

    for passage in passages(body(), area, kept):
        ended = [note for note in notes if note.page <= passage.lines[-1].page]
        yield passage
        yield from passages(ended, area, kept)
        notes = [note for note in notes if note not in ended]
    yield from passages(notes, area, kept)


def _items(pages: Iterable[Page], taken_away: frozenset[Line]) -> Iterator[_Item]:
    """Lines and tables of all pages in reading order, without running heads and page numbers."""
    for page in pages:
        before = 0
        lines = page.lines.lines
        for place, table in sorted(zip(page.places, page.tables, strict=True), key=lambda placed: placed[0]):
            yield from (line for line in lines[before:place] if line not in taken_away)
            yield table
            before = place
        yield from (line for line in lines[before:] if line not in taken_away)


def _lines(pages: Iterable[Page], taken_away: frozenset[Line]) -> Iterator[Line]:
    return (line for page in pages for line in page.lines.lines if line not in taken_away)


def _joined(items: Iterable[_Item]) -> Iterator[Line | tuple[PageTable, ...]]:
    """The lines, and the parts of each table together. A 续表 line between two parts is left out, and footnotes follow
    the last one."""
    parts: list[PageTable] = []
    between: list[Line] = []
    for item in items:
        if parts and isinstance(item, PageTable) and continues(parts[-1], item):
            parts.append(item)
            between = [line for line in between if line.column == FOOT]
            continue
        if parts and isinstance(item, Line) and (item.column == FOOT or _may_say_continued(item, between)):
            between.append(item)
            continue
        if parts:
            yield tuple(parts)
            parts = []
        yield from between
        between = []
        if isinstance(item, Line):
            yield item
        else:
            parts = [item]
    if parts:
        yield tuple(parts)
    yield from between


def _may_say_continued(line: Line, between: Iterable[Line]) -> bool:
    return _CONTINUED.fullmatch(line.text) is not None and all(other.column == FOOT for other in between)


def _box(passage: Passage) -> Box | None:
    """None for a paragraph on two pages: a box is a place on one."""
    if len({line.page for line in passage.lines}) > 1:
        return None
    boxes = [line.box for line in passage.lines]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
