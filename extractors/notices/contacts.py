"""联系人 and 联系电话 of a notice: in its remarks, its closing lines or its running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.records import Source
from extractors.clean import squeezed
from extractors.notices.contact_words import Kind, Word, first_key, name_before, words_from
from extractors.notices.lines import Line, placed

_SEPARATORS = re.compile(r"[\s、，,/；;]*")


@dataclass(frozen=True, slots=True)
class PlacedContact:
    """Who can be asked and how, as it stands, with the places of both."""

    name: str | None
    phone: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """The words of one contact on one line, and the line's index."""

    line: int
    names: tuple[Word, ...]
    phones: tuple[Word, ...]


def contacts(lines: Sequence[Line]) -> tuple[PlacedContact, ...]:
    """The contacts on these lines, in order.

    Several names before one telephone are one contact; a name after a telephone begins the next, and in such a list so
    does one right before 联系电话. A name and a telephone on two lines, or apart on one, are one contact where each has
    its key (联系人：… / 联系电话：…). Who is named once more without a telephone is no second contact.
    """
    merged: list[list[_Found]] = []
    for at, line in enumerate(lines):
        for found in _in_line(at, line.text, merged[-1][-1] if merged else None):
            if merged and _goes_on(merged[-1], found):
                merged[-1].append(found)
            else:
                merged.append([found])
    people = [_contact(lines, pieces) for pieces in merged]
    reached = {one.name for one in people if one.phone}
    return tuple(one for one in people if one.phone or one.name not in reached)


def _in_line(at: int, text: str, before: _Found | None) -> Iterator[_Found]:
    position = 0
    while (key := first_key(text, position)) is not None:
        listed = before is not None and before.names and before.phones and before.line >= at - 1
        own = name_before(text, key) if listed and key.kind is Kind.PHONE_KEY else None
        names: list[Word] = [own] if own and own.start >= position else []
        phones: list[Word] = []
        position = key.end
        for word in _certain(text, list(words_from(text, key))):
            position = word.end
            if word.kind is Kind.NAME:
                if phones and names:
                    before = _Found(at, tuple(names), tuple(phones))
                    yield before
                    names, phones = [], []
                names.append(word)
            elif word.kind is Kind.PHONE:
                phones.append(word)
        if names or phones:
            before = _Found(at, tuple(names), tuple(phones))
            yield before


def _certain(text: str, words: list[Word]) -> list[Word]:
    """The words without names at the end that no telephone follows (王某，特此通知), but those that 、 joins on."""
    last = max((at for at, word in enumerate(words) if word.kind is Kind.PHONE), default=-1)
    kept = words[: last + 1]
    for at in range(last + 1, len(words)):
        joined = at and words[at - 1].kind is Kind.NAME and "、" in text[words[at - 1].end : words[at].start]
        first = last < 0 and words[at].kind is Kind.NAME and not any(word.kind is Kind.NAME for word in kept)
        if not (joined or first or words[at].kind is not Kind.NAME):
            break
        kept.append(words[at])
    return kept


def _goes_on(before: Sequence[_Found], found: _Found) -> bool:
    """Whether a name alone and a telephone alone are the two halves of one contact."""
    last = before[-1]
    if len(before) > 1 or found.line - last.line > 1:
        return False
    halves = (bool(last.names), bool(last.phones)), (bool(found.names), bool(found.phones))
    return halves in (((True, False), (False, True)), ((False, True), (True, False)))


def _contact(lines: Sequence[Line], pieces: Sequence[_Found]) -> PlacedContact:
    sources: list[Source] = []
    for piece in pieces:
        words = (*piece.names, *piece.phones)
        text = lines[piece.line].text
        start, end = min(word.start for word in words), max(word.end for word in words)
        sources.extend(placed([lines[piece.line]], text[start:end], text[:start]).sources)
    name = next((_joined(lines[piece.line].text, piece.names) for piece in pieces if piece.names), None)
    phone = next((_joined(lines[piece.line].text, piece.phones) for piece in pieces if piece.phones), None)
    return PlacedContact(name, phone, tuple(sources))


def _joined(text: str, words: Sequence[Word]) -> str:
    """The words as they stand where only commas part them; else each with 、 between."""
    between = [text[one.end : other.start] for one, other in pairwise(words)]
    if all(_SEPARATORS.fullmatch(gap) and gap.strip() for gap in between):
        return squeezed(text[words[0].start : words[-1].end])
    return "、".join(squeezed(text[word.start : word.end]) for word in words)
