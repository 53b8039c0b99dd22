"""Citizens' identity numbers (公民身份号码, GB 11643-1999): region, day of birth, order, check character."""

from __future__ import annotations

import datetime
import re
from functools import cache

from corpus.terms import terms
from outputs.personal.context import announced
from outputs.personal.entity import Entity

_WHOLE = re.compile(r"(?<![\dA-Za-z])[1-8]\d(?:[ \-]{0,2}\d){15}[ \-]{0,2}[\dXx×](?!\d)")
_OLD = re.compile(r"(?<![\d.\-])[1-8]\d{14}(?![\d.])")
_HIDDEN = re.compile(r"(?<![\dA-Za-z])[1-8]\d{2,13}[ ]?[*xX×•]{3,15}[ ]?[\dXx×]{0,4}(?![\dA-Za-z*×])")
_BLANKS = re.compile(r"[ \-]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
"""ISO 7064, MOD 11-2: the check character by the weighted sum modulo 11."""
_LENGTHS = (15, 18)
_REACH = 8
_FIRST_YEAR = 1880


def id_numbers(plain: str) -> tuple[Entity, ...]:
    """The identity numbers of a folded text.

    One of 18 characters is known by region, day and check character, where a digit is mistyped by the word before it;
    one of 15 (before 1999) and one half hidden by stars only by the word, or by its length and region.
    """
    found = list[Entity]()
    for match in _WHOLE.finditer(plain):
        number = _BLANKS.sub("", match[0])
        likely = _has_region(number) and _has_day(number[6:14])
        if likely and (_is_checked(number) or announced(plain, match.start(), "id_number", _REACH)):
            found.append(Entity(*match.span(), "id_number"))
    for match in _OLD.finditer(plain):
        likely = _has_region(match[0]) and _has_day(f"19{match[0][6:12]}")
        if likely and announced(plain, match.start(), "id_number", _REACH):
            found.append(Entity(*match.span(), "id_number"))
    for match in _HIDDEN.finditer(plain):
        told = announced(plain, match.start(), "id_number", _REACH)
        if told or (_has_region(match[0]) and len(_BLANKS.sub("", match[0])) in _LENGTHS):
            found.append(Entity(*match.span(), "id_number"))
    return tuple(sorted(found))


def check_character(first: str) -> str:
    """The last character that belongs to the 17 digits before it."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def _is_checked(number: str) -> bool:
    return check_character(number[:-1]) == number[-1].upper().replace("×", "X")


def _has_region(number: str) -> bool:
    return number[:2] in _provinces()


@cache
def _provinces() -> frozenset[str]:
    return frozenset(terms("personal")["id_number"]["provinces"])


def _has_day(digits: str) -> bool:
    """Whether the eight digits are a day somebody alive or registered may be born on."""
    try:
        born = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= _FIRST_YEAR and born <= datetime.date.today() + datetime.timedelta(days=1)
