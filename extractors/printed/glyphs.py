"""From the code that a PDF font gives to the character that a person reads."""

from __future__ import annotations

import unicodedata
from functools import cache

_SPACES = frozenset("\t\u00a0\u2002\u2003\u2009\u3000 ")
_HYPHENS = frozenset({0x02, 0xFFFE})
"""PDFium marks a hyphen at a line's end with these codes."""
_RADICALS = dict(
    zip(
        "⼾⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "户母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""CJK Radicals Supplement to ideographs (Unicode, EquivalentUnifiedIdeograph.txt), which NFKC leaves alone; and ⼾,
of which it makes the traditional 戶."""


UNKNOWN = "\ufffd"
"""Stands for a character whose font does not say what it is: shown, so that it is not lost in silence."""


@cache
def character(code: int) -> str:
    """The character, one plain space for any space, ``UNKNOWN`` where the font does not say (private use, controls).

    Some programs write the look-alike radicals (⾃, ⻔) and compatibility forms instead of the ideographs (自, 门):
    these, and these alone, are put right. Line ends and zero-width characters are "".
    """
    char = chr(code) if code <= 0x10FFFF else UNKNOWN
    category = unicodedata.category(char)
    if code in _HYPHENS:
        return "-"
    if char in _SPACES:
        return " "
    if category == "Cf" or char in "\r\n":
        return ""
    if category in {"Cc", "Cn", "Co", "Cs"}:
        return UNKNOWN
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return char


def is_wide(char: str) -> bool:
    """Whether the character belongs to Chinese text: ideographs, full-width forms, Chinese punctuation."""
    return char >= "\u2e80" or char in "“”‘’—…·"
