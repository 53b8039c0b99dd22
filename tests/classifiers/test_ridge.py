from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from classifiers import ridge


@pytest.fixture
def kernel() -> NDArray[np.float32]:
    points = np.random.default_rng(7).normal(size=(30, 4))
    return np.asarray(points @ points.T + 1, np.float32)


@pytest.fixture
def wanted() -> NDArray[np.float32]:
    return ridge.targets([(c,) for c in "甲乙丙" * 10], ["甲", "乙", "丙"])


def test_a_co_responsible_department_is_neither_right_nor_wrong() -> None:
    assert ridge.targets([("人社", "住建")], ["人社", "住建", "教育"]).tolist() == [[1, 0, -1]]


def test_a_left_out_prediction_is_that_of_a_model_trained_without_the_row(
    kernel: NDArray[np.float32], wanted: NDArray[np.float32]
) -> None:
    others = np.arange(30) != 4
    without = ridge.fit(kernel[np.ix_(others, others)], wanted[others])
    by_hand = kernel[4, others] @ without.dual
    assert ridge.fit(kernel, wanted).left_out[4] == pytest.approx(by_hand, abs=1e-3)


def test_centres_that_are_all_rows_give_the_exact_solution(
    kernel: NDArray[np.float32], wanted: NDArray[np.float32]
) -> None:
    exact = ridge.fit(kernel, wanted)
    centred = ridge.fit_on_centres(kernel, kernel, wanted)
    assert kernel @ centred.dual == pytest.approx(kernel @ exact.dual, abs=2e-2)
    assert centred.left_out == pytest.approx(exact.left_out, abs=3e-2)
