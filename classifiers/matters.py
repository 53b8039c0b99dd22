"""A comment that may bear several matters, cut into the parts that could each be one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.terms import alternatives, terms

SHORTEST = 8
"""Letters, digits and characters that a part has at least; a sentence with fewer goes with its neighbour."""
_WORDS = re.compile(r"[^\W_]+")
_ENDS = "。！？!?；;…"
_NUMERALS = "一二三四五六七八九十"
_CIRCLED = "①-⑳⑴-⒇㈠-㈩"
_POINT_SIGNS = re.compile(rf"[、．.(（第{_CIRCLED}](?:(?<=[(（第{_CIRCLED}])|(?<=[\d{_NUMERALS}][、．.]))")
"""Every number of a point has one of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Characters ``start`` to ``end`` (exclusive) of the raw text."""

    start: int
    end: int


def parts(text: str, *, points_only: bool = False) -> tuple[Part, ...]:
    """The parts of a comment in order, none overlapping, without white space at their ends; none where no words are.

    Cut is after the end of a sentence, at blank lines, before the number of an enumeration (一、 1. ① 第一) and before
    words that go on to the next point (另外, 还有). Sentences of nothing but greeting or thanks are in no part, unless
    they stand between the halves of one; all other words are in exactly one. A text with fewer than ``SHORTEST`` words'
    signs is one part. Whether two parts are two matters is not decided here. With ``points_only`` the end of a sentence
    is no cut: only what the writer himself has set apart.
    """
    found: list[Part] = []
    known = 0
    start = 0
    for cut in _cuts(text, points_only):
        sentence = text[start:cut]
        size = sum(map(len, _WORDS.findall(sentence)))
        if size and not _courtesy().fullmatch(sentence):
            first = cut - len(sentence.lstrip())
            part = Part(first, start + len(sentence.rstrip()))
            if found and (size < SHORTEST or known < SHORTEST):
                found[-1] = Part(found[-1].start, part.end)
                known += size
            else:
                found.append(part)
                known = size
        start = cut
    return tuple(found)


def may_have_points(text: str) -> bool:
    """Whether anything in the text could begin a point, wherever it stands. Where nothing does, ``parts`` with
    ``points_only`` finds one part at the most; to find that out so takes a fifth of the time."""
    return bool(_POINT_SIGNS.search(text) or _point_words().search(text))


def _cuts(text: str, points_only: bool) -> list[int]:
    """Where a sentence may end, in order, the end of the text last."""
    cuts = _boundaries(points_only).finditer(text)
    found = (match.start() if match["point"] else match.end() for match in cuts)
    return [*(at for at in found if 0 < at < len(text)), len(text)]


@cache
def _boundaries(points_only: bool) -> re.Pattern[str]:
    """The end of a sentence or a blank line, or, as ``point``, what begins the next point; or these alone."""
    ordinal = f"[{_NUMERALS}]{{1,3}}"
    clause = rf"(?<![^\s，,、：:”’』）){_ENDS}])"
    number = r"(?<![\d.年月日—-])\d{1,2}(?:[、．]|\.(?!\d))(?!\d)|(?<![\d.])[(（]\d{1,2}[)）]"
    counted = (
        rf"{clause}(?:{ordinal}、(?!{ordinal}|\d)|[(（]{ordinal}[)）]|第{ordinal}(?:点|条|个问题|件事)?[，,、：:是])"
    )
    words = rf"{clause}(?:{alternatives(terms('matters')['going_on'])})"
    ends = "" if points_only else rf"[{_ENDS}]+[”’』）)]*|\n[^\S\n]*\n|"
    return re.compile(rf"{ends}(?P<point>{number}|[{_CIRCLED}]|{counted}|{words})")


@cache
def _point_words() -> re.Pattern[str]:
    return re.compile(alternatives([*terms("matters")["going_on"]]))


@cache
def _courtesy() -> re.Pattern[str]:
    return re.compile(rf"(?>{alternatives(terms('near_duplicates')['courtesy'])}|[\W_])++")
