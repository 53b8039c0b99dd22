"""The tagger: for each text its domain, petition class, kind, disposition and up to three departments, with reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from classifiers.calibration import Scale, cutoff
from classifiers.encoder import Vectors, encode
from classifiers.features import Matrix, Reader, letter
from classifiers.layer import Layer
from classifiers.no_matter import says_nothing
from classifiers.reasons import Spokesman
from classifiers.splitting import with_matters
from corpus.directory import UNCLEAR
from corpus.records import CHOICES, Candidate, Suggestion
from corpus.taxonomy import departments, domains

DOMAIN, PETITION, FUNCTION, KIND, DISPOSITION = "domain", "petition_class", "function", "kind", "disposition"
HEADS = (DOMAIN, PETITION, FUNCTION, KIND, DISPOSITION)
EVEN = 0.5
"""A proposal below this is wrong more often than right: somebody looks at it, even where all of a model's proposals
together are right as often as is wanted."""
TRUSTED = 0.8
"""The precision that a proposal must be expected to have for nobody to look at it, unless another one is asked for."""
_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class Head:
    """One question to the texts: its classes, how decision values become scores, and the cutoffs for wanted precisions.

    ``accuracy`` and ``macro_f1`` are those of left-out predictions at training.
    """

    classes: tuple[str, ...]
    scale: Scale
    cutoffs: tuple[float, ...]
    accuracy: float
    macro_f1: float


@dataclass(frozen=True)
class Tagger:
    """A trained model. Made by ``classifiers.training``, kept by ``classifiers.storage``.

    ``base`` is the model that it goes on from, if any. With ``corrects`` the layer's decision values are added to the
    base's; without it they stand alone, and what the base makes of a text is one of the layer's views. ``pairs`` are
    the (domain, petition class) that were seen together. A head that had no labels is absent, and its fields of the
    suggestion stay empty. ``learnt`` has the ``trace`` of every text of an office that it learnt from.
    """

    reader: Reader
    layer: Layer
    heads: Mapping[str, Head]
    pairs: frozenset[tuple[str, str]]
    version: str
    base: Tagger | None = None
    corrects: bool = False
    learnt: frozenset[int] = frozenset()

    @property
    def reads_meaning(self) -> bool:
        return self.reader.reads_meaning

    def decisions(
        self, texts: Sequence[str], titles: Sequence[str], vectors: tuple[Vectors, Vectors] | None
    ) -> dict[str, Matrix]:
        """Decision values of each head, (texts, its classes). ``vectors`` as in ``Reader.views``."""
        before = self.base.decisions(texts, titles, vectors) if self.base else {}
        views = self.reader.views(texts, titles, vectors)
        if before and not self.corrects:
            views = views.beside(np.hstack(list(before.values())))
        own = self.layer.decisions(views)
        if not self.corrects:
            return own
        return {head: values + own[head] if head in own else values for head, values in before.items()}

    def weights(self, grams: Sequence[str]) -> Matrix:
        """How much each of these n-grams tells, as far as the model knows; 0 for those that it does not know."""
        at = np.array([self.reader.vocabulary.index.get(gram, -1) for gram in grams], np.intp)
        return np.where(at >= 0, self.layer.grams[at], np.float32(0))

    def scores(self, texts: Sequence[str], titles: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        """Calibrated probabilities of each head, (texts, classes of the head); ``texts`` are whole letters."""
        vectors = vectors_of(texts, titles) if self.reads_meaning else None
        decisions = self.decisions(texts, titles, vectors)
        return {name: head.scale.probabilities(decisions[name]) for name, head in self.heads.items()}

    def answers(self, texts: Sequence[str], titles: Sequence[str]) -> dict[str, list[str]]:
        """The likeliest class of each head for each text; ``texts`` are whole letters."""
        if not texts:
            return {}
        best = {name: values.argmax(axis=1) for name, values in self.scores(texts, titles).items()}
        return {name: [self.heads[name].classes[at] for at in found] for name, found in best.items()}

    def tag(
        self, texts: Sequence[str], titles: Sequence[str] | None = None, precision: float = TRUSTED
    ) -> list[Suggestion]:
        """A suggestion for each text, in order. ``titles`` is as long as ``texts``; empty where there is none.

        ``needs_review`` is false where domain and department are each expected to be right with ``precision``.
        The same text is computed once. What says nothing (暂无意见建议) or is empty is taken as the answer 无.
        """
        found = self._proposed(texts, titles or [""] * len(texts), precision)
        return with_matters(texts, found, lambda parts: self._proposed(parts, [""] * len(parts), precision))

    def _proposed(self, texts: Sequence[str], titles: Sequence[str], precision: float) -> list[Suggestion]:
        whole = [self._read(letter(title, text), title.strip()) for text, title in zip(texts, titles, strict=True)]
        different = list(dict.fromkeys(whole))
        found: dict[tuple[str, str], Suggestion] = {}
        limits = {name: max(EVEN, cutoff(head.cutoffs, precision)) for name, head in self.heads.items()}
        for start in range(0, len(different), _CHUNK):
            portion = different[start : start + _CHUNK]
            scores = self.scores([text for text, _ in portion], [title for _, title in portion])
            candidates = self._candidates([text for text, _ in portion], scores)
            classes = [self._classes(head, scores) for head in (KIND, DISPOSITION)]
            for one, area, kind, disposition, best in zip(
                portion, self._areas(scores), *classes, candidates, strict=True
            ):
                found[one] = self._suggestion(area, kind, disposition, best, limits)
        return [found[one] for one in whole]

    def _read(self, text: str, title: str) -> tuple[str, str]:
        """The whole letter and its title, or 无 alone for one that says nothing: of its wordings and of the places and
        names before them the comments have but few. What an office decided on the very words goes before.
        """
        if says_nothing(text) and (not self.learnt or trace(text) not in self.learnt):
            return "无", ""
        return text, title

    @cached_property
    def _spokesman(self) -> Spokesman:
        """Gives the reasons for departments, from the n-gram weights of every layer that speaks for them."""
        models = [self]
        while models[-1].corrects and models[-1].base:
            models.append(models[-1].base)
        layers: list[tuple[Mapping[str, int], Matrix]] = []
        for model in models:
            if FUNCTION in model.layer.classes:
                weights = model.layer.wording[:, model.layer.columns()[FUNCTION]] * model.layer.grams[:, None]
                weights -= weights.mean(axis=1, keepdims=True)
                layers.append((model.reader.vocabulary.index, weights))
        return Spokesman(layers)

    def _areas(self, scores: Mapping[str, NDArray[np.float64]]) -> list[tuple[str, str, float]]:
        """Domain, petition class and score of each text: the likeliest two that were seen together.

        The score is the petition class's, for the two stand and fall together, and it is the coarser one.
        """
        if DOMAIN not in scores:
            return [("", petition_class, score) for petition_class, score in self._classes(PETITION, scores)]
        names = self.heads[DOMAIN].classes
        if PETITION not in scores:
            best = scores[DOMAIN].argmax(axis=1)
            usual = [domains()[name].petition_class or "" if name in domains() else "" for name in names]
            return [(names[d], usual[d], float(scores[DOMAIN][row, d])) for row, d in enumerate(best)]
        classes = self.heads[PETITION].classes
        seen = np.array([[(name, cls) in self.pairs for cls in classes] for name in names])
        seen |= ~seen.any(axis=1, keepdims=True)  # A domain that nobody gave a class goes with any.
        together = scores[DOMAIN][:, :, None] * scores[PETITION][:, None, :] * seen
        best = together.reshape(len(together), -1).argmax(axis=1)
        rows = enumerate(zip(*np.unravel_index(best, seen.shape), strict=True))
        return [(names[d], classes[c], float(scores[PETITION][row, c])) for row, (d, c) in rows]

    def _suggestion(
        self,
        area: tuple[str, str, float],
        kind: tuple[str, float],
        disposition: tuple[str, float],
        candidates: tuple[Candidate, ...],
        limits: Mapping[str, float],
    ) -> Suggestion:
        domain, petition_class, domain_score = area
        return Suggestion(
            domain=domain,
            domain_score=domain_score,
            petition_class=petition_class,
            kind=kind[0],
            kind_score=kind[1],
            disposition=disposition[0] or None,
            candidates=candidates,
            needs_review=_needs_review(domain, domain_score, candidates, limits),
            model_version=self.version,
        )

    def _classes(self, head: str, scores: Mapping[str, NDArray[np.float64]]) -> list[tuple[str, float]]:
        """The likeliest class of each text, and its score."""
        if head not in scores:
            return [("", 0.0)] * len(next(iter(scores.values())))
        names = self.heads[head].classes
        best = scores[head].argmax(axis=1)
        return [(names[at], score) for at, score in zip(best, scores[head].max(axis=1).tolist(), strict=True)]

    def _candidates(
        self, texts: Sequence[str], scores: Mapping[str, NDArray[np.float64]]
    ) -> list[tuple[Candidate, ...]]:
        """The three likeliest departments of each text."""
        if FUNCTION not in scores:
            return [()] * len(texts)
        order = np.argsort(-scores[FUNCTION], axis=1, kind="stable")[:, :CHOICES]
        best = np.take_along_axis(scores[FUNCTION], order, axis=1)
        called = [(departments()[f].name if f in departments() else f, f) for f in self.heads[FUNCTION].classes]
        rows = zip(order.tolist(), best.tolist(), self._spokesman.reasons(texts, order), strict=True)
        return [tuple([Candidate(*called[at], *why) for at, *why in zip(*row, strict=True)]) for row in rows]


def _needs_review(
    domain: str, domain_score: float, candidates: tuple[Candidate, ...], limits: Mapping[str, float]
) -> bool:
    """Whether the domain or the first department may be wrong more often than is wanted; ``limits`` are the scores of
    each head from which on it is not.

    A matter for which nobody is known is always for a person; where there is no matter (没有意见), nobody need be.
    """
    area = limits.get(PETITION, limits.get(DOMAIN))
    if not candidates:
        return area is None or domain_score < area
    first = candidates[0]
    if first.function == UNCLEAR and (domain not in domains() or domains()[domain].petition_class is not None):
        return True
    return first.score < limits[FUNCTION] or (area is not None and domain_score < area)


def trace(text: str) -> int:
    """By what a model remembers that it learnt from a text, without keeping it: 64 bits of its hash."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def vectors_of(texts: Sequence[str], titles: Sequence[str]) -> tuple[Vectors, Vectors]:
    """The sentence vectors of the texts, and those of their titles (of the text itself where it has none)."""
    vectors = encode(texts)
    above = vectors.copy()
    if at := [i for i, title in enumerate(titles) if title]:
        above[at] = encode([titles[i] for i in at])
    return vectors, above
