"""Numbers that a sentence claims: a total and its parts, and how many comments there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from corpus.terms import alternatives, terms
from extractors.checks.partition import before_next_base, is_open
from extractors.checks.quotes import shortened
from extractors.clean import matching
from extractors.numerals import numeral

_NEAR = 8
"""Characters between 共 and its number: 共收到意见建议12条."""
_SEEN = 600
"""Characters before 其中 in which its total may stand."""
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_OPEN_BRACKET = re.compile(r"（[^（）]*$")
_COUNTED = "(?:条|项|件|个)"
_GAP = "[^，；。、：\\d]"


@dataclass(frozen=True, slots=True)
class TotalClaim:
    """A total with the parts that the text lists after it, all in one unit; ``called_total``: 共12条.

    ``is_open``: the parts need not make it; ``each_named``: they are said to be all (分别为).
    """

    total: Decimal
    parts: tuple[Decimal, ...]
    unit: str
    quote: str
    of_comments: bool
    called_total: bool
    is_open: bool
    each_named: bool


@dataclass(frozen=True, slots=True)
class CountClaim:
    """How many comments the text says there are; ``constructive`` where it speaks of 建设性 ones alone."""

    count: int
    quote: str
    constructive: bool


def total_claims(text: str) -> Iterator[TotalClaim]:
    """Each total that is followed by two or more parts of the same unit (共12条，其中…7条，…5条)."""
    sentences = [match.group() for match in _SENTENCE.finditer(matching(text))]
    for at, sentence in enumerate(sentences):
        markers = list(_words("parts").finditer(sentence))
        for position, marker in enumerate(markers):
            limit = markers[position + 1].start() if position + 1 < len(markers) else len(sentence)
            yield from _claims_at(sentence, marker, limit, sentences[at - 1] if at else "")


def count_claims(text: str) -> Iterator[CountClaim]:
    """Each count of comments outside brackets and lists of parts (16条意见建议, 意见建议共16条)."""
    for match in _SENTENCE.finditer(matching(text)):
        sentence = _flat(match.group())
        parts = _words("parts").search(sentence)
        head = sentence[: parts.start()] if parts else sentence
        for found in _counts().finditer(head):
            clause = re.split(r"[，；。：]", head[: found.start()])[-1] + found.group()
            yield CountClaim(int(found["before"] or found["after"]), _short(clause), constructive=False)
        for found in _constructive().finditer(sentence):
            yield CountClaim(int(found["before"] or found["after"]), _short(found.group()), constructive=True)


def _claims_at(sentence: str, marker: re.Match[str], limit: int, before: str) -> Iterator[TotalClaim]:
    head, tail = sentence[max(0, marker.start() - _SEEN) : marker.start()], sentence[marker.end() : limit]
    in_words = not any(_numbers(tail))
    if in_words and not any(_numbers(tail, in_words)):
        return
    if opened := _OPEN_BRACKET.search(head):
        head, said = head[: opened.start()], tail.partition("）")[0]
    else:
        said = tail
    head, tail = _flat(head), before_next_base(_flat(said))
    if not any(_numbers(head, in_words)):
        head = _flat(before) + head
    listed = list(_numbers(tail, in_words))
    for unit in dict.fromkeys(unit for _, unit, _ in listed):
        parts = [number for number, found, start in listed if found == unit and not _is_change(tail, start)]
        totals = [(number, start) for number, found, start in _numbers(head, in_words) if found == unit]
        if len(parts) < 2 or not totals:
            continue
        total, start = _stated(head, totals, sum(parts))
        called_total = _words("totals").search(head[max(0, start - _NEAR) : start]) is not None
        if in_words and (not called_total or 1 in parts):
            continue  # 一项重要工作 counts nothing
        clause = head[max(0, head.rfind("，", 0, start)) :].lstrip("，")
        of_comments = _words("comments").search(clause) is not None
        rest, each = is_open(clause, said), marker.group().startswith("分别")
        yield TotalClaim(total, _up_to(parts, total), unit, _short(clause), of_comments, called_total, rest, each)


def _stated(head: str, totals: list[tuple[Decimal, int]], parts: Decimal | int) -> tuple[Decimal, int]:
    """Of several numbers before the parts: the one that agrees, else the one called a total, else the last."""
    for total in totals:
        if total[0] == parts:
            return total
    for number, start in reversed(totals):
        if _words("totals").search(head[max(0, start - 4) : start]):
            return number, start
    return totals[-1]


def _up_to(parts: list[Decimal], total: Decimal) -> tuple[Decimal, ...]:
    """The first parts that make the total: what follows them divides it once more by another point of view."""
    for count in range(2, len(parts)):
        if sum(parts[:count]) == total:
            return tuple(parts[:count])
    return tuple(parts)


def _is_change(text: str, start: int) -> bool:
    return _words("changes").search(text[max(0, start - 6) : start]) is not None


def _numbers(text: str, in_words: bool = False) -> Iterator[tuple[Decimal, str, int]]:
    """(number, unit, where) of each counted thing; ordinals (第5条) and codes are none."""
    for found in (_counted_in_words() if in_words else _counted()).finditer(text):
        yield _value(found["number"]), found["unit"], found.start()


def _value(number: str) -> Decimal:
    """The number that digits or Chinese numerals under a thousand write: 一百零二 is 102."""
    if number[0].isdigit() and number.isascii():
        return Decimal(number)
    hundreds, _, rest = number.rpartition("百")
    return Decimal((numeral(hundreds) or 0) * 100 + (numeral(rest.lstrip("零〇")) or 0 if rest else 0))


def _flat(text: str) -> str:
    """Without what stands in brackets, however deep; a bracket without its other half stays."""
    kept: list[str] = []
    opened: list[int] = []
    for sign in text:
        if sign == "）" and opened:
            del kept[opened.pop() :]
            continue
        if sign == "（":
            opened.append(len(kept))
        kept.append(sign)
    return "".join(kept)


def _short(text: str) -> str:
    return shortened(text.strip(" ，。；："))


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile(alternatives(terms("claims")[key]))


@cache
def _counted() -> re.Pattern[str]:
    units = alternatives(terms("claims")["units"])
    return re.compile(rf"(?<![\d.第A-Za-z〔-])(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>{units})")


@cache
def _counted_in_words() -> re.Pattern[str]:
    units = alternatives(terms("claims")["units"])
    return re.compile(
        rf"(?<![第\d一二三四五六七八九十百])(?P<number>[一二两三四五六七八九十百零]{{1,6}})(?P<unit>{units})"
    )


@cache
def _counts() -> re.Pattern[str]:
    said = alternatives(terms("claims")["comments"])
    number = rf"(?<![\d.第])(?P<{{}}>\d+)\s*{_COUNTED}"
    return re.compile(
        rf"{number.format('before')}(?!{_GAP}{{0,8}}(?:建设性|其[他它]类)){_GAP}{{0,30}}?(?:{said})"
        rf"|(?<!建设性)(?<!建设性意见)(?:{said}){_GAP}{{0,6}}{number.format('after')}"
    )


@cache
def _constructive() -> re.Pattern[str]:
    number = rf"(?<![\d.第])(?P<{{}}>\d+)\s*{_COUNTED}"
    return re.compile(
        rf"{number.format('before')}{_GAP}{{0,8}}(?<!非)建设性(?:意见建议|意见|建议)?"
        rf"|(?<!非)建设性(?:意见建议|意见|建议)?{_GAP}{{0,6}}{number.format('after')}"
    )
