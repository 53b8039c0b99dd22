"""What a layer learns from, and what layers that never saw a row make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifiers import layer
from classifiers.features import Matrix, Views
from classifiers.layer import Labels, Layer

_FOLDS = 5
_ENOUGH = 4000
"""Left-out rows from which on no further fold is computed: two numbers of a scale need no more."""
_SEED = 12345


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows (their places), decision values by layers that never saw them (rows, classes), and the true indices."""

    rows: NDArray[np.intp]
    values: Matrix
    truth: NDArray[np.intp]

    @classmethod
    def joined(cls, parts: Sequence[LeftOut]) -> LeftOut:
        """All of them, one after the other."""
        return cls(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("rows", "values", "truth")))

    def labels(self, classes: Sequence[str]) -> dict[int, str]:
        """The likeliest class of each row."""
        return {int(row): classes[at] for row, at in zip(self.rows, self.values.argmax(axis=1), strict=True)}

    @property
    def accuracy(self) -> float:
        return float((self.values.argmax(axis=1) == self.truth).mean())

    @property
    def macro_f1(self) -> float:
        """Over the classes that the rows have, as in ``classifiers.evaluation``."""
        from sklearn.metrics import f1_score  # noqa: PLC0415  (slow to import)

        guess = self.values.argmax(axis=1)
        return float(f1_score(self.truth, guess, labels=np.unique(self.truth), average="macro", zero_division=0.0))


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that a layer learns from; ``views`` to ``usual`` as of ``layer.fit``.

    ``texts`` has the same number for rows of the same text: they are left out together.
    """

    texts: NDArray[np.intp]
    views: Views
    landmarks: Matrix
    labels: Mapping[str, Labels]
    classes: Mapping[str, tuple[str, ...]]
    start: Mapping[str, Matrix] | None = None
    usual: Matrix | None = None

    def learnt(self) -> Layer:
        """The layer of all rows."""
        return layer.fit(self.views, self.landmarks, self.labels, self.classes, self.start, self.usual)

    def left_out(self) -> dict[str, LeftOut]:
        """For each head what layers that never saw a row's text make of it; a head for which none could is absent."""
        found: dict[str, list[LeftOut]] = {}
        for seen, left in self._folds():
            values = self._take(seen).learnt().decisions(self.views.take(left))
            for head, own in values.items():
                truth = layer.indices([self.labels[head][i] for i in left], self.classes[head])
                decided = own + self.start[head][left] if self.start else own
                if (known := truth >= 0).any():
                    found.setdefault(head, []).append(LeftOut(left[known], decided[known], truth[known]))
        return {head: LeftOut.joined(parts) for head, parts in found.items()}

    def _take(self, rows: NDArray[np.intp]) -> Lesson:
        labels = {head: [given[i] for i in rows] for head, given in self.labels.items()}
        return replace(
            self,
            texts=self.texts[rows],
            views=self.views.take(rows),
            labels={head: given for head, given in labels.items() if any(given)},
            start={head: values[rows] for head, values in self.start.items()} if self.start else None,
        )

    def _folds(self) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Places of rows to learn from, and of rows to be left out meanwhile; none where all rows are one text."""
        different = np.random.default_rng(_SEED).permutation(np.unique(self.texts))
        if len(different) < 2:
            return
        asked = 0
        for part in np.array_split(different, min(_FOLDS, len(different))):
            out = np.isin(self.texts, part)
            yield np.flatnonzero(~out), np.flatnonzero(out)
            asked += int(out.sum())
            if asked >= _ENOUGH:
                return
