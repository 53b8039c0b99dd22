"""Accounts of QQ and 微信: known by the word before them, since a QQ number is but five to eleven digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.terms import alternatives, terms
from outputs.personal.context import counts_something, words_of
from outputs.personal.entity import Entity, Kind

_QQ = re.compile(r"(?<![\d.])[1-9]\d{4,10}(?![\d])")
_QQ_MORE = re.compile(r" ?[,;/或和及 ] {0,2}(?:[qQ]{2}:?)?([1-9]\d{4,10})(?![\d*\-])")
_BEHIND = re.compile(
    r"(?<!\d)([1-9]\d{4,10}) {0,2}(?:\( {0,2}(?:qq|扣扣|q号|q)(?![A-Za-z])|@qq(?! ?\.? ?[A-Za-z])|(?=qq号))", re.I
)
_MOBILE = re.compile(r"1[3-9]\d{9}\Z")
_ID = re.compile(r"[a-zA-Z][\-_a-zA-Z0-9]{5,19}(?![\-_a-zA-Z0-9@])")
_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5,10}(?!\d)")
_PUNCTUATION = r" :=\-/|()'“”「」~.,&"
_HAN = re.compile(r"[一-鿿]")
_MARKED = re.compile(r"[:=\d_\-]")


def qq_numbers(plain: str) -> tuple[Entity, ...]:
    """The QQ numbers of a folded text: behind the word, in a list, before “（QQ）” and in “123456@qq”."""
    found = {match.span(1) for match in _BEHIND.finditer(plain)}
    for word in _announcement("qq", 12).finditer(plain):
        first = _QQ.match(plain, word.end())
        if not first or first.span() in found or counts_something(plain, *first.span()) or _short_q(word[0], first[0]):
            continue
        found.add(first.span())
        at = first.end()
        while (
            (more := _QQ_MORE.match(plain, at))
            and not _MOBILE.match(more[1])
            and not counts_something(plain, *more.span(1))
        ):
            found.add(more.span(1))
            at = more.end()
    return tuple(_entities(plain, sorted(found), "QQ"))


def _short_q(announcement: str, number: str) -> bool:
    """A lone Q before five digits is no word for it: it may be a plate or a type."""
    return announcement.strip().lower() == "q" and len(number) == 5


def vx_accounts(plain: str) -> tuple[Entity, ...]:
    """The 微信 accounts of a folded text: an identifier of the form 微信 allows, or a number, behind the word."""
    found = set[tuple[int, int]]()
    for word in _announcement("vx", 14).finditer(plain):
        at = word.end()
        if number := _NUMBER.match(plain, at):
            if not counts_something(plain, *number.span()):
                found.add(number.span())
            continue
        account = _ID.match(plain, at)
        if account and _is_account(plain, word, account):
            found.add(account.span())
    for mobile in _same_number().finditer(plain):
        found.add(mobile.span(mobile.lastgroup or 0))
    return tuple(_entities(plain, sorted(found), "vx"))


def _is_account(plain: str, word: re.Match[str], account: re.Match[str]) -> bool:
    """Whether the letters are an identifier: no word of computers, and apart from a word that is of letters."""
    if account[0].lower() in _no_account():
        return False
    if word[0][-1].isascii() and word[0][-1].isalnum():
        return False
    marked = _MARKED.search(word[0]) or _MARKED.search(account[0])
    return bool(marked) or not _HAN.match(plain, account.end())


def _entities(plain: str, spans: list[tuple[int, int]], kind: Kind) -> Iterator[Entity]:
    for start, end in spans:
        yield Entity(start, end, kind, ("mobile",) if _MOBILE.match(plain[start:end]) else ())


@cache
def _announcement(section: str, most: int) -> re.Pattern[str]:
    """The word and what may stand between it and the number: 微信号（可加我）：.

    A Latin word there ends before letters and digits, for they may be the account (微信：qq_flower), unless a stroke
    joins the two words (微信/QQ12345).
    """
    listed = terms("personal")[section]["between"]
    latin = alternatives([word for word in listed if word.isascii()])
    other = alternatives([word for word in listed if not word.isascii()])
    between = rf"{other}|(?<=[/|和及或&])(?:{latin})|(?:{latin})(?![A-Za-z0-9_\-])"
    return re.compile(rf"{words_of(section)}(?:(?i:{between})|[{_PUNCTUATION}]){{0,{most}}}+(?=[A-Za-z0-9])")


@cache
def _no_account() -> frozenset[str]:
    return frozenset(terms("personal")["vx"]["no_account"])


@cache
def _same_number() -> re.Pattern[str]:
    same = alternatives(terms("personal")["vx"]["same_number"])
    mobile = r"(?<!\d)1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?!\d)"
    before, behind = (
        rf"(?i:{same})[): ]{{0,3}}(?P<behind>{mobile})",
        rf"(?P<before>{mobile})[ (,;。/]{{0,3}}(?:(?i:{same})|(?<=\()微信\))",
    )
    return re.compile(f"{before}|{behind}")
