"""Ridge regression on one-against-all targets, by conjugate gradients: the views are never multiplied out.

Some dozen passes over the rows, for all classes at once: thousands of rows take seconds (Hestenes and Stiefel 1952, on
the normal equations).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from classifiers.features import Matrix

PENALTY = 1.0
_CLOSE = 1e-3
"""The residual, as a share of the first one, at which it stops."""
_PASSES = 100


def targets(labels: Sequence[tuple[str, ...]], classes: Sequence[str]) -> Matrix:
    """+1 for a row's first label, 0 for its further ones (neither right nor wrong), −1 for all other classes."""
    column = {label: i for i, label in enumerate(classes)}
    wanted = np.full((len(labels), len(classes)), -1, np.float32)
    for row, (first, *further) in enumerate(labels):
        wanted[row, [column[label] for label in further if label in column]] = 0
        wanted[row, column[first]] = 1
    return wanted


def solve(blocks: Sequence[Any], wanted: Matrix) -> list[Matrix]:
    """The weights of each block, (its columns, classes), that minimise |blocks · weights − wanted|² + PENALTY ·
    |weights|².

    ``blocks`` are matrices (rows, columns), sparse or dense, whose products are added up; ``wanted`` is (rows,
    classes).
    """
    ends = np.cumsum([block.shape[1] for block in blocks])[:-1]

    def forwards(weights: Matrix) -> Matrix:
        parts = zip(blocks, np.split(weights, ends), strict=True)
        return np.asarray(sum(np.asarray(block @ part) for block, part in parts), np.float32)

    def backwards(rows: Matrix) -> Matrix:
        return np.vstack([np.asarray(block.T @ rows, np.float32) for block in blocks])

    rest = backwards(wanted)
    weights, way = np.zeros_like(rest), rest.copy()
    size = first = np.einsum("ij,ij->j", rest, rest)
    for _ in range(_PASSES):
        turned = backwards(forwards(way)) + PENALTY * way
        step = size / np.maximum(np.einsum("ij,ij->j", way, turned), np.float32(1e-20))
        weights += step * way
        rest -= step * turned
        before, size = size, np.einsum("ij,ij->j", rest, rest)
        if np.all(size <= _CLOSE**2 * first):
            break
        way = rest + (size / np.maximum(before, np.float32(1e-20))) * way
    return np.split(weights, ends)
