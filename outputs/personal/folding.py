"""One writing of digits, letters and marks, character by character: what is found keeps its place in the text.

Citizens write １３８, 𝟭𝟯𝟴, ①③⑧ or 一三八, and put ﹣ or a full stop between; the finders see 138 and “-”.
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for low, high in ((0x660, 0x66A), (0x6F0, 0x6FA), (0x1D7CE, 0x1D800))
    for code in range(low, high)
}
_CIRCLED = {
    code: str(int(unicodedata.digit(chr(code))))
    for low, high in ((0x2460, 0x2469), (0x24EA, 0x24EB), (0x2776, 0x277F), (0x2780, 0x2789))
    for code in range(low, high)
}
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣﹘─ー"), "-")
_POINTS = dict.fromkeys(map(ord, "·•・‧●"), ".")
_UNSEEN = (0x200B, 0x200C, 0x200D, 0x202A, 0x202C, 0x202D, 0x2060, 0xFEFF)
_BLANKS = dict.fromkeys((0x9, 0xA0, 0x3000, *range(0x2000, 0x200B), *_UNSEEN), " ")
_MARKS = {0x3010: "(", 0x3011: ")", 0x3014: "(", 0x3015: ")", 0x3001: ","}
_TABLE = _DIGITS | _CIRCLED | _WIDE | _DASHES | _POINTS | _BLANKS | _MARKS

_SAID = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳參陸两"
_SPOKEN = str.maketrans(_SAID, "0012345678911234567892362")
_NUMERALS = re.compile(rf"[0-9{_SAID}][0-9{_SAID}Oo .,\-]{{6,}}")
_LETTER_O = re.compile(r"(?<=\d)[Oo]+(?=\d|$)")


def folded(text: str) -> str:
    """The text in one writing, of the same length: ASCII digits and letters, “-” for dashes, “ ” for blanks."""
    return text.translate(_TABLE)


def spoken(plain: str) -> str:
    """A folded text, of the same length, with digits for numerals that stand as such (幺三八…) and for O among digits.

    Only stretches of at least seven: 一 in a sentence stays a word.
    """
    return _NUMERALS.sub(lambda run: _LETTER_O.sub(lambda o: "0" * len(o[0]), run[0].translate(_SPOKEN)), plain)
