"""Finding a unit by what a person types: its name or a part of it, a name it also has, pinyin, or initials."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.bodies import bodies
from corpus.directory import Directory
from corpus.registry import SHIPPED

LONGEST_QUERY = 40
FOUND = 12
"""Units that are shown for a query."""
_IGNORED = str.maketrans("", "", " \t\u3000'’-")
_U_UMLAUT = str.maketrans("ü", "v")


@dataclass(frozen=True, slots=True)
class Found:
    """A unit of the directory or of the batch; ``by`` is the other name that was met, empty where it was its own."""

    name: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """One name of a unit, and how it is spoken."""

    unit: str
    name: str
    syllables: tuple[str, ...]


@dataclass(frozen=True)
class UnitSearch:
    """Units by name, each with the other names that it goes by."""

    names: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, directory: Directory, in_use: Iterable[str] = ()) -> UnitSearch:
        """The office's units, those that answer for its places, then those that stand in its documents (``in_use``)."""
        known = {unit.name: unit.names[1:] for unit in directory.units}
        others = (*(place.unit for place in directory.places if place.unit), *in_use)
        known |= {name: () for name in others if name not in known}
        return cls(tuple((name, (*also, *_registered(name))) for name, also in known.items()))

    def find(self, query: str, most: int = FOUND) -> tuple[Found, ...]:
        """The units for a query, best first: its name, how a name begins, what stands in one, how one is spoken, and
        last what has the query's characters in their order (人社局 in 人力资源和社会保障局).

        Pinyin may be whole, initials, or both (``shichangjgj``), and may begin at any character: whoever types
        ``jyj`` need not say 市 first. An empty query finds the first units.
        """
        wanted = _typed(query)
        if not wanted:
            return tuple(Found(name) for name, _ in self.names[:most])
        best: dict[str, tuple[tuple[int, int, int], Found]] = {}
        for at, named in enumerate(self._named):
            if (how := _rank(wanted, named)) is None:
                continue
            own = named.name == named.unit
            rank = (how, 0 if own else 1, len(named.name) * 100_000 + at)
            if named.unit not in best or rank < best[named.unit][0]:
                best[named.unit] = (rank, Found(named.unit, "" if own else named.name))
        return tuple(found for _, found in sorted(best.values(), key=lambda one: one[0])[:most])

    @cached_property
    def _named(self) -> tuple[_Named, ...]:
        return tuple(
            _Named(unit, name, tuple(_spoken(name)))
            for unit, others in self.names
            for name in dict.fromkeys((unit, *others))
        )


def _registered(name: str) -> tuple[str, ...]:
    """The other names of the public body that this is, short ones (人社局) among them."""
    body = bodies().get(SHIPPED.canonical(name))
    return body.names if body else ()


def _typed(query: str) -> str:
    folded = unicodedata.normalize("NFKC", query[:LONGEST_QUERY]).casefold()
    return folded.translate(_IGNORED).translate(_U_UMLAUT)


def _spoken(name: str) -> Iterator[str]:
    """The syllables of a name, read as a phrase: 行 is hang in 银行 and xing in 行政. What is no Chinese character is
    spoken as it is written."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  (its dictionary of phrases: 0.2 s)

    for syllable in lazy_pinyin(name):
        yield unicodedata.normalize("NFKC", syllable).casefold()


def _rank(wanted: str, named: _Named) -> int | None:
    """How well a name fits, 0 best; None where it does not."""
    name = unicodedata.normalize("NFKC", named.name).casefold()
    if wanted == name:
        return 0
    if name.startswith(wanted):
        return 1
    if wanted in name:
        return 2
    if wanted.isascii():
        return _rank_spoken(wanted, named.syllables)
    return 7 if _in_order(wanted, name) else None


def _rank_spoken(wanted: str, syllables: tuple[str, ...]) -> int | None:
    """3 where all of the name is said, 4 from its beginning, 5 from its second character (behind 市, 县), else 6."""
    for start in range(len(syllables)):
        end = _said(wanted, syllables, start)
        if end is not None:
            return 3 if start == 0 and end == len(syllables) else 4 + min(start, 2)
    return None


def _said(wanted: str, syllables: tuple[str, ...], start: int) -> int | None:
    """Where the query ends if each syllable from ``start`` gives its whole or its beginning to it; None if it cannot.

    Every way of parting the query is followed, for a syllable's beginning may be another one's, too (x and xi).
    """
    reached = {0}
    for at in range(start, len(syllables)):
        syllable = syllables[at]
        reached = {
            done + n
            for done in reached
            for n in range(1, len(syllable) + 1)
            if wanted.startswith(syllable[:n], done) and done + n <= len(wanted)
        }
        if len(wanted) in reached:
            return at + 1
        if not reached:
            return None
    return None


def _in_order(wanted: str, name: str) -> bool:
    rest = iter(name)
    return all(char in rest for char in wanted)
