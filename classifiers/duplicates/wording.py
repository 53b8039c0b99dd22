"""A comment as it is compared: without greeting, punctuation and width, and its numbers in digits."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from corpus.terms import alternatives, terms

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1_000}
_GREAT_PLACES = {"万": 10_000, "亿": 100_000_000}
_LONGEST_NUMERAL = 24
_BREAK = "|"
_MARKS = re.compile(r"[，。！？；：、（）“”…,.;:!?()\[\]{}<>《》〈〉【】〔〕［］‘’\"'~～｜\n|—]+")
_NOT_WORDS = re.compile(r"[^\w|]+|_+")


def clauses(text: str) -> str:
    """The text in lower case and half width, the mainland's characters, ``|`` for punctuation, numbers in digits.

    Clauses that are nothing but greeting, courtesy or thanks are left out, unless there are no others.
    """
    # Without full-width punctuation most texts are in normal form already, which is found out fast.
    plain = _mainland(unicodedata.normalize("NFKC", _MARKS.sub(_BREAK, text)).lower())
    if not plain.replace(_BREAK, "").isalnum():
        plain = _NOT_WORDS.sub("", plain)
    parted = plain.strip(_BREAK)
    kept = _courtesy().sub("", _BREAK + parted).strip(_BREAK) or parted
    return _numerals().sub(lambda found: _digits(found[0]), kept)


def form(clauses_: str) -> str:
    """What of a text is compared: its ``clauses`` without the breaks. Texts of one form are equal."""
    return clauses_.replace(_BREAK, "")


def is_stock(form_: str) -> bool:
    """Is the form of a text nothing but stock answers (没有意见, 都挺好的)?"""
    return _stock().fullmatch(form_) is not None


def number(numeral: str) -> int | None:
    """The value of a numeral in Chinese characters: 三百 is 300, 两千四 is 2400, 二〇一九 is 2019; None if it is none.

    What follows a great place without a smaller one is of the next place: 一百二 is 120.
    """
    if all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = section = 0
    digit: int | None = None
    place = 1
    for sign in numeral:
        if sign in _DIGITS:
            digit, place = _DIGITS[sign], 1 if sign in "零〇○" else place
            continue
        if digit is None and section == 0 and sign != "十":
            return None
        if sign in _PLACES:
            place = _PLACES[sign]
            section += (1 if digit is None else digit) * place
        else:
            place = _GREAT_PLACES[sign]
            section += digit or 0
            total, section = total + section * place if total >= place else (total + section) * place, 0
        digit = None
    if digit is not None:
        section += digit * max(place // 10, 1)
    return total + section


def _mainland(text: str) -> str:
    """The text in the mainland's characters. Most are in its oldest set of characters, and have no others."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return text.translate(_script())
    return text


@lru_cache(maxsize=10_000)
def _digits(numeral: str) -> str:
    value = number(numeral) if len(numeral) <= _LONGEST_NUMERAL else None
    return numeral if value is None else str(value)


@cache
def _script() -> dict[int, int]:
    script = terms("near_duplicates")["script"]
    return str.maketrans(script["traditional"], script["simplified"])


@cache
def _courtesy() -> re.Pattern[str]:
    words = alternatives(terms("near_duplicates")["courtesy"])
    return re.compile(rf"\|(?>{words})++(?=\||$)")


@cache
def _stock() -> re.Pattern[str]:
    return re.compile(rf"(?>{alternatives(terms('near_duplicates')['stock'])})++")


@cache
def _numerals() -> re.Pattern[str]:
    signs = "〇零○一二两三四五六七八九"
    units = alternatives(terms("near_duplicates")["counted_units"])
    return re.compile(rf"[{signs}十][{signs}十百千万亿]+|[{signs}十](?={units})")
