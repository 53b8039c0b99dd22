from __future__ import annotations

import numpy as np

from classifiers.reasons import spoken_for

GRAMS = {"学": 0, "校": 1, "学校": 2, "食堂": 3, "涨": 4, "涨价": 5}


def _weights(**spoken: float) -> np.ndarray:
    weights = np.zeros((len(GRAMS), 1), np.float32)
    for gram, value in spoken.items():
        weights[GRAMS[gram]] = value
    return weights


def _reason(text: str, **spoken: float) -> str:
    return spoken_for(text, GRAMS, np.ones(len(GRAMS), np.float32), _weights(**spoken))[0]


def test_the_strongest_word_comes_first() -> None:
    assert _reason("学校，食堂，涨价", 食堂=1.0, 涨价=3.0) == "涨价、食堂"


def test_a_word_that_spoke_against_is_no_reason() -> None:
    assert _reason("学校，食堂，涨价", 食堂=1.0, 涨价=2.0, 学校=-1.0) == "涨价、食堂"


def test_nothing_spoke_and_there_is_no_reason() -> None:
    assert _reason("学校，食堂，涨价") == ""


def test_a_polite_word_is_no_reason() -> None:
    weights = np.array([[1.0], [2.0]], np.float32)
    assert spoken_for("希望修路", {"希望": 0, "修路": 1}, np.ones(2, np.float32), weights) == ("修路",)


def test_each_class_has_a_reason_of_its_own() -> None:
    weights = np.hstack([_weights(学校=1.0), _weights(食堂=1.0)])
    assert spoken_for("学校，食堂，涨价", GRAMS, np.ones(len(GRAMS), np.float32), weights) == ("学校", "食堂")
