"""A worksheet's values as text: without loss, with the digits that the sheet shows, dates as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Value = str | float | bool | date | time | datetime | timedelta

_ESCAPED = re.compile("_x000[dD]_\n?|\r\n?")
_SIGNIFICANT = ".15g"
"""Excel keeps and shows 15 significant digits: 0.30000000000000004 is 0.3 on its screen."""
_SMALL = 10**15
"""Below it a whole number is exact as it stands."""
_PERCENT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What a number format shows as it stands, or says of colours and languages: a percent sign in it counts nothing."""
_ZEROS = re.compile("0{2,30}")

PERCENT = 0
"""The kind of a cell whose format shows hundredths as percent. Any other kind is the least number of digits."""


def number_kind(number_format: str) -> int | None:
    """How a number format changes what a number says: ``PERCENT``, the digits of ``000000``, None for not at all.

    A date's format is not asked for: the value is a date by then. Thousands, decimals and currencies leave the number
    what it is.
    """
    if _ZEROS.fullmatch(number_format):
        return len(number_format)
    return PERCENT if "%" in _PERCENT.sub("", number_format.partition(";")[0]) else None


BUILT_IN: Mapping[int, int] = {9: PERCENT, 10: PERCENT}
"""The kinds of the formats that have a number and no text: 0% and 0.00% (ECMA-376, part 1, 18.8.30)."""


def shown(value: Value, kind: int | None = None) -> str:
    """``120210070900018``, ``0.6``, ``15%``, ``000123``, ``2019-06-30``. How a date is written is not kept."""
    if isinstance(value, str):
        return (_ESCAPED.sub("\n", value) if "\r" in value or "_x000" in value else value).strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number(value, kind)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, timedelta):
        return clock(value)
    return value.isoformat()


def number(value: float, kind: int | None = None) -> str:
    """A number with up to 15 significant digits and never with an exponent."""
    if kind == PERCENT:
        return f"{_plain(value, 2)}%"
    text = _plain(value)
    return text.zfill(kind) if kind is not None and text.isdecimal() else text


def clock(length: timedelta) -> str:
    """A span of time in hours, minutes and seconds: ``30:00:00``."""
    seconds = round(length.total_seconds())
    return f"{'-' * (seconds < 0)}{abs(seconds) // 3600:02d}:{abs(seconds) // 60 % 60:02d}:{abs(seconds) % 60:02d}"


def _plain(value: float, places: int = 0) -> str:
    if not places and -_SMALL < value < _SMALL and value == int(value):
        return str(int(value))
    exact = Decimal(format(value, _SIGNIFICANT)).scaleb(places)
    if not exact.is_finite():
        return str(value)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
