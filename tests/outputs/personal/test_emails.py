"""E-mail addresses, plain and disguised."""

from __future__ import annotations

import pytest
from reading_entities import words

from outputs.personal.emails import emails
from outputs.personal.entities import numbers


@pytest.mark.parametrize(
    "written",
    [
        "nong_jy@163.com",
        "Nong.Jy+a@mail.gx.gov.cn",
        "345670981@qq.com",
        "nong＠sina.com",
        "nong(at)126.com",
        "nong [at] 126.com",
        "345670981#qq.com",
        "nong @ foxmail.com",
        "nong艾特qq.com",
        "nong@163点com",
        "nong@vip.163.com",
    ],
)
def test_an_address_is_found_whole(written: str) -> None:
    assert words(emails, f"请发{written}，谢谢") == [written]


def test_words_glued_to_the_end_do_not_belong_to_it() -> None:
    assert words(emails, "nong@163.comTel13907712468") == ["nong@163.com"]
    assert words(emails, "a_1@qq.comb_2@sina.com") == ["a_1@qq.com", "b_2@sina.com"]


def test_a_number_in_an_address_is_part_of_it() -> None:
    assert [(each.start, each.end, each.type) for each in numbers("13907712468@139.com")] == [(0, 19, "email")]


def test_a_telephone_glued_to_an_address_is_parted_off() -> None:
    assert [each.type for each in numbers("电话13907712468nong@qq.com")] == ["mobile", "email"]


@pytest.mark.parametrize("text", ["@市长信箱", "关注@某某发布.谢谢", "#话题#www.abc.com", "a@b", "@@@@", "单价@5.00元"])
def test_mentions_and_topics_are_none(text: str) -> None:
    assert words(emails, text) == []
