"""From raw decision values to probabilities that can be believed, and the score below which a person should look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TRUSTED = 0.9


@dataclass(frozen=True, slots=True)
class Scale:
    """How decision values become probabilities: softmax(sharpness · (value + 1) ** bend).

    The values lie about −1 for a class that the text does not have, so value + 1 is the evidence. A ``bend`` below 1
    trusts strong evidence less than its size, and so does not call certain what is often wrong. With 1 it is
    temperature scaling (Guo et al. 2017).
    """

    sharpness: float
    bend: float

    def probabilities(self, decision: NDArray[np.float32]) -> NDArray[np.float64]:
        """Rows sum to 1; shape as ``decision``, (texts, classes)."""
        from scipy.special import softmax  # noqa: PLC0415  (slow to import)

        scores: NDArray[np.float64] = softmax(self._logits(decision), axis=1)
        return scores

    def surprise(self, decision: NDArray[np.float32], truth: NDArray[np.intp]) -> float:
        """Mean negative logarithm of the true classes' probabilities; the lower, the better."""
        from scipy.special import logsumexp  # noqa: PLC0415  (slow to import)

        logits = self._logits(decision)
        return float(np.mean(logsumexp(logits, axis=1) - logits[np.arange(len(truth)), truth]))

    def _logits(self, decision: NDArray[np.float32]) -> NDArray[np.float64]:
        evidence = decision.astype(np.float64) + 1
        bent: NDArray[np.float64] = self.sharpness * np.sign(evidence) * np.abs(evidence) ** self.bend
        return bent


def fitted(left_out: NDArray[np.float32], truth: NDArray[np.intp]) -> Scale:
    """The scale under which the left-out predictions (rows, classes) are most likely. ``truth`` holds class indices."""
    from scipy.optimize import minimize  # noqa: PLC0415  (slow to import)

    def surprise(logs: NDArray[np.float64]) -> float:
        return _scale(logs).surprise(left_out, truth)

    best = minimize(surprise, np.log([3.0, 1.0]), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-5})
    return _scale(best.x)


def _scale(logs: NDArray[np.float64]) -> Scale:
    """Bounded, because a handful of rows that are all right would make the sharpness endless."""
    sharpness, bend = np.exp(np.clip(logs, np.log([0.1, 0.3]), np.log([30.0, 4.0])))
    return Scale(float(sharpness), float(bend))


def threshold(scores: NDArray[np.float64], right: NDArray[np.bool_], precision: float = TRUSTED) -> float:
    """The lowest score such that what scores at least this is right with ``precision``; above 1 where none is."""
    order = np.argsort(-scores, kind="stable")
    kept = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    # Equal scores stand or fall together: only the last row of a run of equals can be a limit.
    last = np.append(scores[order][1:] != scores[order][:-1], True) if len(order) else np.zeros(0, bool)
    good = np.flatnonzero((kept >= precision) & last)
    return float(scores[order][good[-1]]) if len(good) else 1.01
