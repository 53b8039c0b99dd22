"""The words of which contacts are made: the keys 联系人 and 电话, persons' names, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import islice

from corpus.terms import terms
from extractors.clean import plain_digits, squeezed
from extractors.names.organisations import is_organisation

_PHONE = re.compile(
    r"(?<![\d.])(?:"
    r"1[3-9]\d(?:[- ]?\d{4}){2}"
    r"|400[- ]?\d{3,4}[- ]?\d{3,4}"
    r"|(?:[（(]?0\d{2,3}[)）]?\s?[-—–－]{0,2}\s?)?[2-9]\d{2,3}[ ]?\d{4}(?:\s?(?:[-—–－]{1,2}|转|分机)\s?\d{1,5})?"
    r")(?![\d.])"
)
_KEYED_PHONE = re.compile(r"(?<!\d)(?:\d{3,4}[-—–－]{1,2}\d{7,8}|\d{3,8})(?![\d.年月日]|[-—–－]\d)")
"""An inner number, a service's (12345) or a blank (0000-0000000): only right behind a key and its colon."""
_NAME = re.compile(
    r"(?:[\u3400-\u9fff·]{2,4}|[\u3400-\u9fff]\s{1,4}[\u3400-\u9fff](?:\s{1,4}[\u3400-\u9fff])?|[\u3400-\u9fff]{1,6}·[\u3400-\u9fff·]{1,8})"
)
_OFFICE = re.compile(r"[\u3400-\u9fff]{2,30}")
_BOUNDARY = re.compile(r"\s|[，,、；;。：:（()）/\d＋+]|$")
_AFTER_NAME = re.compile(r"\s*[（(][^（）()]{1,16}[)）]")
_CLAUSE = re.compile(r"(?:^|(?<=[；;。，,、]))\s*")
_BETWEEN = re.compile(r"(?:[\s，,、；;/：:)）]|[（(](?!0\d{2,3}[)）]))+")
_MOST_WORDS = 20
"""Names, keys and numbers behind a key among which its value is sought."""
_NEAR = 30
"""Characters before 电话, or of the telephone in brackets, that tell whose it is."""
_COLON = re.compile(r"\s*(?:[（(][^（）()]{1,8}[)）]\s*)?[:：]")


