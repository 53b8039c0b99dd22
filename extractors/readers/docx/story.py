"""One story of a Word document (the body, a header, a note) in order: paragraphs, tables, boxes (ECMA-376-1, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from corpus.records import Block, Grid, Paragraph, Problem, Source
from extractors.limits import Limits
from extractors.readers.docx.boxes import SMART_ART, WORD_ART, art_text, diagram_lines, diagram_link, floating
from extractors.readers.docx.chunks import Chunks
from extractors.readers.docx.fields import mend
from extractors.readers.docx.names import child, unwrapped, w
from extractors.readers.docx.numbering import Numbering
from extractors.readers.docx.parts import Parts
from extractors.readers.docx.styles import Styles
from extractors.readers.docx.table import TableTooLargeError, grid, lines
from extractors.readers.docx.text import Texts, mark_deleted


class Story:
    """One pass through a story: list numbers, open fields and the numbers of blocks go on from one to the next."""

    def __init__(
        self,
        parts: Parts,
        part: str,
        styles: Styles,
        numbering: Numbering,
        source: Source,
        limits: Limits,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._parts = parts
        self._part = part
        self._styles = styles
        self._numbering = numbering
        self._source = source
        self._limits = limits
        self._without = without
        self._chunks = Chunks(parts, part, source, limits)
        self._paragraphs = 0
        self._grids = 0
        self.texts = Texts(styles, without)

    def blocks(self, story: etree._Element) -> Iterator[Block]:
        """Paragraphs and Grids with content. A text box comes before the paragraph that it is anchored in."""
        mend(story, self._without)
        yield from self._blocks(story, boxed=False)

    def lines(self, story: etree._Element) -> Iterator[str]:
        """The same as lines of text with content, list numbers before them, the cells of a row parted by tabs."""
        mend(story, self._without)
        yield from (line for text in self._lines(story) if (line := text.strip()))

    def _blocks(self, parent: etree._Element, boxed: bool) -> Iterator[Block]:
        carried: list[str] = []
        for part in unwrapped(parent):
            if part.tag == w("p"):
                for box in floating(part):
                    yield from self._floating(box)
                carried.append(self.texts.text(part))
                if not mark_deleted(part):
                    yield from self._shown(part, self._label(part), "".join(carried), boxed)
                    carried = []
            elif part.tag == w("tbl"):
                yield from self._shown(None, None, "".join(carried), boxed)
                carried = []
                yield from self._table(part)
            elif part.tag in {w("altChunk"), w("subDoc")}:
                yield from self._inserted(part)
        yield from self._shown(None, None, "".join(carried), boxed)

    def _floating(self, box: etree._Element) -> Iterator[Block]:
        if box.tag == w("txbxContent"):
            yield from self._blocks(box, boxed=True)
        else:
            yield from self._shown(None, None, "\n".join(self._art(box)), boxed=True)

    def _art(self, box: etree._Element) -> Iterator[str]:
        if box.tag == WORD_ART:
            yield art_text(box)
        elif box.tag == SMART_ART:
            found = self._parts.linked(self._part, diagram_link(box))
            data = self._parts.root(found.target) if found and not found.external else None
            if data is not None:
                yield from diagram_lines(data)

    def _table(self, table: etree._Element) -> Iterator[Grid]:
        self._grids += 1
        try:
            cells = grid(table, self._cell, self._limits.sheet_cells)
        except TableTooLargeError as error:
            args = (
                ("table", str(self._grids)),
                ("size", f"{error.cells:,}"),
                ("limit", f"{self._limits.sheet_cells:,}"),
            )
            self._parts.problems.append(Problem(self._source.file, "read-table-too-large", args))
            return
        if any(map(any, cells)):
            yield Grid(cells, replace(self._source, table=self._grids))
        else:
            self._grids -= 1

    def _inserted(self, element: etree._Element) -> Iterator[Block]:
        for block in self._chunks.blocks(element):
            if isinstance(block, Grid):
                self._grids += 1
                yield replace(block, source=replace(self._source, table=self._grids))
            else:
                self._paragraphs += 1
                yield replace(block, source=replace(self._source, paragraph=self._paragraphs))

    def _shown(
        self, paragraph: etree._Element | None, label: str | None, text: str, boxed: bool
    ) -> Iterator[Paragraph]:
        texts = [line for line in text.split("\n") if line.strip()]
        if not texts:
            return
        self._paragraphs += 1
        source = replace(self._source, paragraph=self._paragraphs)
        centred = self._styles.centred(child(paragraph, "pPr"))
        for line in texts:
            yield Paragraph(line, source, label, centred, boxed)
            label = None

    def _label(self, paragraph: etree._Element) -> str | None:
        return self._numbering.label(child(paragraph, "pPr"))

    def _cell(self, cell: etree._Element) -> str:
        """The cell's paragraphs, text boxes and inner tables, line by line; list numbers stand before the text."""
        return "\n".join(line for text in self._lines(cell) if (line := text.strip()))

    def _lines(self, parent: etree._Element) -> Iterator[str]:
        carried: list[str] = []
        for part in unwrapped(parent):
            if part.tag == w("p"):
                for box in floating(part):
                    yield from self._lines(box) if box.tag == w("txbxContent") else self._art(box)
                carried.append(self.texts.text(part))
                if not mark_deleted(part):
                    text, label = "".join(carried), self._label(part)
                    carried = []
                    if text.strip():
                        yield from ((label or "") + text).split("\n")
            elif part.tag == w("tbl"):
                yield from lines(part, self._cell)
            elif part.tag in {w("altChunk"), w("subDoc")}:
                for block in self._chunks.blocks(part):
                    yield from [block.text] if isinstance(block, Paragraph) else map("\t".join, block.cells)
        yield from "".join(carried).split("\n")
