from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from classifiers import reasons
from classifiers.model import Tagger
from classifiers.reasons import Spokesman
from classifiers.training import train
from corpus.comments import LabelledComment
from tests.classifiers.comments import BUS, CLINIC, SCHOOL, STREET, WAGES, lines

GRAMS = {"学": 0, "校": 1, "学校": 2, "食堂": 3, "涨": 4, "涨价": 5, "希望": 6, "门口": 7, "停车": 8}


def layer(*classes: dict[str, float]) -> tuple[dict[str, int], np.ndarray]:
    """What each n-gram says for each class."""
    weights = np.zeros((len(GRAMS), len(classes)), np.float32)
    for column, spoken in enumerate(classes):
        for gram, value in spoken.items():
            weights[GRAMS[gram], column] = value
    return GRAMS, weights


def reason(text: str, **spoken: float) -> str:
    ((found,),) = Spokesman([layer(spoken)]).reasons([text], np.array([[0]]))
    return found


def test_the_strongest_word_comes_first() -> None:
    assert reason("学校，食堂，涨价", 食堂=1.0, 涨价=3.0) == "涨价、食堂"


def test_a_word_says_what_all_n_grams_in_it_say() -> None:
    assert reason("学校，食堂", 食堂=2.0, 学=1.0, 校=1.0, 学校=0.5) == "学校、食堂"


def test_a_word_that_spoke_against_is_no_reason() -> None:
    assert reason("学校，食堂，涨价", 食堂=1.0, 涨价=2.0, 学校=-1.0) == "涨价、食堂"


def test_nothing_spoke_and_there_is_no_reason() -> None:
    assert reason("学校，食堂，涨价") == ""
    assert reason("", 食堂=1.0) == ""
    assert reason("！？12", 食堂=1.0) == ""


def test_a_polite_word_is_no_reason() -> None:
    assert reason("希望食堂涨价", 希望=9.0, 食堂=1.0) == "食堂"


def test_a_weak_third_word_is_left_out_and_no_more_than_four_are_named() -> None:
    text = "学校，食堂，涨价，门口，停车"
    assert reason(text, 食堂=1.0, 涨价=0.9, 学校=0.24) == "食堂、涨价"
    assert reason(text, 食堂=1.0, 涨价=0.9, 学校=0.26) == "食堂、涨价、学校"
    assert reason(text, 食堂=1.0, 涨价=0.9, 学校=0.8, 门口=0.7, 停车=0.6) == "食堂、涨价、学校、门口"


def test_a_weak_second_word_is_named() -> None:
    assert reason("学校，食堂", 食堂=1.0, 学校=0.1) == "食堂、学校"


def test_a_single_character_is_named_only_where_words_are_few() -> None:
    assert reason("涨，食堂，学校", 涨=9.0, 食堂=1.0, 学校=0.5) == "食堂、学校"
    assert reason("涨，食堂", 涨=9.0, 食堂=1.0) == "食堂、涨"


def test_a_word_that_is_said_twice_is_named_once() -> None:
    assert reason("食堂，食堂，学校", 食堂=1.0, 学校=0.5) == "食堂、学校"


def test_each_class_has_a_reason_of_its_own_in_each_text() -> None:
    spokesman = Spokesman([layer({"学校": 1.0, "涨价": 0.5}, {"食堂": 1.0})])
    found = spokesman.reasons(["学校，食堂", "食堂，涨价", ""], np.array([[0, 1], [1, 0], [0, 1]]))
    assert found == [("学校", "食堂"), ("食堂", "涨价"), ("", "")]


def test_what_several_layers_say_is_added_up() -> None:
    spokesman = Spokesman([layer({"学校": 1.0, "食堂": 2.0}), layer({"学校": 1.5, "食堂": -3.0})])
    assert spokesman.reasons(["学校，食堂"], np.array([[0]])) == [("学校",)]


def test_without_layers_there_are_no_reasons() -> None:
    assert Spokesman([]).reasons(["学校", "食堂"], np.array([[0, 1], [1, 0]])) == [("", ""), ("", "")]


def test_of_many_texts_each_has_its_own_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "_AT_ONCE", 2)
    spokesman = Spokesman([layer({"学校": 1.0, "涨价": 0.5}, {"食堂": 1.0})])
    texts, classes = ["学校", "", "涨价，学校", "学校，食堂", "涨价"], np.array([[0], [0], [0], [1], [0]])
    assert spokesman.reasons(texts, classes) == [("学校",), ("",), ("学校、涨价",), ("食堂",), ("涨价",)]


def test_forgetting_words_changes_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "_REMEMBERED", 1)
    spokesman = Spokesman([layer({"学校": 1.0, "食堂": 2.0, "涨价": 3.0})])
    for _ in range(3):
        assert spokesman.reasons(["学校，食堂"], np.array([[0]])) == [("食堂、学校",)]
        assert spokesman.reasons(["涨价，学校"], np.array([[0]])) == [("涨价、学校",)]


def test_threads_that_ask_at_once_get_the_same_reasons(base: Tagger) -> None:
    texts = [text for block in (SCHOOL, BUS, WAGES, STREET, CLINIC) for text in lines(block)]
    alone = [one.candidates for one in base.tag(texts)]
    base.__dict__.pop("_spokesman", None)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda turn: base.tag(texts[turn:] + texts[:turn]), range(12)))
    for turn, found in enumerate(together):
        said = [[c.reason for c in one.candidates] for one in found]
        assert said == [[c.reason for c in one] for one in alone[turn:] + alone[:turn]]


def test_reasons_are_words_of_the_text(shipped_fast: Tagger) -> None:
    texts = [text for block in (SCHOOL, BUS, WAGES, STREET, CLINIC) for text in lines(block)]
    for text, one in zip(texts, shipped_fast.tag(texts), strict=True):
        words = [word for candidate in one.candidates for word in candidate.reason.split("、") if word]
        assert all(word in text for word in words)
        assert one.candidates[0].reason


def test_what_an_office_taught_is_a_reason(base: Tagger) -> None:
    rows = [
        LabelledComment(f"{where}的路灯坏了", functions=("交通",)) for where in ("河边", "村口", "桥上", "坡上", "街上")
    ]
    (found,) = train(rows, base).tagger.tag(["门前路灯坏了"])
    assert found.candidates[0].function == "交通"
    assert "路灯" in found.candidates[0].reason
