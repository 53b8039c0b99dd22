"""A comment as the model sees it: its character n-grams (what is said) and its sentence vector (what is meant)."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.encoder import WIDTH, Vectors
from classifiers.ngrams import Vocabulary

LANDMARKS = 1000
_SHARED = ((10_000, 3), (50, 2), (0, 1))
"""Of so many texts an n-gram is looked for that so many of them have."""
_SHORT = (2, 4, 7, 12)
"""Lengths up to which a text is short, in steps."""
_SIZES = 0xE000
"""The first of the signs for them: private characters. Where a text has one of itself, it is left out."""
_NO_SIGNS = dict.fromkeys(range(_SIZES, _SIZES + len(_SHORT)))
_SIGN = re.compile(f"[{''.join(map(chr, _NO_SIGNS))}]")
_SEED = 12345
_WIDTHS = tuple(zip("，！？；：（）", ",!?;:()", strict=True))

Matrix = NDArray[np.float32]


def letter(title: str | None, text: str) -> str:
    """Title and text as one: the title stands first, where the encoder certainly reads it."""
    title, text = (title or "").strip(), text.strip()
    if not title or text.startswith(title):
        return text
    return f"{title}。{text}" if text else title


def normal(text: str) -> str:
    """Full and half width alike, lower case, one space for any run of white space."""
    # Without full-width punctuation most texts are in normal form already, which is found out fast.
    for wide, narrow in _WIDTHS:
        text = text.replace(wide, narrow)
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def sized(text: str) -> str:
    """The normal form; of a short text with a sign of its length at the end: 没有 alone is not that of a letter."""
    form = normal(text)
    if _SIGN.search(form):
        form = form.translate(_NO_SIGNS)
    step = bisect_left(_SHORT, len(form))
    return form + chr(_SIZES + step) if step < len(_SHORT) else form


def meant(meaning: Vectors, other: Vectors) -> Matrix:
    """exp(−|a − b|²) of sentence vectors of unit length: 1 for the same meaning, 0.14 for none in common."""
    return np.asarray(np.exp(2 * (meaning @ other.T) - 2), np.float32)


@dataclass(frozen=True, slots=True)
class Views:
    """Some texts, read. ``said`` and ``said_above`` are counts of n-grams (texts, grams; sparse), of the whole letter
    and of its title alone (of the letter again where it has none). ``meant`` and ``meant_above`` are likewise how alike
    they are to the landmarks (texts, landmarks), None where the meaning was not read. ``known`` is what another model
    makes of them (texts, its outputs), where there is one.
    """

    said: Any
    said_above: Any
    meant: Matrix | None = None
    meant_above: Matrix | None = None
    known: Matrix | None = None

    def take(self, rows: NDArray[np.intp]) -> Views:
        """The same of some of the texts."""
        parts = (self.said, self.said_above, self.meant, self.meant_above, self.known)
        return Views(*(None if part is None else part[rows] for part in parts))

    def beside(self, known: Matrix) -> Views:
        """The same with what another model makes of the texts."""
        return replace(self, known=known)


@dataclass(frozen=True)
class Reader:
    """What is looked for in a text: these n-grams, and the likeness to these sentence vectors (``landmarks``, 512).

    Without landmarks the meaning is not read, which is 30 times faster. Neither depends on any label.
    """

    vocabulary: Vocabulary
    landmarks: Vectors

    @classmethod
    def learn(cls, texts: Sequence[str], vectors: Vectors | None) -> Reader:
        """The n-grams of these texts (of many texts only those that some share, for the others tell nothing), and up to
        ``LANDMARKS`` of their sentence vectors, drawn with a fixed seed."""
        landmarks = np.zeros((0, WIDTH), np.float32)
        if vectors is not None:
            drawn = np.random.default_rng(_SEED).permutation(len(vectors))[:LANDMARKS]
            # Rounded to what a file holds, as the layer's weights are.
            landmarks = vectors[np.sort(drawn)].astype(np.float16).astype(np.float32)
        least = next(share for size, share in _SHARED if len(texts) >= size)
        return cls(Vocabulary.of([sized(text) for text in texts], least), landmarks)

    @property
    def reads_meaning(self) -> bool:
        return len(self.landmarks) > 0

    def views(self, texts: Sequence[str], titles: Sequence[str], vectors: tuple[Vectors, Vectors] | None) -> Views:
        """``texts`` are whole letters, ``titles`` is as long and empty where a letter has none.

        ``vectors`` are the sentence vectors of both (``vectors_of``); needed where the meaning is read.
        """
        above = np.array([i for i, title in enumerate(titles) if title], np.intp)
        said = self._counts(texts)
        said_above = _replaced(said, above, self._counts([titles[i] for i in above])) if len(above) else said
        if not self.reads_meaning or vectors is None:
            return Views(said, said_above)
        return Views(said, said_above, meant(vectors[0], self.landmarks), meant(vectors[1], self.landmarks))

    def _counts(self, texts: Sequence[str]) -> Any:
        return self.vocabulary.counts([sized(text) for text in texts])


def _replaced(rows: Any, at: NDArray[np.intp], others: Any) -> Any:
    """The rows of a sparse matrix with some of them replaced."""
    from scipy.sparse import vstack  # noqa: PLC0415  (slow to import)

    order = np.arange(rows.shape[0])
    order[at] = rows.shape[0] + np.arange(len(at))
    return vstack([rows, others], format="csr")[order]


def weighed(counts: Any, weights: Matrix) -> Any:
    """Rows of unit length: 1 + log of each count, times the n-gram's weight. Sparse, shape as ``counts``."""
    rows = counts.copy()
    rows.data = (1 + np.log(rows.data)) * weights[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data /= np.repeat(lengths, np.diff(rows.indptr))
    return rows


def telling(counts: Any, labels: Sequence[NDArray[np.intp]]) -> Matrix:
    """A weight for each n-gram: how rare it is, and how much it tells about the labels.

    ``counts`` (rows, grams); each of ``labels`` (rows) holds class indices, −1 where a row has none. The weight is the
    inverse document frequency times ``0.3 + √D``, D being the divergence of the classes of the rows with the n-gram
    from the classes of all rows (Kullback and Leibler), smoothed by one row for each class and averaged over the
    ``labels``: supervised term weighting (Debole and Sebastiani 2003).
    """
    there = counts.copy()
    there.data = np.ones_like(there.data)
    found = np.asarray(there.sum(axis=0)).ravel()
    rarity = np.log((1 + counts.shape[0]) / (1 + found)) + 1
    divergence = np.zeros(counts.shape[1])
    for classes in labels:
        known = classes >= 0
        present, place = np.unique(classes[known], return_inverse=True)
        of_class = np.eye(len(present))[place]
        usual = of_class.mean(axis=0)
        seen = there[known].T @ of_class
        share = (seen + len(usual) * usual) / (seen.sum(axis=1, keepdims=True) + len(usual))
        divergence += np.maximum((share * np.log(share / usual)).sum(axis=1), 0)
    return np.asarray(rarity * (0.3 + np.sqrt(divergence / max(1, len(labels)))), np.float32)
