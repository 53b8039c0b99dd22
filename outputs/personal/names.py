"""Names of people in Chinese texts: Chinese ones, foreign ones in Chinese characters, and Latin ones of a person.

Every name counts, an official's too: whether it is a citizen's is another question and not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpus.terms import alternatives, terms
from outputs.personal.entity import Entity
from outputs.personal.tagger import Token, is_common, tokens

Span = tuple[int, int]

_HAN = "\u3400-\u9fff"
_DOTS = "·•‧・∙．.﹒"
_ORIGINAL = re.compile(r"\s?[（(]\s?([A-Za-z][A-Za-z.·'’\- ]{1,60})[）)]")
_LATIN = re.compile(
    r"(?<![A-Za-z0-9@._/\-])[A-Z][A-Za-z'’\-]{1,30}(?: [A-Z][A-Za-z'’\-]{1,30}){0,3}(?![A-Za-z0-9@._/\-])"
)
_NUMBER_NEXT = re.compile(
    r"[\s：:（(，,、+＋]{0,4}(?:电话|電話|手机|[Tt][Ee][Ll]|微信|[Qq]{2})?[\s：:.+＋(（]{0,4}\d[\d\- ]{4}"
)
_MAY_BE_FAMILY = frozenset({"n", "nz", "v", "a", "PER", "LOC"})
_CONTACT_REACH = 8
"""Characters between the word for a contact and the name."""


def names(text: str) -> tuple[Entity, ...]:
    """The names in ``text``, in their order and without overlap."""
    return names_in(text, tokens([text])[0])


def names_in(text: str, words: Sequence[Token]) -> tuple[Entity, ...]:
    """As `names`, for a text whose words are known."""
    spans = [(start, end) for start, end, sure in _joined(text, words) if _is_name(text, start, end, sure)]
    spans = _apart(text, spans, (*_said(text), *_introduced(text, words)))
    spans += _latin(text, spans)
    spans += _repeated(text, words, spans)
    return tuple(Entity(start, end, "name") for start, end in sorted(_apart(text, spans)))


def _joined(text: str, words: Sequence[Token]) -> list[tuple[int, int, float]]:
    """The model's names: the parts of one put together, the word for what somebody is taken off."""
    spans: list[tuple[int, int, float]] = []
    for place, word in enumerate(words):
        if word.tag != "PER":
            continue
        between = text[spans[-1][1] : word.start] if spans else " "
        if len(between) == 1 and between in _DOTS + "-－":
            spans[-1] = (spans[-1][0], word.end, max(spans[-1][2], word.sure))
            continue
        start, end = word.start, word.end
        family = words[place - 1] if place else None
        if family and len(word.word) < 3 and family.tag in _MAY_BE_FAMILY and _people().family.fullmatch(family.word):
            start = family.start  # 任·向阳
        given = words[place + 1] if place + 1 < len(words) else None
        if given and given.tag in {"LOC", "nz"} and len(given.word) < 3 and _people().surname.fullmatch(word.word):
            end = given.end  # 于·凤英
        spans.append((start, _without_title(text, start, end), word.sure))
    return spans


def _without_title(text: str, start: int, end: int) -> int:
    """The end of the name where the model took a title or a number for a part of it: 董平局 of 董平局长."""
    people = _people()
    end = start + len(text[start:end].rstrip("0123456789")) or end
    titled = people.titled.match(text[start : end + 2])
    if titled and start + titled.end() >= end:
        return start + titled.end(1)
    return end


_SURE = 1.5
"""So sure of a name the dictionary is not asked."""
_LEAST = {"chinese": -1.0, "foreign": -9.0, "four": -0.5, "long": -9.0, "mixed": -9.0, "latin": 0.0, "short": 2.0}
"""How sure the model must be of a name of that shape."""


def _is_name(text: str, start: int, end: int, sure: float) -> bool:
    name = text[start:end]
    people = _people()
    if len(name) < 2 or name in people.no_names or people.never.search(name):
        return False
    called = people.called.match(text, start)
    if called and called.end() >= end:
        return _is_contact(text, start, called.end())
    if sure < _LEAST[_shape(name)]:
        return False
    # 我叫毕业: after a word behind which nothing but a name stands, it is one.
    return (
        sure >= _SURE
        or not is_common(name)
        or bool(people.presented.search(text[max(0, start - _CONTACT_REACH) : start]))
    )


def _shape(name: str) -> str:
    people = _people()
    if not re.fullmatch(f"[{_HAN}]+", name):
        return "latin" if re.fullmatch("[A-Za-z .]+", name) else "mixed"
    if people.full.fullmatch(name):
        return "chinese"
    if people.foreign.fullmatch(name):
        return "foreign"
    return {2: "short", 3: "short", 4: "four"}.get(len(name), "long")


def _is_contact(text: str, start: int, end: int) -> bool:
    """Whether a person to turn to stands here: after a word for that, or before a telephone number."""
    before = text[max(0, start - _CONTACT_REACH) : start]
    return bool(_people().contact.search(before) or _NUMBER_NEXT.match(text, end))


def _said(text: str) -> Iterator[Span]:
    """Names that the writer says are names: 我叫海燕，……"""
    for said in _people().said.finditer(text):
        if not _people().never.search(said.group(1)) and not _people().grammar.search(said.group(1)):
            yield said.span(1)


