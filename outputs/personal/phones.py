"""Telephone numbers other than mobiles of the mainland: landlines, extensions, 400 and 800, and those from abroad.

Area codes: 010, 02x, 03xx to 09xx; a local number has seven or eight digits and begins with 2 to 8. What begins with
1 or 9 there (110, 12345, 95588, 96xxx) serves everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from corpus.terms import alternatives, terms
from outputs.personal.context import announced, counts_something, is_of_something, words_of
from outputs.personal.entity import Entity
from outputs.personal.folding import spoken
from outputs.personal.row import Row

_AREA = r"(?:10|2[0-57-9]|[3-9]\d{2})"
_LOCAL = r"[2-8]\d{2,3}[ \-]?\d{4}"
_EXTENSION = r"(?:[#*\-]\d{1,6}(?!\d)| ?\(? ?(?:转|轉|分机|ext\.?) ?:?\d{1,6}\)?)?"
_LANDLINES = (
    re.compile(rf"(?<![\d.])\(?0{_AREA}\)?[ \-]{{0,3}}{_LOCAL}(?!\d){_EXTENSION}", re.I),
    re.compile(rf"(?<!\d)\(?(?:\+|00)?86\)?[ \-]{{0,2}}\(?0?{_AREA}\)?[ \-]{{1,3}}{_LOCAL}(?!\d){_EXTENSION}", re.I),
)
_TAIWAN = (
    re.compile(rf"(?<![\d.\-])\(?0[2-8]\)?(?:(?<=\))|[ \-])\d{{3,4}}-?\d{{4}}(?!\d){_EXTENSION}", re.I),
    re.compile(r"(?<![\d.\-])09\d{2}[ \-]?\d{3}[ \-]?\d{3}(?!\d)"),
)
_FOR_FIRMS = re.compile(
    rf"(?<![\d.\-])[48]00(?:-\d{{3}}-?\d{{4}}|-\d{{4}}-?\d{{3}}| \d{{3,4}} ?\d{{3,4}})(?!\d){_EXTENSION}", re.I
)
_FOR_FIRMS_PLAIN = re.compile(r"(?<![\d.\-])[48]00\d{7}(?!\d)")
_WITH_PLUS = re.compile(rf"(?<![\d+])\(?\+ ?\(?\d{{1,4}}\)?(?:[() \-]{{0,2}}\d){{6,12}}(?!\d){_EXTENSION}", re.I)
_REST = rf"[ \-/]{{0,2}}\(?\d(?:[) \-]{{0,2}}\d){{6,10}}(?!\d){_EXTENSION}"
_BARE = re.compile(rf"(?<![\d.])(?<!\d-)(?:{_LOCAL}|\d{{3}}-\d{{3}}-\d{{4}})(?![\d\-]){_EXTENSION}", re.I)
_BEHIND_NAME = re.compile(r"[ :\-(]{0,2}([2-8]\d{6,7}|[2-9]\d{9,11})(?!\d)")
_MORE = re.compile(rf" ?[,/或和及] ?({_LOCAL})(?![\d\-])")
_DAY = re.compile(r"(?:19|20)\d{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])\Z|(?:19|20)\d{2}-(?:19|20)\d{2}\Z")


def phones(plain: str) -> tuple[Entity, ...]:
    """The landlines and numbers from abroad of a folded text, each with its codes and its extension.

    Lines of offices for everybody (投诉电话、热线) are left out.
    """
    found = Row()
    for writing in dict.fromkeys((plain, spoken(plain))):
        for start, end in sorted(_kept(writing), key=lambda span: (span[0], -span[1])):
            if not found.over(entity := Entity(start, end, "phone")):
                found.add(entity)
    return tuple(found)


def _kept(plain: str) -> set[tuple[int, int]]:
    """Those that are of nobody's office and measure nothing, with the further numbers of a list (…、5551235)."""
    kept = set[tuple[int, int]]()
    for start, end in _candidates(plain):
        if is_of_something(plain, start, end) or _public().search(plain, max(0, start - 24), start):
            continue
        kept.add((start, end))
        more = _MORE.match(plain, end)
        while more and more.span(1) not in kept and not counts_something(plain, *more.span(1)):
            kept.add(more.span(1))
            more = _MORE.match(plain, more.end())
    return kept


def phones_of(plain: str, people: Iterable[Entity]) -> tuple[Entity, ...]:
    """The numbers right behind a person's name (张三5551234), which need no other word."""
    found = list[Entity]()
    for person in people:
        number = _BEHIND_NAME.match(plain, person.end)
        if number and not _DAY.match(number[1]) and not counts_something(plain, *number.span(1)):
            found.append(Entity(*number.span(1), "phone"))
    return tuple(found)


def _candidates(plain: str) -> Iterator[tuple[int, int]]:
    for pattern in (*_LANDLINES, *_TAIWAN, _FOR_FIRMS, _WITH_PLUS, _without_plus(), _behind_zeros()):
        yield from (match.span() for match in pattern.finditer(plain))
    reach = terms("personal")["mobile"]["longest_between"]
    for pattern in (_FOR_FIRMS_PLAIN, _BARE):
        for match in pattern.finditer(plain):
            if _DAY.match(match[0]) or counts_something(plain, *match.span()):
                continue
            if announced(plain, match.start(), "mobile", reach):
                yield match.span()


@cache
def _without_plus() -> re.Pattern[str]:
    codes = alternatives(terms("personal")["phone"]["without_plus"])
    return re.compile(rf"(?<![\d.\-+])\(?(?:{codes})\)?{_REST}", re.I)


@cache
def _behind_zeros() -> re.Pattern[str]:
    codes = alternatives(terms("personal")["phone"]["behind_zeros"])
    return re.compile(rf"(?<![\d.\-])00 ?(?:{codes}){_REST}|(?<![\d.\-])00[1-9]\d{{2,5}}-\d{{4}}-\d{{4}}(?!\d)", re.I)


@cache
def _public() -> re.Pattern[str]:
    return re.compile(rf"(?:{words_of('phone', 'public')})(?:号码)?[ :是为(]{{0,3}}\Z")
