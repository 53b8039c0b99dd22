"""Dates as notices write them: the period that a phrase names, and the year that it leaves out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.records import Notice
from corpus.working_days import last_working_day
from extractors.numerals import numeral, year_number

Atom = tuple[str, str]
"""What a piece of a time expression is (YEAR, MONTH, DAY, TENDAY …) and its text."""

_RELATIVE_YEARS = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "翌": 1, "下": 1, "后": 2, "去": -1, "上": -1, "前": -2}
_RELATIVE_DAYS = {"今": 0, "即": 0, "明": 1, "后": 2}
_WEEKDAYS = {day: at for at, day in enumerate("一二三四五六日")} | {"天": 6}
_TEN_DAYS = {"上": (1, 10), "中": (11, 20), "下": (21, 0)}
_LOOKS_BACK = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The year that a notice speaks from (None: it has none), the day it was signed, and which kind it is of."""

    year: int | None = None
    signed: date | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of what a phrase names, both None where the year cannot be known."""

    start: date | None
    end: date | None
    year_inferred: bool = False


def anchor(notice: Notice | None) -> Anchor:
    """The year of the signed date, else of the document number, else of the title."""
    if notice is None:
        return Anchor()
    if notice.date:
        return Anchor(notice.date.year, notice.date, notice.kind)
    for text in (notice.number, notice.number_raw, notice.title):
        if found := re.search(r"(?:19|20)\d{2}", text or ""):
            return Anchor(int(found[0]), kind=notice.kind)
    return Anchor(kind=notice.kind)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def period(atoms: Sequence[Atom], origin: Anchor) -> Period:
    """What a point or a stretch of time covers, from its first to its last day.

    A month, a quarter or a year that is named ends with its last day: "2月前" is by the end of February, the
    reading of the performance offices. A ten-day period ends on the 10th, the 20th or the last day of its month.
    下周一, 明天 and 月底 are counted from the day of signing; a date that stands beside a weekday goes before it.
    """
    kinds = [kind for kind, _ in atoms]
    cut = kinds.index("DASH") if "DASH" in kinds else len(atoms)
    first, second = dict(atoms[:cut]), dict(atoms[cut + 1 :])
    if not second:
        return _period(first, origin)
    head = _period(first, origin)
    if "MONTHDAY" in second:
        second["ISO"] = first["ISO"][:5] + second["MONTHDAY"]
    if second.get("MONTH") == "月" and "MONTH" in first:
        del second["MONTH"]
    carried = {k: v for k, v in first.items() if k == "YEAR" or (k == "MONTH" and "MONTH" not in second)}
    tail = _period(carried | second, origin)
    if head.start and tail.end and tail.end < head.start and "YEAR" not in second:
        tail = _period(carried | second, Anchor(head.start.year + 1)) if "YEAR" not in first else _later(tail)
    return Period(head.start, tail.end, head.year_inferred or tail.year_inferred)


def _later(found: Period) -> Period:
    """The same days a year on: "2019年11月至2月" ends in 2020."""
    if found.start is None or found.end is None:
        return found
    start = found.start.replace(day=1, year=found.start.year + 1)
    last = month_end(found.end.year, found.end.month) == found.end
    moved = month_end(start.year, found.end.month) if last else found.end.replace(year=found.end.year + 1)
    return Period(start, moved, year_inferred=True)


def _period(atoms: dict[str, str], origin: Anchor) -> Period:
    found = _span(atoms, origin)
    if "LASTDAY" not in atoms or found.end is None:
        return found
    last = last_working_day(found.end) if atoms["LASTDAY"].endswith("工作日") else found.end
    return replace(found, start=last, end=last) if last else Period(None, None)


def _span(atoms: dict[str, str], origin: Anchor) -> Period:
    if "ISO" in atoms:
        written, month, day = (int(n) for n in re.findall(r"\d+", atoms["ISO"].removesuffix("00:00:00")))
        return _days(written, (month, day), (month, day), False)
    if "ISOMONTH" in atoms:
        written, month = (int(n) for n in re.findall(r"\d+", atoms["ISOMONTH"]))
        return _days(written, (month, 1), (month, 0), False)
    if from_signing := _from_signing(atoms, origin.signed):
        return from_signing
    year, inferred = _year(atoms.get("YEAR"), origin)
    span = _months_and_days(atoms)
    if year is None or span is None:
        return Period(None, None)
    found = _days(year, *span, inferred)
    if inferred and origin.signed and found.end and found.end < origin.signed - _LOOKS_BACK:
        return _days(year + 1, *span, True)
    return found


def _from_signing(atoms: dict[str, str], signed: date | None) -> Period | None:
    """What 下周一, 明天, 月底 and 本季度 mean, as seen from the day of signing; None for what names its own month."""
    if "MONTH" in atoms and numeral(atoms["MONTH"]):
        return None
    if not atoms.keys() & {"MONTH", "WEEK", "DAYWORD", "NOW", "THISQUARTER"}:
        return _next_such_day(numeral(atoms["DAY"]) or 0, signed) if "DAY" in atoms else None
    if signed is None:
        return Period(None, None)
    if "MONTH" in atoms:
        year, month = divmod(signed.year * 12 + signed.month - 1 + ("下" in atoms["MONTH"]), 12)
        return _days(year, *_days_of_month(month + 1, atoms), True)
    if "THISQUARTER" in atoms:
        last = (signed.month + 2) // 3 * 3
        return _days(signed.year, (last - 2, 1), (last, 0), True)
    if "WEEK" in atoms:
        monday = signed - timedelta(days=signed.weekday())
        day = monday + timedelta(days=_WEEKDAYS[atoms["WEEK"][-1]] + 7 * (atoms["WEEK"][0] == "下"))
    else:
        day = signed + timedelta(days=_RELATIVE_DAYS[(atoms.get("DAYWORD") or atoms["NOW"])[0]])
    return Period(day, day, True)


def _next_such_day(number: int, signed: date | None) -> Period:
    """The day of the signing's own month that 20日 names, if it is still to come: which month else, nobody said."""
    if signed is None or number < signed.day:
        return Period(None, None)
    return _days(signed.year, (signed.month, number), (signed.month, number), True)


