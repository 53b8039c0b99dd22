"""What in a text spoke for a proposal, to be marked where it stands: words of the reasons, and places named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.records import Matter, Task
from corpus.terms import terms
from corpus.territory import SHORTEST, short

MARKED = 400
"""Cues that are marked in one text, the first ones: a browser takes long over thousands."""
_BETWEEN = re.compile("[、，,；;]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a text, one after the other; ``marked`` where they are a cue."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: the matter (from 1) that it is about, None where the text has one or this is between two."""

    matter: int | None
    pieces: tuple[Piece, ...]


def cues_of(task: Task) -> tuple[str, ...]:
    """The words that the reasons of the candidates name, and the places, with and without their level."""
    by_rule: str = terms("directory")["rules"]["reason"]
    reasons = [one.reason.removeprefix(by_rule) for one in task.candidates]
    reasons += [one.reason.removeprefix(by_rule) for matter in task.matters for one in matter.candidates[:1]]
    words = [word.strip() for reason in reasons for word in _BETWEEN.split(reason)]
    places = [name for one in task.territory for name in (one.place, short(one.place)) if len(name) >= SHORTEST]
    return tuple(dict.fromkeys(word for word in (*words, *places) if word))


def parts(text: str, cues: Iterable[str], matters: Sequence[Matter] = ()) -> tuple[Part, ...]:
    """The text in parts and pieces that, joined, are the text again. Cues that overlap or touch are one piece.

    A cue is found whatever its width and case.
    """
    spans = _spans(_folded(text), cues)
    found: list[Part] = []
    at = 0
    for number, matter in enumerate(matters, 1):
        start, end = max(matter.start, at), min(matter.end, len(text))
        if start >= end:
            continue
        if start > at:
            found.append(Part(None, _pieces(text, at, start, spans)))
        found.append(Part(number, _pieces(text, start, end, spans)))
        at = end
    if at < len(text):
        found.append(Part(None, _pieces(text, at, len(text), spans)))
    return tuple(found)


def _folded(text: str) -> str:
    """The text as cues are written, character for character: what would become several stays as it is."""
    return text.translate(_FOLDED)


class _Folded(dict[int, int]):
    """What each character becomes, found out once: a letter may have 100,000 of them."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_FOLDED = _Folded()


def _spans(text: str, cues: Iterable[str]) -> list[tuple[int, int]]:
    """Where cues stand, in order, overlapping ones joined."""
    found: list[tuple[int, int]] = []
    for cue in {_folded(cue) for cue in cues if cue}:
        at = text.find(cue)
        while at >= 0:
            found.append((at, at + len(cue)))
            at = text.find(cue, at + len(cue))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined[:MARKED]


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces = []
    at = start
    for first, last in spans:
        first, last = max(first, start), min(last, end)  # noqa: PLW2901  (the span inside this part)
        if first >= last:
            continue
        if first > at:
            pieces.append(Piece(text[at:first], marked=False))
        pieces.append(Piece(text[first:last], marked=True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end], marked=False))
    return tuple(pieces)
