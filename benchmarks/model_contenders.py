"""What was tried for the tagger: views of letters, and machines that learn decision values of one head from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.gold import vectors
from classifiers import ridge
from classifiers.encoder import Vectors
from classifiers.features import LANDMARKS, Matrix, meant, normal, telling, weighed
from classifiers.layer import TITLE

_SEED = 12345
_NEIGHBOURS = 15

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Part:
    """Some letters, as every contender may look at them: texts, titles (else the text), and the vectors of both."""

    texts: tuple[str, ...]
    above: tuple[str, ...]
    vectors: tuple[Vectors, Vectors]

    @classmethod
    def of(cls, texts: Sequence[str], titles: Sequence[str]) -> Part:
        above = tuple(title or text for text, title in zip(texts, titles, strict=True))
        return cls(tuple(texts), above, vectors(texts, titles))

    def take(self, rows: Indices) -> Part:
        texts, above = (tuple(part[i] for i in rows) for part in (self.texts, self.above))
        return Part(texts, above, (self.vectors[0][rows], self.vectors[1][rows]))

    def beside(self, other: Part) -> Part:
        both = zip(self.vectors, other.vectors, strict=True)
        first, second = (np.vstack(pair) for pair in both)
        return Part(self.texts + other.texts, self.above + other.above, (first, second))


Contender = Callable[[Part, Indices, Sequence[Part]], list[Matrix]]
"""Learns from letters and the numbers of their classes; gives decision values (letters, classes) for other letters."""


View = Callable[[Part, Indices, Sequence[Part]], list[list[Any]]]
"""From letters to learn from, their classes and other letters to blocks of columns for each of all these."""


def grams(longest: int = 2, *, words: bool = False, tell: bool = True) -> View:
    def view(lesson: Part, labels: Indices, others: Sequence[Part]) -> list[list[Any]]:
        counter = _counter(longest, words).fit(lesson.texts)
        weights = telling(counter.transform(lesson.texts), [labels] if tell else [])
        blocks = []
        for part in (lesson, *others):
            whole, above = (weighed(counter.transform(texts), weights) for texts in (part.texts, part.above))
            blocks.append([(1 - TITLE) * whole + TITLE * above])
        return blocks

    return view


def _counter(longest: int, words: bool) -> Any:
    import rjieba  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    if words:
        return CountVectorizer(analyzer=lambda text: rjieba.cut(normal(text)), min_df=2, dtype=np.float32)
    return CountVectorizer(analyzer="char", ngram_range=(1, longest), preprocessor=normal, min_df=2, dtype=np.float32)


def meaning(lesson: Part, labels: Indices, others: Sequence[Part]) -> list[list[Any]]:
    """Nyström's features of the Gaussian of the sentence vectors, as in ``classifiers.layer``."""
    drawn = np.random.default_rng(_SEED).permutation(len(labels))[:LANDMARKS]
    landmarks = lesson.vectors[0][drawn]
    values, turned = np.linalg.eigh(meant(landmarks, landmarks).astype(np.float64))
    spread = np.asarray(turned[:, values > 1e-6] / np.sqrt(values[values > 1e-6]), np.float32)
    mixed = (
        (1 - TITLE) * meant(p.vectors[0], landmarks) + TITLE * meant(p.vectors[1], landmarks) for p in (lesson, *others)
    )
    return [[part @ spread] for part in mixed]


def beside(*views: View) -> View:
    def view(lesson: Part, labels: Indices, others: Sequence[Part]) -> list[list[Any]]:
        found = zip(*(one(lesson, labels, others) for one in views), strict=True)
        return [[block for blocks in of_part for block in blocks] for of_part in found]

    return view


both = beside(grams(), meaning)


def machine(view: View) -> Contender:
    """The ridge regression of ``classifiers.layer``."""

    def contender(lesson: Part, labels: Indices, others: Sequence[Part]) -> list[Matrix]:
        blocks = [[*of_part, np.ones((of_part[0].shape[0], 1), np.float32)] for of_part in view(lesson, labels, others)]
        names = tuple(map(str, range(labels.max() + 1)))
        weights = ridge.solve(blocks[0], ridge.targets([(str(label),) for label in labels], names))
        return [
            np.asarray(sum(block @ part for block, part in zip(of_part, weights, strict=True)), np.float32)
            for of_part in blocks[1:]
        ]

    return contender


def _of_sklearn(make: Callable[[], Any], method: str) -> Contender:
    """An estimator of scikit-learn on character n-grams with TF-IDF."""

    def contender(lesson: Part, labels: Indices, others: Sequence[Part]) -> list[Matrix]:
        from scipy.sparse import hstack  # noqa: PLC0415

        own, *asked = (hstack(blocks, format="csr") for blocks in grams(tell=False)(lesson, labels, others))
        learnt = make().fit(own, labels)
        return [np.asarray(getattr(learnt, method)(block), np.float32) for block in asked]

    return contender


def _support_vectors() -> Any:
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    return LinearSVC()


def _logistic() -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.multiclass import OneVsRestClassifier  # noqa: PLC0415

    return OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear"))


def _bayes() -> Any:
    from sklearn.naive_bayes import ComplementNB  # noqa: PLC0415

    return ComplementNB()


def _neighbours(lesson: Part, labels: Indices, others: Sequence[Part]) -> list[Matrix]:
    """The share of each class among the nearest comments by sentence vector, weighed by their nearness."""
    found = []
    for part in others:
        near = (1 - TITLE) * part.vectors[0] + TITLE * part.vectors[1]
        values = np.zeros((len(near), labels.max() + 1), np.float32)
        for row, own in enumerate(near):
            alike = lesson.vectors[0] @ own
            nearest = np.argpartition(-alike, _NEIGHBOURS)[:_NEIGHBOURS]
            np.add.at(values[row], labels[nearest], alike[nearest] / _NEIGHBOURS)
        found.append(2 * values - 1)
    return found


CONTENDERS: dict[str, Contender] = {
    "n-grams 1-2 and meaning, one head": machine(both),
    "n-grams 1-2": machine(grams()),
    "n-grams 1-2, by rarity alone, and meaning": machine(beside(grams(tell=False), meaning)),
    "n-grams 1-3 and meaning": machine(beside(grams(3), meaning)),
    "words for n-grams, and meaning": machine(beside(grams(words=True), meaning)),
    "words, n-grams 1-2 and meaning": machine(beside(grams(words=True), grams(), meaning)),
    "meaning alone": machine(meaning),
    "LinearSVC, n-grams 1-2 TF-IDF": _of_sklearn(_support_vectors, "decision_function"),
    "LogisticRegression, n-grams 1-2 TF-IDF": _of_sklearn(_logistic, "decision_function"),
    "ComplementNB, n-grams 1-2 TF-IDF": _of_sklearn(_bayes, "predict_proba"),
    "15 nearest by meaning": _neighbours,
}
