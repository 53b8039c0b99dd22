"""A comment as the model sees it: its character n-grams (what is said) and its sentence vector (what is meant)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.encoder import Vectors

LONGEST_GRAM = 2
_FEW = 50


def letter(title: str | None, text: str) -> str:
    """Title and text as one: the title stands first, where the encoder certainly reads it."""
    title, text = (title or "").strip(), text.strip()
    if not title or text.startswith(title):
        return text
    return f"{title}。{text}" if text else title


def normal(text: str) -> str:
    """Full and half width alike, lower case, one space for any run of white space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).lower()).strip()


def _vectoriser(**settings: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  (slow to import)

    return TfidfVectorizer(
        analyzer="char",
        ngram_range=(1, LONGEST_GRAM),
        preprocessor=normal,
        sublinear_tf=True,
        dtype=np.float32,
        **settings,
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """The character n-grams that were learnt, with their weights; turns texts into rows of TF-IDF."""

    grams: tuple[str, ...]
    idf: NDArray[np.float32]
    vectoriser: Any

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Wording:
        """The n-grams of these texts; of many texts only those that two share, for the others tell nothing."""
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  (slow to import)

        fitted: TfidfVectorizer = _vectoriser(min_df=2 if len(texts) >= _FEW else 1).fit(texts)
        return cls.of(tuple(fitted.get_feature_names_out()), fitted.idf_)

    @classmethod
    def of(cls, grams: Sequence[str], idf: NDArray[np.float32]) -> Wording:
        """As stored."""
        vectoriser = _vectoriser(vocabulary={g: i for i, g in enumerate(grams)})
        vectoriser.idf_ = np.asarray(idf, np.float32)
        return cls(tuple(grams), vectoriser.idf_, vectoriser)

    def rows(self, texts: Sequence[str]) -> Any:
        """Sparse matrix (texts, grams), rows of unit length."""
        return self.vectoriser.transform(texts)


def likeness(wording: Any, meaning: Vectors, other_wording: Any, other_meaning: Vectors) -> NDArray[np.float32]:
    """How alike each text is to each other one: cosine of the wording + a Gaussian of the meaning + 1 (the intercept).

    The sum of kernels is a kernel, so that one model learns from both at once.
    """
    said = (wording @ other_wording.T).toarray()
    said += meant(meaning, other_meaning)
    said += 1
    return np.asarray(said, np.float32)


def meant(meaning: Vectors, other: Vectors) -> NDArray[np.float32]:
    """exp(−|a − b|²) of sentence vectors of unit length: 1 for the same meaning, 0.14 for none in common."""
    return np.asarray(np.exp(2 * (meaning @ other.T) - 2), np.float32)
