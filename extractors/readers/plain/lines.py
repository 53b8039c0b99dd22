"""Lines of plain text: what the converter or the page left among them, and sentences that a page break cut."""

from __future__ import annotations

import re

_BREAK = re.compile("\r\n|[\r\n\v\x85\u2028\u2029]")
_MARK = re.compile(r"\[(?:bookmark|image): [^\[\]]*\]")
_NUMBERING = re.compile(
    r"[(（]?(?:[一二三四五六七八九十百]{1,4}|\d{1,3})[)）、.．](?!\d)|第[一二三四五六七八九十百\d]{1,4}[章节条]|[①-⑳]"
)
_BULLET = re.compile(rf"^\s*[-*+•]\s+(?={_NUMBERING.pattern})")
_DASH = r"[-‐‑–—―－─]"
_FURNITURE = re.compile(rf"{_DASH}\s*\d{{1,4}}\s*{_DASH}|第\s*\d{{1,4}}\s*页(?:\s*[,，/]?\s*共\s*\d{{1,4}}\s*页)?")
_LABELLED = re.compile(r"\s*(?:附\s*件|附\s*表|抄\s*送|主\s*送|联系人|注)")
_CLOSING = "”’\"'」』》〉）)】〕］]*"
_SENTENCE_END = tuple("。！？；：!?;:…" + _CLOSING)
_PAUSE = tuple("，、,")
_PROSE = re.compile("[，。、；：,;:]")
_WHOLE = re.compile("[。；：;:]")
_SHORTEST_REST = 12
"""Characters: what follows a cut is the rest of a paragraph; a signature or a heading is shorter."""


def lines_of(text: str) -> list[str]:
    """The lines of a text: Windows, old Mac and Unix ends, and the soft breaks of word processors."""
    return _BREAK.split(text)


def cleaned(line: str) -> str:
    """The line without a converter's marks (``[bookmark: …]``) and without the bullet before a numbering."""
    return _BULLET.sub("", _MARK.sub("", line))


def is_page_number(line: str) -> bool:
    """Whether the line is nothing but a page number between dashes (GB/T 9704-2012, 7.5) or 第 3 页."""
    return _FURNITURE.fullmatch(line.replace("*", "").strip()) is not None


def goes_on(before: str, after: str, page_break: bool) -> bool:
    """Whether ``after`` is the rest of the sentence in ``before``, with blank lines or a page break between the two.

    Over a page break it is enough that ``before`` is prose without an end. Over mere blank lines (a page number that
    the recognition lost) ``before`` must also stop at a pause or after a whole sentence, and ``after`` must end one.
    """
    head, rest = before.strip(), after.strip()
    if not head or not rest or head.endswith(_SENTENCE_END):
        return False
    if _NUMBERING.match(rest) or _LABELLED.match(head) or _LABELLED.match(rest):
        return False
    if not (_WHOLE if _NUMBERING.match(head) else _PROSE).search(head):
        return False  # a heading or a title
    if page_break:
        return True
    ended = rest.rstrip(_CLOSING).endswith(("。", "！", "？", "；", ";"))
    return ended and len(rest) >= _SHORTEST_REST and (head.endswith(_PAUSE) or "。" in head)
