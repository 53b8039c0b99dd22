"""From labelled comments to a tagger, with its figures from predictions for rows that were left out."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers import calibration, ridge
from classifiers.encoder import ENCODER, Vectors, encode_once
from classifiers.features import Wording, letter, likeness
from classifiers.model import DISPOSITION, DOMAIN, FUNCTION, HEADS, KIND, PETITION, Head, Tagger
from corpus.comments import LabelledComment, fingerprint, shipped
from corpus.messages import MinyiError
from corpus.taxonomy import CONSTRUCTIVE, DISPOSITIONS, KINDS, OTHER, departments, domains

RECIPE = "1"
"""Changes whenever the same rows would make another model."""
LIBRARIES = (ENCODER, "scikit-learn")
_SEED = 12345


@dataclass(frozen=True, slots=True)
class Training:
    """A trained tagger, the rows that it learnt from, how long that took, and left-out figures by head."""

    tagger: Tagger
    rows: int
    seconds: float
    accuracy: Mapping[str, float]
    macro_f1: Mapping[str, float]


def made_with() -> str:
    """The recipe and the libraries on which a model's scores depend."""
    return ", ".join([f"minyi-model {RECIPE}", *(f"{name} {version(name)}" for name in LIBRARIES)])


def model_version(rows: Sequence[LabelledComment]) -> str:
    """Twelve hex digits from the rows, the recipe and the libraries."""
    return hashlib.sha256(f"{made_with()}\n{fingerprint(rows)}".encode()).hexdigest()[:12]


def train(rows: Sequence[LabelledComment], *, only: bool = False, cache_dir: Path | None = None) -> Training:
    """Learns from ``rows`` beside what minyi ships, or from them alone (``only``; the labels may then be any strings).

    Any label may be missing in a row, but not all. A row with the text of a shipped comment replaces it.
    Raises ``MinyiError`` when no row can be used, or, without ``only``, for a label that is not in the directory.
    """
    start = time.perf_counter()
    given = [_settled(row) for row in rows if letter(row.title, row.text) and _is_labelled(row)]
    if not given:
        raise MinyiError("train-no-rows")
    if not only:
        for number, row in enumerate(given, 1):
            _check(row, number)
        texts = {row.text for row in given}
        given = [*(c for c in shipped() if c.text not in texts), *given]
    tagger = _fit(given, free=only, cache_dir=cache_dir)
    return Training(
        tagger,
        len(given),
        time.perf_counter() - start,
        {name: head.accuracy for name, head in tagger.heads.items()},
        {name: head.macro_f1 for name, head in tagger.heads.items()},
    )


def train_shipped(cache_dir: Path | None = None) -> Tagger:
    """The tagger of the shipped comments alone."""
    return _fit(shipped(), free=False, cache_dir=cache_dir)


def _is_labelled(row: LabelledComment) -> bool:
    return bool(row.domain or row.petition_class or row.functions or row.kind)


def _settled(row: LabelledComment) -> LabelledComment:
    """An office writes 建设性意见建议 and 其他类 or 其它 for the two kinds; a missing class follows from the domain."""
    kind = (row.kind or "").strip()
    if kind.startswith(CONSTRUCTIVE):
        kind = CONSTRUCTIVE
    elif kind.startswith((OTHER, "其它")):
        kind = OTHER
    known = domains().get(row.domain or "")
    implied = known.petition_class or "" if known else None
    return replace(
        row,
        text=letter(row.title, row.text),
        title=None,
        domain=row.domain or None,
        petition_class=implied if row.petition_class is None else row.petition_class,
        kind=kind or None,
    )


def _check(row: LabelledComment, number: int) -> None:
    asked = (
        (DOMAIN, domains(), [row.domain] if row.domain else []),
        (FUNCTION, departments(), list(row.functions)),
        (KIND, KINDS, [row.kind] if row.kind else []),
        (DISPOSITION, DISPOSITIONS, [row.disposition] if row.disposition else []),
    )
    for column, allowed, labels in asked:
        for label in labels:
            if label not in allowed:
                raise MinyiError("train-unknown-label", f"{number}", column=column, label=label)


