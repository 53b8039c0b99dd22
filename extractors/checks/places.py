"""Checks of places: does the remedy of a row speak of the place that its complaint names?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.records import Check, Comment, Table
from corpus.terms import alternatives, terms
from extractors.clean import plain_digits, squeezed

PLACE_MISMATCH = "place_mismatch"
_SEEN = 14
"""Characters before an ending that are looked at for its name."""
_SHORTEST, _LONGEST = 2, 6
"""Characters of a name without its ending."""
_SIGNS = re.compile(r"[\u3400-\u9fffA-Za-z\d]+$")
_NUMBERED = re.compile(r"(\d+|[一二三四五六七八九十]+)号?$")
_SIDES = "东西南北中"


@dataclass(frozen=True, slots=True)
class _Name:
    """A place: what stands before its ending, and the whole."""

    core: str
    whole: str


def check_places(tables: Sequence[Table], comments: Sequence[Comment]) -> Iterator[Check]:
    """Row by row: where complaint and remedy name places of one class (roads, villages …) and none in common.

    A person has to look: the road may have two names, or the row has another row's remedy. A general word (该路段) is
    no name; where a piece of text may or may not be one, its class is not compared.
    """
    by_number = {table.source.table: table for table in tables}
    for comment in comments:
        table = by_number.get(comment.source.table)
        if table is None or comment.doubtful:
            continue
        found = next(filter(None, (_mismatch(comment, meaning) for meaning in ("goal", "measures"))), None)
        at = table.column("text")
        if found is None or at is None:
            continue
        called, named, meaning, instead = found
        column = table.header[table.columns.index(meaning)]
        note = f"{called}不一致：“{table.header[at]}”写“{named}”，“{column}”写“{instead}”，请核对是否同一地点。"
        source = replace(comment.source, column=at + 1)
        yield Check(PLACE_MISMATCH, named, source, named, instead, None, note)


def _mismatch(comment: Comment, meaning: str) -> tuple[str, str, str, str] | None:
    """Class, the complaint's place, the column and its place; None where they agree or one of them names none."""
    remedy = comment.goal if meaning == "goal" else comment.measures
    for key, kind in terms("places")["classes"].items():
        if not remedy or meaning not in kind["remedies"]:
            continue
        asked, answered = _names(comment.text, key), _names(remedy, key)
        if asked and answered and not any(_same(a, b) for a in asked for b in answered):
            return kind["called"], asked[0].whole, meaning, answered[0].whole
    return None


def _names(text: str, kind: str) -> list[_Name]:
    """The names of a class in a text; none at all where one of them cannot be told from the words before it."""
    bare = plain_digits(squeezed(text))
    words = terms("places")
    general = tuple(words["classes"][kind]["general"])
    found = []
    for match in _endings(kind).finditer(bare):
        before = _SIGNS.search(bare[max(0, match.start() - _SEEN) : match.start()])
        core = _own(before.group()) if before else ""
        name = _Name(core, core + match.group())
        if len(core) < _SHORTEST or name.whole.endswith(general):
            continue
        if len(core) > _LONGEST or any(sign in core for sign in words["before"]["never"]):
            return []
        found.append(name)
    return found


def _own(before: str) -> str:
    """The name itself, without the words of action and the divisions that stand before it; empty where nothing else is.

    A single sign goes only where enough remains: 和平路 keeps its 和.
    """
    if any(len(match.group()) > 1 and match.end() == len(before) for match in _leads().finditer(before)):
        return ""
    for pattern in (_leads(), _divisions()):
        cuts = [match.end() for match in pattern.finditer(before) if len(before) - match.end() >= _SHORTEST]
        before = before[max(cuts, default=0) :]
    return before


def _same(one: _Name, other: _Name) -> bool:
    """Whether two names may mean one place: two characters in common, and no other number or side of the town."""
    if one.whole.endswith(other.whole) or other.whole.endswith(one.whole):
        return True
    numbers = _NUMBERED.search(one.core), _NUMBERED.search(other.core)
    if numbers[0] and numbers[1]:
        return numbers[0][1] == numbers[1][1]
    if one.core[-1] in _SIDES and other.core[-1] in _SIDES and one.core[-1] != other.core[-1]:
        return False
    shared = {one.core[at : at + 2] for at in range(len(one.core) - 1)}
    return any(other.core[at : at + 2] in shared for at in range(len(other.core) - 1))


@cache
def _endings(kind: str) -> re.Pattern[str]:
    words = terms("places")["classes"][kind]
    return re.compile(alternatives(dict.fromkeys(words["endings"], words["not_before"])))


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(alternatives(terms("places")["before"]["words"]))


@cache
def _divisions() -> re.Pattern[str]:
    return re.compile(alternatives(terms("places")["before"]["divisions"]))
