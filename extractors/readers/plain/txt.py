"""Plain text: paragraphs line by line, and the tables that a converter wrote with TABs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath

from corpus.messages import UnreadableError
from corpus.records import Block, Document, Grid, Paragraph, Problem, Source
from extractors.limits import Limits
from extractors.readers.plain.encoding import decode, looks_like_text
from extractors.readers.plain.lines import cleaned, goes_on, is_page_number, lines_of
from extractors.readers.plain.tables import tables_at
from extractors.readers.protocol import LIKELY, POSSIBLE
from extractors.readers.signatures import is_markup

FORMAT = "txt"


def score(data: bytes, name: str, /) -> int | None:
    """Any text but mark-up; a name that says text makes it likelier."""
    if is_markup(data) or not looks_like_text(data):
        return None
    return LIKELY if PurePath(name).suffix.lower() in {".txt", ".text", ""} else POSSIBLE


def read(data: bytes, shown_as: str, sha256: str, _limits: Limits, /) -> Document:
    """Each line with content is a Paragraph, each TAB table a Grid. Pages are known where the text has form feeds.

    Raises ``read-encoding``. Bytes that do not decode give the Problem ``read-replaced``.
    """
    try:
        decoded = decode(data)
    except UnreadableError as error:
        raise UnreadableError(error.problem.code, where=shown_as) from None
    problems: tuple[Problem, ...] = ()
    if decoded.replaced:
        args = (("count", str(decoded.replaced)), ("encoding", decoded.encoding.upper()))
        problems = (Problem(shown_as, "read-replaced", args),)
    blocks = _blocks(_lines(decoded.text), Source(shown_as, sha256))
    return Document(shown_as, sha256, FORMAT, blocks, problems)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int | None
    page_break: bool = False
    """The line stands for a page break: a form feed or a page number."""


def _lines(text: str) -> list[_Line]:
    pages = text.split("\f")
    found: list[_Line] = []
    for number, page in enumerate(pages, 1):
        shown = number if len(pages) > 1 else None
        if number > 1:
            found.append(_Line("", shown, page_break=True))
        for line in lines_of(page):
            found.append(_Line("", shown, page_break=True) if is_page_number(line) else _Line(cleaned(line), shown))
    return found


def _blocks(lines: list[_Line], source: Source) -> tuple[Block, ...]:
    texts = [line.text for line in lines]
    blocks: list[Block] = []
    paragraphs = grids = at = 0
    gap = page_break = False
    while at < len(lines):
        line = lines[at]
        tables = tables_at(texts, at)
        if tables:
            for table in tables:
                grids += 1
                where = replace(source, table=grids, pages=_pages(lines[table.start : table.end]))
                blocks.append(Grid(table.rows, where))
            at = tables[-1].end
            gap = page_break = False
            continue
        at += 1
        if not line.text.strip():
            gap, page_break = True, page_break or line.page_break
            continue
        paragraphs += 1
        last = blocks[-1] if blocks else None
        if gap and isinstance(last, Paragraph) and goes_on(last.text, line.text, page_break):
            where = replace(last.source, pages=_joined(last.source.pages, _pages([line])))
            blocks[-1] = replace(last, text=last.text.rstrip() + line.text.lstrip(), source=where)
        else:
            blocks.append(Paragraph(line.text, replace(source, paragraph=paragraphs, pages=_pages([line]))))
        gap = page_break = False
    return tuple(blocks)


def _pages(lines: list[_Line]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(line.page for line in lines if line.page is not None))


def _joined(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys((*first, *second)))
