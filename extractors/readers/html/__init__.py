"""HTML: which files are web pages (a ``.doc`` or ``.xls`` that a portal gives out may be one), and their blocks."""

from __future__ import annotations

from dataclasses import replace

from corpus.records import Block, Document, Grid, Paragraph, Problem, Source
from extractors.limits import Limits
from extractors.readers.protocol import CERTAIN
from extractors.readers.signatures import kind

FORMAT = "html"


def score(data: bytes, _name: str, /) -> int | None:
    """Certain where the first tag is one of a page, whatever the file is called."""
    return CERTAIN if kind(data) == "html" else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """Paragraphs and tables of data in reading order, without what the portal has around the document.

    A line break within a paragraph begins another Paragraph with the same number. Nothing that the page refers to is
    fetched. Raises ``read-encoding``, ``read-too-large``; bytes that do not decode, tables that had to be cut or given
    up are a Problem.
    """
    blocks, problems = read_page(data, Source(shown_as, sha256), limits)
    return Document(shown_as, sha256, FORMAT, blocks, problems)


def read_page(
    data: bytes, source: Source, limits: Limits, charset: str | None = None
) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of one page; ``charset`` is what an envelope says of its encoding. Raises as ``read`` does."""
    from extractors.readers.html.document import document_on  # noqa: PLC0415 (loads lxml)
    from extractors.readers.html.lines import PageLine  # noqa: PLC0415
    from extractors.readers.html.source import page  # noqa: PLC0415

    found = page(data, source.file, limits, charset)
    problems: list[Problem] = []
    if found.source.replaced:
        args = (("count", str(found.source.replaced)), ("encoding", found.source.encoding.upper()))
        problems.append(Problem(source.file, "read-replaced", args))
    if found.flat:
        problems.append(Problem(source.file, "html-flat"))
    if found.cut:
        problems.append(Problem(source.file, "read-cut-off"))
    document = document_on(found.root, limits)
    for code, count in (("note-images", document.pictures), ("note-hidden-text", document.hidden)):
        if count:
            problems.append(Problem(source.file, code, (("count", str(count)),)))
    blocks: list[Block] = []
    paragraphs = grids = last = 0
    for part in document.parts:
        if isinstance(part, PageLine):
            paragraphs += part.paragraph != last
            last = part.paragraph
            where = replace(source, paragraph=paragraphs)
            blocks.append(Paragraph(part.text, where, part.label, part.centred))
        elif any(map(any, part.cells)):
            grids += 1
            blocks.append(Grid(part.cells, replace(source, table=grids)))
            if part.cut is not None:
                args = (("table", str(grids)), ("limit", f"{part.cut:,}"))
                problems.append(Problem(source.file, "html-table-cut", args))
    return tuple(blocks), tuple(problems)
