"""Checks, and all that was found in one file."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records.documents import Aside, Problem, Source, Status
from corpus.records.notices import Deadline, Doubt, Heading, Notice, Renaming
from corpus.records.tables import Comment, Deduction, Indicator, Table


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
    outline: tuple[Heading, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    doubts: tuple[Doubt, ...] = ()
