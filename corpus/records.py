"""The records that every room of minyi speaks: what was read, what was found, what is proposed.

All are frozen. Dates are ``datetime.date``, identifiers are text (a 15-digit 问题编号 loses digits as a number),
coordinates are PDF points from the page's upper left corner, and every count starts at 1.
A field that the document does not have is ``None`` or an empty tuple: nothing is made up.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""


class Status(StrEnum):
    """How much of a file could be read."""

    OK = "ok"
    PARTIAL = "partial"
    EMPTY = "empty"
    FAILED = "failed"


class DeadlineKind(StrEnum):
    """By a day, within a range, relative to an event, standing (立即, 长期), or to be announced (另行通知)."""

    BY = "by"
    RANGE = "range"
    RELATIVE = "relative"
    STANDING = "standing"
    UNDATED = "undated"


class TableKind(StrEnum):
    """What a table is for: 指标扣分, 整改目标/任务, 意见批, 指标体系, or anything else."""

    DEDUCTIONS = "deductions"
    RECTIFICATION = "rectification"
    FEEDBACK = "feedback"
    INDICATORS = "indicators"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands, down to the ink."""

    file: str
    sha256: str
    pages: tuple[int, ...] = ()
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    paragraph: int | None = None
    box: Box | None = None


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
    """页眉, 页脚, 脚注, 尾注."""

    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"


@dataclass(frozen=True, slots=True)
class Aside:
    """One paragraph that the file keeps outside its running text."""

    kind: AsideKind
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gives: the blocks in reading order and what could not be read.

    ``asides`` stand outside the running text: heads and feet of pages, footnotes, endnotes (each once).
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


@dataclass(frozen=True, slots=True)
class Citation:
    """A document number of another notice, with that notice's title where the text ties the two."""

    number: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """The head and the foot of an official document (GB/T 9704-2012)."""

    kind: str | None = None
    issuers: tuple[str, ...] = ()
    number: str | None = None
    number_raw: str | None = None
    date: datetime.date | None = None
    title: str | None = None
    addressees: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    cited: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """Who has to do what by when, in the words of the document (``quote``) and as dates.

    ``year_inferred`` says that the year is not in the quote but was taken from the notice.
    """

    quote: str
    kind: DeadlineKind
    source: Source
    start: datetime.date | None = None
    end: datetime.date | None = None
    actor: str | None = None
    action: str | None = None
    recipient: str | None = None
    year_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header known. ``columns`` gives each column's meaning (a key of the header synonyms) or None.

    ``row_sources`` is as long as ``rows``, and so is ``confidences`` where the text was recognised (None elsewhere).
    """

    caption: str | None
    kind: TableKind
    header: tuple[str, ...]
    columns: tuple[str | None, ...]
    rows: tuple[tuple[str, ...], ...]
    source: Source
    row_sources: tuple[Source, ...] = ()
    confidences: tuple[tuple[float | None, ...], ...] | None = None

    def column(self, meaning: str) -> int | None:
        """Index of the first column with this meaning."""
        return self.columns.index(meaning) if meaning in self.columns else None

    def value(self, row: tuple[str, ...], meaning: str) -> str:
        """The row's cell of this meaning, stripped; empty where the table has no such column."""
        at = self.column(meaning)
        return row[at].strip() if at is not None else ""

    def least_sure(self, row: int) -> float:
        """The confidence (0 to 1) of the least sure cell of a row (from 0); 1 where nothing was recognised."""
        cells = self.confidences[row] if self.confidences else ()
        return min((sure for sure in cells if sure is not None), default=1.0)


@dataclass(frozen=True, slots=True)
class Comment:
    """One 群众意见建议 as it arrived. ``given_*`` is what the file itself says of it.

    ``doubtful``: a cell of its row was recognised from a picture, and not surely.
    """

    text: str
    source: Source
    number: str | None = None
    title: str | None = None
    year: int | None = None
    survey_source: str | None = None
    place: str | None = None
    given_kind: str | None = None
    given_domain: str | None = None
    given_lead: str | None = None
    given_responsible: str | None = None
    given_person: str | None = None
    given_deadline: str | None = None
    goal: str | None = None
    measures: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Deduction:
    """One 指标扣分事项: an indicator that lost points, why, how much, and who answers for it. ``doubtful`` as above."""

    indicator: str
    reason: str
    points: str
    lead: str
    responsible: str
    source: Source
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A claim of the document against what was counted. ``ok`` is None where it cannot be decided."""

    rule: str
    quote: str
    source: Source
    stated: str | None = None
    found: str | None = None
    ok: bool | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one file. ``edition_of`` names another file of the batch that holds the same notice."""

    file: str
    sha256: str
    format: str
    status: Status
    problems: tuple[Problem, ...] = ()
    notice: Notice | None = None
    deadlines: tuple[Deadline, ...] = ()
    tables: tuple[Table, ...] = ()
    comments: tuple[Comment, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    checks: tuple[Check, ...] = ()
    edition_of: str | None = None
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed department: its name in the directory, its function key, a calibrated score (0 to 1), and why."""

    department: str
    function: str
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the classifiers propose for one text. ``candidates`` has up to three entries, best first."""

    domain: str
    domain_score: float
    petition_class: str
    kind: str
    kind_score: float
    disposition: str | None
    candidates: tuple[Candidate, ...]
    needs_review: bool
    model_version: str


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a task table: a comment or a deduction, with who is to act and by when.

    ``origin`` is 群众意见建议 or 指标扣分. ``given_*`` is the document's own word and goes before any proposal.
    ``other_sources`` are the places where the same comment arrived again; near-duplicates have the same ``group``.
    Of a deduction, ``indicator`` and ``reason`` are what ``text`` joins. ``doubtful`` as of a comment.
    """

    origin: str
    text: str
    source: Source
    number: str | None = None
    domain: str | None = None
    kind: str | None = None
    disposition: str | None = None
    given_lead: str | None = None
    given_responsible: str | None = None
    given_person: str | None = None
    candidates: tuple[Candidate, ...] = ()
    deadline: str | None = None
    due: datetime.date | None = None
    goal: str | None = None
    measures: str | None = None
    points: str | None = None
    group: str | None = None
    needs_review: bool = False
    notice_title: str | None = None
    notice_number: str | None = None
    other_sources: tuple[Source, ...] = field(default=())
    indicator: str | None = None
    reason: str | None = None
    doubtful: bool = False
