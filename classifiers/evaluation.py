"""How good suggestions are against the labels of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BINS = 10


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Precision and recall of one class, and how many rows bear its label."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures from 0 to 1. ``macro_f1`` is the mean over the labels that occur in the gold standard.

    ``top3`` is None where no three choices were given. ``calibration_error`` is the expected calibration error over ten
    bins of equal width (Naeini et al. 2015). ``coverage_95`` is the largest share of rows, best scores first, that is
    right with a precision of 0.95; ``coverage_99`` likewise.
    """

    rows: int
    accuracy: float
    macro_f1: float
    top3: float | None
    calibration_error: float
    coverage_95: float
    coverage_99: float
    classes: tuple[ClassFigures, ...]


def evaluate(
    gold: Sequence[str],
    predicted: Sequence[str],
    scores: Sequence[float],
    top3: Sequence[Sequence[str]] | None = None,
) -> Evaluation:
    """Compares predictions with the gold standard, row by row; all sequences are equally long and not empty."""
    from sklearn.metrics import precision_recall_fscore_support  # noqa: PLC0415  (slow to import)

    if not gold or not len(gold) == len(predicted) == len(scores):
        raise ValueError("gold, predicted and scores must be equally long and not empty")
    labels = sorted(set(gold))
    precision, recall, f1, support = precision_recall_fscore_support(
        list(gold), list(predicted), labels=labels, zero_division=0.0
    )
    right = np.array([g == p for g, p in zip(gold, predicted, strict=True)])
    sure = np.asarray(scores, np.float64)
    return Evaluation(
        rows=len(gold),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean(f1)),
        top3=None if top3 is None else float(np.mean([g in t for g, t in zip(gold, top3, strict=True)])),
        calibration_error=calibration_error(sure, right),
        coverage_95=coverage(sure, right, 0.95),
        coverage_99=coverage(sure, right, 0.99),
        classes=tuple(
            ClassFigures(label, float(p), float(r), float(f), int(n))
            for label, p, r, f, n in zip(labels, precision, recall, f1, support, strict=True)
        ),
    )


def calibration_error(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean distance between score and accuracy over ten bins, weighted by their rows."""
    bins = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weights=scores - right, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(scores))


def coverage(scores: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> float:
    """The largest share of rows, taken from the highest score down, of which at least ``precision`` are right."""
    order = np.argsort(-scores, kind="stable")
    kept = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(kept >= precision)
    return float((good[-1] + 1) / len(order)) if len(good) else 0.0
