"""E-mail addresses, also those that are written to be read by people alone: 某某(at)163.com, 123#qq.com（#换成@）."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from corpus.terms import alternatives, terms
from outputs.personal.entity import Entity

_LOCAL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}\Z")
_LONGEST_LOCAL = 64
_TO_STRIP = "._%+-"


@cache
def _signs() -> re.Pattern[str]:
    """What stands for “@”: itself, # before a domain, a word within brackets, a Chinese word."""
    words = [word for word in terms("personal")["email"]["at"] if word != "@"]
    latin = alternatives([word for word in words if word.isascii()])
    bare = alternatives([word for word in words if not word.isascii()])
    bracketed = rf" {{0,2}}[(\[<{{*]{{1,2}} ?(?:{alternatives(words)}|@) ?[)\]>}}*]{{1,2}} {{0,2}}"
    return re.compile(rf" {{0,2}}@ {{0,2}}|#(?!www\.)(?=[A-Za-z0-9])|{bracketed}| ?(?:{bare}) ?| (?:{latin}) ", re.I)


@cache
def _domains() -> tuple[re.Pattern[str], ...]:
    """A domain with a known end, up to which it goes whatever is glued to it; else one with any end of letters."""
    email = terms("personal")["email"]
    latin = alternatives([word for word in email["dot"] if word.isascii()])
    words = alternatives([word for word in email["dot"] if not word.isascii()])
    dot = rf"(?: ?\. ?| ?(?:{words}) ?| ?[(\[] ?(?:{latin}|{words}|\.) ?[)\]] ?| (?:{latin}) )"
    known, label = alternatives(email["ends"]), r"[A-Za-z0-9\-]{1,63}+"
    before = rf"{label}(?:{dot}{label}){{0,3}}{dot}"
    return re.compile(rf"{before}(?:{known})", re.I), re.compile(rf"{before}[A-Za-z]{{2,6}}(?![A-Za-z])", re.I)


def emails(plain: str, telephones: Sequence[Entity] = ()) -> tuple[Entity, ...]:
    """The addresses of a folded text, whole: a number before the sign belongs to them.

    ``telephones`` are those found in the same text, in order. Where letters are glued to one (13800138000abc@qq.com),
    the address begins behind it.
    """
    ends = [telephone.end for telephone in telephones]
    found = list[Entity]()
    floor = 0
    for sign in _signs().finditer(plain):
        domain = next((d for pattern in _domains() if (d := pattern.match(plain, sign.end()))), None)
        local = _LOCAL.search(plain, max(floor, sign.start() - _LONGEST_LOCAL), sign.start())
        if not domain or not local:
            continue
        start = local.start() + len(local[0]) - len(local[0].lstrip(_TO_STRIP))
        last = bisect_left(ends, sign.start()) - 1
        if last >= 0 and start < ends[last] and plain[ends[last]].isalpha():
            start = ends[last]
        if start < sign.start():
            found.append(Entity(start, domain.end(), "email"))
            floor = domain.end()
    return tuple(found)
