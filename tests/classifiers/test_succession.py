from __future__ import annotations

from dataclasses import replace

import pytest

from classifiers.model import Tagger
from classifiers.succession import Contest, contest
from classifiers.training import Training, train
from corpus.comments import LabelledComment
from tests.classifiers.comments import ROWS, base_of

ORDER = ["教育", "交通", "人社", "城管", "卫健", "不明"]
NEW = [LabelledComment(row.text, functions=row.functions) for row in ROWS[1::2]]
"""Every second comment, rightly labelled; the base has learnt the others."""


def mistaken(row: LabelledComment) -> LabelledComment:
    """The row as somebody labels it who takes each department for the next."""
    return replace(row, functions=(ORDER[(ORDER.index(row.functions[0]) + 1) % len(ORDER)],))


@pytest.fixture(scope="module")
def old() -> Tagger:
    return base_of(ROWS[::2])


@pytest.fixture(scope="module")
def right(old: Tagger) -> Training:
    return train(NEW, old)


def test_who_has_fewer_right_is_worse() -> None:
    assert not Contest(asked=10, old=7, new=6).new_is_not_worse
    assert Contest(asked=10, old=7, new=7).new_is_not_worse


def test_where_nothing_was_asked_nobody_is_worse() -> None:
    assert Contest(asked=0, old=0, new=0).new_is_not_worse


def test_a_model_that_learnt_rightly_takes_the_place_of_the_old_one(old: Tagger, right: Training) -> None:
    found = contest(right, old)
    assert found.asked == len(NEW)
    assert found.new_is_not_worse


def test_a_model_that_half_its_rows_mislead_does_not(old: Tagger) -> None:
    rows = [mistaken(row) if number % 2 else row for number, row in enumerate(NEW)]
    assert not contest(train(rows, old), old).new_is_not_worse


def test_rows_that_the_old_model_learnt_are_not_asked(old: Tagger, right: Training) -> None:
    more = [*NEW, LabelledComment("村小的桌椅摇摇晃晃", functions=("教育",))]
    assert contest(train(more, old), right.tagger).asked == 1
    assert contest(right, right.tagger) == Contest(0, 0, 0)


def test_a_row_with_a_title_is_known_again(old: Tagger) -> None:
    rows = [LabelledComment("黑了半个月", functions=("城管",), title="路灯不亮"), *NEW[:5]]
    trained = train(rows, old)
    assert contest(trained, old).asked == 6
    assert contest(trained, trained.tagger).asked == 0


def test_each_label_of_a_row_is_asked_for(old: Tagger) -> None:
    rows = [replace(row, kind="建设性") for row in NEW]
    assert contest(train(rows, old), old).asked == 2 * len(rows)


def test_a_question_that_the_old_model_does_not_know_is_not_asked(old: Tagger, right: Training) -> None:
    rows = [LabelledComment("村道太窄", domain="交通运输"), LabelledComment("诊所太远", domain="卫生健康")]
    assert contest(right, train(rows, old, only=True).tagger).asked == 0


def test_the_new_model_is_asked_as_it_was_while_the_row_was_left_out(base: Tagger) -> None:
    # Texts without a word in common: by heart the new model knows every label, left out it can know none.
    rows = [
        LabelledComment(a + b, domain=label) for a, b, label in zip("甲乙丙丁", "子丑寅卯", "东西东西", strict=True)
    ]
    new = train(rows, base, only=True)
    assert new.tagger.answers([row.text for row in new.rows], [""] * 4)["domain"] == ["东", "西", "东", "西"]
    old = train([LabelledComment("午", domain="东"), LabelledComment("未", domain="西")], base, only=True).tagger
    found = contest(new, old)
    assert found.asked == 4
    assert found.new < 4
