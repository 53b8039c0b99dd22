"""Numbers and days as an official document writes them."""

from __future__ import annotations

from datetime import date

_DIGITS = "〇一二三四五六七八九"


def heading_number(number: int) -> str:
    """The number of a heading of the first level, 1 to 99: ``十二`` (GB/T 9704-2012, 7.3.3)."""
    tens, ones = divmod(number, 10)
    before = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return before + (_DIGITS[ones] if ones else "")


def chinese_day(day: date) -> str:
    """``2026年3月2日``: without noughts (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
