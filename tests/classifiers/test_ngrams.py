from __future__ import annotations

from classifiers.ngrams import Vocabulary


def test_single_characters_and_neighbours_are_counted() -> None:
    vocabulary = Vocabulary(("修", "修路", "路", "路路"))
    assert vocabulary.counts(["修路路", "路修"]).toarray().tolist() == [[1, 1, 2, 1], [1, 0, 1, 0]]


def test_the_end_of_one_text_and_the_beginning_of_the_next_are_no_pair() -> None:
    assert Vocabulary(("修路",)).counts(["修", "路"]).nnz == 0


def test_what_stands_in_fewer_texts_is_not_looked_for() -> None:
    assert Vocabulary.of(["停水了", "停水", "停电"], 2).grams == ("停", "停水", "水")


def test_twice_in_one_text_is_one_text() -> None:
    assert Vocabulary.of(["谢谢", "你好"], 2).grams == ()


def test_characters_beyond_the_basic_plane_are_one_character() -> None:
    vocabulary = Vocabulary.of(["😀好"], 1)
    assert vocabulary.grams == ("好", "😀", "😀好")
    assert vocabulary.counts(["好😀"]).toarray().tolist() == [[1, 1, 0]]


def test_no_text_and_no_gram_give_an_empty_table() -> None:
    assert Vocabulary.of([], 1).grams == ()
    assert Vocabulary(()).counts(["修路"]).shape == (1, 0)
    assert Vocabulary(("路",)).counts([""]).toarray().tolist() == [[0]]
    assert Vocabulary(("路",)).counts([]).shape == (0, 1)
