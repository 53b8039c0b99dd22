"""Mobile numbers of the mainland (电信网编号计划): eleven digits, 13 to 19 first, in any grouping people use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.terms import terms
from outputs.personal.context import announced, is_of_something
from outputs.personal.entity import Entity
from outputs.personal.folding import spoken
from outputs.personal.row import Row

_DIGITS = 11
_HEAD = re.compile(r"1[3-9]")
_RUN = re.compile(r"\d(?:[ .,\-/_~*。…()]{0,3}\d)*")
_GROUP = re.compile(r"\d+")
_GLUED_PREFIX = re.compile(r"(?:00)?86(?=1[3-9]\d{9}(?!\d)|1[3-9]\d(?!\d)|1[3-9]\d\d(?!\d))")
_PREFIX = re.compile(r"(?:(?:\+|00)[ (]?86|\(\+?86|(?<!\d)86)[)]?[ \-]{0,2}\(?\Z")
_USUAL = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 2, 2, 4)}
    | {(3, 3, 3, 2), (1,) * 11, (1, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 1), (1, 3, 3, 4)}
)
_UNUSUAL = re.compile(r"[,/*…]")
_HIDDEN = re.compile(r"(?<!\d)1[3-9]\d[ \-]?[*xX×]{4}[ \-]?\d{4}(?!\d)")


def mobiles(plain: str) -> tuple[Entity, ...]:
    """The mobile numbers of a folded text, +86 included, those half hidden (138****5678) as well."""
    found = [Entity(*hidden.span(), "mobile") for hidden in _HIDDEN.finditer(plain)]
    found.extend(_written(plain))
    if (said := spoken(plain)) != plain:
        there = Row(found)
        found.extend(each for each in _written(said) if not there.over(each))
    return tuple(sorted(found))


def _written(said: str) -> Iterator[Entity]:
    for run in _RUN.finditer(said):
        if run.end() - run.start() >= _DIGITS:
            yield from _of_run(said, [group.span() for group in _GROUP.finditer(said, *run.span())])


def _of_run(said: str, groups: Sequence[tuple[int, int]]) -> Iterator[Entity]:
    """Digits with short gaps may hold several numbers: the first that fits is taken, then the rest is looked at."""
    at, last = 0, -1
    while at < len(groups):
        start, end = groups[at]
        if end - start > _DIGITS and (glued := _glued(said, start, end)):
            yield from glued
            at, last = at + 1, at
            continue
        size = _window(said, groups, at, last)
        if size:
            yield Entity(_beginning(said, start, end), groups[at + size - 1][1], "mobile")
            last = at + size - 1
        at += size or 1


def _glued(said: str, start: int, end: int) -> list[Entity]:
    """Several numbers without a gap between, or one behind 86."""
    if prefix := _GLUED_PREFIX.match(said, start, end):
        whole = end - prefix.end() == _DIGITS and not is_of_something(said, start, end)
        return [Entity(_plus(said, start), end, "mobile")] if whole else []
    if (end - start) % _DIGITS or end - start > 3 * _DIGITS:
        return []
    parts = range(start, end, _DIGITS)
    if not all(_HEAD.match(said, part) for part in parts):
        return []
    return [Entity(part, part + _DIGITS, "mobile") for part in parts]


def _window(said: str, groups: Sequence[tuple[int, int]], at: int, last: int) -> int:
    """How many groups from here are one mobile number, 0 for none; ``last`` is the last group of the one before."""
    first = groups[at][0]
    if prefix := _GLUED_PREFIX.match(said, *groups[at]):
        first = prefix.end()
    sizes = list[int]()
    for begin, end in groups[at : at + _DIGITS]:
        sizes.append(end - max(begin, first))
        if sum(sizes) >= _DIGITS:
            break
    if sum(sizes) != _DIGITS:
        return 0
    window = groups[at : at + len(sizes)]
    digits = "".join(said[max(begin, first) : end] for begin, end in window)
    fraction = said.endswith("0.", 0, window[0][0])
    if fraction or not _HEAD.match(digits):
        return 0
    told = announced(said, window[0][0], "mobile", terms("personal")["mobile"]["longest_between"])
    if not told and is_of_something(said, window[0][0], window[-1][1]):
        return 0
    return len(sizes) if len(sizes) == 1 or _is_grouped(said, groups, at, sizes, last, told) else 0


def _is_grouped(said: str, groups: Sequence[tuple[int, int]], at: int, sizes: list[int], last: int, told: bool) -> bool:
    """Whether the groups are of one number: people group so, or it is told of, and no further group belongs to it."""
    chosen = groups[at : at + len(sizes)]
    gaps = [said[a[1] : b[0]] for a, b in pairwise(chosen)]
    if len(gaps) == 1 and "." in gaps[0]:
        return False  # a measured value: 138.12345678
    if not told and (tuple(sizes) not in _USUAL or any(_UNUSUAL.search(gap) for gap in gaps)):
        return False
    before = said[groups[at - 1][1] : chosen[0][0]] if at and at - 1 != last else None
    after = said[chosen[-1][1] : groups[at + len(sizes)][0]] if at + len(sizes) < len(groups) else None
    if before in gaps and not _PREFIX.search(said, max(0, chosen[0][0] - 10), chosen[0][0]):
        return False
    return after not in gaps or bool(_HEAD.match(said, groups[at + len(sizes)][0]))


def _beginning(said: str, start: int, end: int) -> int:
    """Where the number begins with its +86 and the bracket that is closed behind its first group."""
    prefix = _PREFIX.search(said, max(0, start - 10), start)
    if prefix:
        return prefix.start()
    opened = said[start - 1 : start] == "(" and said[end : end + 1] == ")"
    return start - 1 if opened and said[end + 1 : end + 2].isdigit() else _plus(said, start)


def _plus(said: str, start: int) -> int:
    return start - 1 if start and said[start - 1] == "+" else start
