"""Which decisions disagree with many on texts like theirs: their nearest neighbours by the characters they share.

No model is asked: it has learnt from these very decisions, and would defend them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.ngrams import Vocabulary

ALIKE = 0.25
"""Cosine of the weighed pairs of characters from which on two texts are like each other. On one-liners with a
thirtieth of the labels spoilt half of what is found was spoilt, the rest lies where classes meet (docs/models.md)."""
ENOUGH = 5
"""Neighbours without which there is nothing to disagree with."""
MOST = 0.8
"""The share of the neighbours that must have decided alike."""
SHOWN = 10
"""Neighbours that are named, the most alike first."""
_USUAL = 2_000
"""Pairs of characters in more texts than this tell little about any two of them, and would cost the most."""
_ROWS = 500
"""Texts that are compared with all others at a time: what they have in common must fit into memory."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was decided of each text in one respect: a label, None where it is not judged.

    ``counts`` says whose label is evidence about others: not one that was accepted without a look.
    """

    labels: Sequence[str | None]
    counts: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Dissent:
    """The text at this place has another label than ``agreeing`` of its ``neighbours_in_all`` neighbours, who have the
    ``usual`` one. ``neighbours`` are the places of some of those."""

    at: int
    usual: str
    agreeing: int
    neighbours_in_all: int
    neighbours: tuple[int, ...]


def dissents(texts: Sequence[str], questions: Mapping[str, Question]) -> dict[str, list[Dissent]]:
    """For each question the texts whose label most of at least ``ENOUGH`` neighbours do not share, in their order.

    Equal texts are neighbours, too. 100,000 different texts of 97 characters take a minute or two and 1.5 GB.
    """
    squeezed = ["".join(text.split()) for text in texts]
    number = {text: at for at, text in enumerate(dict.fromkeys(squeezed))}
    places: list[list[int]] = [[] for _ in number]
    for at, text in enumerate(squeezed):
        places[number[text]].append(at)
    known = {name: _Votes.of(question, places) for name, question in questions.items()}
    found: dict[str, list[Dissent]] = {name: [] for name in questions}
    for first, likeness in _likeness([*number]):
        for name, votes in known.items():
            found[name] += votes.dissents(first, likeness)
    return {name: sorted(those, key=lambda one: one.at) for name, those in found.items()}


@dataclass(frozen=True, slots=True)
class _Votes:
    """The labels of one question: how often each different text (row) was evidence for each label (column)."""

    question: Question
    places: Sequence[Sequence[int]]
    labels: tuple[str, ...]
    votes: Any

    @classmethod
    def of(cls, question: Question, places: Sequence[Sequence[int]]) -> _Votes:
        from scipy.sparse import csr_matrix  # noqa: PLC0415  (slow to import)

        labels = tuple(sorted({label for label in question.labels if label is not None}))
        column = {label: at for at, label in enumerate(labels)}
        given = [
            (row, column[label])
            for row, those in enumerate(places)
            for at in those
            if question.counts[at] and (label := question.labels[at]) is not None
        ]
        rows, columns = np.array(given, np.intp).reshape(-1, 2).T
        votes = csr_matrix((np.ones(len(given), np.int32), (rows, columns)), (len(places), len(labels)))
        return cls(question, places, labels, votes)

    def dissents(self, first: int, likeness: Any) -> Iterator[Dissent]:
        """Of the texts from number ``first`` on, whose likeness to all texts this is (0 where they are not alike)."""
        if len(self.labels) < 2:
            return
        near = likeness.copy()
        near.data = np.ones(len(near.data), np.int32)
        votes: NDArray[np.int32] = (near @ self.votes).toarray()
        in_all, most = votes.sum(axis=1), votes.max(axis=1)
        # The text's own vote is among these: it cannot make up more than one of them.
        for row in np.flatnonzero((in_all >= ENOUGH) & (most >= MOST * (in_all - 1))).tolist():
            usual = int(votes[row].argmax())
            for at in self.places[first + row]:
                label = self.question.labels[at]
                others = int(in_all[row]) - bool(label is not None and self.question.counts[at])
                disagrees = label not in (None, self.labels[usual])
                if disagrees and others >= ENOUGH and most[row] >= MOST * others:
                    named = self._named(first + row, likeness[row], usual)
                    yield Dissent(at, self.labels[usual], int(most[row]), others, named)

    def _named(self, text: int, likeness: Any, usual: int) -> tuple[int, ...]:
        """Places that have the usual label and count, those of the same text and then the most alike first."""
        order = likeness.indices[np.argsort(-likeness.data, kind="stable")].tolist()
        named = (
            at
            for row in dict.fromkeys([text, *order])
            for at in self.places[row]
            if self.question.counts[at] and self.question.labels[at] == self.labels[usual]
        )
        return tuple(at for at, _ in zip(named, range(SHOWN), strict=False))


def _likeness(texts: Sequence[str]) -> Iterator[tuple[int, Any]]:
    """Some rows at a time (the number of the first, a sparse matrix) how alike each text is to every other, where they
    are ``ALIKE``; to itself by 1."""
    from scipy.sparse import identity  # noqa: PLC0415  (slow to import)
    from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415

    pairs = Vocabulary(tuple(gram for gram in Vocabulary.of(texts, 2).grams if len(gram) == 2)).counts(texts)
    pairs = pairs[:, np.flatnonzero(pairs.getnnz(axis=0) <= _USUAL)]
    own = identity(len(texts), np.float32, format="csr")
    if pairs.shape[1] == 0:
        yield 0, own
        return
    weighed = TfidfTransformer(sublinear_tf=True).fit_transform(pairs)
    turned = weighed.T.tocsr()
    for first in range(0, len(texts), _ROWS):
        last = min(first + _ROWS, len(texts))
        likeness = (weighed[first:last] @ turned).tocsr()
        likeness.data[likeness.data < ALIKE] = 0
        likeness.eliminate_zeros()
        yield first, likeness.maximum(own[first:last]).tocsr()
