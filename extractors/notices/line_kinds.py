"""Lines of a head that are neither title nor addressees: marks, labels, blanks to be filled in, and running text."""

from __future__ import annotations

import re

from corpus.terms import terms
from extractors.names.organisations import split_organisations
from extractors.notices.document_number import number_alone
from extractors.notices.lines import Line
from extractors.notices.portal import is_furniture
from extractors.notices.signed_day import day, day_at_end, day_in
from extractors.notices.titles import kind_of

_LONGEST_TITLE_LINE = 110
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}[章条节]"
)
_ANNEX_HEADING = re.compile(r"附[件表]?\s*[\d一二三四五六七八九十]*\s*[:：]?")
_COPY_NUMBER = re.compile(r"\d{6}")
_LABELLED = re.compile(r"[\u3400-\u9fff]{2,8}[:：][^：:]+")
_OTHER_SCRIPT = re.compile(r"[^\u3400-\u9fff\d：:]+")
"""Ornaments (★, a line of dashes) and the body's name in English or in a minority's script."""
_CLASS = re.compile(r"[（(]?[A-DＡ-Ｄ]\d?类?[)）]?")
"""How a proposal was answered: 类别 of replies to 建议 and 提案."""
_MONTH = re.compile(r"[（(][\d一二〇○零三四五六七八九]{4}年[\d一二三四五六七八九十]{1,2}月[)）]")
_REGISTRY = re.compile(r"[A-Z]{2}[A-Z\d]*(?:[-—－–_]+[A-Z\d]+)+")
_BRACKETED = re.compile(r"[（(].*[)）]")
_ANY = r"×xX＊*_＿—Oo○"
_BLANK_NUMBER = re.compile(
    rf"[\u3400-\u9fff]{{0,14}}(?:[〔［\[【](?:\d{{2,4}}|[{_ANY}]{{0,4}})[〕］\]】](?:第?[{_ANY}]*号?|\d{{1,5}})"
    rf"|[（(](?:\d{{2,4}}|[{_ANY}]{{0,4}})[)）]第?[{_ANY}]*号)"
)
_PROSE = re.compile(r"[，,；;](?![^《]*》)(?![^“]*”)(?![^（(]*[)）])")
_BODY_START = re.compile(
    r"为(?!民)|根据|按照|依据|遵照|依照|现将|现就|近期|近年来|近日|目前|经(?=.{0,12}(?:同意|批准|研究|审议))"
)


def begins_text(bare: str) -> bool:
    """Whether a line begins with words that open a text and hardly a title (根据, 现将, 经…批准)."""
    return _BODY_START.match(bare) is not None


def is_numbered(bare: str) -> bool:
    """Whether a line begins with the number of a heading or an article (一、 （二） 3. 第四条)."""
    return _NUMBERING.match(bare) is not None


def is_apart(line: Line) -> bool:
    """Lines that are neither title nor text: furniture, 份号, 密级, an annex heading, a label with its value, a day in
    brackets, a number whose serial is still blank."""
    words = terms("notices")["head"]
    plain = re.split(r"[★:：]", line.bare)[0]
    return (
        is_furniture(line)
        or plain in words["classification"]
        or all(word in words["classification"] for word in line.text.split())
        or (plain in words["labels"] and len(plain) < len(line.bare))
        or is_telegraphic(line)
        or is_blank_number(line.bare)
        or is_registry_code(line.bare)
        or _COPY_NUMBER.fullmatch(line.bare) is not None
        or _ANNEX_HEADING.fullmatch(line.bare) is not None
        or _OTHER_SCRIPT.fullmatch(line.bare) is not None
        or line.bare in words["contents"]
        or _CLASS.fullmatch(line.bare) is not None
        or _is_signed(line)
        or _MONTH.fullmatch(line.bare) is not None
        or day(line.bare) is not None
        or (_BRACKETED.fullmatch(line.bare) is not None and day_in(line.bare) is not None)
        or _is_labelled(line.bare)
    )


def _is_signed(line: Line) -> bool:
    """Whether the line is a body and a day: who issued minutes or a bulletin, above its title."""
    found = day_at_end(line.text)
    return found is not None and bool(split_organisations(found[0]))


def is_telegraphic(line: Line) -> bool:
    """Whether a line is one of a telegram's form (发电单位 … 签批盖章 …, 等级 特急·明电 …): a label before a gap."""
    label = re.match(r"[^\s:：]{2,6}(?=[\s:：])", line.text.strip())
    return label is not None and label[0] in terms("notices")["head"]["telegram"]


def is_blank_number(bare: str) -> bool:
    """Whether a line is a document number that lacks its serial or its 号 (青政发〔2021〕号, 青政发〔20〕××号)."""
    return _BLANK_NUMBER.fullmatch(bare) is not None and number_alone(bare) is None


def is_registry_code(bare: str) -> bool:
    """Whether a text is the code under which a registry of rules keeps the document (LJDR-2021-00003)."""
    return _REGISTRY.fullmatch(bare) is not None


def is_text(line: Line) -> bool:
    """Whether a line is running text and so the head is over."""
    bare = line.bare
    if begins_text(bare) and _PROSE.search(bare):
        return True
    if kind_of(bare) and "。" not in bare and len(bare) <= _LONGEST_TITLE_LINE:
        return False
    if "。" in bare or is_numbered(bare) or len(bare) > _LONGEST_TITLE_LINE:
        return True
    if bare.endswith(("：", ":", "；", ";")):
        return True
    return _PROSE.search(bare) is not None and "关于" not in bare


def _is_labelled(bare: str) -> bool:
    if not _LABELLED.fullmatch(bare) or _PROSE.search(bare) or "。" in bare:
        return False
    return "关于" not in bare and kind_of(bare) is None
