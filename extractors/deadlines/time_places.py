"""Where a form of time stands in its sentence: what is beside it, and the event that days are counted from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.terms import terms
from extractors.deadlines.time_atoms import Piece, Sentence

_COMMAS = ("，", ",")
_NUMBERING = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?")
_EDGE = Piece("P", "", 0)
_GOES_ON_FROM = frozenset({"YEAR", "MONTH"})
_GOES_ON_WITH = frozenset({"DAY", "TENDAY", "BOTTOM", "YEAREND", "LASTDAY", "ABOUT"})
_DAYS = frozenset({"DAY", "WEEKDAY", "CLOCK", "ISO"})
_BEGINS = frozenset({"EFFECT", "START", "DASH", "AFTER", "SINCE"})
_BOUNDS_OF_EVENT = frozenset({"P", "FROM", "DUE", "MUST", "LATEST"})
_LEADS = frozenset({"FROM", "MUST"})
_LONGEST_EVENT = 20
"""Pieces."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands: the pieces from ``first`` up to ``stop`` of a sentence."""

    sentence: Sentence
    first: int
    stop: int

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.sentence.pieces[self.first : self.stop]

    @property
    def before(self) -> Piece:
        return self.sentence.pieces[self.first - 1] if self.first else _EDGE

    @property
    def after(self) -> Piece:
        return self.sentence.pieces[self.stop] if self.stop < len(self.sentence.pieces) else _EDGE

    @property
    def next_clause(self) -> str:
        """What stands behind the comma that follows the form at once."""
        behind = self.pieces[-1].end + 1
        return self.sentence.clause(behind, behind)[1] if self.after.text in _COMMAS else ""

    @property
    def opens_the_sentence(self) -> bool:
        """Whether nothing stands before it but a number (1. or （一）)."""
        return _NUMBERING.fullmatch(self.sentence.text[: self.pieces[0].start]) is not None

    @property
    def is_part_of_a_longer_time(self) -> bool:
        """Whether its year or month stands before it, or its day behind it, or what makes a bare day a beginning."""
        begins = self.pieces[-1].tag in _DAYS and self.after.tag in _BEGINS
        return begins or self.before.tag in _GOES_ON_FROM or self.after.tag in _GOES_ON_WITH

    @property
    def is_narrowed(self) -> bool:
        """Whether a bare month or year is followed by what makes it a part of itself: 6月初, 6月15-20, 2021年春节.

        Nor does 2021年前 say whether the year itself still counts.
        """
        if self.pieces[-1].tag not in {"MONTH", "YEAR"} or self.after is _EDGE:
            return False
        narrower = tuple(terms("deadlines")["cells"]["narrower"])
        if self.pieces[-1].tag == "YEAR" and self.after.tag == "BEFORE":
            return True
        return self.after.tag in {"FEAST", "ABOUT"} or self.after.text.startswith((*narrower, *"0123456789"))

    @property
    def follows_a_month(self) -> bool:
        """Whether the piece before the one beside it is a month: 5月、6月份 and not 5、6月份."""
        return self.first > 1 and self.sentence.pieces[self.first - 2].tag == "MONTH"

    @property
    def whole(self) -> bool:
        """Whether each month is a 月份."""
        return all(piece.text.endswith("份") for piece in self.pieces if piece.tag == "MONTH")

    @property
    def received_before(self) -> str | None:
        """What came in by the clause before, where the form only stands behind 于 or 应于: 收到交办单后，应于10日内."""
        at = self.first
        while at and self.sentence.pieces[at - 1].tag in _LEADS:
            at -= 1
        comma = self.sentence.pieces[at].start - 1
        said = self.sentence.clause(comma, comma)[0] if at and self.sentence.text[comma] in _COMMAS else ""
        begins = max((said.find(word) for word in terms("deadlines")["events"]["received"]), default=-1)
        return said[begins:] if begins >= 0 and said.endswith("后") else None

    @property
    def event(self) -> int:
        """Where the event's words begin that days are counted from.

        Behind 在, 自, 于; without them at the clause's beginning, or, where a body receives something there (各单位收到
        通知后), with what it receives. Days ahead name their event themselves (会前3天).
        """
        at = self.first
        while at > max(self.first - _LONGEST_EVENT, 0) and self.sentence.pieces[at - 1].tag not in _BOUNDS_OF_EVENT:
            at -= 1
        start, end = self.sentence.pieces[at].start, self.pieces[0].start
        if at and self.sentence.pieces[at - 1].tag == "FROM":
            return start
        if self.pieces[0].tag == "AHEADOF":
            return end
        words = terms("deadlines")["events"]
        said = self.sentence.text[start:end]
        begins = max((said.find(word) for word in words["received"]), default=-1)
        if begins > 0:
            return start + begins
        return start + max((said.rfind(word) + len(word) for word in words["behind"] if word in said), default=0)
