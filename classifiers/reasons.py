"""Why: the words of a text that spoke most for a class, read off the weights of its character n-grams."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from classifiers.features import Matrix, normal
from corpus.terms import terms

FEWEST, MOST = 2, 4
_WORTH = 0.25
"""A third or fourth word is named if it weighs at least this share of the first."""
_READ = 600
"""Characters of a long letter that are searched for words."""
_REMEMBERED = 200_000
"""Words whose weights are kept."""
_ROOM = 1 << 12


class Spokesman:
    """Gives the reasons for classes. What a word says is computed once: comments use the same words again and again."""

    def __init__(self, layers: Sequence[tuple[Mapping[str, int], Matrix]]) -> None:
        """Each layer maps n-grams to rows of its weights (grams, classes); what they say is added up."""
        self._layers = layers
        self._words = _Words(self._weighed, layers[0][1].shape[1] if layers else 0)

    def reasons(self, texts: Sequence[str], classes: NDArray[np.intp]) -> list[tuple[str, ...]]:
        """For each text and each of its classes (texts, choices) two to four words of the text joined by 、, the
        strongest first; empty when nothing spoke for it."""
        import rjieba  # noqa: PLC0415  (its dictionary)

        words = [[*dict.fromkeys(rjieba.cut(normal(text)[:_READ]))] for text in texts]
        if not self._layers or not any(words):
            return [("",) * classes.shape[1]] * len(texts)
        lengths = np.array([len(one) for one in words])
        there = np.arange(lengths.max()) < lengths[:, None]
        number = np.zeros(there.shape, np.intp)
        number[there], said, long = self._words.of(words)
        named = [_named(words, said[number, of_text[:, None]], long[number]) for of_text in classes.T]
        return list(zip(*named, strict=True))

    def _weighed(self, word: str) -> Matrix | None:
        """How much the n-grams inside the word speak for each class; None for a word that is never a reason."""
        if not _tells(word):
            return None
        inside = [word[at : at + n] for n in (1, 2) for at in range(len(word) - n + 1)]
        parts = (weights[[grams[g] for g in inside if g in grams]].sum(axis=0) for grams, weights in self._layers)
        return np.asarray(sum(parts), np.float32)


class _Words:
    """Words by numbers, and what each of them says. Number 0 says nothing at all. Safe for threads."""

    def __init__(self, weighed: Callable[[str], Matrix | None], classes: int) -> None:
        self._weighed = weighed
        self._classes = classes
        self._adding = Lock()
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[str, int] = {}
        self._used = 1
        self._said = np.zeros((_ROOM, self._classes), np.float32)
        self._long = np.zeros(_ROOM, bool)

    def of(self, texts: Sequence[Sequence[str]]) -> tuple[list[int], Matrix, NDArray[np.bool_]]:
        """The number of each word of each text, one text after the other; what the words say (numbers, classes); and
        which of them have two characters or more."""
        with self._adding:
            if self._used > _REMEMBERED:
                self._forget()
            for word in set(chain.from_iterable(texts)) - self._numbers.keys():
                weights = self._weighed(word)
                self._numbers[word] = 0 if weights is None else self._add(weights, len(word) > 1)
            return [*map(self._numbers.__getitem__, chain.from_iterable(texts))], self._said, self._long

    def _add(self, weights: Matrix, long: bool) -> int:
        # What stands in arrays that were handed out does not change: they are only added to, or replaced.
        if self._used == len(self._said):
            self._said = np.concatenate([self._said, np.zeros_like(self._said)])
            self._long = np.concatenate([self._long, np.zeros_like(self._long)])
        self._said[self._used], self._long[self._used] = weights, long
        self._used += 1
        return self._used - 1


@cache
def _fillers() -> frozenset[str]:
    return frozenset(terms("fillers")["words"])


def _tells(word: str) -> bool:
    return word not in _fillers() and any(c.isalpha() for c in word)


def _named(words: Sequence[Sequence[str]], spoke: Matrix, long: NDArray[np.bool_]) -> list[str]:
    """The reason of each text; ``spoke`` and ``long`` are (texts, words).

    Words of one character only where longer ones do not suffice: 学 says less than 学校.
    """
    spoke = np.where(spoke > 0, spoke, 0)
    first = np.where(long, spoke, 0)
    few = np.count_nonzero(first, axis=1) < FEWEST
    order = np.argsort(-first, axis=1, kind="stable")[:, :MOST]
    weights = np.take_along_axis(first, order, axis=1)
    weights[:, FEWEST:][weights[:, FEWEST:] < _WORTH * weights[:, :1]] = 0
    found = [
        "、".join([text[at] for at, weight in zip(places, own, strict=True) if weight])
        for text, places, own in zip(words, order.tolist(), weights.tolist(), strict=True)
    ]
    for row in np.flatnonzero(few).tolist():
        found[row] = _of_few(words[row], spoke[row].tolist())
    return found


def _of_few(words: Sequence[str], spoke: Sequence[float]) -> str:
    """The words of two characters and more, fewer than ``FEWEST``, and as many single ones as there is room for."""
    ranked = sorted([(v, w) for w, v in zip(words, spoke, strict=False) if v > 0], key=lambda one: -one[0])
    both = [(v, w) for v, w in ranked if len(w) > 1] + [(v, w) for v, w in ranked if len(w) == 1]
    return "、".join(w for n, (v, w) in enumerate(both[:MOST]) if n < FEWEST or v >= _WORTH * both[0][0])
