"""A comment that says nothing (没有意见, 暂无), whatever number, heading, place or name stands before it."""

from __future__ import annotations

import re
from functools import cache

from corpus.terms import alternatives, terms

LONGEST = 40
"""Characters that such a comment has at most."""
_TRAILING = " 。！!，,.、~～…）)】”\n"
_GAP = r"[\W_]*+"
_MARKS = r"[\W_]++"
_COLON = r"[^\w，,。；;！!？?“”‘’\"'%％]++"
"""What parts an answer from what stands before it. After a comma the sentence goes on (下庙村，没有)."""
_NUMBER = rf"(?:(?:[A-Za-z]?\d{{1,20}}(?:[年月日号]|[\W_])++)++|[①-⑳]{_GAP}|[一二三四五六七八九十]{{1,3}}{_MARKS})"
"""Of the row, the person or the day."""
_NUMERAL = r"第?[\d一二三四五六七八九十百]++"
_IN_PLACES = "[^\\W_没无不未的了有到进通来去对是在把给让被请问盼咨议映我你您他们]"
"""Without the characters of sentences, which are in no name of a place."""


def says_nothing(text: str) -> bool:
    """Is there nothing in the text but that there is nothing: no opinion, no wish, no knowledge, and all is well?

    Who wants nothing and names the matter (对拆迁没有意见) says something. A text without any word says nothing.
    """
    if len(text) > LONGEST:
        return False
    last = text.rstrip(_TRAILING)[-1:]
    if last.isalnum() and not (last in _last() and _first().search(text)):
        return False
    return _nothing().fullmatch(text) is not None


@cache
def _last() -> frozenset[str]:
    """What such a comment ends with. Most others do not, which is found out soon."""
    words = terms("no_matter")
    ending = ("objects", "object_ends", "after_objects", "particles", "bare", "unknowing", "content", "courtesy")
    return frozenset(word[-1] for name in ending for word in words[name])


@cache
def _first() -> re.Pattern[str]:
    """What an answer begins with, its lead aside."""
    words = terms("no_matter")
    beginning = ("negations", "after_objects", "bare", "unknowing", "content")
    return re.compile(f"[{''.join(sorted({word[0] for name in beginning for word in words[name]}))}]")


@cache
def _nothing() -> re.Pattern[str]:
    """The texts that say nothing: answers, of which the first may have something before it.

    What begins with 没有意见 is of nothing, whatever stands before it. Where that could be a thing, none of the other
    answers may follow (花园：没有, 路灯：很好).
    """
    words = terms("no_matter")
    either = {name: alternatives(words[name]) for name in words if isinstance(words[name], list)}
    nouns = rf"(?>{either['objects']})(?:(?:[和或与及跟]|[\W_])?+(?>{either['objects']}))*+"
    lead, bare_lead = rf"(?:{either['lead']})*+", rf"(?:{either['bare_lead']})*"
    ends = rf"(?:{either['particles']})"
    negated = rf"(?:{either['negations']})(?:{either['which']}){{0,2}}{nouns}(?:{either['object_ends']})?"
    in_front = rf"(?:{either['which']})?(?:{either['objects_in_front']})(?:{either['after_objects']})"
    nought = rf"{lead}(?:{negated}|{in_front}){ends}*"
    well = rf"{lead}(?:{either['degrees']})?(?:{either['content']}){ends}*"
    unknowing = rf"(?:{either['bare_lead']}|{either['unknowing_lead']})*+(?:{either['unknowing']}){ends}*"
    bare = rf"{bare_lead}(?:{either['bare']})+(?:{ends}+|(?!\w))"
    other = rf"(?:{well}|{unknowing}|{bare})"
    thanks = rf"(?:{either['courtesy']})"
    first = rf"{_before_anything()}(?>(?:{well}|{thanks}){_GAP})?{nought}|{_before_others()}(?:{thanks}{_GAP})?{other}"
    further = rf"{_GAP}(?:\d{{1,2}}{_MARKS})?{_headed()}?(?>{nought}|{other}|{thanks})"
    return re.compile(rf"{_GAP}(?:(?:{first})(?:{further})*+{_GAP})?")


def _before_anything() -> str:
    """Number, place, name and heading as they stand before 没有意见."""
    words = terms("no_matter")
    place = _place(words["place_endings"] | words["place_endings_of_things"])
    role = rf"(?:{alternatives(words['roles'])})"
    person = rf"(?:{_polite()}{_GAP}|{_named(_families(), 1)}{_COLON})"
    return rf"(?:{_NUMBER})?(?:{place}{_GAP})?(?:{role}{_GAP})?{person}?{_headed()}?"


def _before_others() -> str:
    """The same before the other answers: nothing that could be a thing, and a colon or the like behind it."""
    words = terms("no_matter")
    name = rf"(?:{_polite()}|{_named(words['plain_surnames'], 2)})"
    person = rf"(?:(?:{alternatives(words['roles'])})(?:{_GAP}{name})?|{name})"
    place = _place(words["place_endings"])
    return rf"(?:{_NUMBER}(?<=[\s、.．:：)）\]】]))?(?:(?:{place}(?:{_GAP}{person})?|{person}){_COLON})?{_headed()}?"


def _place(endings: dict[str, list[str]]) -> str:
    """石岭屯4号, 幸福小区7号楼2单元301."""
    numbered = rf"{_NUMERAL}(?:{alternatives(terms('no_matter')['place_numbers'])})"
    named = rf"{_IN_PLACES}{{0,10}}?(?:{numbered}|(?<=\w)(?:{alternatives(endings)}))"
    return rf"(?>{named}|\d++(?=[\W_]))++"


def _named(families: str, given: int) -> str:
    """A family name with two characters after it, or with as few as ``given``."""
    compound = alternatives(terms("people")["compound_surnames"].split())
    return rf"(?:{compound}|[{families}])[^\W\d_{terms('no_matter')['no_given_names']}]{{{given},2}}"


def _polite() -> str:
    """张某, 刘女士."""
    return rf"[{_families()}某](?:{alternatives(terms('no_matter')['honorifics'])})"


@cache
def _families() -> str:
    """Family names that are no common words."""
    people = terms("people")
    return "".join(sorted(set("".join(people["surnames"].split())) - set(people["doubtful_surnames"])))


def _headed() -> str:
    return rf"(?:(?:{alternatives(terms('no_matter')['labels'])}){_MARKS})"
