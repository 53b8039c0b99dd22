"""A text for the public: what is a citizen's is replaced by what an office writes instead; nothing of it remains."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice, takewhile
from operator import attrgetter

from corpus.terms import alternatives, terms
from outputs.personal.entity import Entity
from outputs.personal.houses import House, houses

_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]")


def replacements(text: str, removals: Sequence[Entity]) -> tuple[str, ...]:
    """What stands in the place of each of these removals, by the table ``[redaction]`` of ``data/personal.toml``.

    A name keeps its family name (张某; two that come out the same are 张某1 and 张某2), an address all but its house
    numbers (幸福小区×栋×单元×室), everything else becomes a mark. The removals are in order and do not overlap.
    """
    names = _public_names([text[each.start : each.end] for each in removals if each.type == "name"])
    told = houses(text)
    return tuple(_instead(text, each, names, told) for each in removals)


def _instead(text: str, removal: Entity, names: Mapping[str, str], told: Sequence[House]) -> str:
    marks: Mapping[str, str] = terms("personal")["redaction"]
    if removal.type == "name":
        return names[text[removal.start : removal.end]]
    if removal.type == "address":
        return _down_to_the_community(text, removal, told)
    return marks[removal.type]


def _down_to_the_community(text: str, address: Entity, told: Sequence[House]) -> str:
    """Every number of a house crossed out; an address without one is marked whole."""
    marks: Mapping[str, str] = terms("personal")["redaction"]
    first = bisect_left(told, address.start, key=attrgetter("start"))
    its = list(takewhile(lambda house: house.end <= address.end, islice(told, first, None)))
    if not its:
        return marks["address"]
    pieces = list[str]()
    at = address.start
    for start, end in (number for house in its for number in house.numbers):
        pieces += text[at:start], marks["house"]
        at = end
    return "".join((*pieces, text[at : address.end]))


def _public_names(names: Sequence[str]) -> dict[str, str]:
    """For each name what stands instead; different people who come out the same are numbered as they appear."""
    public = {name: _without_given_name(name) for name in dict.fromkeys(names)}
    alike = dict[str, dict[str, int]]()
    for name, shown in public.items():
        cores = alike.setdefault(shown, {})
        cores.setdefault(_core(name), len(cores) + 1)
    return {name: shown if shown == name else _told_apart(name, shown, alike[shown]) for name, shown in public.items()}


def _told_apart(name: str, shown: str, alike: Mapping[str, int]) -> str:
    """The public name with its number, where there are several, and its form of address."""
    if shown == terms("personal")["redaction"]["name_unknown"]:
        return shown
    core = _core(name)
    number = str(alike[core]) if len(alike) > 1 else ""
    return f"{shown}{number}{name[len(core) :]}"


def _without_given_name(name: str) -> str:
    marks: Mapping[str, str] = terms("personal")["redaction"]
    core = _core(name)
    if len(core) == 1 or core.endswith(marks["name"]):
        return name
    if _HAN.match(core):
        return f"{_family_name(core)}{marks['name']}"
    return core[0].upper() if _LATIN.match(core) else marks["name_unknown"]


def _family_name(core: str) -> str:
    return next((name for name in _double_names() if core.startswith(name)), core[0])


def _core(name: str) -> str:
    """The name without a form of address: 张建国先生, 张先生."""
    return _titles().sub("", name) or name


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?<=.)(?:{alternatives(terms('personal')['redaction']['titles'])})\Z")


@cache
def _double_names() -> tuple[str, ...]:
    return tuple(terms("people")["compound_surnames"].split())
