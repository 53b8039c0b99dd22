"""Words in a text: which are there, and which is the longest at a place."""

from __future__ import annotations

from corpus.occurrence import Words

PLACES = Words.of(["桥头", "桥头镇", "头镇", "石岭"])


def test_words_inside_other_words_are_there_too() -> None:
    assert PLACES.within("桥头镇的路") == {"桥头", "桥头镇", "头镇"}


def test_a_text_without_any_of_the_words_has_none() -> None:
    assert PLACES.within("路灯不亮") == PLACES.within("") == frozenset()


def test_the_longest_word_counts_and_none_begins_within_it() -> None:
    assert list(PLACES.longest("从桥头镇到石岭")) == [(1, "桥头镇"), (5, "石岭")]


def test_an_empty_word_is_no_word() -> None:
    assert list(Words.of(["", "桥"]).longest("过桥")) == [(1, "桥")]


def test_words_of_one_character_and_of_signs_are_found_like_others() -> None:
    words = Words.of(["桥", "[旧]站", "^", "岭-石"])
    assert words.within("过桥到[旧]站^岭-石") == {"桥", "[旧]站", "^", "岭-石"}
    assert list(words.longest("岭石桥")) == [(2, "桥")]


def test_without_words_nothing_is_found() -> None:
    assert Words.of([]).within("桥") == frozenset()
