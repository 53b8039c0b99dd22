"""The forms of characters that a recogniser cannot see in the picture: full or half width, spaces between ideographs.

Only the form is settled, never the character: 〔 is not put for [, and no word is corrected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.printed.glyphs import is_wide
from extractors.scans.recognition import Glyph

_FULL = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}
_BRACKETS = {"(": "（", ")": "）"}
_PAGE_NUMBER = re.compile("[一—–-]{1,2}[0-9]{1,4}[一—–-]{1,2}")
"""A line that is a page's number between dashes (GB/T 9704-2012, 7.5), which look like the numeral 一."""
_ONE_PLACE = 0.3
"""Two marks nearer to each other than this, by the usual step of the line, are one mark that was read twice."""


def is_ideograph(char: str) -> bool:
    """Whether the character is a Chinese one (CJK Unified Ideographs and extension A)."""
    return "\u3400" <= char <= "\u9fff"


def chinese_forms(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The characters of a line as Chinese text has them.

    In a line with ideographs, punctuation is of full width but between digits and letters (12,345; 9:30), brackets are
    where an ideograph stands in them or beside them, and both of a pair have one form (〔2024〕); a space is one only
    between Latin words.
    """
    kept = [glyph for i, glyph in enumerate(glyphs) if glyph.text != " " or _between_words(glyphs, i)]
    kept = _each_once(kept)
    texts = [glyph.text for glyph in kept]
    if any(map(is_ideograph, texts)):
        texts = _brackets([_mark(texts, i) for i in range(len(texts))])
    texts = _square(texts)
    if _PAGE_NUMBER.fullmatch("".join(texts)):
        texts = [text if text.isdecimal() else "—" for text in texts]
    return tuple(glyph._replace(text=text) for glyph, text in zip(kept, texts, strict=True))


def _between_words(glyphs: Sequence[Glyph], at: int) -> bool:
    return 0 < at < len(glyphs) - 1 and not is_wide(glyphs[at - 1].text) and not is_wide(glyphs[at + 1].text)


def _each_once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Of two marks at one place the surer."""
    steps = [after.centre - before.centre for before, after in pairwise(glyphs)]
    usual = median(steps) if steps else 0.0
    kept: list[Glyph] = []
    for glyph in glyphs:
        before = kept[-1] if kept else None
        if (
            before
            and _is_mark(before.text)
            and _is_mark(glyph.text)
            and glyph.centre - before.centre < _ONE_PLACE * usual
        ):
            kept[-1] = max(before, glyph, key=lambda g: g.confidence)
        else:
            kept.append(glyph)
    return kept


def _is_mark(char: str) -> bool:
    return unicodedata.category(char[0]).startswith("P") if char else False


def _square(texts: Sequence[str]) -> list[str]:
    """〔 that ends in ], or [ that ends in 〕: a pair has one form, and only one of the two is a document number's."""
    shown = list(texts)
    for start, text in enumerate(texts):
        end = next((at for at in range(start + 1, len(texts)) if texts[at] in "]〕"), None)
        if end is not None and text in "[〔" and (text == "〔") != (texts[end] == "〕"):
            shown[start], shown[end] = "〔", "〕"
    return shown


def _mark(texts: Sequence[str], at: int) -> str:
    inside = 0 < at < len(texts) - 1 and _plain(texts[at - 1]) and _plain(texts[at + 1])
    return texts[at] if inside else _FULL.get(texts[at], texts[at])


def _plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _brackets(texts: list[str]) -> list[str]:
    """Both brackets of a pair in one form; one alone by what stands beside it."""
    shown = list(texts)
    open_at: list[int] = []
    for at, text in enumerate(texts):
        if text in "(（":
            open_at.append(at)
        elif text in ")）":
            start = open_at.pop() if open_at else at
            if _chinese_around(texts, start, at):
                shown[start] = _BRACKETS.get(shown[start], shown[start])
                shown[at] = _BRACKETS.get(text, text)
    for at in open_at:
        if _chinese_around(texts, at, at):
            shown[at] = _BRACKETS.get(shown[at], shown[at])
    return shown


def _chinese_around(texts: Sequence[str], start: int, end: int) -> bool:
    return any(text in "（）" or is_wide(text) for text in texts[max(0, start - 1) : end + 2])
