"""The characters and pairs of characters that texts are made of, as sorted numbers, and how much each of them tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from classifiers.duplicates.usual import usual

_Number = TypeVar("_Number", bound=np.generic)
_PAIR_BITS = 22
_CHARACTER_BITS = 16
PAIRS = 1 << _PAIR_BITS
"""Numbers below are pairs of characters, those above single ones."""
SIZE = PAIRS + (1 << _CHARACTER_BITS)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_TEXTS, _CHARACTERS = 256, 100_000
"""Of a chunk: so few that text and gram fit into 32 bits, and that a chunk stays in the processor's cache."""
_MANY, _LEAST_OF_MANY = 200, 0.15


@dataclass(frozen=True, slots=True)
class Grams:
    """The grams of texts: those of text ``i`` are ``ids[starts[i]:starts[i + 1]]``, sorted, each once.

    ``weights`` has one for each of the ``SIZE`` numbers, above 0 and at most 1.
    """

    ids: NDArray[np.uint32]
    starts: NDArray[np.int64]
    weights: NDArray[np.float32]

    def sums(self) -> NDArray[np.float32]:
        """Weight of all grams of each text."""
        return self._summed(self.weights[self.ids], np.float32)

    def parted(self) -> tuple[Grams, Grams]:
        """The pairs of characters alone, and the single characters alone."""
        is_pair = self.ids < PAIRS
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._summed(is_pair, np.int64))])
        pairs = Grams(self.ids[is_pair], ends, self.weights)
        return pairs, Grams(self.ids[~is_pair], self.starts - ends, self.weights)

    def _summed(self, values: NDArray[Any], kind: type[_Number]) -> NDArray[_Number]:
        """One sum a text of what each of its grams has."""
        out = np.zeros(len(self.starts) - 1, kind)
        has = self.starts[:-1] < self.starts[1:]
        if has.any():
            out[has] = np.add.reduceat(values, self.starts[:-1][has], dtype=kind)
        return out


def distinct(values: NDArray[_Number]) -> NDArray[_Number]:
    """The values in order, each once."""
    ordered = np.sort(values)
    return np.asarray(ordered[np.concatenate([np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1]])])


def grams(forms: Sequence[str]) -> Grams:
    """The grams of the forms. A gram that stands in more than 200 of them tells less than usual.

    Else a salutation that half of the batch begins with would make one matter of it. It tells 0.15 at least, so that a
    petition that many sign with changes of their own stays one.
    """
    ids, starts = _all(forms)
    if len(forms) <= _MANY:
        return Grams(ids, starts, _usual())
    rarity = np.sqrt(_MANY / np.maximum(_texts_with(ids), _MANY))
    return Grams(ids, starts, (_usual() * np.maximum(rarity, _LEAST_OF_MANY)).astype(np.float32))


def _all(forms: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    chunks = list(_chunks(forms))
    lengths = np.concatenate([np.zeros(1, np.int64), *(counts for _, counts in chunks)])
    return np.concatenate([np.zeros(0, np.uint32), *(found for found, _ in chunks)]), np.cumsum(lengths)


def _texts_with(ids: NDArray[np.uint32]) -> NDArray[np.int64]:
    """In how many texts each gram stands; a part of the ids at a time, for counting makes them twice as wide."""
    counts = np.zeros(SIZE, np.int64)
    for first in range(0, len(ids), SIZE):
        counts += np.bincount(ids[first : first + SIZE], minlength=SIZE)
    return counts


def _chunks(forms: Sequence[str]) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.int64]]]:
    """Ids and their number in each text, some texts at a time."""
    first = size = 0
    for i, one in enumerate(forms):
        size += len(one)
        if i + 1 - first == _TEXTS or size > _CHARACTERS or i + 1 == len(forms):
            yield _chunk(forms[first : i + 1])
            first, size = i + 1, 0


def _chunk(forms: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    signs = np.frombuffer("".join(forms).encode("utf-32-le", "surrogatepass"), np.uint32)
    texts = np.repeat(np.arange(len(forms), dtype=np.uint32), [len(f) for f in forms])
    inside = texts[1:] == texts[:-1]
    first, second = signs[:-1][inside].astype(np.uint64), signs[1:][inside].astype(np.uint64)
    pairs = ((first << np.uint64(21) | second) * _MULTIPLIER >> np.uint64(64 - _PAIR_BITS)).astype(np.uint32)
    single = (signs & np.uint32((1 << _CHARACTER_BITS) - 1)) + np.uint32(PAIRS)
    shift = np.uint32(_PAIR_BITS + 1)
    keys = distinct(np.concatenate([texts[1:][inside] << shift | pairs, texts << shift | single]))
    return keys & np.uint32((1 << (_PAIR_BITS + 1)) - 1), np.bincount(keys >> shift, minlength=len(forms))


@cache
def _usual() -> NDArray[np.float32]:
    """What each gram tells in a small batch; of two usual grams with one number the more usual one counts."""
    texts, tell = zip(*usual(), strict=True)
    ids, starts = _all(texts)
    weights = np.ones(SIZE, np.float32)
    # The first number of a text of two characters is that of the pair.
    np.minimum.at(weights, ids[starts[:-1]], np.asarray(tell, np.float32))
    return weights
