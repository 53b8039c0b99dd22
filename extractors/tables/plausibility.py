"""How likely a short text is what somebody wrote, and not what recognition made of it (``corpus/data/noise.toml``)."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from corpus.terms import alternatives, terms

_HAN = re.compile(r"[\u3400-\u9fff]+")
_NUMBERING = re.compile(
    r"^[-•\s]*(?:\d{1,3}\s*[.．、]?|[（(][一二三四五六七八九十\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}、)\s*"
)
_PARTICLE = 0.5
"""A particle is likely between words, and likely in what recognition invents."""
_SHORT_NAME = 4
"""Characters up to which a text that ends like a name may be one."""
_NOT_WRITTEN = re.compile(r"<(?!su[bp]>)[a-z]{1,4}>|</(?!su[bp]>)[a-z]{1,4}>|[_^]\s*\{[^{}]*\}")
"""Marks of a page description that a program left in the text."""


def stray_marks(text: str) -> int:
    """How many characters are neither Chinese nor part of a number, a word, a list mark or punctuation between them."""
    found = len(_NOT_WRITTEN.findall(text))
    rest = _well_formed().sub(" ", " ".join(_NOT_WRITTEN.sub(" ", text).split()))
    pieces = _HAN.sub(" ", rest).split()
    marks = terms("noise")["well_formed"]["marks"]
    # A row of marks with white space between them (, , ,) says nothing either.
    lonely = len(pieces) if len(pieces) > 2 and all(piece in marks for piece in pieces) else 0
    return found + lonely + sum(sign not in marks for piece in pieces for sign in piece)


def word_share(text: str) -> float:
    """The share (0 to 1) of the Chinese characters that stand in words; 1 for a text without any.

    A single character counts half where it is a particle between words, and whole at the end of a name (农办).
    """
    bare = without_numbering(text)
    count = sum(map(len, _HAN.findall(bare)))
    runs = _HAN.findall(_of_the_trade().sub(" ", bare))
    known = count - sum(map(len, runs))
    return (known + sum(map(_in_words, runs))) / count if count else 1.0


def without_numbering(text: str) -> str:
    """The text without the list number that it begins with."""
    return _NUMBERING.sub("", text, count=1)


def joins(before: str, after: str) -> bool:
    """Whether two pieces make a word where they meet: 创新驱 and 动, 经济增 and 长."""
    upper, lower = _HAN.findall(before), _HAN.findall(after)
    if not upper or not lower or not before.rstrip().endswith(upper[-1]) or not after.lstrip().startswith(lower[0]):
        return False
    at = len(upper[-1])
    return any(start < at < end for start, end in _words(upper[-1] + lower[0]))


def _in_words(run: str) -> float:
    words = terms("noise")
    if len(run) <= _SHORT_NAME and run[-1] in words["name_endings"]:
        return len(run)
    cut = _words(run)
    whole = sum(end - start for start, end in cut if end - start > 1)
    if not whole:
        return 0
    named = cut[-1][1] - cut[-1][0] == 1 and run[-1] in words["name_endings"]
    between = sum(end - start == 1 and run[start] in words["particles"] for start, end in cut)
    return whole + named + _PARTICLE * between


def _words(run: str) -> list[tuple[int, int]]:
    """Start and end of each word by the dictionary alone: no new words are guessed."""
    import rjieba  # noqa: PLC0415 - its dictionary takes a moment, and most files need none of it

    ends = [0]
    for word in rjieba.cut(run, hmm=False):
        ends.append(ends[-1] + len(word))
    return list(pairwise(ends))


@cache
def _of_the_trade() -> re.Pattern[str]:
    return re.compile(alternatives(terms("noise")["words"]))


@cache
def _well_formed() -> re.Pattern[str]:
    return re.compile("|".join(terms("noise")["well_formed"]["pieces"]))
