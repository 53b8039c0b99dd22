"""The caption of a table: what the page calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Paragraph
from corpus.terms import terms
from extractors.clean import squeezed
from extractors.column_meanings import comparable

_LONGEST = 80
_REACH = 4
"""Paragraphs above a table among which its caption is looked for."""
_NUMBERING = re.compile(
    r"^[-•\s]*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d{1,2}[.．、](?!\d))\s*"
)
_SENTENCE = re.compile(r"[。；;：:！!？?，,]\s*$|。.")
_ANNEX = re.compile(r"^附[件表]\s*(?:[\d一二三四五六七八九十]+\s*)?[:：]?$")
_ANNEX_LIST = re.compile(r"^附[件表]\s*(?:\d+\s*)?[:：]")
_FORM_LINE = re.compile(
    r"^(?:计量|金额)?单位[:：(（]|^(?:填报|填表|报送|制表|编制)(?:单位|部门|人|日期|时间)[:：(（]|^\d{4}年\d+月\d+日$"
)
_FURNITURE = re.compile(
    r"^[—–\-_·\s\d*]*$|^第\s*\d+\s*页(?:[，,/\s]*共\s*\d+\s*页)?$|^[（(]?(?:续[上前]?[表页]|接上[表页])[）)]?$"
)
_CONTINUED = re.compile(r"[（(]续(?:表|上表|[一二三四五六七八九十\d]+)?[）)]|^续[:：]?")


def caption(above: Sequence[Paragraph], titles: Sequence[str], sheet: str | None) -> str | None:
    """The title row within the grid, else the nearest title-like paragraph above it, else the sheet's name.

    ``above`` are the paragraphs since the table before, in order. Centred lines of one title are joined.
    """
    within = [title for title in titles if _is_title(title)]
    if within:
        return _shown(within[0])
    nearest = [p for p in above if not parts_no_table(p.text)][-_REACH:]
    for at in range(len(nearest) - 1, -1, -1):
        if _is_title(nearest[at].text):
            return _shown(_whole_title(nearest, at))
    return sheet


def parts_no_table(text: str, caption_before: str | None = None) -> bool:
    """Page numbers, 续表, and the caption of the table before said once more: they do not part a table."""
    text = text.strip()
    if _FURNITURE.match(text) or _FORM_LINE.match(text):
        return True
    if caption_before is None:
        return False
    once_more = _CONTINUED.sub("", text)
    if once_more != text and _ANNEX.match(once_more):
        return True
    return comparable(_shown(once_more)) == comparable(caption_before)


def _is_title(text: str) -> bool:
    text = text.strip()
    if not text or len(comparable(text)) > _LONGEST or _SENTENCE.search(text):
        return False
    return not (_ANNEX.match(text) or _ANNEX_LIST.match(text) or _FORM_LINE.match(text) or _is_about_the_page(text))


def _is_about_the_page(text: str) -> bool:
    """来源：… 发布时间：… above the text of a portal's page."""
    label, colon, _ = text.replace(":", "：").partition("：")
    return bool(colon) and squeezed(label) in terms("notices")["head"]["furniture"]


def _whole_title(paragraphs: Sequence[Paragraph], last: int) -> str:
    """A title over several centred lines, as one."""
    first = last
    while (
        first and paragraphs[last].centred and paragraphs[first - 1].centred and _is_title(paragraphs[first - 1].text)
    ):
        first -= 1
    return "".join(p.text.strip() for p in paragraphs[first : last + 1])


def _shown(text: str) -> str:
    """Without its numbering, and without the spaces that stretch or break a title."""
    return squeezed(_NUMBERING.sub("", text.strip()))
