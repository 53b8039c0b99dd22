"""Text without what converters, web pages and recognition left in it. Punctuation stays as the document has it."""

from __future__ import annotations

import re

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffc]")
_CONVERTER_MARK = re.compile(r"\[(?:bookmark|image): [^\[\]]*\]")
_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_CJK = "\u2e80-\u2fdf\u3003-\u30ff\u31c0-\u9fff\uf900-\ufaff"
_CJK_OR_MARK = _CJK + "\u3000-\u3002！-／：-＠［-｀｛-～“”‘’…—·"
_SPACE_AT_CJK = re.compile(rf"(?<=[{_CJK_OR_MARK}]) (?=[{_CJK_OR_MARK}])")
_SPACE_IN_LATIN = re.compile(r"(?<=[A-Za-z]) (?=[A-Za-z\d])|(?<=\d) (?=[A-Za-z]{2})")
_FULL_WIDTH = str.maketrans("[](){}<>,:;!?［］【】﹝﹞〔〕〈〉", "〔〕（）｛｝〈〉，：；！？〔〕〔〕〔〕〔〕〈〉")

_FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def visible(text: str) -> str:
    """The text without invisible characters and converters' marks, each run of spaces (of any kind) as it was long."""
    bare = _CONVERTER_MARK.sub("", _INVISIBLE.sub("", text))
    return _SPACES.sub(lambda run: " " * len(run.group()), bare)


def clean(text: str) -> str:
    """The text for a record: one line, single spaces, and none of those that recognition puts between characters.

    "以 高质量发展" becomes "以高质量发展"; "GDP 增长" and "5 个工作日" keep their space.
    """
    return _SPACE_AT_CJK.sub("", _SPACES.sub(" ", visible(text))).strip()


def squeezed(text: str) -> str:
    """The text without any space but those between Latin words, or such a word and a figure: titles, names, numbers."""
    single = _SPACES.sub(" ", visible(text)).strip()
    kept = _SPACE_IN_LATIN.sub("\0", single)
    return kept.replace(" ", "").replace("\0", " ")


def matching(text: str) -> str:
    """The text in one width of punctuation, for comparing only. As long as ``text``, so spans carry over.

    Brackets of years become 〔〕, angle brackets 〈〉, round ones （）.
    """
    return text.translate(_FULL_WIDTH)


def plain_digits(text: str) -> str:
    """The text with ASCII digits for full-width ones (２０２６ is 2026). As long as ``text``, so spans carry over."""
    return text.translate(_FULL_WIDTH_DIGITS)
