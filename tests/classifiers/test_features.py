from __future__ import annotations

import numpy as np
import pytest

from classifiers.encoder import encode, encode_once
from classifiers.features import Wording, letter, likeness, normal


def test_the_title_stands_before_the_text_and_is_not_said_twice() -> None:
    assert letter("路灯不亮", "北街黑了半个月") == "路灯不亮。北街黑了半个月"
    assert letter("路灯不亮", "路灯不亮半个月了") == "路灯不亮半个月了"
    assert letter("路灯不亮", "  ") == "路灯不亮"
    assert letter(None, "路灯不亮") == "路灯不亮"


def test_full_and_half_width_are_the_same() -> None:
    assert normal("Ａ区　３号楼\n停电") == "a区 3号楼 停电"


def test_sentences_of_one_meaning_are_nearer_than_of_two() -> None:
    owed, wages, air = encode(["老板拖欠工资", "工头欠薪不给钱", "工厂废气污染空气"])
    assert owed @ wages > owed @ air
    assert np.linalg.norm(owed) == pytest.approx(1, abs=1e-3)


def test_an_empty_text_has_no_meaning() -> None:
    assert not encode([""]).any()


def test_vectors_that_were_kept_are_not_computed_again(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    first = encode_once(["停水三天", "路灯不亮"], folder)
    monkeypatch.setattr("classifiers.encoder.encode", lambda texts: pytest.fail(f"encoded again: {texts}"))
    assert np.array_equal(encode_once(["路灯不亮", "停水三天"], folder), first[::-1])


def test_a_text_is_most_like_itself() -> None:
    texts = ["停水三天没人管", "路灯坏了一个月", "学校食堂太贵"]
    wording, meaning = Wording.learn(texts), encode(texts)
    said = wording.rows(texts)
    alike = likeness(said, meaning, said, meaning)
    assert alike.argmax(axis=1).tolist() == [0, 1, 2]
    assert alike.diagonal() == pytest.approx([3, 3, 3], abs=1e-3)
