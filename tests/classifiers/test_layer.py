from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from classifiers import layer, ridge
from classifiers.features import Matrix, Reader, Views
from classifiers.layer import TITLE, Labels, Layer

TEXTS = ["路灯不亮", "路灯坏了", "工资没发", "工资拖欠"]
AREA: Labels = [("城管",), ("城管",), ("人社",), ("人社",)]
CLASSES = {"function": ("人社", "城管")}
NOTHING = np.zeros((0, 512), np.float32)


def read(texts: list[str], titles: list[str] | None = None) -> Views:
    return Reader.learn(TEXTS, None).views(texts, titles or [""] * len(texts), None)


def learnt(labels: dict[str, Labels] | None = None, classes: Mapping[str, tuple[str, ...]] | None = None) -> Layer:
    return layer.fit(read(TEXTS), NOTHING, labels or {"function": AREA}, classes or CLASSES)


def test_a_text_is_about_plus_one_for_its_class_and_minus_one_for_the_other() -> None:
    decided = learnt().decisions(read(TEXTS))["function"]
    assert np.array_equal(decided.argmax(axis=1), [1, 1, 0, 0])
    assert (decided.max(axis=1) > 0).all()
    assert (decided.min(axis=1) < 0).all()


def test_the_decision_is_the_mixture_of_letter_and_title_times_the_weights() -> None:
    one = learnt()
    letter_alone, title_alone = (one.decisions(read([text]))["function"] for text in ("工资没发", "路灯"))
    both = one.decisions(read(["工资没发"], ["路灯"]))["function"]
    # Unit rows are mixed, so that decisions are.
    assert both == pytest.approx((1 - TITLE) * letter_alone + TITLE * title_alone, abs=1e-5)


def test_a_text_without_known_words_gets_the_intercept() -> None:
    one = learnt()
    assert np.array_equal(one.decisions(read(["河"]))["function"][0], one.intercept)


def test_heads_with_labels_in_the_same_rows_are_the_same_alone_and_together() -> None:
    kinds: Labels = [("投诉",), ("建议",), ("投诉",), ("建议",)]
    both = learnt({"function": AREA, "kind": kinds}, CLASSES | {"kind": ("建议", "投诉")})
    assert list(both.classes) == ["function", "kind"]
    assert both.columns() == {"function": slice(0, 2), "kind": slice(2, 4)}
    assert both.decisions(read(TEXTS))["kind"].argmax(axis=1).tolist() == [1, 0, 1, 0]


def test_a_row_without_a_label_does_not_teach_that_head() -> None:
    partly: Labels = [("城管",), (), ("人社",), ()]
    one = learnt({"function": partly})
    seen = read(TEXTS).take(np.array([0, 2]))
    assert one.intercept == pytest.approx(
        layer.fit(seen, NOTHING, {"function": [("城管",), ("人社",)]}, CLASSES).intercept, abs=0.05
    )


def test_a_correction_learns_what_is_missing_and_nothing_where_nothing_is() -> None:
    right = ridge.targets(AREA, CLASSES["function"])
    nothing = layer.fit(read(TEXTS), NOTHING, {"function": AREA}, CLASSES, {"function": right})
    assert not nothing.decisions(read(TEXTS))["function"].any()
    wrong: Matrix = -right
    missing = layer.fit(read(TEXTS), NOTHING, {"function": AREA}, CLASSES, {"function": wrong})
    corrected = wrong + missing.decisions(read(TEXTS))["function"]
    assert corrected.argmax(axis=1).tolist() == [1, 1, 0, 0]


def test_a_correction_says_nothing_of_a_text_that_has_nothing_in_common_with_its_rows() -> None:
    one_sided: Labels = [("城管",)] * 4
    start = {"function": np.tile(np.array([[1, -1]], np.float32), (4, 1))}
    one = layer.fit(read(TEXTS), NOTHING, {"function": one_sided}, CLASSES, start)
    assert not one.decisions(read(["河"]))["function"].any()
    assert one.decisions(read(["路灯"]))["function"][0, 1] > 0


def test_what_another_model_makes_of_a_text_is_looked_at() -> None:
    opinion = np.array([[1], [-1], [1], [-1]], np.float32)
    labels: Labels = [("甲",), ("乙",), ("甲",), ("乙",)]
    same = Reader.learn(["同"], None).views(["同"] * 4, [""] * 4, None).beside(opinion)
    one = layer.fit(same, NOTHING, {"domain": labels}, {"domain": ("乙", "甲")})
    assert one.decisions(same)["domain"].argmax(axis=1).tolist() == [1, 0, 1, 0]


def test_texts_of_the_same_words_are_told_apart_by_what_they_mean() -> None:
    east, north = np.eye(2, 512, dtype=np.float32)
    vectors = np.array([east, north, east, north])
    reader = Reader(Reader.learn(["同"], None).vocabulary, np.array([east, north]))
    views = reader.views(["同"] * 4, [""] * 4, (vectors, vectors))
    labels: Labels = [("甲",), ("乙",), ("甲",), ("乙",)]
    one = layer.fit(views, reader.landmarks, {"domain": labels}, {"domain": ("乙", "甲")})
    assert one.decisions(views)["domain"].argmax(axis=1).tolist() == [1, 0, 1, 0]


def test_landmarks_that_are_all_rows_give_the_exact_kernel() -> None:
    vectors = np.random.default_rng(3).normal(size=(6, 512)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    reader = Reader(Reader.learn(["同"], None).vocabulary, vectors)
    views = reader.views(["同"] * 6, [""] * 6, (vectors, vectors))
    assert views.meant is not None
    labels: Labels = [(c,) for c in "甲乙丙甲乙丙"]
    classes = {"domain": ("丙", "乙", "甲")}
    found = layer.fit(views, vectors, {"domain": labels}, classes).decisions(views)["domain"]
    # All say the same word, whose product with itself is 1 like the constant's: K = 1 + 1 + exp(−|a − b|²).
    kernel = 2 + views.meant.astype(np.float64)
    by_hand = kernel @ np.linalg.solve(kernel + ridge.PENALTY * np.eye(6), ridge.targets(labels, classes["domain"]))
    assert found == pytest.approx(by_hand, abs=5e-3)


def test_the_first_label_counts_and_a_missing_one_is_minus_one() -> None:
    assert layer.indices([("城管", "人社"), ()], ("人社", "城管")).tolist() == [1, -1]


def test_n_grams_that_the_corrected_model_knows_weigh_as_they_do_there() -> None:
    views = read(TEXTS)
    start = {"function": np.zeros((4, 2), np.float32)}
    usual = np.zeros(views.said.shape[1], np.float32)
    usual[0] = 7
    own = layer.fit(views, NOTHING, {"function": AREA}, CLASSES, start).grams
    one = layer.fit(views, NOTHING, {"function": AREA}, CLASSES, start, usual).grams
    assert one[0] == 7
    assert np.array_equal(one[1:], own[1:])
