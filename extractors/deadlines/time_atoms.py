"""A text cut into atoms of time (YEAR, MONTH, BEFORE …), sentence by sentence, by ``corpus/data/deadlines.toml``.

White space does not count, so that "1 月下旬" of a scan is read like "1月下旬".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.terms import terms
from extractors.clean import plain_digits
from extractors.numerals import numeral, year_number
from extractors.spans import kept

_SENTENCE = re.compile(r"[^。；;]+")
_CLAUSE_END = re.compile("[，。；：！？,;:!?]")
_EVERY_YEAR = ("每年", "每学年")
_LONGEST_CLAUSE = 500
"""Characters on either side of a time that are looked at."""
_LIKELY = re.compile(
    r"[\d一二三四五六七八九十两半][年月日号季工天小个旬周星分.\-/]|[年月][底末]|年[终内中]|[上中下]旬|[今本当明次去上]年|[今明次当]日|[今明后当]天"
    r"|即日|[本下](?:周|星期|礼拜|日|天|季)|每[年月季周星礼旬日天半个两双工学]|(?:周|星期)[一二三四五六日]|[期节旦运]前|[双两]节|[五七八十]一|[中高]考|开学|时限|另行|待定|另定"
)
"""What every time has: a sentence without it is not cut at all."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: its tag (an atom's name, or C for any other words), its words and where it begins."""

    tag: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class YearSaid:
    """A year that is written out, the month beside it, and its piece's index (None: in the sentences before)."""

    year: int
    month: int | None
    at: int | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without white space, its pieces, and where each of its characters stands in the whole text.

    ``year_before`` is the year that was named last in the sentences before this one, ``years`` those of this one, with
    ``years_at`` their pieces; ``clause_ends`` are the places of its commas, ``every`` and ``every_year`` the indices of
    its first 每月 (or any other 每) and its first 每年; ``every_year_before`` tells that one before it says 每年.
    """

    text: str
    pieces: tuple[Piece, ...]
    places: Sequence[int]
    year_before: YearSaid | None = None
    years: tuple[YearSaid, ...] = ()
    years_at: tuple[int, ...] = ()
    clause_ends: tuple[int, ...] = ()
    every: int | None = None
    every_year: int | None = None
    every_year_before: bool = False

    @classmethod
    def of(cls, text: str, places: Sequence[int], year_before: YearSaid | None) -> Sentence:
        """The sentence with all that is asked of it again and again counted once."""
        pieces = _pieces(text)
        at_years = tuple(at for at, piece in enumerate(pieces) if piece.tag == "YEAR" and _is_written(piece))
        years = tuple(YearSaid(year_number(pieces[at].text) or 0, _month_beside(pieces, at), at) for at in at_years)
        ends = tuple(m.start() for m in _CLAUSE_END.finditer(text))
        again = [at for at, piece in enumerate(pieces) if piece.tag == "EVERY"]
        yearly = (at for at in again if pieces[at].text.startswith(_EVERY_YEAR))
        return cls(
            text, pieces, places, year_before, years, at_years, ends, next(iter(again), None), next(yearly, None)
        )

    def comes_again(self, at: int, yearly: bool) -> bool:
        """Whether 每年 (or, where that is enough, any 每) stands before the piece with this index."""
        said = self.every_year if yearly else self.every
        return said is not None and said < at

    def year_said(self, at: int) -> YearSaid | None:
        """The year that was named last before the piece with this index."""
        said = bisect_left(self.years_at, at)
        return self.years[said - 1] if said else self.year_before

    def clause(self, start: int, end: int) -> tuple[str, str]:
        """What the clause says before and behind ``text[start:end]``."""
        before, behind = bisect_left(self.clause_ends, start), bisect_left(self.clause_ends, end + 1)
        first = self.clause_ends[before - 1] + 1 if before else 0
        last = self.clause_ends[behind] if behind < len(self.clause_ends) else len(self.text)
        return (
            self.text[max(first, start - _LONGEST_CLAUSE) : start],
            self.text[end : min(last, end + _LONGEST_CLAUSE)],
        )

    def clause_before(self, start: int) -> str:
        """The clause that ends with the comma in front of a clause that starts here."""
        return self.clause(start - 1, start)[0] if start > 0 else ""


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text that may name a time."""
    places = kept(text)
    squeezed = plain_digits("".join(text[i] for i in places))
    said: YearSaid | None = None
    yearly = False
    for found in _SENTENCE.finditer(squeezed):
        if _LIKELY.search(found[0]):
            sentence = Sentence.of(found[0], places[found.start() : found.end()], said)
            sentence = replace(sentence, every_year_before=yearly) if yearly else sentence
            yearly = yearly or sentence.every_year is not None
            last = sentence.year_said(len(sentence.pieces))
            said = replace(last, at=None) if last else None
            yield sentence


def _month_beside(pieces: Sequence[Piece], at: int) -> int | None:
    beside = pieces[at + 1] if at + 1 < len(pieces) else None
    return numeral(beside.text) if beside and beside.tag == "MONTH" else None


def _is_written(year: Piece) -> bool:
    """Whether the year is a number (2019年, 二〇一九年) and not 今年."""
    return year.text[0] not in "今本当明次翌下后去上前"


@cache
def _lexer() -> re.Pattern[str]:
    """All atoms as one expression, each a group of its name; a {part} is written out."""
    data = terms("deadlines")
    parts: dict[str, str] = data["parts"]
    atoms = {name: re.sub(r"\{([a-z]+)\}", lambda m: parts[m[1]], text) for name, text in data["atoms"].items()}
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in atoms.items()))


def _pieces(sentence: str) -> tuple[Piece, ...]:
    """The sentence cut into atoms; what lies between two of them is one piece, C."""
    pieces: list[Piece] = []
    at = 0
    for match in _lexer().finditer(sentence):
        if match.start() > at:
            pieces.append(Piece("C", sentence[at : match.start()], at))
        pieces.append(Piece(str(match.lastgroup), match[0], match.start()))
        at = match.end()
    if at < len(sentence):
        pieces.append(Piece("C", sentence[at:], at))
    return tuple(pieces)
