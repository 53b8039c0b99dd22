"""HTML: which files are web pages (a ``.doc`` or ``.xls`` that a portal gives out may be one), and their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.records import Aside, AsideKind, Block, Document, Grid, Paragraph, Problem, Source
from extractors.limits import Limits
from extractors.readers.protocol import CERTAIN
from extractors.readers.sheets.long_numbers import ranges
from extractors.readers.signatures import kind

if TYPE_CHECKING:
    from lxml import etree

    from extractors.readers.html.lines import PageTable
    from extractors.readers.html.source import Page

FORMAT = "html"
NOT_AT_HAND = "html-frames"
"""The problem of a page that holds nothing but frames, whose pages are other files."""
_NAMED = 6

PageRead = tuple[tuple[Block, ...], tuple[Problem, ...], tuple[Aside, ...]]


def score(data: bytes, _name: str, /) -> int | None:
    """Certain where the first tag is one of a page, whatever the file is called."""
    return CERTAIN if kind(data) == "html" else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Paragraphs and tables of data in reading order, without what the portal has around the document.

    A line break within a paragraph begins another Paragraph with the same number. Nothing that the page refers to is
    fetched. Raises ``read-encoding``, ``read-too-large``; bytes that do not decode, tables that had to be cut or given
    up, and a page that is all in its frames are a Problem.
    """
    blocks, problems, asides = read_page(data, Source(shown_as, sha256), limits)
    return Document(shown_as, sha256, FORMAT, blocks, problems, asides)


def read_page(
    data: bytes,
    source: Source,
    limits: Limits,
    charset: str | None = None,
    filled: Callable[[etree._Element], Iterable[Page]] = lambda _root: (),
) -> PageRead:
    """The blocks of one page, and its title where they lack it. Raises as ``read`` does.

    ``charset`` is what an envelope says of its encoding; ``filled`` puts the pages of inner frames that are at hand
    into the tree and gives them back.
    """
    from extractors.readers.html.document import document_on  # noqa: PLC0415 (loads lxml)
    from extractors.readers.html.frames import framed_files  # noqa: PLC0415
    from extractors.readers.html.lines import PageLine  # noqa: PLC0415
    from extractors.readers.html.source import page  # noqa: PLC0415

    found = page(data, source.file, limits, charset)
    problems = [problem for part in (found, *filled(found.root)) for problem in _of_source(part, source.file)]
    document = document_on(found.root, limits)
    for code, count in (("note-images", document.pictures), ("note-hidden-text", document.hidden)):
        if count:
            problems.append(Problem(source.file, code, (("count", str(count)),)))
    blocks: list[Block] = []
    paragraphs = grids = 0
    for part in document.parts:
        if isinstance(part, PageLine):
            paragraphs += 1
            where = replace(source, paragraph=paragraphs)
            blocks.append(Paragraph(part.text, where, part.label, part.centred))
        elif any(map(any, part.spread.cells)):
            grids += 1
            blocks.append(Grid(part.spread.cells, replace(source, table=grids)))
            problems += _of_table(part, grids, source.file)
    if not blocks and (files := framed_files(found.root)):
        names = ", ".join(files[:_NAMED]) + (" …" if len(files) > _NAMED else "")
        problems.append(Problem(source.file, NOT_AT_HAND, (("names", names),)))
    elif document.frames:
        problems.append(Problem(source.file, "note-linked", (("count", str(document.frames)),)))
    asides = (Aside(AsideKind.TITLE, document.title),) if document.title else ()
    return tuple(blocks), tuple(problems), asides


def _of_source(page: Page, shown_as: str) -> Iterator[Problem]:
    """What was wrong with a page's bytes and tags."""
    if page.source.replaced:
        args = (("count", str(page.source.replaced)), ("encoding", page.source.encoding.upper()))
        yield Problem(shown_as, "read-replaced", args)
    if page.flat:
        yield Problem(shown_as, "html-flat")
    if page.cut:
        yield Problem(shown_as, "read-cut-off")


def _of_table(table: PageTable, number: int, shown_as: str) -> Iterator[Problem]:
    """That a table was cut or has rows longer than its header, and what of it was hidden (as for a workbook)."""
    place = ("table", str(number))
    if table.spread.cut is not None:
        yield Problem(shown_as, "html-table-cut", (place, ("limit", f"{table.spread.cut:,}")))
    if longer := table.spread.longer:
        args = (place, ("rows", ranges(list(longer))), ("count", str(len(longer))))
        yield Problem(shown_as, "note-longer-rows", args)
    if rows := [at for at in table.hidden.rows if at < len(table.spread.cells)]:
        args = (place, ("rows", ranges(rows)), ("count", str(len(rows))))
        yield Problem(shown_as, "note-hidden-table-rows", args)
    if columns := table.hidden.columns:
        args = (place, ("columns", ranges(list(columns))), ("count", str(len(columns))))
        yield Problem(shown_as, "note-hidden-table-columns", args)
