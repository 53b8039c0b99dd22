"""Why: the words of a text that spoke most for a class, read off the weights of its character n-grams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, repeat
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
_AT_ONCE = 128
"""Texts that are looked at together: so few that their words are still in the processor's cache, and that a long one
makes long rows of few."""

Layers = Sequence[tuple[Mapping[str, int], Matrix]]
"""For each layer the n-grams, and the rows of its weights (grams, classes) that they stand for."""


class Spokesman:
    """Gives the reasons for classes. What a word says is computed once: comments use the same words again and again."""

    def __init__(self, layers: Layers) -> None:
        """What the layers say is added up."""
        self._words = _Words(layers) if layers else None

    def reasons(self, texts: Sequence[str], classes: NDArray[np.intp]) -> list[tuple[str, ...]]:
        """For each text and each of its classes (texts, choices) two to four words of the text joined by 、, the
        strongest first; empty when nothing spoke for it."""
        found: list[tuple[str, ...]] = []
        for start in range(0, len(texts), _AT_ONCE):
            found += self._of_some(texts[start : start + _AT_ONCE], classes[start : start + _AT_ONCE])
        return found

    def _of_some(self, texts: Sequence[str], classes: NDArray[np.intp]) -> list[tuple[str, ...]]:
        import rjieba  # noqa: PLC0415  (its dictionary)

        words = [[*dict.fromkeys(rjieba.cut(normal(text)[:_READ]))] for text in texts]
        if self._words is None or not any(words):
            return [("",) * classes.shape[1]] * len(texts)
        lengths = np.array([len(one) for one in words])
        there = np.arange(lengths.max()) < lengths[:, None]
        number = np.zeros(there.shape, np.intp)
        number[there], said, long = self._words.of(words)
        named = [_named(words, said[number, of_text[:, None]], long[number]) for of_text in classes.T]
        return list(zip(*named, strict=True))


class _Words:
    """Words by numbers, and what each of them says. Number 0 says nothing at all. Safe for threads."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._adding = Lock()
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[str, int] = {}
        self._used = 1
        self._said = np.zeros((_ROOM, self._layers[0][1].shape[1]), np.float32)
        self._long = np.zeros(_ROOM, bool)

    def of(self, texts: Sequence[Sequence[str]]) -> tuple[NDArray[np.intp], Matrix, NDArray[np.bool_]]:
        """The number of each word of each text, one text after the other; what the words say (numbers, classes); and
        which of them have two characters or more."""
        with self._adding:
            if self._used > _REMEMBERED:
                self._forget()
            found = self._found(texts)
            if (found < 0).any():
                self._add({word for words in texts for word in words if word not in self._numbers})
                found = self._found(texts)
            return found, self._said, self._long

    def _found(self, texts: Sequence[Sequence[str]]) -> NDArray[np.intp]:
        """As ``of``, −1 for a new word."""
        return np.fromiter(map(self._numbers.get, chain.from_iterable(texts), repeat(-1)), np.intp)

    def _add(self, new: Iterable[str]) -> None:
        told = {word: _tells(word) for word in new}
        self._numbers.update((word, 0) for word, tells in told.items() if not tells)
        telling = [word for word, tells in told.items() if tells]
        end = self._used + len(telling)
        # What stands in arrays that were handed out does not change: they are only added to, or replaced.
        if end > len(self._said):
            more = max(end, 2 * len(self._said)) - len(self._said)
            self._said = np.concatenate([self._said, np.zeros((more, self._said.shape[1]), np.float32)])
            self._long = np.concatenate([self._long, np.zeros(more, bool)])
        self._said[self._used : end] = _said(telling, self._layers)
        self._long[self._used : end] = [len(word) > 1 for word in telling]
        self._numbers.update(zip(telling, range(self._used, end), strict=True))
        self._used = end


def _said(words: Sequence[str], layers: Layers) -> Matrix:
    """How much the n-grams inside each word speak for each class, (words, classes)."""
    inside = [[word[at : at + n] for n in (1, 2) for at in range(len(word) - n + 1)] for word in words]
    said = np.zeros((len(words), layers[0][1].shape[1]), np.float32)
    for grams, weights in layers:
        own = np.zeros_like(said)
        rows = [[grams[gram] for gram in one if gram in grams] for one in inside]
        # One gram of each word after the other, and so the same sum in whatever company a word comes.
        for place in range(max(map(len, rows), default=0)):
            has = [at for at, found in enumerate(rows) if len(found) > place]
            own[has] += weights[[rows[at][place] for at in has]]
        said += own
    return said


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
    text = np.arange(len(words))
    places = np.zeros((len(words), MOST), np.intp)
    weights = np.zeros((len(words), MOST), np.float32)
    for rank in range(MOST):
        # The largest that is left, of equals the first one.
        places[:, rank] = at = first.argmax(axis=1)
        weights[:, rank] = first[text, at]
        first[text, at] = 0
    weights[:, FEWEST:][weights[:, FEWEST:] < _WORTH * weights[:, :1]] = 0
    counts = np.count_nonzero(weights, axis=1).tolist()
    found = [
        "、".join([own[at] for at in best[:count]])
        for own, best, count in zip(words, places.tolist(), counts, strict=True)
    ]
    for row in np.flatnonzero(few).tolist():
        found[row] = _of_few(words[row], spoke[row].tolist())
    return found


def _of_few(words: Sequence[str], spoke: Sequence[float]) -> str:
    """The words of two characters and more, fewer than ``FEWEST``, and as many single ones as there is room for."""
    ranked = sorted([(v, w) for w, v in zip(words, spoke, strict=False) if v > 0], key=lambda one: -one[0])
    both = [(v, w) for v, w in ranked if len(w) > 1] + [(v, w) for v, w in ranked if len(w) == 1]
    return "、".join(w for n, (v, w) in enumerate(both[:MOST]) if n < FEWEST or v >= _WORTH * both[0][0])
