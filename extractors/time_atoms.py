"""A text cut into atoms of time (YEAR, MONTH, BEFORE …), sentence by sentence, by ``corpus/data/deadlines.toml``.

White space does not count, so that "1 月下旬" of a scan is read like "1月下旬".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.terms import terms
from extractors.dates import numeral

_SENTENCE = re.compile(r"[^。；;]+")
_CLAUSE_END = re.compile("[，。；：！？,;:!?]")
_LONGEST_CLAUSE = 500
"""Characters on either side of a time that are looked at."""
_LIKELY = re.compile(r"[\d一二三四五六七八九十][年月日号季工天小个旬周.\-/]|年[底末终内]|[今本当明次]年|另行|待定|另定")


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
class Sentence:
    """A sentence without white space, its pieces, and where each of its characters stands in the whole text.

    ``year_before`` is the year that was named last in the sentences before this one, ``years`` those of this one,
    each with its piece's index; ``clause_ends`` are the places of its commas.
    """

    text: str
    pieces: tuple[Piece, ...]
    places: Sequence[int]
    year_before: int | None = None
    years: tuple[tuple[int, int], ...] = ()
    clause_ends: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str, places: Sequence[int], year_before: int | None) -> Sentence:
        """The sentence with all that is asked of it again and again counted once."""
        pieces = _pieces(text)
        years = tuple(
            (at, year)
            for at, piece in enumerate(pieces)
            if piece.tag == "YEAR" and _is_written(piece) and (year := numeral(piece.text)) is not None
        )
        return cls(text, pieces, places, year_before, years, tuple(m.start() for m in _CLAUSE_END.finditer(text)))

    def year_said(self, at: int) -> int | None:
        """The year that was named last before the piece with this index."""
        said = bisect_left(self.years, (at, 0))
        return self.years[said - 1][1] if said else self.year_before

    def clause(self, start: int, end: int) -> tuple[str, str]:
        """What the clause says before and behind ``text[start:end]``."""
        before, behind = bisect_left(self.clause_ends, start), bisect_left(self.clause_ends, end + 1)
        first = self.clause_ends[before - 1] + 1 if before else 0
        last = self.clause_ends[behind] if behind < len(self.clause_ends) else len(self.text)
        return (
            self.text[max(first, start - _LONGEST_CLAUSE) : start],
            self.text[end : min(last, end + _LONGEST_CLAUSE)],
        )


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text that may name a time."""
    places = [i for i, character in enumerate(text) if not character.isspace()]
    squeezed = "".join(_ascii_digit(text[i]) for i in places)
    said: int | None = None
    for found in _SENTENCE.finditer(squeezed):
        if _LIKELY.search(found[0]):
            sentence = Sentence.of(found[0], places[found.start() : found.end()], said)
            said = sentence.year_said(len(sentence.pieces))
            yield sentence


def _is_written(year: Piece) -> bool:
    """Whether the year is a number (2019年, 二〇一九年) and not 今年."""
    return not year.text.startswith(("今", "本", "当", "明", "次", "翌", "下"))


def _ascii_digit(character: str) -> str:
    return chr(ord(character) - 0xFEE0) if "０" <= character <= "９" else character


@cache
def _lexer() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in terms("deadlines")["atoms"].items()))


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
