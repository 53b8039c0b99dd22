"""What decides that two comments in like words are two matters: another number, another name, the opposite wish."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from corpus.terms import alternatives, terms
from corpus.territory import Gazetteer

Distinctions = Mapping[tuple[str, str], frozenset[str]]
"""What a comment names: the values of each kind, be it a number's unit, a name's ending or a line of exclusive
words."""

_NESTED = {"number", "letter", "side", "word", "place"}
_FIGURE = 100
"""Smaller numbers without a naming unit are amounts that one says one way and another: 三四个月, 68 个孩子."""
_LONGEST_FIGURE = 12
_NAME = 2
"""Characters before an ending that are compared: a name's left end is not marked in Chinese."""


def distinctions(clauses: str, places: Gazetteer | None = None) -> Distinctions:
    """What a comment names, given its ``wording.clauses``, and which places of the office's list."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for match in _numbers().finditer(clauses):
        value, unit = match["value"], match["unit"]
        if unit:
            found["number", unit].add(value)
        elif len(value) <= _LONGEST_FIGURE and int(value) >= _FIGURE:
            found["figure", ""].add(value)
    for match in _codes().finditer(clauses):
        found["letter", match["unit"] or ""].add(match["value"])
    for match in _sides().finditer(clauses):
        found["side", match["unit"]].add(match["value"])
    for match in name_endings().finditer(clauses):
        if name := _own(clauses[max(0, match.start() - _NAME) : match.start()], match["ending"]):
            found["name", match["ending"]].add(name)
    if places is not None and (named := places.named_in(clauses)):
        found["place", ""] |= {one.place for one in named}
    words = set(_words().findall(clauses))
    for line, alternative in enumerate(terms("near_duplicates")["exclusive"]):
        if said := words.intersection(alternative):
            found["word", str(line)] |= said
    return {kind: frozenset(values) for kind, values in found.items()}


def contradict(one: Distinctions, other: Distinctions) -> bool:
    """Do the two name different things of one kind?

    Where each has a number, letter, side, word or listed place that the other lacks (a place comes with those that it
    lies in); of names and figures only where none is common,
    for who retells a matter names other places beside it.
    """
    for kind in one.keys() & other.keys():
        mine, theirs = one[kind], other[kind]
        if not mine & theirs or (kind[0] in _NESTED and not (mine <= theirs or theirs <= mine)):
            return True
    return False


def joined(one: Distinctions, other: Distinctions) -> Distinctions:
    """What the two name together."""
    return {kind: one.get(kind, frozenset()) | other.get(kind, frozenset()) for kind in one.keys() | other.keys()}


def _own(before: str, ending: str) -> str:
    """The name before an ending as far as it is one; empty where it is a general word or part of a sentence."""
    if (before + ending).endswith(_general()):
        return ""
    nameless = terms("near_duplicates")["nameless"]
    name = before if len(before) == _NAME and not any(sign in nameless or sign == "|" for sign in before) else ""
    return "" if name.isdigit() else name


@cache
def _general() -> tuple[str, ...]:
    return tuple(terms("near_duplicates")["general"])


@cache
def _numbers() -> re.Pattern[str]:
    units = alternatives(terms("near_duplicates")["naming_units"])
    return re.compile(rf"(?<![a-z\d])(?P<value>\d+)(?P<unit>{units}|(?<=\d{{4}})年)?")


@cache
def _codes() -> re.Pattern[str]:
    lettered = alternatives(terms("near_duplicates")["lettered"])
    return re.compile(rf"(?<![a-z])(?P<value>[a-z]\d+|\d+[a-z]|[a-z](?={lettered}))(?P<unit>{lettered})?")


@cache
def _sides() -> re.Pattern[str]:
    words = terms("near_duplicates")
    return re.compile(rf"(?P<value>[{words['sides']}])(?P<unit>{alternatives(words['sided'])})")


@cache
def name_endings() -> re.Pattern[str]:
    """The ``ending`` of a name (小区, 村, 小学) where it is no part of another word."""
    words = terms("near_duplicates")
    return re.compile(rf"(?P<ending>{alternatives(words['endings'])})(?!{alternatives(words['not_before'])})")


@cache
def _words() -> re.Pattern[str]:
    return re.compile(alternatives([word for line in terms("near_duplicates")["exclusive"] for word in line]))
