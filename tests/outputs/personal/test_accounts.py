"""QQ and 微信."""

from __future__ import annotations

import pytest
from reading_entities import words

from outputs.personal.accounts import qq_numbers, vx_accounts
from outputs.personal.entities import numbers
from outputs.personal.entity import Entity


@pytest.mark.parametrize(
    "said",
    [
        "QQ",
        "qq：",
        "ＱＱ号",
        "扣扣是",
        "企鹅",
        "加Q",
        "Q群：",
        "QQ交流群号",
        "QQ/微信：",
        "官网www.abc.comQQ:",
        "业主维权QQ群",
    ],
)
def test_a_qq_number_is_known_by_its_word(said: str) -> None:
    assert words(qq_numbers, f"{said}345670981，进来聊") == ["345670981"]


def test_a_list_of_qq_numbers_is_several() -> None:
    assert words(qq_numbers, "QQ：345670981、2345671，56789013") == ["345670981", "2345671", "56789013"]


def test_the_word_may_stand_behind() -> None:
    assert words(qq_numbers, "345670981（QQ）") == ["345670981"]
    assert words(qq_numbers, "发到345670981@qq就行") == ["345670981"]


@pytest.mark.parametrize("text", ["QQ音乐2019年榜", "QQ群50000人", "QQ1234", "345670981", "京Q12345", "A1Q34567"])
def test_a_number_that_counts_or_stands_alone_is_no_qq(text: str) -> None:
    assert words(qq_numbers, text) == []


@pytest.mark.parametrize(
    "said",
    [
        "微信",
        "微信：",
        "微信号是",
        "wx:",
        "VX：",
        "v信 ",
        "威信",
        "薇信号",
        "加微",
        "加我微信 ",
        "WeChat: ",
        "微信公众号：",
        "V：",
    ],
)
def test_a_weixin_account_is_known_by_its_word(said: str) -> None:
    assert words(vx_accounts, f"{said}nong_jy88，谢谢") == ["nong_jy88"]


@pytest.mark.parametrize("text", ["微信android版", "微信支付", "加vip看", "vxworks系统", "微信abc", "微信fujian人"])
def test_words_of_computers_and_short_ones_are_no_accounts(text: str) -> None:
    assert words(vx_accounts, text) == []


def test_a_mobile_that_is_the_account_as_well_is_both() -> None:
    assert numbers("13907712468（微信同号）") == (Entity(0, 11, "mobile", ("vx",)),)
    assert numbers("微信13907712468") == (Entity(2, 13, "mobile", ("vx",)),)


def test_a_number_said_to_be_both_accounts_is_both() -> None:
    (found,) = numbers("QQ｜微信：345670981")
    assert {found.type, *found.also} == {"QQ", "vx"}
    assert (found.start, found.end) == (6, 15)
