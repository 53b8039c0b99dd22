"""Tables with their meaning, and the typed rows that they hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.records.documents import Source
from corpus.records.filings import NOT_FILED, Filing


class TableKind(StrEnum):
    """What a table is for: 指标扣分, 整改目标/任务, 意见批, 指标体系, or anything else."""

    DEDUCTIONS = "deductions"
    RECTIFICATION = "rectification"
    FEEDBACK = "feedback"
    INDICATORS = "indicators"
    OTHER = "other"


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
class TablePlace:
    """Where a table stands in its document, everything counted from 0: its ``grids`` among the blocks; of each data row
    the block and the row in it; of each column the one of the grid. Any other row of these grids that says something
    is a heading.
    """

    grids: tuple[int, ...]
    rows: tuple[tuple[int, int], ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """One 群众意见建议 as it arrived. ``given_*`` is what the file itself says of it, ``filing`` what a unit filled in.

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
    filing: Filing = NOT_FILED


@dataclass(frozen=True, slots=True)
class Deduction:
    """One 指标扣分事项: an indicator that lost points, why, how much, who answers for it. The rest as of a comment."""

    indicator: str
    reason: str
    points: str
    lead: str
    responsible: str
    source: Source
    doubtful: bool = False
    person: str | None = None
    deadline: str | None = None
    goal: str | None = None
    measures: str | None = None
    filing: Filing = NOT_FILED


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of an 指标体系: its name and number, what it belongs to (outermost first), its weight, who marks it."""

    name: str
    source: Source
    number: str | None = None
    path: tuple[str, ...] = ()
    requirement: str | None = None
    weight: str | None = None
    lead: str | None = None
    doubtful: bool = False
