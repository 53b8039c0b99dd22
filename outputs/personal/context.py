"""The words beside a number: what announces it, and what makes it a number of something else."""

from __future__ import annotations

import re
from functools import cache

from corpus.terms import alternatives, terms

_BETWEEN_SENTENCES = r"[^\n。!?;]"


def words_of(section: str, key: str = "words") -> str:
    """The words of ``data/personal.toml`` as a regular expression; a Latin word is none inside a longer one,
    unless its capitals set it apart (163.comQQ)."""
    words: list[str] = terms("personal")[section][key]
    latin = [word for word in words if word.isascii()]
    other = [word for word in words if not word.isascii()]
    either = [rf"(?i:{alternatives(other)})"] if other else []
    if latin:
        capitals = alternatives([word.upper() for word in latin])
        either.append(rf"(?:(?<![A-Za-z])(?i:{alternatives(latin)})|(?<=[a-z])(?:{capitals}))(?:(?<=:)|(?![A-Za-z]))")
    return f"(?:{'|'.join(either)})"


@cache
def _of_something() -> re.Pattern[str]:
    return re.compile(rf"(?:{words_of('number', 'of_something')})[号码为是:\s#.(]{{0,4}}\Z")


@cache
def _measures() -> re.Pattern[str]:
    return re.compile(rf"[ +多余]{{0,2}}(?:{alternatives(terms('personal')['number']['measures'])})")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"[ +多余]{{0,2}}(?:{alternatives(terms('personal')['number']['counted'])})")


@cache
def _announcing(section: str, reach: int) -> re.Pattern[str]:
    return re.compile(rf"(?:{words_of(section)}){_BETWEEN_SENTENCES}{{0,{reach}}}\Z")


def is_of_something(plain: str, start: int, end: int) -> bool:
    """Whether the number there measures something or names a paper: 订单号…, …元."""
    return bool(_of_something().search(plain, max(0, start - 16), start) or _measures().match(plain, end))


def counts_something(plain: str, start: int, end: int) -> bool:
    """The same for a number that looks like any other: it may also count persons or things (…人, …次)."""
    return is_of_something(plain, start, end) or bool(_counted().match(plain, end))


def announced(plain: str, at: int, section: str, reach: int) -> bool:
    """Whether a word of the section stands at most ``reach`` characters before the place, in the same sentence."""
    return bool(_announcing(section, reach).search(plain, max(0, at - reach - 16), at))
