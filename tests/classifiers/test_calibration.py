from __future__ import annotations

import numpy as np
import pytest

from classifiers.calibration import Scale, fitted, threshold


def test_probabilities_of_a_row_sum_to_one_and_keep_the_order() -> None:
    scores = Scale(5.0, 0.6).probabilities(np.array([[0.9, -0.8, -1.1]], np.float32))
    assert scores.sum() == pytest.approx(1)
    assert scores[0, 0] > scores[0, 1] > scores[0, 2]


def test_without_bend_it_is_a_softmax() -> None:
    scores = Scale(2.0, 1.0).probabilities(np.array([[0.5, -0.5]], np.float32))
    assert scores[0, 0] == pytest.approx(1 / (1 + np.exp(-2)))


def test_values_that_err_in_a_quarter_of_the_rows_get_a_score_of_three_quarters() -> None:
    left_out = np.tile(np.array([[0.2, -0.2]], np.float32), (400, 1))
    truth = np.array([0, 0, 0, 1] * 100)
    scores = fitted(left_out, truth).probabilities(left_out)
    assert scores[0, 0] == pytest.approx(0.75, abs=0.01)


def test_rows_that_are_all_right_do_not_make_the_scale_endless() -> None:
    scale = fitted(np.array([[1, -1], [-1, 1]], np.float32), np.array([0, 1]))
    assert np.isfinite(scale.sharpness)
    assert np.isfinite(scale.bend)


def test_the_threshold_is_the_lowest_score_that_keeps_nine_of_ten_right() -> None:
    scores = np.array([0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.90, 0.50, 0.40])
    right = np.array([True] * 9 + [False] + [True, False])
    # Ten of eleven are right down to 0.50, ten of twelve down to 0.40.
    assert threshold(scores, right) == pytest.approx(0.50)


def test_equal_scores_are_trusted_together_or_not_at_all() -> None:
    assert threshold(np.array([0.7, 0.7]), np.array([True, False])) > 1


def test_where_nothing_can_be_trusted_every_row_is_below_the_threshold() -> None:
    assert threshold(np.array([0.9, 0.8]), np.array([False, False])) > 1
