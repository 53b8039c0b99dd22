"""What a reader gives: a document as blocks with their sources, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""


class Status(StrEnum):
    """How much of a file could be read."""

    OK = "ok"
    PARTIAL = "partial"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands, down to the ink.

    ``span`` are its characters, first and one past the last, from 0: of the paragraph's text, or of the cell's where
    ``row`` and ``column`` (from 1) name one.
    """

    file: str
    sha256: str
    pages: tuple[int, ...] = ()
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    paragraph: int | None = None
    box: Box | None = None
    column: int | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a value: where it happened, which message (a key of the message catalogue) and its arguments.

    A *note* (its code begins with ``note-``) is no error: all was read, and a person should know something of it.
    """

    where: str
    code: str
    args: tuple[tuple[str, str], ...] = ()

    @property
    def is_note(self) -> bool:
        return self.code.startswith("note-")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it is seen; ``label`` is the list number that the file keeps apart from the text.

    ``confidence`` (0 to 1) is that of the least sure character of a recognised text, None where the file has the text.
    """

    text: str
    source: Source
    label: str | None = None
    centred: bool = False
    box_text: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in the file: every row, header rows too, all rows of one length.

    A merged cell carries its value in every row and column that it spans; paragraphs of a cell are joined by ``\\n``.
    ``confidences`` has one (0 to 1) for each cell of a recognised table, None for a cell without text.
    """

    cells: tuple[tuple[str, ...], ...]
    source: Source
    confidences: tuple[tuple[float | None, ...], ...] | None = None


Block = Paragraph | Grid


class AsideKind(StrEnum):
    """页眉, 页脚, 脚注, 尾注, and the title of a web page that its text lacks."""

    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Aside:
    """One paragraph that the file keeps outside its running text."""

    kind: AsideKind
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gives: the blocks in reading order and what could not be read.

    ``asides`` stand outside the running text: heads and feet of pages, footnotes, endnotes (each once), and the title
    of a web page.
    """

    file: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    asides: tuple[Aside, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Paragraph))

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Grid))
