"""A PDF's pages → blocks: opens the file, tells scans from text, and puts paragraphs and tables in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.messages import UnreadableError, text
from corpus.records import Block, Box, Grid, Paragraph, Problem, Source
from extractors.limits import Limits
from extractors.readers.pdf_furniture import PageLines, furniture
from extractors.readers.pdf_grids import continues, joined
from extractors.readers.pdf_ink import PDFIUM, PageInk, page_ink
from extractors.readers.pdf_lines import Line, lines_of
from extractors.readers.pdf_paragraphs import Passage, areas, passages, setting
from extractors.readers.pdf_tables import PageTable, page_tables

_SCAN_SHARE = 0.6
"""A page that images cover to this part is a scan, if it has no more text than a scanner's own mark."""
_SCAN_MARK = 20
_DRAWN_TEXT = 60
"""As many drawn shapes on a page without text are text that was turned into outlines."""
_CONTINUED = re.compile(r"续\s*表.{0,30}|.{0,40}[（(]\s*续\s*[）)]")
"""A caption that only says that the table goes on (续表, 表1（续）)."""


@dataclass(frozen=True, slots=True)
class _Page:
    lines: PageLines
    tables: tuple[PageTable, ...]


_Item = Line | PageTable


def read_body(data: bytes, file: str, sha256: str, limits: Limits) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks in reading order and what could not be read. Raises ``UnreadableError``."""
    pages, problems = _read_pages(data, file, limits)
    taken_away = furniture([page.lines for page in pages])
    items = [item for page in pages for item in _in_order(page, taken_away)]
    if not items and any(problem.code == "read-page-no-text" for problem in problems):
        raise UnreadableError("read-no-text", where=file)
    widths = {page.lines.number: page.lines.width for page in pages}
    runs = list(_runs(items))
    first_parts = [run[0] for run in runs if isinstance(run[0], PageTable)]
    problems += [Problem(_page(part.page), "read-table-cut") for part in first_parts if part.cut]
    return tuple(_blocks(runs, widths, file, sha256)), tuple(problems)


def _read_pages(data: bytes, file: str, limits: Limits) -> tuple[list[_Page], list[Problem]]:
    """Page by page: only lines and tables are kept of each."""
    pages: list[_Page] = []
    problems: list[Problem] = []
    with PDFIUM:
        pdf = _opened(data, file)
        try:
            count = len(pdf)
            if b"%%EOF" not in data[-2048:]:
                problems.append(Problem("", "read-cut-off"))
            for index in range(min(count, limits.pdf_pages)):
                try:
                    ink = page_ink(pdf, index)
                except pdfium.PdfiumError as error:
                    problems.append(Problem(_page(index + 1), "read-page-failed", (("reason", str(error)),)))
                    continue
                if _without_text(ink):
                    problems.append(Problem(_page(index + 1), "read-page-no-text"))
                else:
                    pages.append(_page_of(ink))
        finally:
            pdf.close()
    if count > limits.pdf_pages:
        problems.append(
            Problem(
                _page(limits.pdf_pages + 1),
                "read-too-many-pages",
                (("count", str(count)), ("limit", str(limits.pdf_pages))),
            )
        )
    return pages, problems


def _opened(data: bytes, file: str) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(data)
        if len(pdf) == 0:
            raise UnreadableError("read-damaged", where=file, format="PDF", reason=text("pdf-no-pages"))
        return pdf
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("read-password", where=file) from None
        raise UnreadableError("read-damaged", where=file, format="PDF", reason=text("pdf-structure")) from None


def _without_text(ink: PageInk) -> bool:
    """Whether the page shows something, but not as text. An empty page is none of this."""
    visible = sum(1 for char in ink.chars if char.text.strip())
    if ink.unmapped > visible / 2:
        return True
    if ink.image_share >= _SCAN_SHARE:
        return visible < _SCAN_MARK
    return not visible and (ink.image_share > 0 or ink.paths >= _DRAWN_TEXT)


def _page_of(ink: PageInk) -> _Page:
    tables, rest = page_tables(ink)
    lines = lines_of(rest, ink.number)
    bounds = tuple((table.box[1], table.box[3]) for table in tables)
    return _Page(PageLines(ink.number, ink.width, ink.height, lines, bounds), tables)


def _in_order(page: _Page, taken_away: frozenset[Line]) -> list[_Item]:
    lines = [line for line in page.lines.lines if line not in taken_away]
    return sorted([*lines, *page.tables], key=lambda item: item.top if isinstance(item, Line) else item.box[1])


def _blocks(runs: Sequence[list[_Item]], widths: dict[int, float], file: str, sha256: str) -> Iterator[Block]:
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
            yield Grid(joined(parts), Source(file, sha256, pages=pages, table=table, box=box))
            continue
        for passage in passages([i for i in run if isinstance(i, Line)], lambda line: margins[line.page], kept):
            paragraph += 1
            pages = tuple(sorted({line.page for line in passage.lines}))
            source = Source(file, sha256, pages=pages, paragraph=paragraph, box=_box(passage))
            yield Paragraph(passage.text, source, centred=passage.centred)


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


def _page(number: int) -> str:
    return text("where-page", page=number)
