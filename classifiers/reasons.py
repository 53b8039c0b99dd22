"""Why: the words of a text that spoke most for a class, read off the weights of its character n-grams."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifiers.features import LONGEST_GRAM, normal
from corpus.terms import terms

FEWEST, MOST = 2, 4
_WORTH = 0.25
"""A third or fourth word is named if it weighs at least this share of the first."""
_READ = 600
"""Characters of a long letter that are searched for words."""


def spoken_for(
    text: str, grams: Mapping[str, int], idf: NDArray[np.float32], weights: NDArray[np.float32]
) -> tuple[str, ...]:
    """For each column of ``weights`` (grams, classes), two to four words of the text joined by 、, the strongest first.

    An n-gram's weight is shared by its characters and a word sums its characters. Empty when nothing spoke for it.
    """
    import rjieba  # noqa: PLC0415  (its dictionary)

    read = normal(text)[:_READ]
    # Running totals over the characters: a word's sum is the difference of two of them.
    totals = np.zeros((len(read) + 1, weights.shape[1]), np.float32)
    totals[1:] = np.cumsum(_by_character(read, grams, idf, weights), axis=0)
    words: dict[str, NDArray[np.float32]] = {}
    at = 0
    for word in rjieba.cut(read):
        if _tells(word):
            total = totals[at + len(word)] - totals[at]
            words[word] = np.maximum(words[word], total) if word in words else total
        at += len(word)
    return tuple(_strongest(words, column) for column in range(weights.shape[1]))


def _by_character(
    text: str, grams: Mapping[str, int], idf: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How much each character spoke for each class, (characters, classes)."""
    shares = np.zeros((len(text), weights.shape[1]), np.float32)
    for n in range(1, LONGEST_GRAM + 1):
        index = np.array([grams.get(text[at : at + n], -1) for at in range(len(text) - n + 1)], np.intp)
        at = np.flatnonzero(index >= 0)
        spoke = weights[index[at]] * (idf[index[at]] / n)[:, None]
        for character in range(n):
            shares[at + character] += spoke
    return shares


@cache
def _fillers() -> frozenset[str]:
    return frozenset(terms("fillers")["words"])


def _tells(word: str) -> bool:
    return word not in _fillers() and any(c.isalpha() for c in word)


def _strongest(words: Mapping[str, NDArray[np.float32]], column: int) -> str:
    """Words of one character only where longer ones do not suffice: 学 says less than 学校."""
    spoke = sorted(((float(v[column]), w) for w, v in words.items() if v[column] > 0), reverse=True)
    long = [(v, w) for v, w in spoke if len(w) > 1]
    ranked = long if len(long) >= FEWEST else long + [(v, w) for v, w in spoke if len(w) == 1]
    kept = [w for n, (v, w) in enumerate(ranked[:MOST]) if n < FEWEST or v >= _WORTH * ranked[0][0]]
    return "、".join(kept)
