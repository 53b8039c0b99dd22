"""成文日期: a line that is one day and nothing else (GB/T 9704-2012, 7.3.5.4), in digits or in Chinese numerals."""

from __future__ import annotations

import re
from datetime import date

from extractors.clean import squeezed
from extractors.dates import numeral

_ZERO = str.maketrans("OoОо０１２３４５６７８９◯", "〇〇〇〇0123456789〇")
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})(?:年|[-./])"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2}|元)(?:月|[-./])"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3}|廿[一二三四五六七八九]?)(?:日|号)?"
)
_IMPRINT_END = re.compile(r"印发|印制|印$")


def day(text: str) -> date | None:
    """The day that is the whole text, spaces and enclosing brackets aside; None for anything else or no such day."""
    found = _DAY.fullmatch(squeezed(text).strip("（）()").translate(_ZERO))
    return _date(found) if found else None


def day_at_end(text: str) -> tuple[str, date] | None:
    """What stands before the day that ends a text, and the day; None where the text ends otherwise."""
    bare = squeezed(text).translate(_ZERO)
    for found in _DAY.finditer(bare):
        if found.end() == len(bare) and (known := _date(found)):
            return bare[: found.start()], known
    return None


def day_in(text: str) -> date | None:
    """The first whole day in a text (a portal's ``成文日期：2019年06月12日 00:00``)."""
    return next((d for m in _DAY.finditer(squeezed(text).translate(_ZERO)) if (d := _date(m))), None)


def imprint_day(text: str) -> date | None:
    """The day of an imprint (…办公室 2018年6月28日印发), None for any other line."""
    bare = squeezed(text).translate(_ZERO)
    return day_in(bare) if _IMPRINT_END.search(bare) else None


def _date(found: re.Match[str]) -> date | None:
    month = 1 if found["month"] == "元" else numeral(found["month"])
    written = found["day"].replace("廿", "二十")
    parts = numeral(found["year"]), month, numeral(written)
    if None in parts:
        return None
    try:
        return date(*(p or 0 for p in parts))
    except ValueError:
        return None