def _labels(rows: Sequence[LabelledComment], head: str) -> list[str | None]:
    if head == FUNCTION:
        return [r.functions[0] if r.functions else None for r in rows]
    values = [getattr(r, head) for r in rows]
    return [None if v is None else str(v) for v in values]


def _fit(rows: Sequence[LabelledComment], *, free: bool, cache_dir: Path | None) -> Tagger:
    texts = [r.text for r in rows]
    wording = Wording.learn(texts)
    said, meaning = wording.rows(texts), encode_once(texts, cache_dir)
    centres = np.arange(len(rows))
    if len(rows) > ridge.EXACT:
        centres = np.sort(np.random.default_rng(_SEED).choice(len(rows), ridge.CENTRES, replace=False))
    heads = dict(_heads(rows, said, meaning, centres))
    pairs = {(r.domain, r.petition_class) for r in rows if r.domain and r.petition_class is not None}
    return Tagger(
        wording,
        said[centres],
        meaning[centres],
        heads,
        frozenset() if free else frozenset((d, c) for d, c in pairs if c is not None),
        model_version(rows),
    )


def _heads(
    rows: Sequence[LabelledComment], said: object, meaning: Vectors, centres: NDArray[np.intp]
) -> Iterator[tuple[str, Head]]:
    """The heads that have labels. Heads with labels in the same rows share one solution of the kernel's equations."""
    labels = {head: _labels(rows, head) for head in HEADS}
    by_rows: dict[tuple[int, ...], list[str]] = {}
    for head, values in labels.items():
        labelled = tuple(i for i, v in enumerate(values) if v is not None)
        if labelled:
            by_rows.setdefault(labelled, []).append(head)
    kernel = likeness(said, meaning, said[centres], meaning[centres])  # type: ignore[index]
    made: dict[str, Head] = {}
    for labelled, names in by_rows.items():
        at = np.array(labelled)
        truths = {name: np.array([str(labels[name][i]) for i in labelled]) for name in names}
        classes = {name: np.unique(truth) for name, truth in truths.items()}
        wanted = np.hstack([ridge.targets(truths[name], classes[name]) for name in names])
        fitted = _solve(kernel, at, centres, wanted)
        ends = np.cumsum([len(classes[name]) for name in names])[:-1]
        parts = zip(names, np.split(fitted.dual, ends, axis=1), np.split(fitted.left_out, ends, axis=1), strict=True)
        for name, dual, left_out in parts:
            made[name] = _head(classes[name], truths[name], np.ascontiguousarray(dual), left_out)
    return iter((name, made[name]) for name in HEADS if name in made)


def _solve(
    kernel: NDArray[np.float32], at: NDArray[np.intp], centres: NDArray[np.intp], wanted: NDArray[np.float32]
) -> ridge.Fit:
    if len(centres) < len(kernel):
        return ridge.fit_on_centres(kernel[at], kernel[centres], wanted)
    fitted = ridge.fit(kernel[np.ix_(at, at)], wanted)
    dual = np.zeros((len(kernel), wanted.shape[1]), np.float32)
    dual[at] = fitted.dual
    return ridge.Fit(dual, fitted.left_out)


def _head(
    classes: NDArray[np.str_], truth: NDArray[np.str_], dual: NDArray[np.float32], left_out: NDArray[np.float32]
) -> Head:
    from sklearn.metrics import f1_score

    wanted = np.searchsorted(classes, truth)
    sharpness = calibration.sharpness(left_out, wanted)
    scores = calibration.probabilities(left_out, sharpness)
    guess = scores.argmax(axis=1)
    return Head(
        tuple(map(str, classes)),
        dual,
        sharpness,
        calibration.threshold(scores.max(axis=1), guess == wanted),
        float(np.mean(guess == wanted)),
        float(f1_score(wanted, guess, average="macro")),
    )
