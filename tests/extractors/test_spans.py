"""Where a cleaned text stands in the text that it was cleaned from."""

from hypothesis import given
from hypothesis import strategies as st

from extractors.spans import kept, located, without_spaces


def shown(raws: list[str], wanted: str, after: str = "") -> list[str]:
    return [raws[index][slice(*span)] for index, span in located([(raw, (0, len(raw))) for raw in raws], wanted, after)]


def test_a_stretched_word_is_found_with_the_spaces_in_it() -> None:
    assert shown(["　特　急"], "特急") == ["特　急"]


def test_a_converters_mark_before_a_text_is_not_part_of_it() -> None:
    assert shown(["[bookmark: _GoBack]   2021年6月3日"], "2021年6月3日") == ["2021年6月3日"]


def test_an_invisible_character_in_a_name_does_not_hide_it() -> None:
    assert shown(["澜江\u200b市教育局"], "澜江市教育局") == ["澜江\u200b市教育局"]


def test_a_name_over_two_texts_has_a_stretch_in_each() -> None:
    assert shown(["关于2020", "  年度考评的通知"], "2020年度") == ["2020", "年度"]


def test_a_text_is_looked_for_behind_what_stands_before_it() -> None:
    raws = ["公开方式：公开"]
    assert located([(raws[0], (0, 7))], "公开", after="公开方式：") == ((0, (5, 7)),)


def test_what_is_not_there_has_no_place() -> None:
    assert shown(["澜江市教育局"], "青山市教育局") == []
    assert shown(["澜江市教育局"], "") == []


def test_only_a_stretch_of_the_text_is_looked_through() -> None:
    assert located([("甲乙甲乙", (2, 4))], "甲") == ((0, (2, 3)),)


def test_spaces_and_marks_are_not_kept() -> None:
    assert kept("a [image: x.png]\u3000b") == (0, 17)


SIGNS = st.text(st.sampled_from("甲乙丙12（） \t\u3000\u200b\ufeff"), max_size=12)


@given(st.lists(SIGNS, min_size=1, max_size=4), st.integers(0, 30), st.integers(1, 12))
def test_whatever_is_taken_from_the_texts_is_found_where_it_reads_so(texts: list[str], start: int, length: int) -> None:
    bare = without_spaces("".join(texts))
    wanted = bare[start : start + length]
    stretches = shown(texts, wanted, after=bare[:start])
    assert without_spaces("".join(stretches)) == wanted
