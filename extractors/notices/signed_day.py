"""成文日期: a line that is one day and nothing else (GB/T 9704-2012, 7.3.5.4), in digits or in Chinese numerals."""

from __future__ import annotations

import re
from datetime import date

from extractors.clean import squeezed
from extractors.numerals import numeral

_ZERO = str.maketrans("OoОоＯｏ０１２３４５６７８９◯．", "〇〇〇〇〇〇0123456789〇.")
_ZERO_IN_NUMERALS = re.compile(r"(?<=[一二〇○零])0{1,2}(?=[〇○零一二三四五六七八九年])")
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})(?:年|[-./])"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2}|元)(?:月|[-./])"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3}|廿[一二三四五六七八九]?|卅一?)(?:日|号)?"
)
_REMARK = re.compile(r"。$|[（(](?:星期|周|此件|公章|盖章|印章|[^（）()]*公开)[^（）()]*[)）]$")
_PRINTED_BEHIND = re.compile(r"(?:印发|印制|印)[。.]?(?:[（(]?共印.*)?")
_PRINTED_BEFORE = re.compile(r"印[发制](?:日期|时间)[:：]")
_SENTENCE = re.compile(r"[。；，,：:《》]|[于在自以由]$")
_COPIED = re.compile(r"[抄主分][送报]|印发|校对|打字")


def day(text: str) -> date | None:
    """The day that is the whole text, spaces, enclosing brackets, a weekday and a remark (（此件公开发布）) aside; None
    for anything else or no such day."""
    found = _DAY.fullmatch(_plain(_REMARK.sub("", squeezed(text)).strip("（）()")))
    return _date(found) if found else None


def day_at_end(text: str) -> tuple[str, date] | None:
    """What stands before the day that ends a text, and the day; None where the text ends otherwise."""
    bare = _plain(squeezed(text))
    for found in _DAY.finditer(bare):
        if found.end() == len(bare) and (known := _date(found)):
            return bare[: found.start()], known
    return None


def day_in(text: str) -> date | None:
    """The first whole day in a text (a portal's ``成文日期：2019年06月12日 00:00``)."""
    return next((known for known, _ in written_days(text)), None)


def written_days(text: str) -> tuple[tuple[date, str], ...]:
    """Every whole day in a text, left to right, and as it is written there, spaces aside."""
    bare = squeezed(text)
    found = ((_date(match), bare[slice(*match.span())]) for match in _DAY.finditer(_plain(bare)))
    return tuple((known, written) for known, written in found if known)


def imprint_day(text: str) -> date | None:
    """The day of an imprint (…办公室 2018年6月28日印发), None for any other line.

    A sentence that says when something was passed or printed is no imprint, unless it is the list of who gets a copy.
    """
    bare = _plain(squeezed(text)).strip("（）()")
    for found in _DAY.finditer(bare):
        before, behind = bare[: found.start()], bare[found.end() :]
        if _PRINTED_BEFORE.fullmatch(before) and not behind:
            return _date(found)
        if _PRINTED_BEHIND.fullmatch(behind) and (_COPIED.match(before) or not _SENTENCE.search(before)):
            return _date(found)
    return None


def _plain(text: str) -> str:
    """The text with one sign for zero among Chinese numerals and ASCII digits elsewhere. As long as ``text``."""
    return _ZERO_IN_NUMERALS.sub(lambda zeros: "〇" * len(zeros[0]), text.translate(_ZERO))


def _date(found: re.Match[str]) -> date | None:
    month = 1 if found["month"] == "元" else numeral(found["month"])
    written = found["day"].replace("廿", "二十").replace("卅", "三十")
    parts = numeral(found["year"]), month, numeral(written)
    if None in parts:
        return None
    try:
        return date(*(p or 0 for p in parts))
    except ValueError:
        return None
