from __future__ import annotations

from classifiers.duplicates import groups

LONG = "翠湾镇中心小学门口的人行道破了三处大洞，孩子上学要绕到机动车道，请尽快修补"


def test_width_space_and_punctuation_do_not_make_another_comment() -> None:
    one, other = groups(["建议 A区 增设公交站！", "建议Ａ区增设公交站。"])
    assert one == other


def test_a_few_changed_characters_in_a_long_comment_are_a_near_duplicate() -> None:
    one, other = groups([LONG, LONG.replace("请尽快修补", "请尽快修好")])
    assert one == other


def test_another_matter_in_like_words_is_another_group() -> None:
    one, other = groups([LONG, "翠湾镇中心小学门口的红绿灯坏了三天，孩子过马路很危险，请交警来看看"])
    assert one != other


def test_a_comment_that_is_told_again_is_a_near_duplicate() -> None:
    one, other = groups(
        ["老码头仓库夜里装卸太吵，附近老人孩子睡不好", "老码头的仓库夜里装卸太吵了，附近老人孩子睡不好"]
    )
    assert one == other


def test_another_word_in_a_short_wish_is_another_wish() -> None:
    one, other = groups(["希望增加公交车", "希望增加公交站"])
    assert one != other


def test_another_number_is_another_matter_however_long_the_rest() -> None:
    one, other = groups([f"{LONG}，在{number}号门" for number in (3, 5)])
    assert one != other


def test_digits_count() -> None:
    one, other = groups(["12路车停了", "21路车停了"])
    assert one != other


def test_short_answers_are_the_same_only_when_equal() -> None:
    first, second, third = groups(["没有意见", "没有意思", "没有意见。"])
    assert first == third
    assert first != second


def test_groups_are_the_same_in_any_order() -> None:
    texts = [LONG, "没有", LONG + "谢谢", "没有。", LONG.replace("三处", "两处")]
    forward = dict(zip(texts, groups(texts), strict=True))
    backward = dict(zip(reversed(texts), groups(texts[::-1]), strict=True))
    assert forward == backward


def test_every_text_has_a_group_even_without_a_letter() -> None:
    values = groups(["？？", "", "路灯不亮"])
    assert all(values)
    assert values[0] == values[1] != values[2]


def test_no_texts_have_no_groups() -> None:
    assert groups([]) == []
