from __future__ import annotations

import pytest

from classifiers.evaluation import evaluate


def test_accuracy_and_macro_f1_by_hand() -> None:
    found = evaluate(["教育", "教育", "交通", "交通"], ["教育", "交通", "交通", "交通"], [0.9, 0.6, 0.8, 0.7])
    assert found.accuracy == 0.75
    # 教育: precision 1, recall 1/2, F1 2/3. 交通: precision 2/3, recall 1, F1 4/5.
    assert found.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert [(c.label, c.support) for c in found.classes] == [("交通", 2), ("教育", 2)]


def test_a_class_that_nobody_labelled_does_not_lower_the_mean() -> None:
    assert evaluate(["教育"] * 2, ["教育", "民政"], [0.9, 0.9]).macro_f1 == pytest.approx(2 / 3)


def test_top_three_counts_a_hit_at_any_of_the_three_places() -> None:
    choices = [("教育", "交通", "人社"), ("民政", "医保", "教育")]
    assert evaluate(["人社", "住建"], ["教育", "民政"], [0.5, 0.5], choices).top3 == 0.5
    assert evaluate(["人社"], ["人社"], [0.5]).top3 is None


def test_calibration_error_is_the_gap_between_score_and_accuracy() -> None:
    # Two rows at 0.8 of which one is right: 0.8 against 0.5.
    assert evaluate(["甲", "甲"], ["甲", "乙"], [0.8, 0.8]).calibration_error == pytest.approx(0.3)


def test_coverage_takes_the_best_scores_first() -> None:
    found = evaluate(["甲"] * 4, ["甲", "甲", "乙", "甲"], [0.9, 0.8, 0.7, 0.6])
    assert found.coverage_95 == 0.5
    assert found.coverage_99 == 0.5


def test_nothing_can_be_evaluated_without_rows() -> None:
    with pytest.raises(ValueError, match="not empty"):
        evaluate([], [], [])
