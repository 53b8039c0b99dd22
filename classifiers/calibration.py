"""From raw decision values to probabilities that can be believed, and the score from which on nobody need look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEVER = 1.01
"""A cutoff that no score reaches."""
_PRECISIONS = np.arange(0.5, 1.0, 0.01)


@dataclass(frozen=True, slots=True)
class Scale:
    """How decision values become probabilities: softmax(sharpness · (value + 1) ** bend), shrunk by ``doubt``.

    The values lie about −1 for a class that the text does not have, so value + 1 is the evidence. A ``bend`` below 1
    trusts strong evidence less than its size, and so does not call certain what is often wrong. With 1 it is
    temperature scaling (Guo et al. 2017). ``doubt`` is the share of cases in which those who decide differ from those
    who labelled, however clear the text is; that share of the probability is spread over all classes.
    """

    sharpness: float
    bend: float
    doubt: float = 0.0

    def probabilities(self, decision: NDArray[np.float32]) -> NDArray[np.float64]:
        """Rows sum to 1; shape as ``decision``, (texts, classes)."""
        from scipy.special import softmax  # noqa: PLC0415  (slow to import)

        scores: NDArray[np.float64] = softmax(self._logits(decision), axis=1)
        return np.asarray((1 - self.doubt) * scores + self.doubt / scores.shape[1])

    def surprise(self, decision: NDArray[np.float32], truth: NDArray[np.intp]) -> float:
        """Mean negative logarithm of the true classes' probabilities, without doubt; the lower, the better."""
        from scipy.special import logsumexp  # noqa: PLC0415  (slow to import)

        logits = self._logits(decision)
        return float(np.mean(logsumexp(logits, axis=1) - logits[np.arange(len(truth)), truth]))

    def _logits(self, decision: NDArray[np.float32]) -> NDArray[np.float64]:
        evidence = decision.astype(np.float64) + 1
        bent: NDArray[np.float64] = self.sharpness * np.sign(evidence) * np.abs(evidence) ** self.bend
        return bent


USUAL = Scale(3.0, 1.0)
"""The scale of a head of which no row could be left out, and to which few rows are drawn."""


def fitted(left_out: NDArray[np.float32], truth: NDArray[np.intp], doubt: float = 0.0) -> Scale:
    """The scale under which the left-out predictions (rows, classes) are most likely. ``truth`` holds class indices.

    It is drawn to the usual one as if by a single row, lest a handful that is all right be certain of everything.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  (slow to import)

    usual = np.log([USUAL.sharpness, USUAL.bend])

    def surprise(logs: NDArray[np.float64]) -> float:
        return _scale(logs).surprise(left_out, truth) + float(np.sum((logs - usual) ** 2)) / len(truth)

    best = minimize(surprise, usual, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-5})
    return _scale(best.x, doubt)


def _scale(logs: NDArray[np.float64], doubt: float = 0.0) -> Scale:
    """Bounded, because rows that are all right would make the sharpness endless."""
    sharpness, bend = np.exp(np.clip(logs, np.log([0.1, 0.3]), np.log([30.0, 4.0])))
    return Scale(float(sharpness), float(bend), doubt)


def cutoffs(scores: NDArray[np.float64], right: NDArray[np.bool_], doubt: float = 0.0) -> tuple[float, ...]:
    """The cutoffs for a wanted precision of 0.50, 0.51 … 0.99, from left-out predictions; see ``cutoff``."""
    return tuple(threshold(scores, right, float(p) / (1 - doubt)) for p in _PRECISIONS)


def cutoff(table: tuple[float, ...], precision: float) -> float:
    """The lowest score such that what scores at least this is right with ``precision``, from ``cutoffs``."""
    at = int(np.searchsorted(_PRECISIONS, precision - 1e-9))
    return table[at] if at < len(table) else NEVER


def threshold(scores: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> float:
    """The lowest score such that what scores at least this is right with ``precision``; ``NEVER`` where none is.

    One error in a hundred can only be told from a hundred rows: fewer are not taken for a proof.
    """
    if precision >= 1:
        return NEVER
    order = np.argsort(-scores, kind="stable")
    number = np.arange(1, len(order) + 1)
    kept = np.cumsum(right[order]) / number
    # Equal scores stand or fall together: only the last row of a run of equals can be a limit.
    last = np.append(scores[order][1:] != scores[order][:-1], True) if len(order) else np.zeros(0, bool)
    good = np.flatnonzero((kept >= precision) & last & (number * (1 - precision) >= 1 - 1e-9))
    return float(scores[order][good[-1]]) if len(good) else NEVER
