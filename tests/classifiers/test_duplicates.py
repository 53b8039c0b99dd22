from __future__ import annotations

import random
import time

import pytest

from classifiers.duplicates import groups
from corpus.territory import Gazetteer, Place

LONG = "翠湾镇中心小学门口的人行道破了三处大洞，孩子上学要绕到机动车道，请尽快修补"


def one_matter(*texts: str) -> bool:
    return len(set(groups(texts))) == 1


def test_width_space_and_punctuation_do_not_make_another_comment() -> None:
    assert one_matter("建议 A区 增设公交站！", "建议Ａ区增设公交站。")


def test_a_few_changed_characters_in_a_long_comment_are_a_near_duplicate() -> None:
    assert one_matter(LONG, LONG.replace("请尽快修补", "请尽快修好"))


def test_a_slip_of_the_pen_in_a_long_comment_is_a_near_duplicate() -> None:
    assert one_matter(LONG, LONG.replace("绕到", "饶到"))


def test_sentences_in_another_order_are_a_near_duplicate() -> None:
    assert one_matter("锅炉房半夜冒黑烟，阳台落一层灰，柳河家园三栋", "柳河家园三栋，阳台落一层灰，锅炉房半夜冒黑烟")


def test_a_greeting_and_thanks_belong_to_no_matter() -> None:
    plain = "桥西菜场的下水口堵了两个月"
    assert one_matter(plain, f"尊敬的领导：您好！打扰您了。{plain}。谢谢！")


def test_two_matters_under_one_greeting_are_two() -> None:
    greeting = "尊敬的市长，您好！感谢您在百忙之中阅读我的来信。"
    assert not one_matter(f"{greeting}月牙湖的水发臭", f"{greeting}公积金提取太慢")


def test_numbers_are_the_same_in_characters_and_in_digits() -> None:
    assert one_matter("补课费收三百块，十二个人没收据", "补课费收300块，12个人没收据")


def test_the_script_of_taiwan_is_the_same_comment() -> None:
    assert one_matter("電梯壞了沒人修，樓裡老人下不來", "电梯坏了沒人修，楼里老人下不来")


def test_another_matter_in_like_words_is_another_group() -> None:
    assert not one_matter(LONG, "翠湾镇中心小学门口的红绿灯坏了三天，孩子过马路很危险，请交警来看看")


def test_a_comment_that_is_told_again_is_a_near_duplicate() -> None:
    assert one_matter("老码头仓库夜里装卸太吵，附近老人孩子睡不好", "老码头的仓库夜里装卸太吵了，附近老人孩子睡不好")


def test_another_word_in_a_short_wish_is_another_wish() -> None:
    assert not one_matter("希望增加公交车", "希望增加公交站")


def test_another_number_is_another_matter_however_long_the_rest() -> None:
    assert not one_matter(*(f"{LONG}，在{number}号门" for number in (3, 5)))


def test_another_bus_is_another_matter() -> None:
    assert not one_matter("12路车停了", "21路车停了")


def test_a_month_tells_two_matters_apart_but_months_that_have_passed_do_not() -> None:
    assert not one_matter("三月份的高温补贴没发下来，厂里一直拖", "八月份的高温补贴没发下来，厂里一直拖")
    assert one_matter(f"{LONG}，已经三个月了", f"{LONG}，已经四个月了")


@pytest.mark.parametrize(
    ("name", "other"),
    [("翠湾镇", "碧湾镇"), ("翠湾镇", "翠屏镇"), ("中心小学", "第二小学")],
)
def test_another_place_is_another_matter_however_long_the_rest(name: str, other: str) -> None:
    assert not one_matter(LONG, LONG.replace(name, other))


def test_another_place_is_another_matter_in_another_order_too() -> None:
    assert not one_matter("杨柳街的路灯全黑了，晚上不敢出门，请修一修", "请修一修，晚上不敢出门，桂花街的路灯全黑了")


def test_opposite_wishes_are_two() -> None:
    assert not one_matter("建议恢复镇上的早集，方便老人买菜", "建议取消镇上的早集，方便老人买菜")
    assert not one_matter("对社区的服务我很满意，人都热心", "对社区的服务我不满意，人都热心")


