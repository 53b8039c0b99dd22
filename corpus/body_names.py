"""A body's name taken apart: 澜江市委组织部 is 组织部, of the level 市 and the place 澜江市.

The words of levels and owners are in ``[names]`` of ``data/bodies.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from corpus.bodies import bodies_by_name
from corpus.terms import alternatives, terms

_WIDE = str.maketrans("()", "（）")
_FORMER = re.compile(r"（原[^（）]*）")
_LAST_BRACKET = re.compile(r"（[^（）]*）$")
_LONGEST_PLACE = 24
"""Characters: a zone within a city within a region."""
_LONGEST_NAME = 60
"""Characters: what is longer is a sentence."""


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name in its parts; the place and the level are empty where the name does not say them.

    ``office`` is the rest; ``known`` that the registry has a body of this name. ``of_party`` says that 市委 or the like
    stands before it.
    """

    office: str
    level: str = ""
    place: str = ""
    known: bool = False
    of_party: bool = False

    @property
    def scope(self) -> tuple[str, str]:
        """The level and the place, for comparing: 省 and 自治区 are one level."""
        same: Mapping[str, str] = terms("bodies")["names"]["same_levels"]
        return same.get(self.level, self.level), self.place

    def may_be_of(self, other: BodyName) -> bool:
        """Whether this may be the other, whose name says at least as much of its place and level.

        市教育局 may be 澜江市教育局, 青山区教育局 may be 澜江市青山区教育局; neither may be 县教育局.
        """
        (mine, _), (yours, _) = self.scope, other.scope
        return mine in ("", yours) and other.place.endswith(self.place)


@dataclass(frozen=True, slots=True)
class _Before:
    level: str
    place: str
    of_party: bool


def plain_name(name: str) -> str:
    """The name without spaces and former names (（原…）), brackets in one width."""
    whole, former = re.sub(r"\s", "", name).translate(_WIDE), 1
    while former:
        whole, former = _FORMER.subn("", whole)
    return whole


@lru_cache(maxsize=4096)  # a batch says the same few hundred names in thousands of rows
def taken_apart(name: str) -> BodyName:
    """The parts of a name. What stands in brackets behind it (综治办) is set aside where the registry knows the body.

    The longest ending that the registry knows is the office, if a place, a level or nothing stands before it. Of a name
    that it does not know only a bare level (市, 县) is parted off. A 厅 is of a province or a region, said or not.
    """
    parts = _parts(name)
    implied = next(
        (level for end, level in terms("bodies")["names"]["levels_of_endings"].items() if parts.office.endswith(end)),
        "",
    )
    return parts if parts.level else replace(parts, level=implied)


def _parts(name: str) -> BodyName:
    whole = plain_name(name)
    if len(whole) > _LONGEST_NAME or is_collective(whole):
        return BodyName(whole, known=whole in bodies_by_name())
    bare = _LAST_BRACKET.sub("", whole)
    for at in range(len(bare)):
        office = bare[at:]
        if office in bodies_by_name() and (before := _before(bare[:at], office)):
            return BodyName(office, before.level, before.place, known=True, of_party=before.of_party)
    if found := _bare_level().match(whole):
        rest = _parts(whole[found.end() :])
        return rest if rest.level else replace(rest, level=found.group())
    return BodyName(whole)


def is_collective(name: str) -> bool:
    """Whether several bodies are meant: 各有关单位, 市直各部门, 相关责任单位."""
    words = terms("bodies")["collectives"]
    whole = plain_name(name)
    return (
        any(word in whole for word in words["inside"])
        or whole.startswith(tuple(words["beginnings"]))
        or whole.endswith(tuple(words["endings"]))
    )


def _before(prefix: str, office: str) -> _Before | None:
    """What stands before an office, if it is a place, a level and whose body it is, or nothing; else None."""
    words = terms("bodies")["names"]
    head = next((head for head in words["heads"] if prefix.startswith(head)), "")
    place = prefix.removeprefix(head)
    owner = _ending(place, words["owners"])
    of_party = head in words["party_heads"] or owner in words["party_owners"]
    place = place.removesuffix(owner)
    if not place:
        return _Before("", "", of_party)
    level = _ending(place, words["levels"]) or next((own for own in words["own_levels"] if office.startswith(own)), "")
    if not level or place.startswith(tuple(words["other_heads"])):
        return None
    inner = place.removesuffix(level)
    if len(inner) > _LONGEST_PLACE or _not_of_a_place().search(inner):
        outer = _before(inner, "") if _ending(inner, words["owners"]) else None
        return _Before(level, outer.place, of_party) if outer and outer.level == level else None
    return _Before(level, inner + level if inner else "", of_party)


def _ending(text: str, words: Sequence[str]) -> str:
    """The longest of the words that the text ends with, or nothing."""
    return max((word for word in words if text.endswith(word)), key=len, default="")


@cache
def _not_of_a_place() -> re.Pattern[str]:
    """A character that no place has in its name; 部 is in one behind a point of the compass (南部县)."""
    return re.compile(rf"[^\u3400-\u9fff]|[{terms('bodies')['names']['no_place']}]|(?<![东西南北中])部")


@cache
def _bare_level() -> re.Pattern[str]:
    words = terms("bodies")["names"]
    levels, matters, after_all = (alternatives(words[key]) for key in ("levels", "matters", "levels_after_all"))
    return re.compile(rf"(?!(?!{after_all})(?:{matters}))(?:{levels})(?=[\u3400-\u9fff]{{2}})")