def _year(text: str | None, origin: Anchor) -> tuple[int | None, bool]:
    if text is None:
        return origin.year, origin.year is not None
    if text[0] in _RELATIVE_YEARS:
        return (None, False) if origin.year is None else (origin.year + _RELATIVE_YEARS[text[0]], True)
    return year_number(text), False


_Day = tuple[int, int]
"""Month and day; day 0 is the month's last."""


def _months_and_days(atoms: dict[str, str]) -> tuple[_Day, _Day] | None:
    if "MONTH" in atoms:
        return _days_of_month(numeral(atoms["MONTH"]) or 0, atoms)
    if "QUARTER" in atoms:
        quarter = numeral(atoms["QUARTER"].removeprefix("第")) or 1
        return (quarter * 3 - 2, 1), (quarter * 3, 0)
    if "HALF" in atoms:
        return ((1, 1), (6, 0)) if atoms["HALF"][0] == "上" else ((7, 1), (12, 0))
    if "FEAST" in atoms:
        return None
    if atoms.keys() & {"YEAREND", "BOTTOM"}:
        return (12, 1), (12, 0)
    return ((1, 1), (12, 0)) if atoms.keys() & {"YEAR", "INYEAR"} else None


def _days_of_month(month: int, atoms: dict[str, str]) -> tuple[_Day, _Day]:
    if "DAY" in atoms:
        day = numeral(atoms["DAY"]) or 0
        return (month, day), (month, day)
    if "TENDAY" not in atoms:
        return (month, 1), (month, 0)
    parts = sorted(_TEN_DAYS[part] for part in atoms["TENDAY"].removesuffix("旬"))
    return (month, parts[0][0]), (month, parts[-1][1])


def _days(year: int, first: _Day, last: _Day, inferred: bool) -> Period:
    """The period of these days; both None where the calendar has no such day (30 February)."""
    try:
        start, end = (date(year, m, d) if d else month_end(year, m) for m, d in (first, last))
    except ValueError:
        return Period(None, None)
    return Period(start, end, inferred)