def test_who_names_no_place_may_mean_the_same_matter() -> None:
    assert one_matter(LONG, LONG.removeprefix("翠湾镇"))


def test_short_answers_are_the_same_only_when_equal() -> None:
    first, second, third = groups(["没有意见", "没有意思", "没有意见。"])
    assert first == third
    assert first != second


def test_long_stock_answers_are_the_same_only_when_equal() -> None:
    assert not one_matter("目前没有什么意见，感觉都挺好的，非常满意", "目前没有什么意见，感觉都挺好的，比较满意")


def test_groups_are_the_same_in_any_order() -> None:
    texts = [
        LONG,
        "没有",
        LONG + "谢谢",
        "没有。",
        LONG.replace("三处", "两处"),
        LONG.replace("翠湾", "碧湾"),
        LONG[5:],
    ]
    forward = dict(zip(texts, groups(texts), strict=True))
    for seed in range(5):
        shuffled = random.Random(seed).sample(texts, len(texts))
        assert dict(zip(shuffled, groups(shuffled), strict=True)) == forward


def test_other_comments_in_the_batch_do_not_change_a_value() -> None:
    pair = [LONG, LONG.replace("请尽快修补", "请尽快修好")]
    assert groups([*pair, "没有", "河边垃圾没人收"])[:2] == groups(pair)


def test_the_value_is_that_of_the_fullest_member() -> None:
    full = f"{LONG}，轮椅也过不去"
    assert groups([LONG, full])[0] == groups([full])[0]


def test_a_comment_that_names_no_line_does_not_join_two_lines() -> None:
    told = "公交车早上七点半才来，上班的人挤不上去，司机还甩站"
    values = groups([f"{told}，一站路走了半个钟头", f"12路{told}", f"21路{told}"])
    assert values[1] != values[2]


def test_a_chain_of_likenesses_does_not_melt_into_one_group() -> None:
    words = "桥头井盖翻起渠边栏杆断裂塘坝渗漏屋檐掉瓦墙根开缝坡道结冰站牌锈蚀厕门脱落灯杆倾斜沟盖缺失树根拱砖台阶松动"
    chain = [words[at : at + 24] for at in range(0, len(words) - 24, 4)]
    values = groups(chain)
    assert values[0] != values[-1]
    assert len(set(values)) >= 3


def test_every_text_has_a_group_even_without_a_letter() -> None:
    values = groups(["？？", "", "路灯不亮", "\ud800", "谢谢"])
    assert all(values)
    assert values[0] == values[1] != values[2]


def test_no_texts_have_no_groups() -> None:
    assert groups([]) == []


@pytest.mark.parametrize(
    "texts",
    [
        ["夜里装卸太吵"] * 20_000,
        [
            f"本人多年从事装卸工作一向遵纪守法今有一桩难处压在心头{i * 7919 % 10007}{chr(0x4E00 + i)}"
            for i in range(8_000)
        ],
        ["路" * 300_000, "第" * 300_000, "感谢" * 100_000 + "路", "三" * 100_000],
    ],
    ids=["copies", "one salutation", "long"],
)
def test_a_hostile_batch_takes_seconds(texts: list[str]) -> None:
    groups(texts[:1])
    start = time.process_time()
    assert len(groups(texts)) == len(texts)
    assert time.process_time() - start < 8


OUR_PLACES = Gazetteer((Place("白沙镇"), Place("石鼓镇"), Place("柳湾村", "白沙镇"), Place("滨江路"), Place("老菜市")))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("柳湾村", "石鼓镇", False),
        ("滨江路", "老菜市", False),
        ("白沙镇", "白沙镇柳湾村", True),
        ("老菜市", "老菜市", True),
    ],
)
def test_two_places_of_the_offices_list_are_two_matters_unless_one_lies_in_the_other(
    one: str, other: str, same: bool
) -> None:
    """Names of unlike endings say nothing to whoever does not know the list."""
    texts = [f"{place}的路灯坏了半个多月一直没有人来修，晚上老人出门看不见路，请尽快派人修好" for place in (one, other)]
    texts[1] += "！"
    assert (len(set(groups(texts, OUR_PLACES))) == 1) is same
