"""Where in an address a house begins: what is finer than a community (门牌号、栋、单元、室、村民小组)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus.terms import alternatives, terms
from outputs.personal.folding import folded

Span = tuple[int, int]
_NUMBER = r"(?:[A-Za-z]?\d{1,5}(?:-\d{1,4}){0,3}[A-Za-z]?|[一二三四五六七八九十百零〇]{1,4}|[甲乙丙丁A-Za-z])"
_NUMBERED = re.compile(_NUMBER)
_ROOM = r"(?: ?-? ?(?:\d{1,2}-){0,2}\d{3,4}(?!\d))?"
_BARE = r"\d{1,3}(?:-\d{1,4}){1,3}(?![\d\-月日年人天点个米元户次.:])"


class House(NamedTuple):
    """Characters ``start`` to ``end`` of the text; ``levels`` counts 栋, 单元, 室 … in them, ``numbers`` are theirs."""

    start: int
    end: int
    levels: int
    numbers: tuple[Span, ...]


def houses(text: str) -> tuple[House, ...]:
    """Every stretch of numbered houses, stairs and rooms: 3栋2单元501室. Names of public things (3号路) are none.

    One whose only level is 号 stands behind a road or the like, since elsewhere it may be a day.
    """
    plain = folded(text)
    found = list[House]()
    for match in _stretch().finditer(plain):
        levels = sum(1 for _ in _part().finditer(plain, *match.span()))
        if levels > 1 or not _is_doubtful(plain, match):
            numbers = tuple(n.span() for n in _NUMBERED.finditer(plain, *match.span()))
            found.append(House(*match.span(), levels, _of_numbers(plain, match, numbers)))
    return tuple(found)


def _is_doubtful(plain: str, match: re.Match[str]) -> bool:
    """A lone 号 or 组 that no road or village stands before."""
    if match[0].endswith("号"):
        return not _roads().search(plain, max(0, match.start() - 4), match.start())
    return False


def _of_numbers(plain: str, match: re.Match[str], numbers: tuple[Span, ...]) -> tuple[Span, ...]:
    """The numbers themselves, each right before its word or at the end of the stretch."""
    return tuple(
        (start, end) for start, end in numbers if end == match.end() or _word().match(plain, end) or plain[end] in " -"
    )


@cache
def _lists() -> tuple[str, str]:
    table = terms("personal")["houses"]
    public = alternatives(table["public"])
    units = rf"(?:{alternatives([unit for unit in table['units'] if unit != '号'])}|号(?!{public}))"
    return units, alternatives(table["within"])


@cache
def _word() -> re.Pattern[str]:
    units, within = _lists()
    return re.compile(rf"{units}|{within}")


@cache
def _part() -> re.Pattern[str]:
    units, within = _lists()
    return re.compile(rf"{_NUMBER} ?(?:{units}|{within})")


@cache
def _stretch() -> re.Pattern[str]:
    units, within = _lists()
    villages = alternatives(terms("personal")["houses"]["villages"])
    roads = alternatives(terms("personal")["houses"]["roads"])
    in_village = rf"(?<={_lookbehind(villages)})第?{_NUMBER} ?(?:组|队)"
    head = rf"(?:第?{_NUMBER} ?{units}|[A-Za-z甲乙丙丁]座|{in_village}|(?<={_lookbehind(roads)}){_BARE})"
    return re.compile(rf"(?<![A-Za-z\d第.]){head}(?:附)?(?:[ ,的\-]?{_NUMBER} ?(?:{units}|{within})){{0,6}}{_ROOM}")


def _lookbehind(words: str) -> str:
    """A lookbehind takes one length: each village word is told by its last character."""
    return f"[{''.join(dict.fromkeys(word[-1] for word in words.split('|')))}]"


@cache
def _roads() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(terms('personal')['houses']['roads'])})\Z")
