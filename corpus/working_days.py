"""Working days (工作日) by the holiday calendar of the State Council's yearly notices, make-up days included."""

from __future__ import annotations

from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_LONGEST = 750
"""Working days, three years: nobody counts more, and the calendar ends sooner."""


def working_day_after(day: date, number: int) -> date | None:
    """The last of so many working days behind a day that does not count itself (行政许可法, article 82).

    None where the calendar does not reach: which days of a coming year are free is not known before the State
    Council's notice (国务院办公厅关于部分节假日安排的通知), and it is never guessed.
    """
    import chinese_calendar  # noqa: PLC0415 - a calendar of twenty years, which only working days need

    if not 0 < number <= _LONGEST:
        return None
    left = number
    try:
        while left:
            day += _ONE_DAY
            left -= chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None
    return day


def is_working_day(day: date) -> bool | None:
    """Whether offices are open on that day, make-up days included; None where the calendar does not reach."""
    import chinese_calendar  # noqa: PLC0415

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def last_working_day(day: date) -> date | None:
    """The working day that a day is, or the nearest before it; None where the calendar does not reach."""
    import chinese_calendar  # noqa: PLC0415

    try:
        while not chinese_calendar.is_workday(day):
            day -= _ONE_DAY
    except NotImplementedError:
        return None
    return day
