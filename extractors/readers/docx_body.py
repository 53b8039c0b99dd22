"""The body of a Word document in order: paragraphs with their numbers, tables, text boxes (ECMA-376, part 1, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from corpus.records import Block, Grid, Paragraph, Problem, Source
from extractors.limits import Limits
from extractors.readers.docx_names import child, unwrapped, w
from extractors.readers.docx_numbering import Numbering
from extractors.readers.docx_styles import Styles
from extractors.readers.docx_table import grid, lines
from extractors.readers.docx_text import Texts, mark_deleted, text_boxes
from extractors.readers.package import BROKEN, Package


def read_body(data: bytes, shown_as: str, sha256: str, limits: Limits) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of the body, and a Problem for styles or numbering that could not be read.

    Raises ``read-damaged``, ``read-password``, ``read-too-large``.
    """
    package = Package(data, shown_as, "docx", limits)
    part = package.main_part("word/document.xml")
    try:
        body = child(package.xml(part), "body")
    except BROKEN as error:
        raise package.damaged(error) from None
    if body is None:
        raise package.damaged(part)
    problems: list[Problem] = []
    styles = Styles(_side_part(package, part, "styles", problems))
    numbering = Numbering(_side_part(package, part, "numbering", problems), styles)
    blocks = tuple(_Walk(styles, numbering, Source(shown_as, sha256)).blocks(body, boxed=False))
    return blocks, tuple(problems)


def _side_part(package: Package, main: str, name: str, problems: list[Problem]) -> etree._Element | None:
    part = package.related(main, name)
    if part is None:
        return None
    try:
        return package.xml(part)
    except BROKEN as error:
        reason = dict(package.damaged(error).problem.args)["reason"]
        problems.append(Problem(part, "read-part-failed", (("part", part), ("reason", reason))))
        return None


class _Walk:
    """One pass through the body: list numbers, open fields and the numbers of blocks go on from one to the next."""

    def __init__(self, styles: Styles, numbering: Numbering, source: Source) -> None:
        self._styles = styles
        self._numbering = numbering
        self._texts = Texts(styles)
        self._source = source
        self._paragraphs = 0
        self._grids = 0

    def blocks(self, parent: etree._Element, boxed: bool) -> Iterator[Block]:
        """Paragraphs and Grids with content. A text box comes before the paragraph that it is anchored in."""
        carried = ""
        for part in unwrapped(parent):
            if part.tag == w("p"):
                for box in text_boxes(part):
                    yield from self.blocks(box, boxed=True)
                label, text = self._paragraph(part)
                text = carried + text
                carried = text if mark_deleted(part) else ""
                if not carried:
                    yield from self._shown(part, label, text, boxed)
            elif part.tag == w("tbl"):
                cells = grid(part, self._cell)
                if any(map(any, cells)):
                    self._grids += 1
                    yield Grid(cells, replace(self._source, table=self._grids))

    def _shown(self, paragraph: etree._Element, label: str | None, text: str, boxed: bool) -> Iterator[Paragraph]:
        texts = [line for line in text.split("\n") if line.strip()]
        if not texts:
            return
        self._paragraphs += 1
        source = replace(self._source, paragraph=self._paragraphs)
        centred = self._styles.centred(child(paragraph, "pPr"))
        for line in texts:
            yield Paragraph(line, source, label, centred, boxed)
            label = None

    def _paragraph(self, paragraph: etree._Element) -> tuple[str | None, str]:
        return self._numbering.label(child(paragraph, "pPr")), self._texts.text(paragraph)

    def _cell(self, cell: etree._Element) -> str:
        """The cell's paragraphs, text boxes and inner tables, line by line; list numbers stand before the text."""
        return "\n".join(line for text in self._cell_lines(cell) if (line := text.strip()))

    def _cell_lines(self, parent: etree._Element) -> Iterator[str]:
        for part in unwrapped(parent):
            if part.tag == w("p"):
                for box in text_boxes(part):
                    yield from self._cell_lines(box)
                label, text = self._paragraph(part)
                if text.strip():
                    yield from ((label or "") + text).split("\n")
            elif part.tag == w("tbl"):
                yield from lines(part, self._cell)
