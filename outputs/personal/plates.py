"""Number plates of vehicles (GA 36): province, letter, five characters.

New energy has six, and 警, 学, 挂, 港, 澳, 领 stand behind four.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.terms import terms
from outputs.personal.context import words_of
from outputs.personal.entity import Entity

_GAP = r"[ .\-]{0,2}"
_CHARACTER = "[A-HJ-NP-Z0-9*]"
_MOST_LETTERS, _MOST_STARS = 2, 3
_BEHIND = re.compile(r"(?:次|号线|省道|国道|县道|高速|〔|\[|股|元|万|吨)")


def plates(plain: str) -> tuple[Entity, ...]:
    """The plates of a folded text, with a point, a hyphen or a blank in them or without.

    Of the characters behind the letter two may be letters, I and O none of them. Without the province only behind 车牌.
    """
    return tuple(sorted(set(_found(plain))))


def _found(plain: str) -> Iterator[Entity]:
    for match in _whole().finditer(plain):
        if _is_plate(match) and not _BEHIND.match(plain, match.end()):
            yield Entity(*match.span(), "plate")
    for match in _without_province().finditer(plain):
        if _is_plate(match):
            yield Entity(*match.span("plate"), "plate")
    for match in _embassy().finditer(plain):
        yield Entity(*match.span(), "plate")


def _is_plate(match: re.Match[str]) -> bool:
    letter, rest = match["letter"].upper(), match["rest"].upper()
    if any((letter + rest).startswith(word) for word in terms("personal")["plate"]["none"]):
        return False
    letters = sum(character.isalpha() and character.isascii() for character in rest)
    return letters <= _MOST_LETTERS and rest.count("*") <= _MOST_STARS


def _tail() -> str:
    """The letter of the place, then what the kinds of plates have behind it: new energy, special, usual."""
    energy = r"[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]"
    special = rf"{_CHARACTER}{{4}} ?[{terms('personal')['plate']['special']}]"
    usual = rf"{_CHARACTER}{{5}}"
    return rf"(?P<letter>[A-HJ-Z]){_GAP}(?P<rest>{energy}|{special}|{usual})(?![A-Za-z0-9*])"


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(rf"[{terms('personal')['plate']['provinces']}]{_GAP}(?i:{_tail()})")


@cache
def _without_province() -> re.Pattern[str]:
    return re.compile(rf"{words_of('plate')}(?:号码|号)?[为是: (]{{0,4}}(?P<plate>(?i:{_tail()}))")


@cache
def _embassy() -> re.Pattern[str]:
    return re.compile(r"(?<![一-鿿])使 ?\d{3}[ .]?\d{3}(?!\d)|(?<=牌)使\d{3}[ .]?\d{3}(?!\d)|\d{6}使(?![一-鿿])")
