"""Kernel ridge regression on one-against-all targets, with each row's prediction by the model that never saw it.

The left-out predictions come in closed form (Rasmussen and Williams, Gaussian Processes, 5.4.2; Cook 1977 for the
leverage), so that calibration and cross-validated figures cost no second training.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
PENALTY = 1.0
EXACT = 8000
"""Rows up to which every row is a centre: n³ operations, about half a minute on two cores at the limit."""
CENTRES = 4000
"""Centres beyond that: the rows all count, but the function is spanned by these (Nyström)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``dual`` (centres, classes): weights of the centres; ``left_out`` (rows, classes): leave-one-out predictions."""

    dual: Matrix
    left_out: Matrix


def targets(labels: Sequence[tuple[str, ...]], classes: Sequence[str]) -> Matrix:
    """+1 for a row's first label, 0 for its further ones (neither right nor wrong), −1 for all other classes."""
    column = {label: i for i, label in enumerate(classes)}
    wanted = np.full((len(labels), len(classes)), -1, np.float32)
    for row, (first, *further) in enumerate(labels):
        wanted[row, [column[label] for label in further if label in column]] = 0
        wanted[row, column[first]] = 1
    return wanted


def fit(kernel: Matrix, wanted: Matrix) -> Fit:
    """Every row a centre. ``kernel`` is (rows, rows), ``wanted`` (rows, classes)."""
    from scipy.linalg.lapack import spotrf, spotri  # noqa: PLC0415  (slow to import)

    damped = kernel.astype(np.float32, order="F", copy=True)
    damped[np.diag_indices(len(damped))] += PENALTY
    # By Cholesky, half the operations of a general inverse; a kernel plus a penalty is always positive definite.
    factor, _ = spotrf(damped, lower=1, overwrite_a=1)
    half, _ = spotri(factor, lower=1, overwrite_c=1)
    inverse = np.tril(half) + np.tril(half, -1).T
    dual = inverse @ wanted
    return Fit(np.asarray(dual, np.float32), np.asarray(wanted - dual / np.diag(inverse)[:, None], np.float32))


def fit_on_centres(kernel: Matrix, between_centres: Matrix, wanted: Matrix) -> Fit:
    """Few centres for many rows. ``kernel`` is (rows, centres), ``between_centres`` (centres, centres)."""
    normal = (kernel.T @ kernel + PENALTY * between_centres).astype(np.float64)
    # Centres that are nearly the same text make the matrix singular; this much is below what float32 resolves.
    normal[np.diag_indices(len(normal))] += 1e-4 * float(np.trace(normal)) / len(normal) ** 1.5
    inverse = np.linalg.inv(normal)
    dual = np.asarray(inverse @ (kernel.T @ wanted), np.float32)
    leverage = np.einsum("ij,ij->i", kernel @ inverse.astype(np.float32), kernel)
    leverage = np.clip(leverage, 0, 0.999)[:, None]
    return Fit(dual, np.asarray((kernel @ dual - leverage * wanted) / (1 - leverage), np.float32))
