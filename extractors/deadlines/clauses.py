"""Sentences and clauses of a paragraph; what stands in brackets, titles and quotation marks is one piece."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from extractors.clean import squeezed

SENTENCE_END = re.compile(r"[。；！？;!?\n]")
CLAUSE_END = re.compile(r"[，,：:]")
_DIGIT = r"[一二三四五六七八九十百零〇\d]"
_NUMBERING = re.compile(
    rf"^[-\s]*(?:[（(]{_DIGIT}{{1,3}}[）)]|{_DIGIT}{{1,3}}[、）)]|\d{{1,3}}[.．](?!\d)|[①-⑳]|第{_DIGIT}{{1,5}}条)?\s*"
)
_PAIRS = {"（": "）", "(": ")", "《": "》", "〈": "〉", "“": "”", "【": "】", "〔": "〕", "[": "]", "<": ">"}
_EITHER_MARK = re.compile("[" + re.escape("".join((*_PAIRS, *_PAIRS.values()))) + "]")
_MARKS = "，,、。：:；;！!？?. "
_LOOSE_LINK = re.compile("[，,]?(?<![合兼归])[并且]$")
_HIDDEN = "\0"


@lru_cache(maxsize=1024)  # the same clause is looked at by one rule after the other
def shielded(text: str) -> str:
    """The text, as long as it was, with all that stands inside brackets, titles and quotation marks blotted out.

    A mark without its partner shields nothing.
    """
    shown = list(text)
    for start, end in bracketed(text):
        shown[start + 1 : end - 1] = _HIDDEN * (end - start - 2)
    return "".join(shown)


def bracketed(text: str) -> list[tuple[int, int]]:
    """The outermost pairs of brackets and marks, left to right, with their marks."""
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for found in _EITHER_MARK.finditer(text):
        at, mark = found.start(), found[0]
        if mark in _PAIRS:
            waiting.append(at)
        else:
            own = next((i for i in range(len(waiting) - 1, -1, -1) if _PAIRS[text[waiting[i]]] == mark), None)
            if own is not None:
                opener = waiting[own]
                del waiting[own:]
                while pairs and pairs[-1][0] > opener:
                    pairs.pop()
                pairs.append((opener, at + 1))
    return pairs


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence (to the next 。 or ；) with ``text[start:end]`` begins and stops."""
    shown = shielded(text)
    opening = max((m.end() for m in SENTENCE_END.finditer(shown, 0, start)), default=0)
    closing = SENTENCE_END.search(shown, end)
    return opening, closing.start() if closing else len(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text without their end marks and numbers; empty ones left out."""
    found, at, shown = [], 0, shielded(text)
    for mark in [*SENTENCE_END.finditer(shown), None]:
        piece = without_number(text[at : mark.start() if mark else len(text)])
        if piece:
            found.append(piece)
        at = mark.end() if mark else at
    return found


def clauses(text: str) -> list[str]:
    """The clauses of a sentence, each with the comma or colon that ends it."""
    shown = shielded(text)
    ends = [m.end() for m in CLAUSE_END.finditer(shown)]
    cuts = [0, *ends, len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if text[a:b]]


def without_number(text: str) -> str:
    """A sentence without white space and the number (（一）, 1.) before it."""
    return _NUMBERING.sub("", squeezed(text))


def phrase(text: str) -> str | None:
    """The words without the marks around them, half a pair of brackets or a last 并; None for nothing."""
    bare = _LOOSE_LINK.sub("", text.strip(_MARKS))
    while bare and (cut := _half_bracket(bare)) is not None:
        bare = cut.strip(_MARKS)
    return bare or None


def _half_bracket(text: str) -> str | None:
    """The text cut at a bracket that has no partner, the longer side kept; None where all have one."""
    pairs = bracketed(text)
    for at, mark in enumerate(text):
        if any(start <= at < end for start, end in pairs):
            continue
        if mark in _PAIRS or mark in _PAIRS.values():
            return max(text[:at], text[at + 1 :], key=len)
    return None
