"""What is proposed, and what a department gets to do."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from corpus.records.decisions import Verdict
from corpus.records.documents import Source
from corpus.records.filings import NOT_FILED, Filing

CHOICES = 3
"""Departments that are proposed for a text at the most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed department: its name in the directory, its function key, a calibrated score (0 to 1), and why."""

    department: str
    function: str
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Territory:
    """A place of the office's list that a text names, and the unit that answers there (empty where none is listed)."""

    place: str
    unit: str

    def __str__(self) -> str:
        """As every table shows it: 桥头镇（桥头镇人民政府）."""
        return f"{self.place}（{self.unit}）" if self.unit else self.place


@dataclass(frozen=True, slots=True)
class Matter:
    """One of several matters of a text: its characters (``end`` exclusive), domain and departments, best first."""

    start: int
    end: int
    domain: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the classifiers propose for one text. ``candidates`` has up to ``CHOICES`` entries, best first.

    ``supporting`` are the departments that help the first candidate, ``territory`` the places that the text names, each
    before those that it lies in. Both are empty until the suggestion is routed by a directory. ``matters`` are the
    parts of a text that bears several matters for different departments, else empty.
    """

    domain: str
    domain_score: float
    petition_class: str
    kind: str
    kind_score: float
    disposition: str | None
    candidates: tuple[Candidate, ...]
    needs_review: bool
    model_version: str
    supporting: tuple[str, ...] = ()
    territory: tuple[Territory, ...] = ()
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a task table: a comment or a deduction, with who is to act and by when.

    ``origin`` is 群众意见建议 or 指标扣分. ``given_*`` is the document's own word and goes before any proposal.
    ``supporting``, ``territory`` and ``matters`` are those of the suggestion, a matter's characters those of ``text``.
    ``key`` is what makes it this task in every run (of a comment ``corpus.store.comment_key``). ``domain_score``,
    ``kind_score`` and ``model_version`` are those of the suggestion, None where the document said it or nobody did.
    ``verdict`` is what a person decided, and goes before everything.
    ``other_sources`` are the places where the same task arrived again, ``filled_from`` the rows of forms that came back
    filled in; near-duplicates have the same ``group``.
    ``filing`` is what a unit filled in, ``survey_source`` the group of people that was asked.
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
    notice_date: datetime.date | None = None
    supporting: tuple[str, ...] = ()
    territory: tuple[Territory, ...] = ()
    matters: tuple[Matter, ...] = ()
    key: str = ""
    year: int | None = None
    domain_score: float | None = None
    kind_score: float | None = None
    model_version: str | None = None
    verdict: Verdict | None = None
    filing: Filing = NOT_FILED
    survey_source: str | None = None
    filled_from: tuple[Source, ...] = ()
