"""Who handles what in one office: its units with their functions, its own division of matters, its places.

What an office has not said is as shipped: the usual departments (``corpus.taxonomy``) and no places.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from corpus.occurrence import Words
from corpus.registry import SHIPPED
from corpus.taxonomy import departments
from corpus.terms import terms
from corpus.territory import Gazetteer, Place

UNCLEAR, TERRITORIAL = "不明", "属地"
"""Functions that no unit holds: 不明 is nobody's, 属地 that of the place named."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by the name that the drafts use, with keys of functions and its other and former names."""

    name: str
    functions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    row: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the office gives it, each once."""
        return tuple(dict.fromkeys((self.name, *self.also)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the office's division of matters: where all words occur in a text, ``lead`` leads."""

    words: tuple[str, ...]
    lead: str
    supporting: tuple[str, ...] = ()
    row: int = 0


@dataclass(frozen=True)
class Directory:
    """The directory of an office. Names are as the office wrote them; ``row`` is that of its workbook."""

    units: tuple[Unit, ...]
    rules: tuple[Rule, ...] = ()
    places: tuple[Place, ...] = ()

    @cached_property
    def version(self) -> str:
        """What routing depends on: it differs where the office's lines or the shipped tables do."""
        shipped = (terms("departments"), terms("overlaps"), terms("directory")["names"])
        said = repr((self.units, self.rules, self.places, shipped))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places, ready to be found in texts."""
        return Gazetteer(self.places)

    @cached_property
    def holders(self) -> Mapping[str, tuple[Unit, ...]]:
        """The units that hold each function, in the office's order."""
        held: dict[str, tuple[Unit, ...]] = {}
        for unit in self.units:
            for function in unit.functions:
                held[function] = (*held.get(function, ()), unit)
        return held

    @cached_property
    def names_by_function(self) -> Mapping[str, str]:
        """What the office calls whoever holds each function: the first of its units, else the usual department."""
        usual = {department.function: department.name for department in departments().values()}
        return usual | {function: units[0].name for function, units in self.holders.items()}

    @cached_property
    def former_names(self) -> tuple[tuple[str, str], ...]:
        """(name, other or former name) of every unit, as ``corpus.registry.Registry`` takes them."""
        return tuple((unit.name, other) for unit in self.units for other in unit.names[1:])

    def unit(self, name: str) -> Unit | None:
        """The unit of this name, by any of its names or, if only one can be meant, by those of the registry."""
        return self._by_name.get(name) or self._by_body.get(SHIPPED.canonical(name))

    def called(self, name: str) -> str:
        """The name that the office uses for a unit; the name itself where the office does not list it."""
        unit = self.unit(name)
        return unit.name if unit else name

    def rule_of(self, text: str) -> Rule | None:
        """The office's line for this text: of several the one with most words, then the longest, then the first."""
        if not self.rules:
            return None
        there = self._rule_words.within(text)
        met = {
            at for word in there for at in self._rules_by_word.get(word, ()) if there.issuperset(self.rules[at].words)
        }
        return self.rules[min(met, key=self._precedence)] if met else None

    def _precedence(self, at: int) -> tuple[int, int, int]:
        words = self.rules[at].words
        return -len(words), -sum(map(len, words)), at

    @cached_property
    def _by_name(self) -> Mapping[str, Unit]:
        """Units by every name of theirs; a name of its own goes before another's former one."""
        others = {name: unit for unit in reversed(self.units) for name in unit.also}
        return others | {unit.name: unit for unit in reversed(self.units)}

    @cached_property
    def _by_body(self) -> Mapping[str, Unit]:
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            for key in dict.fromkeys(map(SHIPPED.canonical, unit.names)):
                found.setdefault(key, []).append(unit)
        return {key: units[0] for key, units in found.items() if len(units) == 1}

    @cached_property
    def _rule_words(self) -> Words:
        return Words.of(word for rule in self.rules for word in rule.words)

    @cached_property
    def _rules_by_word(self) -> Mapping[str, tuple[int, ...]]:
        """The rules, by number, of their longest word."""
        found: dict[str, tuple[int, ...]] = {}
        for at, rule in enumerate(self.rules):
            word = max(rule.words, key=len)
            found[word] = (*found.get(word, ()), at)
        return found


@cache
def shipped_directory() -> Directory:
    """The usual departments, each with its function; no division of matters but the usual one, and no places."""
    held = (one for one in departments().values() if one.function not in (UNCLEAR, TERRITORIAL))
    return Directory(tuple(Unit(one.name, (one.function,)) for one in held))
