"""From labelled comments to a tagger, with its figures from predictions for rows that were left out."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import calibration, ridge
from classifiers.encoder import ENCODER, Vectors, encode_once
from classifiers.features import Wording, letter, likeness
from classifiers.model import DISPOSITION, DOMAIN, FUNCTION, HEADS, KIND, Head, Tagger
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
    settled = [_settled(row) for row in rows]
    if not only:
        for number, row in enumerate(settled, 1):
            _check(row, number)
    given = [row for row in settled if row.text and _is_labelled(row)]
    if not given:
        raise MinyiError("train-no-rows")
    if not only:
        texts = {row.text for row in given}
        given = [*(c for c in shipped() if c.text not in texts), *given]
    tagger = _fit(given, cache_dir)
    return Training(
        tagger,
        len(given),
        time.perf_counter() - start,
        {name: head.accuracy for name, head in tagger.heads.items()},
        {name: head.macro_f1 for name, head in tagger.heads.items()},
    )


def train_shipped(cache_dir: Path | None = None) -> Tagger:
    """The tagger of the shipped comments alone."""
    return _fit(shipped(), cache_dir)


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


def _labels(row: LabelledComment, head: str) -> tuple[str, ...]:
    """The row's labels for a head, the one that counts first; none where nobody gave one."""
    if head == FUNCTION:
        return row.functions
    value: str | None = getattr(row, head)
    return () if value is None else (value,)


def _fit(rows: Sequence[LabelledComment], cache_dir: Path | None) -> Tagger:
    texts = [r.text for r in rows]
    wording = Wording.learn(texts)
    said, meaning = wording.rows(texts), encode_once(texts, cache_dir)
    centres = np.arange(len(rows))
    if len(rows) > ridge.EXACT:
        centres = np.sort(np.random.default_rng(_SEED).choice(len(rows), ridge.CENTRES, replace=False))
    heads = _heads(rows, said, meaning, centres)
    pairs = frozenset((r.domain, r.petition_class) for r in rows if r.domain and r.petition_class is not None)
    return Tagger(
        wording,
        said[centres],
        meaning[centres],
        heads,
        pairs,
        model_version(rows),
    )


def _heads(rows: Sequence[LabelledComment], said: Any, meaning: Vectors, centres: NDArray[np.intp]) -> dict[str, Head]:
    """The heads that have labels. Heads with labels in the same rows share one solution of the kernel's equations."""
    labels = {head: [_labels(row, head) for row in rows] for head in HEADS}
    together: dict[tuple[int, ...], list[str]] = {}
    for head, given in labels.items():
        labelled = tuple(i for i, row in enumerate(given) if row)
        if labelled:
            together.setdefault(labelled, []).append(head)
    kernel = likeness(said, meaning, said[centres], meaning[centres])
    made: dict[str, Head] = {}
    for labelled, names in together.items():
        truth = {name: [labels[name][i] for i in labelled] for name in names}
        classes = {name: sorted({row[0] for row in truth[name]}) for name in names}
        wanted = np.hstack([ridge.targets(truth[name], classes[name]) for name in names])
        solved = _solve(kernel, np.array(labelled), centres, wanted)
        ends = np.cumsum([len(classes[name]) for name in names])[:-1]
        duals, left_out = np.split(solved.dual, ends, axis=1), np.split(solved.left_out, ends, axis=1)
        for name, dual, values in zip(names, duals, left_out, strict=True):
            made[name] = _head(classes[name], [row[0] for row in truth[name]], np.ascontiguousarray(dual), values)
    return {head: made[head] for head in HEADS if head in made}


def _solve(
    kernel: NDArray[np.float32], labelled: NDArray[np.intp], centres: NDArray[np.intp], wanted: NDArray[np.float32]
) -> ridge.Fit:
    """The equations of the labelled rows; rows without a label are no centres of this head, so their weight is zero."""
    if len(centres) < len(kernel):
        return ridge.fit_on_centres(kernel[labelled], kernel[centres], wanted)
    solved = ridge.fit(kernel[np.ix_(labelled, labelled)], wanted)
    dual = np.zeros((len(kernel), wanted.shape[1]), np.float32)
    dual[labelled] = solved.dual
    return ridge.Fit(dual, solved.left_out)


def _head(
    classes: Sequence[str], truth: Sequence[str], dual: NDArray[np.float32], left_out: NDArray[np.float32]
) -> Head:
    from sklearn.metrics import f1_score  # noqa: PLC0415  (slow to import)

    wanted = np.searchsorted(np.array(classes), np.array(truth))
    scale = calibration.fitted(left_out, wanted)
    scores = scale.probabilities(left_out)
    guess = scores.argmax(axis=1)
    right = guess == wanted
    return Head(
        tuple(classes),
        dual,
        scale,
        review_below=calibration.threshold(scores.max(axis=1), right),
        accuracy=float(right.mean()),
        macro_f1=float(f1_score(wanted, guess, average="macro")),
    )
