"""Matters that several departments share (``data/overlaps.toml``): who usually leads, who supports, by which words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.occurrence import Words
from corpus.terms import terms

_SENTENCE = re.compile(r"[。！？!?；;\n]")
_ONE_SENTENCE = 40
"""Characters: a text no longer than this is about one thing, however it is punctuated."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Distinguishing words that move the lead of a matter (人行道 → 城管, 车行道 → 公安). Functions are keys."""

    words: tuple[str, ...]
    lead: str
    supporting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A matter. It is met where of every list in ``when`` one word occurs, and none of ``unless``."""

    matter: str
    when: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    lead: str
    supporting: tuple[str, ...]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class OverlapMatch:
    """What a text is about, who leads there and who supports, and the words that said so (one of each list)."""

    matter: str
    lead: str
    supporting: tuple[str, ...]
    words: tuple[str, ...]


@cache
def overlaps() -> tuple[Overlap, ...]:
    """All matters in the order of the file."""
    return tuple(_overlap(row) for row in terms("overlaps")["overlap"])


def overlap_of(text: str) -> OverlapMatch | None:
    """The matter of a text, None where none is met.

    The words must stand in one sentence, for a long letter has words of many matters. Of several matters it is the one
    with most lists of words, then the one with the longest words, then the first.
    """
    possible = _possible(text)
    if not possible:
        return None
    best: tuple[tuple[int, int, int], Overlap, tuple[str, ...], str] | None = None
    for sentence in _SENTENCE.split(text) if len(text) > _ONE_SENTENCE else (text,):
        for at in possible:
            overlap = overlaps()[at]
            if met := _met(overlap, sentence):
                weight = (len(met), sum(map(len, met)), -at)
                if best is None or weight > best[0]:
                    best = (weight, overlap, met, sentence)
    return _match(best[1], best[2], best[3]) if best else None


def _possible(text: str) -> list[int]:
    """The matters, by number, of which every list has a word in the text, in whichever sentences: few are left, and
    most often none, before anything is looked at sentence by sentence."""
    telling = _words().within(text)
    if not telling:
        return []
    likely = {at for word in telling for at in _by_word()[word]}
    return [at for at in likely if all(_first(words, text) for words in overlaps()[at].when)]


def _first(words: Sequence[str], text: str) -> str | None:
    """The first of the words that occurs in the text."""
    for word in words:
        if word in text:
            return word
    return None


def _met(overlap: Overlap, sentence: str) -> tuple[str, ...] | None:
    """The longest word met of each list; None where a list has none or the text speaks of another matter."""
    met = []
    for words in overlap.when:
        found = [word for word in words if word in sentence]
        if not found:
            return None
        met.append(max(found, key=len))
    return None if _first(overlap.unless, sentence) else tuple(met)


def _match(overlap: Overlap, met: tuple[str, ...], sentence: str) -> OverlapMatch:
    for shift in overlap.shifts:
        if moved := [word for word in shift.words if word in sentence]:
            words = tuple(dict.fromkeys((*met, moved[0])))
            return OverlapMatch(overlap.matter, shift.lead, shift.supporting, words)
    return OverlapMatch(overlap.matter, overlap.lead, overlap.supporting, tuple(dict.fromkeys(met)))


def _overlap(row: Mapping[str, Any]) -> Overlap:
    shifts = tuple(Shift(tuple(s["words"]), s["lead"], tuple(s["supporting"])) for s in row.get("shifts", ()))
    when = tuple(tuple(words) for words in row["when"])
    return Overlap(row["matter"], when, tuple(row.get("unless", ())), row["lead"], tuple(row["supporting"]), shifts)


@cache
def _words() -> Words:
    return Words.of(_by_word())


@cache
def _by_word() -> Mapping[str, Sequence[int]]:
    """The matters, by number, of a word of their shortest list: none is looked at without one of these."""
    found: dict[str, list[int]] = {}
    for at, overlap in enumerate(overlaps()):
        for word in min(overlap.when, key=len):
            found.setdefault(word, []).append(at)
    return found
