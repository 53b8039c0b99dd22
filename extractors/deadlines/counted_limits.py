"""Time limits that are counted (收文之日起30个工作日内): what they say, and their last day where it can be known."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

from corpus.records import Counted, CountUnit
from corpus.terms import alternatives, terms
from corpus.working_days import working_day_after
from extractors.deadlines.dates import Anchor
from extractors.numerals import numeral

_NUMERAL = re.compile(r"\d+|[一二两三四五六七八九十]+")
_AHEAD = re.compile(r"之?前|(?:至少|不少于)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|日|天)")
"""What follows the event in 会前3天 and 开工15日前."""


def counted(duration: str, event: str | None, ahead: bool = False) -> Counted | None:
    """``30个工作日内`` as number and unit, of ``3至5日`` the outer; None for halves and for units that have no name."""
    numerals = [] if "半" in duration else _NUMERAL.findall(duration)
    number = numeral(numerals[-1]) if numerals else None
    unit = next((unit for word, unit in _units().items() if word in duration), None)
    return Counted(number, unit, event or None, ahead) if number and unit else None


def event_ahead(written: str) -> str:
    """The event of days ahead: 会 of 会前3天, 开工 of 开工15日前."""
    return _AHEAD.split(written, maxsplit=1)[0]


def last_day(limit: Counted, event: date) -> date | None:
    """The day that a limit ends on, counted from the day of its event.

    The day of the event does not count (民法典, article 201). Months end on the day of the same number, or on the
    month's last where it has none (article 202). Working days leave out weekends and holidays; natural days count
    them, and a limit that ends on one stays there: that it then moves to the next working day (article 203) is for a
    person to say, the notice does not. Hours have no day, for the hour of the event is not known.
    """
    return None if limit.ahead else _COUNTS[limit.unit](event, limit.number)


def _days_after(day: date, number: int) -> date:
    return day + timedelta(days=number)


def _weeks_after(day: date, number: int) -> date:
    return day + timedelta(weeks=number)


def _months_after(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_COUNTS: Mapping[CountUnit, Callable[[date, int], date | None]] = {
    CountUnit.WORKING_DAY: working_day_after,
    CountUnit.DAY: _days_after,
    CountUnit.WEEK: _weeks_after,
    CountUnit.MONTH: _months_after,
    CountUnit.HOUR: lambda _day, _number: None,
}


def day_of_issue(event: str, before: str, origin: Anchor) -> date | None:
    """The day of an event that is the notice's own issue (本通知印发之日, 发文之日): that of its signing.

    It is that of another document where one is named (整改方案印发之日), and where the sentence spoke of issuing
    something ``before`` (方案审定后印发，自印发之日起). 公布 and 公示 without 本公告 are the notice's own only where it
    is an announcement itself.
    """
    found = _issue().fullmatch(event)
    if found is None:
        return None
    words = terms("deadlines")["issue"]
    if found["own"] is None and found["now"] is None:
        announced = found["verb"] in words["announcing"]
        if announced and origin.kind not in words["announcements"]:
            return None
        if found["verb"] in before or before.endswith(tuple(words["documents"])):
            return None
    return origin.signed


@cache
def _issue() -> re.Pattern[str]:
    words = terms("deadlines")["issue"]
    own = rf"(?:本|此)(?:{alternatives(words['documents'])})|(?:{alternatives(words['bare'])})"
    verbs = alternatives([*words["issuing"], *words["announcing"]])
    return re.compile(rf"(?P<own>{own})?(?:正式)?(?P<verb>{verbs})(?:之[日时]|当[日天]|日)?|(?P<now>即日|今日|今天)")


@cache
def _units() -> dict[str, CountUnit]:
    """Words to units, in the order of the file: 工作日 before 日."""
    return {word: CountUnit(unit) for word, unit in terms("deadlines")["units"].items()}
