"""The lines and tables of a page in reading order, as they are shown (HTML, 15.3; CSS Text 3, 4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from lxml import etree

from extractors.readers.html.hidden_rows import Hidden, hidden_among
from extractors.readers.html.keys import key_lines
from extractors.readers.html.list_items import ListNumbers
from extractors.readers.html.measure import Measures, shown
from extractors.readers.html.style import HEADINGS, alignment, is_block, keeps_breaks, tag_of
from extractors.readers.html.table import Spread, grid, holds_data, rows_of

_BREAK = "\0"
_FULL = (
    "\u2e80-\u303f\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_BROKEN = re.compile(rf"(?<=[{_FULL}]) *[\t\r\n\f][ \t\r\n\f]*(?=[{_FULL}])")
"""A line of the source that ends between Chinese characters; between elements browsers show a space there."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_GAP = re.compile(r" {2,}|\t")
_BLANK = " \t\r\n\f\v\u00a0\u3000\u2002\u2003\ufeff\u200b"
_MOST_KEY_ROWS = 20
_DEEPEST = 8
"""Tables in tables beyond which they are lines."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line: a block, or what a ``br`` parts in one.

    ``linked`` is the share (0 to 1) of its characters that lead to other pages; ``at`` the index of its element among
    the measures.
    """

    text: str
    at: int
    label: str | None = None
    centred: bool = False
    heading: bool = False
    linked: float = 0.0


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of data, and what of it is read though the page does not show it."""

    spread: Spread
    hidden: Hidden
    at: int


@dataclass(slots=True)
class _Block:
    """What is handed down from a block to those inside it."""

    at: int
    centred: bool
    heading: bool
    breaks_kept: bool


@dataclass(slots=True)
class _Gathered:
    """Pieces of the line that is being read: text, and whether it leads away."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    label: str | None = None


