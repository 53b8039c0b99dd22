from __future__ import annotations

import numpy as np
import pytest

from classifiers.calibration import NEVER, Scale, cutoff, cutoffs, fitted, threshold

TWO = np.array([[0.5, -0.5]], np.float32)


def test_probabilities_of_a_row_sum_to_one_and_keep_the_order() -> None:
    scores = Scale(5.0, 0.6, 0.1).probabilities(np.array([[0.9, -0.8, -1.1]], np.float32))
    assert scores.sum() == pytest.approx(1)
    assert scores[0, 0] > scores[0, 1] > scores[0, 2]


def test_without_bend_it_is_a_softmax() -> None:
    assert Scale(2.0, 1.0).probabilities(TWO)[0, 0] == pytest.approx(1 / (1 + np.exp(-2)))


def test_a_bend_below_one_makes_strong_evidence_less_certain() -> None:
    strong = np.array([[3.0, -0.5]], np.float32)
    straight, bent = (Scale(1.0, bend).probabilities(strong)[0, 0] for bend in (1.0, 0.5))
    # Evidence 4 and 0.5: as it is, or 2 and 0.71.
    assert straight == pytest.approx(1 / (1 + np.exp(-3.5)))
    assert bent == pytest.approx(1 / (1 + np.exp(-(2 - np.sqrt(0.5)))))


def test_doubt_is_spread_over_all_classes() -> None:
    sure = np.array([[1, -1, -1, -1]], np.float32)
    scores = Scale(30.0, 1.0, 0.1).probabilities(sure)
    # Nine tenths are certain, a tenth is shared by four.
    assert scores == pytest.approx(np.array([[0.925, 0.025, 0.025, 0.025]]))


def test_values_that_err_in_a_quarter_of_the_rows_get_a_score_of_three_quarters() -> None:
    left_out = np.tile(np.array([[0.2, -0.2]], np.float32), (400, 1))
    truth = np.array([0, 0, 0, 1] * 100)
    assert fitted(left_out, truth).probabilities(left_out)[0, 0] == pytest.approx(0.75, abs=0.01)


def test_the_doubt_that_was_asked_for_is_kept() -> None:
    assert fitted(TWO, np.array([0]), doubt=0.1).doubt == 0.1


def test_rows_that_are_all_right_do_not_make_the_scale_endless() -> None:
    scale = fitted(np.array([[1, -1], [-1, 1]], np.float32), np.array([0, 1]))
    assert scale.sharpness <= 30.01
    assert scale.bend <= 4.01


def test_a_handful_that_is_all_right_does_not_make_a_doubtful_text_certain() -> None:
    handful = fitted(np.tile(np.array([[0.3, -0.3]], np.float32), (5, 1)), np.zeros(5, int))
    many = fitted(np.tile(np.array([[0.3, -0.3]], np.float32), (5000, 1)), np.zeros(5000, int))
    doubtful = np.array([[0.0, -0.1]], np.float32)
    assert handful.probabilities(doubtful)[0, 0] < 0.7 < many.probabilities(doubtful)[0, 0]


def test_the_threshold_is_the_lowest_score_that_keeps_nine_of_ten_right() -> None:
    scores = np.array([0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.90, 0.50, 0.40])
    right = np.array([True] * 9 + [False] + [True, False])
    # Ten of eleven are right down to 0.50, ten of twelve down to 0.40.
    assert threshold(scores, right, 0.9) == pytest.approx(0.50)


def test_the_order_of_the_rows_does_not_matter() -> None:
    scores, right = np.array([0.2, 0.9, 0.8, 0.1]), np.array([False, True, True, False])
    assert threshold(scores, right, 0.5) == threshold(scores[::-1], right[::-1], 0.5) == pytest.approx(0.1)


def test_equal_scores_are_trusted_together_or_not_at_all() -> None:
    assert threshold(np.array([0.7, 0.7, 0.7, 0.7]), np.array([True, True, False, False]), 0.7) == NEVER


def test_where_nothing_can_be_trusted_no_score_suffices() -> None:
    assert threshold(np.full(10, 0.9), np.zeros(10, bool), 0.5) == NEVER
    assert threshold(np.zeros(0), np.zeros(0, bool), 0.5) == NEVER


@pytest.mark.parametrize(("rows", "precision"), [(10, 0.99), (99, 0.99), (9, 0.9), (1, 0.5)])
def test_too_few_rows_prove_no_precision_however_right_they_are(rows: int, precision: float) -> None:
    assert threshold(np.full(rows, 0.9), np.ones(rows, bool), precision) == NEVER


@pytest.mark.parametrize(("rows", "precision"), [(100, 0.99), (10, 0.9), (2, 0.5)])
def test_one_row_for_each_that_may_be_wrong_is_enough(rows: int, precision: float) -> None:
    assert threshold(np.full(rows, 0.9), np.ones(rows, bool), precision) == 0.9


def test_perfection_is_never_proven() -> None:
    assert threshold(np.full(1000, 0.9), np.ones(1000, bool), 1.0) == NEVER


def test_the_wanted_precision_is_looked_up_in_the_table() -> None:
    scores = np.linspace(0.999, 0.0, 1000)
    right = scores >= 0.4  # all right down to 0.4, all wrong below
    table = cutoffs(scores, right)
    # 600 right: of 1,000 rows down to 0 that is 0.6, of 666 down to a third it is 0.9.
    assert cutoff(table, 0.6) == pytest.approx(0.0, abs=2e-3)
    assert cutoff(table, 0.9) == pytest.approx(1 / 3, abs=2e-3)
    assert cutoff(table, 0.995) == NEVER
    assert cutoff((), 0.5) == NEVER


def test_under_doubt_more_must_be_right_to_be_believed() -> None:
    scores, right = np.linspace(0.999, 0.0, 1000), np.arange(1000) < 600
    sure, doubtful = cutoffs(scores, right), cutoffs(scores, right, doubt=0.1)
    # 0.9 of those that are right by the guide are right for the office: 0.81 here is 0.9 there.
    assert cutoff(doubtful, 0.81) == pytest.approx(cutoff(sure, 0.9), abs=2e-3)
    assert cutoff(doubtful, 0.95) == NEVER
