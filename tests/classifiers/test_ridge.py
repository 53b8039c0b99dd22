from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from classifiers import ridge

Dense = NDArray[np.float32]


@pytest.fixture
def block() -> Dense:
    return np.asarray(np.random.default_rng(7).normal(size=(30, 4)), np.float32)


@pytest.fixture
def wanted() -> Dense:
    return ridge.targets([(c,) for c in "甲乙丙" * 10], ["甲", "乙", "丙"])


def closed_form(rows: Dense, wanted: Dense) -> Dense:
    """(XᵀX + λI)⁻¹ Xᵀy."""
    return np.linalg.solve(rows.T @ rows + ridge.PENALTY * np.eye(rows.shape[1]), rows.T @ wanted)


def test_a_co_responsible_department_is_neither_right_nor_wrong() -> None:
    assert ridge.targets([("人社", "住建")], ["人社", "住建", "教育"]).tolist() == [[1, 0, -1]]


def test_a_co_responsible_department_that_never_leads_is_no_class() -> None:
    assert ridge.targets([("人社", "水利")], ["人社", "住建"]).tolist() == [[1, -1]]


def test_one_row_by_hand() -> None:
    (weights,) = ridge.solve([np.array([[2]], np.float32)], np.array([[1]], np.float32))
    # (2w − 1)² + λw² is least where 2 · (2w − 1) + λw = 0.
    assert weights == pytest.approx(np.array([[2 / (4 + ridge.PENALTY)]]))


def test_the_weights_are_those_of_the_closed_form(block: Dense, wanted: Dense) -> None:
    (weights,) = ridge.solve([block], wanted)
    assert weights == pytest.approx(closed_form(block, wanted), abs=1e-3)


def test_blocks_side_by_side_are_one_matrix_sparse_or_not(block: Dense, wanted: Dense) -> None:
    parts = ridge.solve([csr_matrix(block[:, :3]), block[:, 3:]], wanted)
    assert [part.shape for part in parts] == [(3, 3), (1, 3)]
    assert np.vstack(parts) == pytest.approx(closed_form(block, wanted), abs=1e-3)


def test_more_columns_than_rows_have_a_solution_too(wanted: Dense) -> None:
    wide = np.asarray(np.random.default_rng(8).normal(size=(30, 200)), np.float32)
    (weights,) = ridge.solve([wide], wanted)
    assert weights == pytest.approx(closed_form(wide, wanted), abs=2e-3)


def test_a_column_of_nothing_gets_no_weight(block: Dense, wanted: Dense) -> None:
    nothing = np.zeros((30, 1), np.float32)
    assert not ridge.solve([block, nothing], wanted)[1].any()


def test_nothing_wanted_nothing_learnt(block: Dense) -> None:
    (weights,) = ridge.solve([block], np.zeros((30, 2), np.float32))
    assert not weights.any()
