"""One writing of digits, letters and marks, character by character: what is found keeps its place in the text.

Citizens write １３８, 𝟭𝟯𝟴, ①③⑧, 1️⃣3️⃣8️⃣ or 一三八, and put ﹣ or a full stop between; the finders see 138 and “-”.
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for low, high in ((0x660, 0x66A), (0x6F0, 0x6FA), (0x966, 0x970), (0xE50, 0xE5A), (0x1D7CE, 0x1D800))
    for code in range(low, high)
}
_CIRCLED_RANGES = (
    *((0xB2, 0xB4), (0xB9, 0xBA), (0x2070, 0x2071), (0x2074, 0x207A), (0x2080, 0x208A)),
    *((0x2460, 0x2469), (0x2474, 0x247D), (0x2488, 0x2491), (0x24EA, 0x24EB), (0x24F5, 0x24FE)),
    *((0x2776, 0x277F), (0x2780, 0x2789), (0x278A, 0x2793)),
)
"""High and low ones, in circles, in brackets, with a point."""
_CIRCLED = {code: str(int(unicodedata.digit(chr(code)))) for low, high in _CIRCLED_RANGES for code in range(low, high)}
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣﹘─ー"), "-")
_POINTS = dict.fromkeys(map(ord, "·•・‧●"), ".")
_UNSEEN = (0xAD, 0x34F, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x3164, 0xFEFF)
_KEYS = (0xFE0E, 0xFE0F, 0x20E3)
"""What makes a digit a key: 1️⃣3️⃣8️⃣."""
_BLANKS = dict.fromkeys((0x9, 0xA0, 0x3000, *range(0x2000, 0x200B), *_UNSEEN, *_KEYS), " ")
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
