"""Pages of ink → the blocks of a document: lines and tables in order, running heads gone, tables over pages as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.messages import text
from corpus.records import Block, Box, Grid, Paragraph, Problem, Source
from extractors.printed.furniture import PageLines, furniture
from extractors.printed.grids import continues, joined
from extractors.printed.ink import PageInk
from extractors.printed.lines import Line, lines_of
from extractors.printed.paragraphs import Passage, areas, passages, setting
from extractors.printed.tables import PageTable, page_tables

_CONTINUED = re.compile(r"续\s*表.{0,30}|.{0,40}[（(]\s*续\s*[）)]")
"""A caption that only says that the table goes on (续表, 表1（续）)."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is kept of a page while the others are read: its lines and tables. ``recognised``: they come from OCR."""

    lines: PageLines
    tables: tuple[PageTable, ...]
    recognised: bool = False


_Item = Line | PageTable


def page_of(ink: PageInk) -> Page:
    """The lines and tables of a page."""
    tables, rest = page_tables(ink)
    lines = lines_of(rest, ink.number)
    bounds = tuple((table.box[1], table.box[3]) for table in tables)
    return Page(PageLines(ink.number, ink.width, ink.height, lines, bounds), tables, ink.recognised)


def blocks_of(pages: Sequence[Page], file: str, sha256: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of all pages in reading order, and what to look at: a table that the paper's edge cuts."""
    taken_away = furniture([page.lines for page in pages])
    items = [item for page in pages for item in _in_order(page, taken_away)]
    widths = {page.lines.number: page.lines.width for page in pages}
    recognised = frozenset(page.lines.number for page in pages if page.recognised)
    runs = list(_runs(items))
    first_parts = [run[0] for run in runs if isinstance(run[0], PageTable)]
    problems = tuple(Problem(page_name(part.page), "read-table-cut") for part in first_parts if part.cut)
    return tuple(_blocks(runs, widths, recognised, Source(file, sha256))), problems


def page_name(number: int) -> str:
    """A page as messages name it."""
    return text("where-page", page=number)


def _in_order(page: Page, taken_away: frozenset[Line]) -> list[_Item]:
    lines = [line for line in page.lines.lines if line not in taken_away]
    return sorted([*lines, *page.tables], key=lambda item: item.top if isinstance(item, Line) else item.box[1])


def _blocks(
    runs: Sequence[list[_Item]], widths: dict[int, float], recognised: frozenset[int], source: Source
) -> Iterator[Block]:
    lines = [item for run in runs for item in run if isinstance(item, Line)]
    margins = areas(lines, widths)
    kept = setting(lines)
    paragraph = table = 0
    for run in runs:
        if isinstance(run[0], PageTable):
            parts = [part for part in run if isinstance(part, PageTable)]
            table += 1
            box = parts[0].box if len(parts) == 1 else None
            pages = tuple(part.page for part in parts)
            whole = joined(parts)
            sure = whole.confidences if recognised.intersection(pages) else None
            yield Grid(whole.texts, replace(source, pages=pages, table=table, box=box), sure)
            continue
        for passage in passages([i for i in run if isinstance(i, Line)], lambda line: margins[line.page], kept):
            paragraph += 1
            pages = tuple(sorted({line.page for line in passage.lines}))
            where = replace(source, pages=pages, paragraph=paragraph, box=_box(passage))
            confidence = passage.confidence if recognised.intersection(pages) else None
            yield Paragraph(passage.text, where, centred=passage.centred, confidence=confidence)


def _runs(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Lines that follow each other, or the parts of one table (a 续表 line between them is left out)."""
    run: list[_Item] = []
    for i, item in enumerate(items):
        if run and isinstance(run[-1], PageTable):
            if isinstance(item, PageTable) and continues(run[-1], item):
                run.append(item)
                continue
            following = items[i + 1] if i + 1 < len(items) else None
            if _says_continued(item) and isinstance(following, PageTable) and continues(run[-1], following):
                continue
        if run and not (isinstance(run[-1], Line) and isinstance(item, Line)):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _says_continued(item: _Item) -> bool:
    return isinstance(item, Line) and _CONTINUED.fullmatch(item.text) is not None


def _box(passage: Passage) -> Box | None:
    """None for a paragraph on two pages: a box is a place on one."""
    if len({line.page for line in passage.lines}) > 1:
        return None
    boxes = [line.box for line in passage.lines]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
