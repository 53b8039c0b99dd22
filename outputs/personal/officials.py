"""What of a text's personal data is a citizen's: neither the officials in charge nor the places of everybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from corpus.terms import alternatives, terms
from outputs.personal.entities import entities, entities_of_all, numbers, without_overlaps
from outputs.personal.entity import Entity
from outputs.personal.houses import House, houses
from outputs.personal.row import Row

_LIST_OF_NAMES = re.compile(r"[ 、和及]{1,2}\Z")
"""Behind a comma somebody else may be told of: 责任人：韦国强，吴桂芳家门口已修。"""
_REACH_BACK = 14
_IN_WORDS = ("name", "address")
_SURE_LEVELS = 2
"""So many of 栋, 单元, 室 tell a home where no address was found around them."""
_LONGEST_GAP = 1


def of_citizens(text: str, officials: Collection[str] = ()) -> tuple[Entity, ...]:
    """What the public version of a text must not show, in order and without overlap.

    Left out are names beside a post (局长张三、联络员：张三) and those of ``officials``, wherever they stand in it, and
    addresses no finer than a community. Numbers are always in, whoever's they are. An address reaches from its
    beginning to the last of its house, stairs and room. A number counts as one though a line ends within it.
    """
    return _of_citizens(text, entities(text), officials)


def of_citizens_of_all(texts: Sequence[str], officials: Sequence[Collection[str]]) -> list[tuple[Entity, ...]]:
    """The same for many texts, read together: faster, and no different. Each text has ``officials`` of its own."""
    found = entities_of_all(texts)
    return [_of_citizens(text, own, named) for text, own, named in zip(texts, found, officials, strict=True)]


def _of_citizens(text: str, found: Sequence[Entity], officials: Collection[str]) -> tuple[Entity, ...]:
    found = _over_lines(text, found)
    in_charge = {text[name.start : name.end] for name in _in_charge(text, found)} | set(officials)
    numbered = Row(each for each in found if each.type not in _IN_WORDS)
    homes = Row(home for home in _homes(found, houses(text)) if not numbered.over(home))
    names = (each for each in found if each.type == "name" and text[each.start : each.end] not in in_charge)
    return tuple(sorted((*numbered, *homes, *(name for name in names if not homes.over(name)))))


def _over_lines(text: str, found: Sequence[Entity]) -> Sequence[Entity]:
    """With the numbers that are seen only where the ends of lines are read as blanks; what is part of one goes."""
    if "\n" not in text:
        return found
    there = Row(each for each in found if each.type not in _IN_WORDS)
    people = [each for each in found if each.type == "name"]
    more = Row(each for each in numbers(text.replace("\n", " "), people) if _is_wider(each, there.over(each)))
    return without_overlaps((*(each for each in found if each.type in _IN_WORDS or not more.over(each)), *more))


def _is_wider(entity: Entity, over: Sequence[Entity]) -> bool:
    """Whether it has all of each of these within it, and more."""
    return all(entity.start <= each.start and each.end <= entity.end for each in over) and (
        (entity.start, entity.end) not in {(each.start, each.end) for each in over}
    )


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
    no_office = f"(?!{alternatives(terms('personal')['officials']['no_office_after'])})"
    return re.compile(
        rf"(?:同志)?(?:{posts}|[（(](?:[^（）()。，,]{{0,12}})?{posts}[）)]|(?:现任|时任|担任|任{no_office})[^。，,；;]{{0,16}}?{posts})"
    )


@cache
def _role_before() -> re.Pattern[str]:
    table = terms("personal")["officials"]
    return re.compile(rf"(?:{alternatives(table['roles'])}|{alternatives(table['posts'])})(?:姓名)?\s?[：:]\s{{0,3}}\Z")
