"""The tagger: for each text its domain, petition class, kind, disposition and up to three departments, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.calibration import Scale
from classifiers.encoder import Vectors, encode
from classifiers.features import Wording, letter, meant
from classifiers.reasons import spoken_for
from corpus.records import Candidate, Suggestion
from corpus.taxonomy import departments, domains

DOMAIN, PETITION, FUNCTION, KIND, DISPOSITION = "domain", "petition_class", "function", "kind", "disposition"
HEADS = (DOMAIN, PETITION, FUNCTION, KIND, DISPOSITION)
UNCLEAR = "不明"
CHOICES = 3
_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class Head:
    """One question to the texts. ``dual`` is (centres, classes); ``review_below`` the score under which a person looks.

    ``accuracy`` and ``macro_f1`` are those of the left-out predictions at training.
    """

    classes: tuple[str, ...]
    dual: NDArray[np.float32]
    scale: Scale
    review_below: float
    accuracy: float
    macro_f1: float


@dataclass(frozen=True)
class Tagger:
    """A trained model. Made by ``classifiers.training``, kept by ``classifiers.storage``.

    ``said`` (centres, grams; sparse) and ``meaning`` (centres, 512) are the centres of the kernel, that is, the
    training comments. ``pairs`` are the (domain, petition class) that were seen together.
    A head that had no labels is absent, and its fields of the suggestion stay empty.
    """

    wording: Wording
    said: Any
    meaning: Vectors
    heads: Mapping[str, Head]
    pairs: frozenset[tuple[str, str]]
    version: str

    @cached_property
    def _columns(self) -> Mapping[str, slice]:
        ends = np.cumsum([0, *(len(h.classes) for h in self.heads.values())])
        return {name: slice(int(a), int(b)) for name, a, b in zip(self.heads, ends[:-1], ends[1:], strict=True)}

    @cached_property
    def _dual(self) -> NDArray[np.float32]:
        return np.hstack([h.dual for h in self.heads.values()])

    @cached_property
    def _gram_weights(self) -> NDArray[np.float32]:
        """(grams, classes of all heads): the wording's part of the kernel is linear, so it folds into weights."""
        return np.asarray(self.said.T @ self._dual, np.float32)

    @cached_property
    def _spoken(self) -> NDArray[np.float32]:
        """The n-gram weights of the functions, against their mean: what speaks for one and not for all."""
        weights = self._gram_weights[:, self._columns[FUNCTION]]
        return np.asarray(weights - weights.mean(axis=1, keepdims=True), np.float32)

    @cached_property
    def _gram_index(self) -> Mapping[str, int]:
        return {gram: i for i, gram in enumerate(self.wording.grams)}

    def scores(self, texts: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        """Calibrated probabilities of each head, (texts, classes of the head)."""
        said = np.asarray(self.wording.rows(texts) @ self._gram_weights)
        decision = said + meant(encode(texts), self.meaning) @ self._dual + self._dual.sum(axis=0)
        return {name: head.scale.probabilities(decision[:, self._columns[name]]) for name, head in self.heads.items()}

    def tag(self, texts: Sequence[str], titles: Sequence[str] | None = None) -> list[Suggestion]:
        """A suggestion for each text, in order. ``titles`` is as long as ``texts``; empty where there is none.

        The same text is computed once. An empty text is taken as the answer 无.
        """
        whole = [letter(title, text) or "无" for title, text in zip(titles or [""] * len(texts), texts, strict=True)]
        different = list(dict.fromkeys(whole))
        found: dict[str, Suggestion] = {}
        for start in range(0, len(different), _CHUNK):
            portion = different[start : start + _CHUNK]
            scores = self.scores(portion)
            for row, text in enumerate(portion):
                found[text] = self._suggestion(text, {name: s[row] for name, s in scores.items()})
        return [found[text] for text in whole]

    def _best(self, head: str, scores: Mapping[str, NDArray[np.float64]]) -> tuple[str, float]:
        if head not in self.heads:
            return "", 0.0
        at = int(scores[head].argmax())
        return self.heads[head].classes[at], float(scores[head][at])

    def _petition_class(self, domain: str, scores: Mapping[str, NDArray[np.float64]]) -> str:
        """The likeliest class that was seen with this domain, so that the two never contradict each other."""
        seen = [i for i, c in enumerate(self._petition_classes) if (domain, c) in self.pairs]
        if seen:
            return self._petition_classes[max(seen, key=lambda i: scores[PETITION][i])]
        usual = domains().get(domain)
        return (usual.petition_class or "") if usual else ""

    @property
    def _petition_classes(self) -> tuple[str, ...]:
        return self.heads[PETITION].classes if PETITION in self.heads else ()

    def _candidates(self, text: str, scores: Mapping[str, NDArray[np.float64]]) -> tuple[Candidate, ...]:
        if FUNCTION not in self.heads:
            return ()
        best = np.argsort(-scores[FUNCTION], kind="stable")[:CHOICES]
        reasons = spoken_for(text, self._gram_index, self.wording.idf, self._spoken[:, best])
        functions = [self.heads[FUNCTION].classes[i] for i in best]
        return tuple(
            Candidate(departments()[f].name if f in departments() else f, f, float(scores[FUNCTION][i]), reason)
            for f, i, reason in zip(functions, best, reasons, strict=True)
        )

    def _suggestion(self, text: str, scores: Mapping[str, NDArray[np.float64]]) -> Suggestion:
        domain, domain_score = self._best(DOMAIN, scores)
        kind, kind_score = self._best(KIND, scores)
        candidates = self._candidates(text, scores)
        if candidates:
            first = candidates[0]
            review = first.function == UNCLEAR or first.score < self.heads[FUNCTION].review_below
        else:
            review = DOMAIN not in self.heads or domain_score < self.heads[DOMAIN].review_below
        return Suggestion(
            domain=domain,
            domain_score=domain_score,
            petition_class=self._petition_class(domain, scores),
            kind=kind,
            kind_score=kind_score,
            disposition=self._best(DISPOSITION, scores)[0] or None,
            candidates=candidates,
            needs_review=review,
            model_version=self.version,
        )
