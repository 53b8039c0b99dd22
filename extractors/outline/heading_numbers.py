"""The number in front of a heading or an item: its form and what it counts (GB/T 9704-2012, 7.3.3; 章 and 条)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from string import whitespace

from extractors.clean import plain_digits
from extractors.readers.list_numbers import chinese
from extractors.readers.list_numbers import shown as in_format


class Form(IntEnum):
    """How a number is written, the outermost first."""

    PART = 1
    BOOK = 2
    CHAPTER = 3
    SECTION = 4
    ARTICLE = 5
    HAN = 6
    HAN_BRACKET = 7
    ARABIC = 8
    ARABIC_BRACKET = 9
    CIRCLED = 10

    @property
    def of_laws(self) -> bool:
        return self <= Form.ARTICLE


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was found: its form, what it counts, and its characters in the line (``end`` is behind it)."""

    form: Form
    value: int
    start: int
    end: int


_HAN = "[一二三四五六七八九十百零〇]{1,5}"
_LAW = {"部分": Form.PART, "编": Form.BOOK, "章": Form.CHAPTER, "节": Form.SECTION, "条": Form.ARTICLE}
_BEFORE = f"{whitespace}\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff-•●*·#"
"""What may stand before a number: spaces, and the bullets and signs of Markdown and of word processors."""
_OPENED = r"(?:[（(]\s*)?"
_CLOSED = r"\s*[)）][、.．]?"
_DOT = r"\s*[、.．]"
_NO_FRACTION = r"(?!\s?\d(?!\d{0,3}\s*[年月]))"
"""1.5 is no item 1; ``1.5月10日前`` and ``2.2026年`` are items that begin with a date."""
_NO_LIST = rf"(?!\s*{_HAN}\s*[、，和及至等级类季月产是])"
"""一、二等奖 and 七、八月份 are no headings."""
_PATTERNS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (Form.HAN_BRACKET, re.compile(rf"{_OPENED}(?P<value>{_HAN}){_CLOSED}|(?P<sign>[㈠-㈩])")),
    (Form.ARABIC_BRACKET, re.compile(rf"{_OPENED}(?P<value>\d{{1,3}}){_CLOSED}|(?P<sign>[⑴-⒇])")),
    (Form.HAN, re.compile(rf"(?P<value>{_HAN}){_DOT}{_NO_LIST}")),
    (Form.ARABIC, re.compile(rf"(?:(?P<value>\d{{1,3}}){_DOT}|(?P<sign>[⒈-⒛])){_NO_FRACTION}")),
    (Form.CIRCLED, re.compile(r"(?P<sign>[①-⑳])")),
)
_LAW_NUMBER = re.compile(rf"第\s*(?P<value>{_HAN}|\d{{1,3}})\s*(?P<unit>部分|[编章节条])")
_CITED = re.compile(r"[、，,；;至和及与或的中第》”]|规定|修改|所|之|款|项|[（(][一二三四五六七八九十\d]")
"""What follows 第三条 where a sentence speaks of the article; behind the article's own number stands its text."""


def read_number(line: str) -> Number | None:
    """The number that this line begins with, bullets (``- ``) before it passed over; None where there is none."""
    line = plain_digits(line)
    start = len(line) - len(line.lstrip(_BEFORE))
    if law := _LAW_NUMBER.match(line, start):
        value = 0 if _CITED.match(line, law.end()) else _value(law["value"])
        return Number(_LAW[law["unit"]], value, start, law.end()) if value else None
    for form, pattern in _PATTERNS:
        if found := pattern.match(line, start):
            sign = found.groupdict().get("sign")
            value = _of_sign(sign) if sign else _value(found["value"])
            return Number(form, value, start, found.end()) if value else None
    return None


def shown(form: Form, value: int) -> str:
    """The number as the standard writes it: 三、 （三） 3. （3） ③ 第三章."""
    return _SHOWN[form](value)


def marker(form: Form, value: int) -> re.Pattern[str]:
    """A pattern that finds this number anywhere in running text, however its signs are wide."""
    han, circled = chinese(value), _circled(value)
    within = {
        Form.HAN: rf"(?<![一二三四五六七八九十]){han}\s*[、.．]|{han}是|第{han}，",
        Form.HAN_BRACKET: rf"[（(]?\s*(?<![一二三四五六七八九十]){han}\s*[)）]|{han}是",
        Form.ARABIC: rf"(?<!\d){value}\s*[、.．)）](?!\d)",
        Form.ARABIC_BRACKET: rf"(?<!\d){value}\s*[)）]" + ("" if circled.isdecimal() else f"|{circled}"),
        Form.CIRCLED: circled,
    }
    return re.compile(within.get(form, re.escape(_SHOWN[form](value))))


def _circled(value: int) -> str:
    return in_format(value, "decimalEnclosedCircle")


def _unit(unit: str) -> Callable[[int], str]:
    return lambda value: f"第{chinese(value)}{unit}"


_SHOWN: dict[Form, Callable[[int], str]] = {
    **{form: _unit(unit) for unit, form in _LAW.items()},
    Form.HAN: lambda value: f"{chinese(value)}、",
    Form.HAN_BRACKET: lambda value: f"（{chinese(value)}）",
    Form.ARABIC: lambda value: f"{value}.",
    Form.ARABIC_BRACKET: lambda value: f"（{value}）",
    Form.CIRCLED: _circled,
}
_BY_NUMERAL = {chinese(value): value for value in range(1, 1000)}
_FIRST_SIGNS = "㈠⑴⒈①"


def _value(text: str) -> int:
    """0 where the characters are no number (十百)."""
    return int(text) if text.isdecimal() else _BY_NUMERAL.get(text.replace("〇", "零"), 0)


def _of_sign(sign: str) -> int:
    """Signs that hold a number follow one another in Unicode."""
    first = max((s for s in _FIRST_SIGNS if s <= sign), key=ord)
    return ord(sign) - ord(first) + 1