class PageReader:
    """One pass through a page, without what is ``left_out``; ``reveal`` reads what is hidden, too."""

    def __init__(
        self, measures: Measures, left_out: Set[etree._Element], most_cells: int, reveal: bool = False
    ) -> None:
        self._measures = measures
        self._left_out = left_out
        self._most_cells = most_cells
        self._reveal = reveal

    def parts(self, root: etree._Element, depth: int = 0) -> Iterator[PageLine | PageTable]:
        """Lines and tables in ``root``, which is not asked whether it is a table itself."""
        gathered = _Gathered()
        numbers = ListNumbers()
        blocks = [_Block(self._measures.index[root], False, False, False)]
        links = 0
        stack: list[tuple[etree._Element, bool]] = [(root, False)]
        while stack:
            element, ended = stack.pop()
            tag = tag_of(element)
            block = blocks[-1]
            if ended:
                if tag == "a" and self._measures.away[self._measures.index[element]]:
                    links -= 1
                if is_block(element) or keeps_breaks(element):
                    yield from self._flushed(gathered, block)
                    blocks.pop()
                    if tag == "li":
                        gathered.label = None
                    numbers.leave(element)
                self._gather(
                    gathered, element.tail if element is not root else None, blocks[-1] if blocks else block, links
                )
                continue
            if not self._is_shown(element):
                self._gather(gathered, element.tail, block, links)
                continue
            if tag == "br":
                gathered.pieces.append((_BREAK, False))
                self._gather(gathered, element.tail, block, links)
                continue
            if tag == "table" and element is not root and depth < _DEEPEST:
                rows = rows_of(element, self._is_shown)
                if holds_data(element, rows, self._measures):
                    yield from self._flushed(gathered, block)
                    yield from self._table(element, rows, depth)
                    self._gather(gathered, element.tail, block, links)
                    continue
            if is_block(element) or keeps_breaks(element):
                yield from self._flushed(gathered, block)
                said = alignment(element)
                blocks.append(
                    _Block(
                        self._measures.index[element],
                        block.centred if said is None else said in {"center", "middle"},
                        block.heading or tag in HEADINGS,
                        block.breaks_kept or keeps_breaks(element),
                    )
                )
                label = numbers.enter(element)
                gathered.label = label or gathered.label
            elif tag == "a" and self._measures.away[self._measures.index[element]]:
                links += 1
            self._gather(gathered, element.text, blocks[-1], links)
            stack.append((element, True))
            stack += [(child, False) for child in reversed(element)]

    def _is_shown(self, element: etree._Element) -> bool:
        return shown(element, self._reveal, self._left_out, self._measures.kept)

    def _gather(self, gathered: _Gathered, text: str | None, block: _Block, links: int) -> None:
        if not text:
            return
        if block.breaks_kept:
            text = _GAP.sub(lambda gap: "\u00a0" * (4 if gap[0] == "\t" else len(gap[0])), text.replace("\r\n", "\n"))
            text = re.sub("[\n\r]", _BREAK, text)
        else:
            text = _BROKEN.sub("", text)
        gathered.pieces.append((text, links > 0))

    def _flushed(self, gathered: _Gathered, block: _Block) -> Iterator[PageLine]:
        """The lines that were gathered; a list number goes before the first with content."""
        pieces, gathered.pieces = gathered.pieces, []
        for text, linked in _split(pieces):
            if text:
                label = _label(gathered.label, text)
                gathered.label = None
                yield PageLine(text, block.at, label, block.centred, block.heading, linked)

    def _table(
        self, table: etree._Element, rows: list[list[etree._Element]], depth: int
    ) -> Iterator[PageLine | PageTable]:
        for child in table:
            if tag_of(child) == "caption" and self._is_shown(child):
                yield from self.parts(child, depth + 1)
        at = self._measures.index[table]
        texts = {cell: self._cell(cell, depth) for row in rows for cell in row}
        hidden = hidden_among(rows, self._measures.kept)
        pairs = None
        if len(rows) < _MOST_KEY_ROWS:
            seen = [row for number, row in enumerate(rows) if number not in hidden.rows]
            pairs = key_lines([[texts[cell] for cell in row] for row in seen])
        if pairs is None:
            yield PageTable(grid(rows, texts, self._most_cells), hidden, at)
            return
        for pair in pairs:
            yield PageLine(pair, at)

    def _cell(self, cell: etree._Element, depth: int) -> str:
        """The lines of a cell; a table inside is a line a row."""
        if not len(cell) and not keeps_breaks(cell):
            return _collapsed(_BROKEN.sub("", cell.text or ""))
        lines: list[str] = []
        for part in self.parts(cell, depth + 1):
            if isinstance(part, PageLine):
                lines.append((part.label or "") + part.text)
            else:
                lines += ["\t".join(dict.fromkeys(text for text in row if text)) for row in part.spread.cells]
        return "\n".join(line for line in lines if line)


def _split(pieces: list[tuple[str, bool]]) -> list[tuple[str, float]]:
    """The lines between breaks, spaces as they are shown, each with the share of its characters in links."""
    lines: list[tuple[list[str], int]] = [([], 0)]
    for text, linked in pieces:
        for number, part in enumerate(text.split(_BREAK)):
            if number:
                lines.append(([], 0))
            parts, count = lines[-1]
            parts.append(part)
            lines[-1] = (parts, count + (len("".join(part.split())) if linked else 0))
    shown_lines = []
    for parts, count in lines:
        text = _collapsed("".join(parts))
        size = len("".join(text.split()))
        shown_lines.append((text, min(1.0, count / size) if size else 0.0))
    return shown_lines


def _collapsed(text: str) -> str:
    """The text with its runs of spaces as they are shown."""
    return _SPACES.sub(" ", text).strip(_BLANK)


def _label(label: str | None, text: str) -> str | None:
    """No second number before a text that has its own."""
    return None if label is None or re.match(r"[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]", text) else label
