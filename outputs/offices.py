"""Which of the names in a batch are one department's, and how the drafts call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.bodies import BodyKind
from corpus.body_names import BodyName, taken_apart
from corpus.directory import TERRITORIAL
from corpus.registry import Registry

_SHORT_ENDS = {"委员会": "委", "办公室": "办"}


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a task has it: in a document of a day, or ``proposed`` from a directory, then often without its level.

    What a person decided is the document's where that names the unit too, else the directory's.
    """

    name: str
    on: date | None = None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """A department: how the drafts call it, the documents' other names for it, whether several bodies are meant."""

    name: str
    also: tuple[str, ...] = ()
    collective: bool = False


_Home = tuple[str, str, str]
"""The canonical name, the level and the place by which an office is told from all others."""


def offices(named: Sequence[Named], registry: Registry) -> Mapping[Named, Office]:
    """The office of every name; the same for two names that are one office's.

    Names of one body are one office's as long as nothing tells their levels and places apart: 教育局 and 市教育局 where
    no 县教育局 is in use. A proposal goes to the office that the documents name only if all their offices are of one
    level and place, for in a batch of a city and its counties nobody knows whose 教育局 is meant. Former names count as
    of the last day of the batch's documents: tasks go to the offices that are there now.
    """
    as_of = max((one.on for one in named if one.on), default=None)
    often = Counter(named)
    keys = {one: registry.canonical(one.name, one.on, as_of) for one in often}
    given = [one for one in often if not one.proposed]
    one_place = len(_widest(taken_apart(one.name) for one in given if _has_place(one, registry))) <= 1
    in_use: dict[str, set[BodyName]] = {}
    for one in given:
        in_use.setdefault(keys[one], set()).add(taken_apart(one.name))
    homes: dict[_Home, list[Named]] = {}
    for one in often:
        known = () if one.proposed and not one_place else in_use.get(keys[one], ())
        homes.setdefault(_home(one, keys[one], known), []).append(one)
    known_offices = {home: _office(home, members, often, registry) for home, members in homes.items()}
    return {one: known_offices[home] for home, members in homes.items() for one in members}


def _home(one: Named, key: str, in_use: Iterable[BodyName]) -> _Home:
    """Where the name belongs: to the only office in use that it may be of, else to one of its own.

    A name without its level has to end like the one that it joins: where the county has a 发改局, 发改委 may be the
    city's.
    """
    own = taken_apart(one.name)
    alike = (parts for parts in in_use if one.proposed or own.level or _kind(parts.office) == _kind(own.office))
    fuller = _widest(parts for parts in alike if own.may_be_of(parts))
    level, place = fuller.pop() if len(fuller) == 1 else own.scope
    return key, level, place


def _kind(office: str) -> str:
    """局, 委 or 办: the last character of a name, full or short."""
    return _SHORT_ENDS.get(office[-3:], office[-1:])


def _widest(names: Iterable[BodyName]) -> set[tuple[str, str]]:
    """The levels and places of the names that say most: those that may be of another are left out."""
    said = {parts.scope: parts for parts in names}
    return {scope for scope, own in said.items() if not any(own.may_be_of(o) for s, o in said.items() if s != scope)}


def _has_place(one: Named, registry: Registry) -> bool:
    body = registry.resolve(one.name, one.on)
    return bool(taken_apart(one.name).level) and not (body and TERRITORIAL in body.functions)


def _office(home: _Home, members: Sequence[Named], often: Mapping[Named, int], registry: Registry) -> Office:
    """The office is called as the documents most often do: by a present name and one with its level, if there are.

    Where they have none but former ones, and the office's directory has the present one with its level, by that.
    """
    given = [one for one in members if not one.proposed] or members
    now = [one for one in members if registry.own_name(one.name, one.on) == home[0]]
    own = [one for one in now if one.proposed and taken_apart(one.name).level]
    present = [one for one in now if one in given] or own or given
    with_level = [one for one in present if taken_apart(one.name).level] or present
    counts: Counter[str] = Counter()
    for one in with_level:
        counts[one.name] += often[one]
    [(name, _)] = counts.most_common(1)
    others = dict.fromkeys(one.name for one in given if taken_apart(one.name).office != taken_apart(name).office)
    body = registry.resolve(name)
    return Office(name, tuple(others), body is not None and body.kind is BodyKind.COLLECTIVE)
