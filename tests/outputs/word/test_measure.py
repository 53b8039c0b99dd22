"""How many lines a text takes, counted by hand."""

import pytest

from outputs.word.measure import MM_A_POINT, lines_as_set

FIVE = 5 * 14 * MM_A_POINT + 0.1
"""mm: room for five characters of 14 pt."""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("一二三四五", 1),
        ("一二三四五六", 2),
        # 一二三四 | 五，六七八 | 九，: the mark would begin a line, so the character before it goes with it.
        ("一二三四五，六七八九，", 3),
        # 一二三四 | （五六七 | 八）: an opening mark ends no line.
        ("一二三四（五六七八）", 3),
        ("……", 1),
    ],
)
def test_a_mark_begins_no_line_and_an_opening_one_ends_none(text, count):
    assert lines_as_set(text, FIVE, 14.0) == count


def test_a_place_narrower_than_a_character_takes_one_a_line():
    assert lines_as_set("一二三", 1.0, 14.0) == 3
