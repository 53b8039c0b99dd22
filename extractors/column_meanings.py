"""What the columns of a table mean, by their headings (``corpus/data/headers.toml``)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.terms import terms

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MARKS_OF_A_BATCH = frozenset({"number", "survey_source"})
"""Beside one of these a general heading such as 内容 is a comment's text."""


@dataclass(frozen=True, slots=True)
class _Rank:
    """A meaning that a heading may have; the lowest rank has the best claim on it."""

    meaning: str
    rank: int
    weak: bool = False


def comparable(text: str) -> str:
    """The text as headings and captions are compared: no white space, full-width forms and brackets made one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def clean_heading(text: str) -> str:
    """A heading as it is shown: all white space inside removed (意见建议类    型 is 意见建议类型)."""
    return "".join(text.split())


def column_meanings(header: Sequence[str]) -> tuple[str | None, ...]:
    """Each column's meaning, a key of the header synonyms, or None. No meaning is given twice.

    A heading of two levels (``整改要求/完成时限``) is looked up whole and by its lower level, one of two names
    (``牵头考核单位或数据提供单位``) by the first, as one of two side by side (``类型／处置``) may be.
    """
    claims = [_claim(heading) for heading in header]
    if not any(claim and not claim.weak and claim.meaning in _MARKS_OF_A_BATCH for claim in claims):
        claims = [None if claim and claim.weak else claim for claim in claims]
    best: dict[str, int] = {}
    for at, claim in enumerate(claims):
        if claim and (claim.meaning not in best or claim.rank < _rank(claims[best[claim.meaning]])):
            best[claim.meaning] = at
    return tuple(claim.meaning if claim and best[claim.meaning] == at else None for at, claim in enumerate(claims))


def known_headings(row: Sequence[str]) -> int:
    """How many distinct cells of a row are headings that we know: at least two make it a header row."""
    return sum(1 for cell in set(row) if _claim(cell) is not None)


def _rank(claim: _Rank | None) -> int:
    return claim.rank if claim else 0


def _claim(heading: str) -> _Rank | None:
    folded = _BRACKETED.sub("", comparable(heading)).strip(":;,.")
    first = folded.partition("/")[0] if "／" in heading else folded
    forms = dict.fromkeys((folded.replace("/", ""), folded.rpartition("/")[2], folded.partition("或")[0], first))
    names, endings = _synonyms()
    for form in forms:
        if form in names:
            return names[form]
    for form in forms:
        for ending, claim in endings.items():
            if form.endswith(ending):
                return claim
    return None


@cache
def _synonyms() -> tuple[Mapping[str, _Rank], Mapping[str, _Rank]]:
    """Whole headings, and endings with the longest first."""
    names: dict[str, _Rank] = {}
    endings: dict[str, _Rank] = {}
    for meaning, words in terms("headers").items():
        strong, weak, tails = (words.get(key, []) for key in ("names", "weak", "endings"))
        for rank, name in enumerate(strong):
            names[name] = _Rank(meaning, rank)
        for rank, tail in enumerate(tails, start=len(strong)):
            endings[tail] = _Rank(meaning, rank)
        for rank, name in enumerate(weak, start=len(strong) + len(tails)):
            names[name] = _Rank(meaning, rank, weak=True)
    return names, dict(sorted(endings.items(), key=lambda item: -len(item[0])))