def _introduced(text: str, words: Sequence[Token]) -> Iterator[Span]:
    """Names the model did not see, between the word for who somebody is and a mark or what they do."""
    people = _people()
    starts, ends = {word.start for word in words}, {word.end for word in words}
    for cue in people.introduced.finditer(text):
        start = cue.end()
        for length in (4, 3, 2):
            end = start + length
            name = text[start:end]
            if (
                start in starts
                and end in ends
                and (people.full if cue.group("sure") else people.plain).fullmatch(name)
                and people.after.match(text, end)
                and name not in people.no_names
                and not people.never.search(name)
                and not people.grammar.search(name)
                and not people.called.fullmatch(name)
                and (cue.group("sure") or not is_common(name))
            ):
                yield start, end
                break


def _latin(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Latin names: the original of a foreign one in brackets after it, and that of a contact."""
    for _, end in spans:
        original = _ORIGINAL.match(text, end)
        if original:
            yield original.span(1)
    for word in _LATIN.finditer(text):
        before = text[max(0, word.start() - _CONTACT_REACH) : word.start()]
        if _people().contact_before.search(before) and not _people().no_latin.fullmatch(word.group()):
            yield word.span()


def _repeated(text: str, words: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """The same name elsewhere in the text, where the words of the text allow it."""
    ends = {word.end for word in words}
    named = {text[start:end] for start, end in spans}
    # Place by place and not name by name: a list of ten thousand names is not read ten thousand times.
    for length in {len(name) for name in named}:
        for start in (word.start for word in words):
            if start + length in ends and text[start : start + length] in named:
                yield start, start + length


def _apart(text: str, *by_rank: Sequence[Span]) -> list[Span]:
    """The spans without overlap: of two the one of the former rank, of one rank the longer."""
    taken = bytearray(len(text))
    kept: list[Span] = []
    for spans in by_rank:
        for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                kept.append((start, end))
    return kept


class _People(NamedTuple):
    surname: re.Pattern[str]
    family: re.Pattern[str]
    """A family name that is no common word."""
    titled: re.Pattern[str]
    """A Chinese name (first group) and a title or the word for speaking."""
    full: re.Pattern[str]
    """A Chinese name: a family name and one or two characters."""
    plain: re.Pattern[str]
    """The same with a family name that is no common word."""
    foreign: re.Pattern[str]
    called: re.Pattern[str]
    """A family name and what a person is called by."""
    never: re.Pattern[str]
    grammar: re.Pattern[str]
    contact: re.Pattern[str]
    contact_before: re.Pattern[str]
    introduced: re.Pattern[str]
    said: re.Pattern[str]
    presented: re.Pattern[str]
    after: re.Pattern[str]
    no_names: frozenset[str]
    no_latin: re.Pattern[str]


@cache
def _people() -> _People:
    known = terms("people")
    compound = alternatives(known["compound_surnames"].split())
    single = "".join(known["surnames"].split())
    sure = "".join(sorted(set(single) - set(known["doubtful_surnames"])))
    called_by = alternatives([word for word in known["honorifics"] if len(word) > 1])
    honorific, contact = alternatives(known["honorifics"]), alternatives(known["contact"])
    titles, first = alternatives(known["titles"]), alternatives(known["introductions"])
    foreign = "".join(known["transliteration"].split())
    family = f"(?:{compound}|[{single}])"
    return _People(
        surname=re.compile(family),
        family=re.compile(f"{compound}|[{sure}]"),
        titled=re.compile(f"({family}[{_HAN}]{{1,2}}?)(?:{titles}|{called_by}|[说称])"),
        full=re.compile(f"{family}[{_HAN}]{{1,2}}"),
        plain=re.compile(f"(?:{compound}|[{sure}])[{_HAN}]{{1,2}}"),
        foreign=re.compile(f"[{foreign}]{{2,4}}|[{foreign}]*[{_HAN}]?[{foreign}]+"),
        called=re.compile(f"{family}(?:{honorific})+|(?:{alternatives(known['familiar'])}){family}(?:{honorific})*"),
        never=re.compile(
            f"{alternatives(known['left_out'])}|[\u3040-\u30ff\uac00-\ud7a3:_@<>＜《》≪【]|^[a-z]+$|(?:{alternatives(known['no_name_ends'])})$"
        ),
        grammar=re.compile(f".[{known['no_name_characters']}]"),
        contact=re.compile(contact),
        contact_before=re.compile(f"(?:{contact})[：:.\\s]*$"),
        introduced=re.compile(f"(?:(?:{titles})[：:]?|(?P<sure>{first})(?:为|是|[：:，,])?)\\s*"),
        said=re.compile(f"(?:{alternatives(known['called'])})\\s*([{_HAN}]{{2,3}})(?=[，,。；;、（(\\s]|$)"),
        presented=re.compile(f"(?:{first})(?:为|是|[：:，,])?\\s*$"),
        after=re.compile(f"$|[^{_HAN}A-Za-z0-9]|{alternatives(known['after_name'])}"),
        no_names=frozenset(known["no_names"]),
        no_latin=re.compile(alternatives(known["no_latin_names"]), re.IGNORECASE),
    )
