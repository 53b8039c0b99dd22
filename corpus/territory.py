"""The second dimension of a comment: the counties, towns and villages that it names, and who answers there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.occurrence import Words
from corpus.records import Territory
from corpus.terms import terms

SHORTEST = 2
"""Characters of a name without its level: one character is in every second word."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the office's list. ``unit`` is empty where that of ``parent`` answers, ``row`` is that of the sheet."""

    name: str
    parent: str = ""
    also: tuple[str, ...] = ()
    unit: str = ""
    row: int = 0

    @property
    def whole_names(self) -> tuple[str, ...]:
        """Every name that the list gives it, each once."""
        return tuple(dict.fromkeys((self.name, *self.also)))


@dataclass(frozen=True)
class Gazetteer:
    """The places of an office, ready to be found in texts. Places are known by their position in the list."""

    places: tuple[Place, ...]

    def named_in(self, text: str) -> tuple[Territory, ...]:
        """The places that the text names, each followed by those that it lies in, with the unit that answers.

        The longest name counts. A name that several places have says nothing, unless the text also names what one of
        them lies in.
        """
        if not self.places:
            return ()
        mentions = list(dict.fromkeys(self._mentions(text)))
        if not mentions:
            return ()
        sure = {have[0] for have in mentions if len(have) == 1}
        for have in mentions:
            told = [at for at in have if not sure.isdisjoint(self._chains[at][1:])] if len(have) > 1 else []
            if len(told) == 1:
                sure.add(told[0])
        outer = {at for inner in sure for at in self._chains[inner][1:]}
        named = [at for have in mentions for at in have if at in sure and at not in outer]
        chain = dict.fromkeys(at for inner in named for at in self._chains[inner])
        return tuple(self._territories[at] for at in chain)

    def chain(self, at: int) -> tuple[int, ...]:
        """The place and those that it lies in, from the inside; a ring of places ends where it would begin again."""
        return self._chains[at]

    def unit(self, at: int) -> str:
        """Who answers for the place: its own unit or the nearest outer one's; empty where the list names nobody."""
        return self._territories[at].unit

    @cached_property
    def by_name(self) -> Mapping[str, tuple[int, ...]]:
        """The places of each whole name."""
        found: dict[str, tuple[int, ...]] = {}
        for at, place in enumerate(self.places):
            for name in place.whole_names:
                found[name] = (*found.get(name, ()), at)
        return found

    @cached_property
    def _by_short(self) -> Mapping[str, tuple[int, ...]]:
        """The place of each name without its level, where that is no name of another place and no word of its own."""
        shorts = [(short(place.name), at) for at, place in enumerate(self.places)]
        often = Counter(word for word, _ in shorts)
        ordinary = frozenset(terms("directory")["names"]["ordinary"])
        return {
            word: (at,)
            for word, at in shorts
            if len(word) >= SHORTEST and often[word] == 1 and word not in ordinary and word not in self.by_name
        }

    @cached_property
    def _words(self) -> Words:
        return Words.of((*self.by_name, *self._by_short))

    @cached_property
    def _chains(self) -> Sequence[tuple[int, ...]]:
        return [tuple(self._outwards(at)) for at in range(len(self.places))]

    @cached_property
    def _territories(self) -> Sequence[Territory]:
        units = [next((u for at in chain if (u := self.places[at].unit)), "") for chain in self._chains]
        return [Territory(place.name, unit) for place, unit in zip(self.places, units, strict=True)]

    def _mentions(self, text: str) -> Iterator[tuple[int, ...]]:
        for start, name in self._words.longest(text):
            if have := self.by_name.get(name):
                yield have
            elif not text.startswith(_other_behind(), start + len(name)):
                yield self._by_short[name]

    def _outwards(self, at: int) -> Iterator[int]:
        passed: set[int] = set()
        while at not in passed:
            passed.add(at)
            yield at
            parents = self.parents(at)
            if len(parents) != 1:
                return
            (at,) = parents

    def parents(self, at: int) -> tuple[int, ...]:
        """The places that the list may mean as the one it lies in: none, one, or several of the same name."""
        parent = self.places[at].parent
        return self.by_name.get(parent) or self._by_short.get(parent, ())


def short(name: str) -> str:
    """The name without its level: 桥头镇 is 桥头; the same where it has none."""
    level = max((word for word in terms("directory")["names"]["levels"] if name.endswith(word)), key=len, default="")
    return name.removesuffix(level)


def _other_behind() -> tuple[str, ...]:
    return tuple(terms("directory")["names"]["other_behind"])
