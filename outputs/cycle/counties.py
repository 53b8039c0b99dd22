"""Which tasks belong to which county, city district or town (``data/counties.toml``): by the units that act, by place.

A unit that answers for a place (人民政府, 管委, 街道办事处) makes its tasks those of the place, in its own role; a
place that the text names makes them 属地. Governments meant together (各县（市、区）人民政府) stand as such: nobody has
expanded them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from corpus.bodies import BodyKind
from corpus.body_names import is_collective, plain_name, taken_apart
from corpus.directory import TERRITORIAL
from corpus.records import Task
from corpus.registry import SHIPPED, Registry
from corpus.terms import terms
from outputs.assignment import PROPOSED, DepartmentTasks, Share, roles
from outputs.decided import is_for_nobody
from outputs.file_names import file_names

LOCAL = "属地"
"""The role of a place that the text names, where no unit of it acts."""
_LONGEST_PLACE = 12
"""Characters of a unit that goes by the bare name of its place (桥头镇): a longer one has a name of its own."""
_CITY = "市"
_SURROUNDED = 2
"""A 市 that stands right behind so many different counties in the texts' places is what they lie in."""


@dataclass(frozen=True, slots=True)
class County:
    """A county, district or town by the name that tells it from others, or several that are meant together."""

    name: str
    collective: bool = False


def by_county(tasks: Sequence[Task], registry: Registry = SHIPPED) -> tuple[DepartmentTasks, ...]:
    """The tasks of each county, in the order in which the counties come up; those meant together come last.

    ``department`` is the county's name. Empty where no county is known.
    """
    outer = _cities_around(tasks)
    known: dict[tuple[str, date | None], County | None] = {}
    owned: dict[County, list[Share]] = {}
    for position, task in enumerate(tasks, 1):
        for county, role in _parts(task, outer, known, registry).items():
            owned.setdefault(county, []).append(Share(position, task, role))
    order = sorted(owned, key=lambda county: county.collective)
    marks = (f"（{PROPOSED}）" if all(s.role == PROPOSED for s in owned[c]) else "" for c in order)
    names = file_names(zip((c.name for c in order), marks, strict=True), LOCAL)
    return tuple(
        DepartmentTasks(c.name, name, tuple(owned[c]), collective=c.collective)
        for c, name in zip(order, names, strict=True)
    )


def county_of(name: str, registry: Registry = SHIPPED, on: date | None = None) -> County | None:
    """The county whose unit this is, by its name in a document of a day; None for any other unit."""
    body = registry.resolve(name, on)
    if body is not None:
        if TERRITORIAL not in body.functions:
            return None
        if body.kind is BodyKind.COLLECTIVE:
            return County(body.name, collective=True)
        place = taken_apart(name).place
    else:
        place = plain_name(name)
        if len(place) > _LONGEST_PLACE or is_collective(place) or not (_is_county(place) or _is_town(place)):
            return None
    found = _innermost(place)
    return County(found) if found and _is_a_name(found) else None


def _parts(
    task: Task,
    outer: frozenset[str],
    known: dict[tuple[str, date | None], County | None],
    registry: Registry,
) -> Mapping[County, str]:
    """The counties of a task, each with its role in it."""
    if is_for_nobody(task):
        return {}
    found: dict[County, list[str]] = {}
    for name, role in roles(task):
        key = name, task.notice_date
        if key not in known:
            known[key] = county_of(name, registry, task.notice_date)
        if (county := known[key]) is not None and county.name not in outer:
            found.setdefault(county, []).extend(role.split("、"))
    for place in _places(task, outer):
        found.setdefault(County(place), [LOCAL])
    return {county: "、".join(dict.fromkeys(said)) for county, said in found.items()}


def _places(task: Task, outer: frozenset[str]) -> Iterable[str]:
    """The counties that the text names; where it names none, its towns."""
    named = [territory.place for territory in task.territory]
    counties = [place for place in named if _is_county(place) and place not in outer]
    return dict.fromkeys(counties or (place for place in named if _is_town(place)))


def _cities_around(tasks: Iterable[Task]) -> frozenset[str]:
    """The cities that counties lie in: no county themselves, though a county may be called 市 as well."""
    behind: dict[str, set[str]] = {}
    alone: set[str] = set()
    for task in tasks:
        named = [territory.place for territory in task.territory if _is_county(territory.place)]
        alone.update(named[:1])
        for inner, place in pairwise(named):
            if place.endswith(_CITY):
                behind.setdefault(place, set()).add(inner)
    return frozenset(city for city, counties in behind.items() if len(counties) >= _SURROUNDED or city not in alone)


def _innermost(place: str) -> str:
    """The county in a place's full name: 防城区 of 防城港市防城区, 青河县 of 青河县桥头镇."""
    for inner in _inwards(place):
        place = inner
    if _is_town(place):
        ends = [at for at in range(2, len(place) - 1) if _is_county(place[:at]) and _is_a_name(place[at:])]
        return place[: ends[0]] if ends else place
    return place


def _inwards(place: str) -> Iterator[str]:
    """The place without the region, province or city that its name begins with, one after the other."""
    for word in terms("counties")["around"]:
        at = place.find(word, 1)
        rest = place[at + len(word) :]
        if at > 0 and len(rest) > 1:
            place = rest
            yield place


@cache
def _is_county(place: str) -> bool:
    words = terms("counties")
    return len(place) > 1 and place.endswith(tuple(words["county"])) and not place.endswith(tuple(words["no_county"]))


@cache
def _is_town(place: str) -> bool:
    return len(place) > 1 and place.endswith(tuple(terms("counties")["town"]))


def _is_a_name(place: str) -> bool:
    """Whether a place is told from others: 市, 乡镇 and 本县 say no name."""
    words = terms("counties")
    return bool(place.lstrip(words["no_place"]).strip(words["levels"]))
