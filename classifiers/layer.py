"""A linear machine over the views of a text: one column of decision values for every class of every head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import ridge
from classifiers.features import Matrix, Views, meant, telling, weighed
from classifiers.ridge import targets

TITLE = 0.35
"""The share of the title: it names the matter, while a letter tells how it came about."""
KNOWN = 0.5
"""The scale of another model's decision values as a view."""

Labels = Sequence[tuple[str, ...]]
"""One entry a row: its labels for a head, the one that counts first; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights (columns of the view, outputs). ``classes`` are those of each head, in the order of the outputs.

    ``grams`` are the weights of the n-grams themselves (``features.telling``); ``meaning`` weighs the likeness to each
    landmark, ``known`` the decision values of another model; either is None where the machine does not look there.
    """

    classes: Mapping[str, tuple[str, ...]]
    grams: Matrix
    wording: Matrix
    meaning: Matrix | None
    known: Matrix | None
    intercept: Matrix

    def decisions(self, views: Views) -> dict[str, Matrix]:
        """For each head (texts, classes): about +1 for a class that a text has, −1 for one that it does not have."""
        values = np.asarray(_wording(views, self.grams) @ self.wording, np.float32) + self.intercept
        if self.meaning is not None and views.meant is not None and views.meant_above is not None:
            values += _mixed(views.meant, views.meant_above) @ self.meaning
        if self.known is not None and views.known is not None:
            values += KNOWN * views.known @ self.known
        return {head: values[:, columns] for head, columns in self.columns().items()}

    def columns(self) -> dict[str, slice]:
        """The outputs of each head."""
        ends = np.cumsum([0, *(len(c) for c in self.classes.values())])
        return {head: slice(int(a), int(b)) for head, a, b in zip(self.classes, ends[:-1], ends[1:], strict=True)}


def fit(
    views: Views,
    landmarks: Matrix,
    labels: Mapping[str, Labels],
    classes: Mapping[str, tuple[str, ...]],
    start: Mapping[str, Matrix] | None = None,
    usual: Matrix | None = None,
) -> Layer:
    """The layer of these rows. ``labels`` has the labels of every row for each head, and of each head at least one;
    ``classes`` has the head's classes.

    With ``start``, decision values (rows, classes) that another machine gives these rows, only what is missing in them
    is learnt: the layer is to be added to that machine. It then has no intercept, so that a text which has nothing in
    common with these rows keeps its decision values, however one-sided they are. ``usual`` are the weights that the
    other machine gives to these n-grams, 0 to those that it does not know: more rows taught it what tells something.
    """
    grams = telling(views.said, [indices(given, classes[head]) for head, given in labels.items()])
    if usual is not None:
        grams = np.where(usual > 0, usual, grams)
    said = _wording(views, grams)
    blocks = [said, np.full((said.shape[0], 1), 0 if start else 1, np.float32)]
    spread = None
    if views.meant is not None and views.meant_above is not None:
        spread = _spread(landmarks)
        blocks.append(_mixed(views.meant, views.meant_above) @ spread)
    if views.known is not None:
        blocks.append(KNOWN * views.known)
    solved: dict[str, list[Matrix]] = {}
    for rows, heads in _together(labels).items():
        at = np.array(rows)
        wanted = [targets([labels[h][i] for i in rows], classes[h]) for h in heads]
        if start:
            wanted = [w - start[h][at] for w, h in zip(wanted, heads, strict=True)]
        parts = ridge.solve([block[at] for block in blocks], np.hstack(wanted))
        ends = np.cumsum([w.shape[1] for w in wanted])[:-1]
        for head, *weights in zip(heads, *(np.split(part, ends, axis=1) for part in parts), strict=True):
            solved[head] = weights
    wording, intercept, *rest = (np.hstack(part) for part in zip(*(solved[h] for h in labels), strict=True))
    meaning = None if spread is None else np.asarray(spread @ rest[0], np.float32)
    known = rest[-1] if views.known is not None else None
    kept = {head: classes[head] for head in labels}
    return Layer(kept, _as_kept(grams), _as_kept(wording), meaning, known, intercept[0])


def _as_kept(weights: Matrix) -> Matrix:
    """Rounded to what a file holds (half precision), so that a model tags alike before and after it was written."""
    return weights.astype(np.float16).astype(np.float32)


def _wording(views: Views, grams: Matrix) -> Any:
    """The n-grams of letter and title together, sparse (texts, n-grams)."""
    whole = weighed(views.said, grams)
    return whole if views.said_above is views.said else _mixed(whole, weighed(views.said_above, grams))


def _mixed(whole: Matrix, above: Matrix) -> Matrix:
    return (1 - TITLE) * whole + TITLE * above


def indices(labels: Labels, classes: Sequence[str]) -> NDArray[np.intp]:
    """Each row's first label as an index into ``classes``; −1 where it has none."""
    index = {label: i for i, label in enumerate(classes)}
    return np.array([index[row[0]] if row else -1 for row in labels], np.intp)


def _together(labels: Mapping[str, Labels]) -> dict[tuple[int, ...], list[str]]:
    """The heads by the rows in which they have labels: those with the same rows are solved at once."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for head, given in labels.items():
        groups.setdefault(tuple(i for i, row in enumerate(given) if row), []).append(head)
    return groups


def _spread(landmarks: Matrix) -> Matrix:
    """The map (landmarks, features) under which likeness to the landmarks becomes features whose products are the
    kernel (Nyström's approximation; Williams and Seeger 2001)."""
    values, vectors = np.linalg.eigh(meant(landmarks, landmarks).astype(np.float64))
    kept = values > 1e-6
    return np.asarray(vectors[:, kept] / np.sqrt(values[kept]), np.float32)