class Kind(Enum):
    """A key for a person or a telephone, a name, a number."""

    PERSON_KEY = auto()
    PHONE_KEY = auto()
    NAME = auto()
    PHONE = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of its kind: ``text[start:end]``."""

    kind: Kind
    start: int
    end: int


def first_key(text: str, start: int) -> Word | None:
    """The next key that a value follows: 联系人： with a name, 电话： with a number; mentions of the words are none."""
    text = plain_digits(text)
    for found in _keys().finditer(text, start):
        kind = Kind.PERSON_KEY if found["person"] else Kind.PHONE_KEY
        if kind is Kind.PHONE_KEY and (_is_of_another(text[: found.start()]) or _turned().match(text, found.end())):
            continue
        colon = _COLON.match(text, found.end())
        key = Word(kind, found.start(), colon.end() if colon else found.end())
        following = [word.kind for word in islice(words_from(text, key), _MOST_WORDS)]
        if colon and following:
            return key
        if following[:1] == [Kind.PHONE] or (following[:1] == [Kind.NAME] and Kind.PHONE in following):
            return key
    return None


def name_before(text: str, key: Word) -> Word | None:
    """The name that begins the line or the clause and ends right before a key (李某（综合科），联系电话：…)."""
    for found in _CLAUSE.finditer(text, 0, key.start):
        name = _name(text, found.end())
        if name is None:
            continue
        behind = _AFTER_NAME.match(text, name.end)
        if not text[behind.end() if behind else name.end : key.start].strip(" ，,、：:（("):
            return name
    return None


def words_from(text: str, key: Word) -> Iterator[Word]:
    """The words behind a key as far as nothing else comes between them."""
    text = plain_digits(text)
    at, before = key.end, key.kind
    while at < len(text):
        gap = _BETWEEN.match(text, at)
        at = gap.end() if gap else at
        word = _key(text, at) or _phone(text, at, before) or _name(text, at) or None
        if word is None:
            office = _office_end(text, at)
            if office is None:
                return
            at = office
            continue
        if word.kind is Kind.PHONE_KEY and _is_of_another(text[:at]):
            return
        yield word
        behind = _AFTER_NAME.match(text, word.end) if word.kind is Kind.NAME else None
        at, before = behind.end() if behind and not _PHONE.search(behind[0]) else word.end, word.kind


def _key(text: str, at: int) -> Word | None:
    found = _keys().match(text, at)
    return Word(Kind.PERSON_KEY if found["person"] else Kind.PHONE_KEY, at, found.end()) if found else None


def _phone(text: str, at: int, before: Kind) -> Word | None:
    keyed = before is Kind.PHONE_KEY and text[:at].rstrip().endswith((":", "："))
    found = _PHONE.match(text, at) or (_KEYED_PHONE.match(text, at) if keyed else None)
    return Word(Kind.PHONE, at, found.end()) if found else None


def _name(text: str, at: int) -> Word | None:
    found = _NAME.match(text, at)
    for end in range(found.end() if found else at, at + 1, -1):
        name = squeezed(text[at:end])
        if len(name) < 2:
            break
        ends = _BOUNDARY.match(text, end) or _keys().match(text, end)
        if ends and not text[end - 1].isspace() and not _is_no_name(name):
            return Word(Kind.NAME, at, end)
    return None


def _office_end(text: str, at: int) -> int | None:
    """Where the name of an office ends that stands before a person's (综合科 王某, 市绩效办王某); None if none does."""
    run = _OFFICE.match(text, at)
    if run is None:
        return None
    ends = [run.end(), *(run.end() - length for length in (2, 3, 4) if run.end() - length > at)]
    for end in ends:
        if _is_office(text[at:end]) and _name(text, end + _space(text, end)):
            return end
    return None


def _space(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    return len(gap[0]) if gap else 0


def _is_no_name(name: str) -> bool:
    words: list[str] = terms("notices")["contacts"]["no_names"]
    if name in words or name.endswith(tuple(word for word in words if len(word) > 1)) or _keys().search(name):
        return True
    return _is_office(name) and len(name) > 2


def _is_office(name: str) -> bool:
    return is_organisation(name) or name.endswith(tuple(terms("notices")["contacts"]["offices"]))


def _is_of_another(before: str) -> bool:
    """Whether 电话 is that of a citizen or of a service (举报电话), by the word or the citizen's name before it."""
    bare = squeezed(before[-_NEAR:])
    return bare.endswith(tuple(terms("notices")["contacts"]["others"])) or _citizen().search(bare) is not None


@cache
def _citizen() -> re.Pattern[str]:
    """来信人：王某，  and 王某（投诉人），  at the end of a text."""
    words = "|".join(terms("notices")["contacts"]["citizens"])
    return re.compile(rf"(?:{words})[:：]?[\u3400-\u9fff×*]{{1,6}}[（(，,、]?\Z|[（(](?:{words})[)）][，,、]?\Z")


@cache
def _turned() -> re.Pattern[str]:
    return re.compile(rf"[^（）()]{{1,{_NEAR}}}[)）]\s*(?:{'|'.join(terms('notices')['contacts']['turned'])})")


@cache
def _keys() -> re.Pattern[str]:
    words = terms("notices")["contacts"]
    person = "|".join(_stretched(word) for word in sorted(words["person"], key=len, reverse=True))
    phone = "|".join(_stretched(word) for word in sorted(words["phone"], key=len, reverse=True))
    return re.compile(rf"(?P<person>(?:{person})(?:\s*[及和、/与]?\s*(?:{phone}))?)|(?P<phone>{phone})")


def _stretched(word: str) -> str:
    return r"\s*".join(map(re.escape, word))
