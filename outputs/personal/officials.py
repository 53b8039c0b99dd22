"""What of a text's personal data is a citizen's: neither the officials in charge nor the places of everybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from corpus.terms import alternatives, terms
from outputs.personal.entities import entities, entities_of_all
from outputs.personal.entity import Entity
from outputs.personal.houses import House, houses
from outputs.personal.row import Row

_LIST_OF_NAMES = re.compile(r"[ 、,，;；和及]{1,2}\Z")
_REACH_BACK = 14
_SURE_LEVELS = 2
"""So many of 栋, 单元, 室 tell a home where no address was found around them."""
_LONGEST_GAP = 1


def of_citizens(text: str, officials: Collection[str] = ()) -> tuple[Entity, ...]:
    """What the public version of a text must not show, in order and without overlap.

    Left out are names beside a post (局长张三、联络员：张三) and those of ``officials``, wherever they stand in it, and
    addresses no finer than a community. Numbers are always in, whoever's they are. An address reaches from its
    beginning to the last of its house, stairs and room.
    """
    return _of_citizens(text, entities(text), officials)


def of_citizens_of_all(texts: Sequence[str], officials: Collection[str] = ()) -> list[tuple[Entity, ...]]:
    """The same for many texts, read together: faster, and no different."""
    found = entities_of_all(texts)
    return [_of_citizens(text, own, officials) for text, own in zip(texts, found, strict=True)]


def _of_citizens(text: str, found: Sequence[Entity], officials: Collection[str]) -> tuple[Entity, ...]:
    in_charge = {text[name.start : name.end] for name in _in_charge(text, found)} | set(officials)
    numbers = Row(each for each in found if each.type not in ("name", "address"))
    homes = Row(home for home in _homes(found, houses(text)) if not numbers.over(home))
    names = (each for each in found if each.type == "name" and text[each.start : each.end] not in in_charge)
    return tuple(sorted((*numbers, *homes, *(name for name in names if not homes.over(name)))))


def _in_charge(text: str, found: Sequence[Entity]) -> Iterator[Entity]:
    """Names right before or behind a post, and those of a list that a role with a colon begins."""
    listed: Entity | None = None
    for name in (each for each in found if each.type == "name"):
        before = text[max(0, name.start - _REACH_BACK) : name.start]
        follows = listed is not None and bool(_LIST_OF_NAMES.fullmatch(text, listed.end, name.start))
        if follows or _role_before().search(before):
            listed = name
            yield name
        elif _post_before().search(before) or _post_behind().match(text, name.end):
            yield name


def _homes(found: Sequence[Entity], told: Sequence[House]) -> Iterator[Entity]:
    """The addresses finer than a community, lengthened to the end of the house; and homes outside any address."""
    places = Row(each for each in found if each.type == "address")
    reached = dict[Entity, Entity]()
    for house in told:
        near = places.over(Entity(max(0, house.start - 1 - _LONGEST_GAP), house.end, "address"))
        if near:
            former = reached.get(near[0], near[0])
            reached[near[0]] = replace(former, start=min(former.start, house.start), end=max(former.end, house.end))
        elif house.levels >= _SURE_LEVELS:
            yield Entity(house.start, house.end, "address")
    yield from reached.values()


def _posts() -> str:
    table = terms("personal")["officials"]
    none = alternatives(table["no_post_before"])
    return rf"(?:{alternatives(table['posts'])})(?!{none})"


@cache
def _post_before() -> re.Pattern[str]:
    no_post = "".join(rf"(?<!{word})" for word in terms("personal")["officials"]["no_post_after"])
    return re.compile(rf"{no_post}(?:{alternatives(terms('personal')['officials']['posts'])})[：:\s]{{0,3}}\Z")


@cache
def _post_behind() -> re.Pattern[str]:
    posts = _posts()
    return re.compile(
        rf"(?:同志)?(?:{posts}|[（(](?:[^（）()。，,]{{0,12}})?{posts}[）)]|(?:现任|时任|担任|任)[^。，,；;]{{0,16}}?{posts})"
    )


@cache
def _role_before() -> re.Pattern[str]:
    table = terms("personal")["officials"]
    return re.compile(rf"(?:{alternatives(table['roles'])}|{alternatives(table['posts'])})(?:姓名)?\s?[：:]\s{{0,3}}\Z")
