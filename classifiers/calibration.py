"""From raw decision values to probabilities that can be believed, and the score below which a person should look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TRUSTED = 0.9
_SHARPEST = 30.0


def probabilities(decision: NDArray[np.float32], sharpness: float) -> NDArray[np.float64]:
    """Softmax of the sharpened decision values; rows sum to 1."""
    from scipy.special import softmax

    scores: NDArray[np.float64] = softmax(sharpness * decision.astype(np.float64), axis=1)
    return scores


def sharpness(left_out: NDArray[np.float32], truth: NDArray[np.intp]) -> float:
    """The inverse temperature at which the left-out predictions are most likely (Guo et al. 2017, temperature scaling)."""
    from scipy.optimize import minimize_scalar
    from scipy.special import logsumexp

    values = left_out.astype(np.float64)
    right = values[np.arange(len(values)), truth]

    def surprise(s: float) -> float:
        return float(np.mean(logsumexp(s * values, axis=1) - s * right))

    return float(minimize_scalar(surprise, bounds=(0.1, _SHARPEST), method="bounded").x)


def threshold(scores: NDArray[np.float64], right: NDArray[np.bool_], precision: float = TRUSTED) -> float:
    """The lowest score such that what scores at least this is right with ``precision``; above 1 where none is."""
    order = np.argsort(-scores, kind="stable")
    kept = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    # Equal scores stand or fall together: only the last row of a run of equals can be a limit.
    last = np.append(scores[order][1:] != scores[order][:-1], True) if len(order) else np.zeros(0, bool)
    good = np.flatnonzero((kept >= precision) & last)
    return float(scores[order][good[-1]]) if len(good) else 1.01
