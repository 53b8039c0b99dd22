from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from classifiers.encoder import encode, encode_once
from classifiers.features import Reader, letter, meant, normal, sized, telling, weighed
from classifiers.model import vectors_of

TITLES = ["", "路灯"]
TEXTS = ["停水停电", "路灯。不亮"]


def test_the_title_stands_before_the_text_and_is_not_said_twice() -> None:
    assert letter("路灯不亮", "北街黑了半个月") == "路灯不亮。北街黑了半个月"
    assert letter("路灯不亮", "路灯不亮半个月了") == "路灯不亮半个月了"
    assert letter("路灯不亮", "  ") == "路灯不亮"
    assert letter(None, " 路灯不亮 ") == "路灯不亮"


def test_full_and_half_width_are_the_same() -> None:
    assert normal("Ａ区　３号楼\n停电") == "a区 3号楼 停电"


def test_one_and_two_characters_in_a_row_are_counted() -> None:
    text = "停水停电停水停电停水停电停"
    reader = Reader.learn([text], None)
    (counts,) = reader.views([text], [""], None).said.toarray()
    found = {gram: counts[at] for gram, at in reader.vocabulary.index.items()}
    assert found == {"停": 7, "水": 3, "电": 3, "停水": 3, "水停": 3, "停电": 3, "电停": 3}


def test_a_short_text_says_how_short_it_is() -> None:
    assert sized("没有") != "没有"
    assert sized("没有")[-1] == sized("挺好")[-1] != sized("没有意见")[-1]
    assert sized("路灯坏了很久也没有人来修" + sized("没有")[-1] + "一修") == normal("路灯坏了很久也没有人来修一修")
    assert sized("没有意见，也没有建议，就这样了。") == normal("没有意见，也没有建议，就这样了。")


def test_what_only_one_of_many_texts_says_is_not_looked_for() -> None:
    many = Reader.learn([*["路灯不亮"] * 49, "停水"], None).vocabulary.index
    few = Reader.learn([*["路灯不亮"] * 48, "停水"], None).vocabulary.index
    assert "路灯" in many
    assert "停水" not in many
    assert "停水" in few


def test_a_text_of_unknown_characters_is_read_as_nothing() -> None:
    known, unknown = "停水停电停水停电停水停电停", "路灯不亮路灯不亮路灯不亮路"
    assert Reader.learn([known], None).views([unknown, ""], ["", ""], None).said.nnz == 0


def test_the_title_is_read_alone_and_a_letter_without_one_is_its_own_title() -> None:
    reader = Reader.learn(TEXTS, None)
    views = reader.views(TEXTS, TITLES, None)
    water, lamp = views.said_above.toarray()
    assert np.array_equal(water, views.said.toarray()[0])
    assert {gram for gram, at in reader.vocabulary.index.items() if lamp[at]} == {"路", "灯", "路灯"}


def test_a_reader_without_landmarks_reads_no_meaning() -> None:
    reader = Reader.learn(TEXTS, None)
    assert not reader.reads_meaning
    assert reader.views(TEXTS, TITLES, None).meant is None


def test_likeness_is_one_for_the_same_meaning_and_seven_times_less_for_none_in_common() -> None:
    east, north = np.eye(2, dtype=np.float32)
    # exp(−|a − b|²), where |a − b|² = 2 for a right angle.
    assert meant(np.array([east]), np.array([east, north])) == pytest.approx(np.array([[1, np.exp(-2)]]))


def test_the_meaning_is_likeness_to_the_texts_that_were_learnt() -> None:
    vectors = vectors_of(TEXTS, TITLES)
    views = Reader.learn(TEXTS, vectors[0]).views(TEXTS, TITLES, vectors)
    assert views.meant is not None
    assert views.meant_above is not None
    assert views.meant.diagonal() == pytest.approx([1, 1], abs=1e-2)
    assert views.meant_above[1, 1] < 0.98  # a title says less than its letter


def test_some_of_the_texts_are_taken_from_every_view() -> None:
    vectors = vectors_of(TEXTS, TITLES)
    views = Reader.learn(TEXTS, vectors[0]).views(TEXTS, TITLES, vectors).beside(np.array([[1], [2]], np.float32))
    taken = views.take(np.array([1]))
    assert (taken.said.shape[0], taken.said_above.shape[0]) == (1, 1)
    assert taken.meant is not None
    assert taken.meant_above is not None
    assert (len(taken.meant), len(taken.meant_above)) == (1, 1)
    assert taken.known == [[2]]


def _weights(texts: list[str], *labels: list[int]) -> dict[str, float]:
    reader = Reader.learn(texts, None)
    views = reader.views(texts, [""] * len(texts), None)
    weights = telling(views.said, [np.array(one, np.intp) for one in labels])
    return {gram: float(weights[at]) for gram, at in reader.vocabulary.index.items()}


def test_a_word_of_one_class_weighs_more_than_one_that_all_classes_use() -> None:
    weights = _weights(["请修路灯", "请修路灯", "请发工资", "请发工资"], [0, 0, 1, 1])
    assert weights["灯"] > 2 * weights["请"]


def test_of_equally_rare_words_the_one_of_one_class_weighs_more() -> None:
    weights = _weights(["灯我", "灯", "薪我", "薪"], [0, 0, 1, 1])
    assert weights["灯"] > weights["我"]


def test_the_weight_of_an_n_gram_by_hand() -> None:
    weights = _weights(["灯", "灯", "薪", "薪"], [0, 0, 1, 1])
    # In two texts of four: ln(5 / 3) + 1. Classes of its rows: 2 of 2, smoothed by two rows half and half: 3/4 and 1/4.
    divergence = 0.75 * np.log(0.75 / 0.5) + 0.25 * np.log(0.25 / 0.5)
    assert weights["灯"] == pytest.approx((np.log(5 / 3) + 1) * (0.3 + np.sqrt(divergence)))


def test_rows_without_a_label_say_nothing_about_the_classes() -> None:
    known = _weights(["灯", "灯", "薪", "薪"], [0, 0, 1, 1])
    partly = _weights(["灯", "灯", "薪", "薪"], [0, -1, 1, -1])
    # One row each is left: 2/3 and 1/3.
    divergence = 2 / 3 * np.log(2 / 3 / 0.5) + 1 / 3 * np.log(1 / 3 / 0.5)
    assert partly["灯"] == pytest.approx((np.log(5 / 3) + 1) * (0.3 + np.sqrt(divergence)))
    assert partly["灯"] < known["灯"]


def test_a_text_has_unit_length_and_a_repeated_word_counts_by_its_logarithm() -> None:
    reader = Reader.learn(["水水灯"], None)
    said = reader.views(["水水灯"], [""], None).said
    (row,) = weighed(said, np.ones(said.shape[1], np.float32)).toarray()
    assert np.linalg.norm(row) == pytest.approx(1)
    water, lamp = row[reader.vocabulary.index["水"]], row[reader.vocabulary.index["灯"]]
    assert water / lamp == pytest.approx(1 + np.log(2))


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


def test_a_damaged_file_of_vectors_is_made_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    first: NDArray[np.float32] = encode_once(["停水三天"], folder)
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert np.array_equal(encode_once(["停水三天"], folder), first)
