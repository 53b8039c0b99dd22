"""Numbers as official documents write them, in digits and in Chinese numerals."""

from __future__ import annotations

import re

_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}


def numeral(text: str) -> int | None:
    """The number that digits or Chinese numerals up to 99 write, a year's digit by digit (二〇一九); None if none."""
    if digits := re.search(r"\d+", text):
        return int(digits[0])
    signs = re.match(r"[〇零○一二两三四五六七八九十]+", text)
    if signs is None:
        return None
    if "十" in signs[0]:
        tens, _, ones = signs[0].partition("十")
        return _CHINESE.get(tens, 1) * 10 + _CHINESE.get(ones, 0)
    return int("".join(str(_CHINESE[c]) for c in signs[0]))


def year_number(text: str) -> int | None:
    """The year that 2021年, 二〇二一年, 二0二一年 and 21年 write."""
    number = numeral(text.replace("0", "〇") if text.startswith(("一", "二")) else text)
    return number + 2000 if number is not None and number < 100 else number
