"""Two texts that are word for word the same but for one place: is it a slip of the pen, or what the matter hangs on?"""

from __future__ import annotations

import re
from functools import cache

from classifiers.duplicates.distinctions import name_endings
from corpus.terms import alternatives, terms

_LINE = 16
"""Under so many characters one exchanged character is another word."""
_FRAME = 0.5
"""Share of the shorter text that head and tail have in common where the texts are one sentence about two things."""
_SHARED = 0.25
"""Share of their characters that two words may have in common and still be two words."""
_LONGEST, _CONTEXT, _NEAR = 4, 6, 2
"""Characters of an exchanged name, of the equal words after it, and up to the name's ending."""
_NUMERALS = "一二三四五六七八九十"


def exchanged(one: str, other: str) -> bool:
    """Are two forms the same around a place that decides: another name there, or another word and no more?

    双井村 and 双桥村 are two places whatever follows. 结婚证 and 房产证 are two matters where all the rest is equal.
    One character that is no name's is a slip of the pen, unless the text is so short that it is a word of it.
    """
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    mine, theirs = one[head : len(one) - tail], other[head : len(other) - tail]
    shorter = min(len(one), len(other))
    if head + tail >= _FRAME * shorter and _differ(mine, theirs):
        return shorter < _LINE or max(len(mine), len(theirs)) > 1 or _is_name(mine, theirs, one[len(one) - tail :])
    return any(
        _differ(one[head : head + i], other[head : head + j])
        and _is_name(one[head : head + i], other[head : head + j], one[head + i :])
        for i in range(1, _LONGEST + 1)
        for j in range(1, _LONGEST + 1)
        if one[head + i : head + i + _CONTEXT] == other[head + j : head + j + _CONTEXT]
        and len(one) >= head + i + _CONTEXT
    )


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _differ(mine: str, theirs: str) -> bool:
    """Are both more than particles, and other words?"""
    if not all(words and (words in _NUMERALS or not _fillers().fullmatch(words)) for words in (mine, theirs)):
        return False
    return len(set(mine) & set(theirs)) <= _SHARED * min(len(mine), len(theirs))


def _is_name(mine: str, theirs: str, after: str) -> bool:
    """Do two words end with a name's ending, or does one follow at once?"""
    return any(name_endings().match(after, at) for at in range(_NEAR)) or all(
        any(name_endings().match(words + after, at) for at in range(len(words))) for words in (mine, theirs)
    )


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile(rf"(?>{alternatives(terms('fillers')['words'])})++")
