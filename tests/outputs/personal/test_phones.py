"""Landlines and numbers from abroad, and lines that serve everybody."""

from __future__ import annotations

import pytest
from reading_entities import words

from outputs.personal.entity import Entity
from outputs.personal.phones import phones, phones_of


@pytest.mark.parametrize(
    "written",
    [
        "0771-5621234",
        "(0771)5621234",
        "（0771）562 1234",
        "07715621234",
        "010-65621234转806",
        "020-85621234-806",
        "+86-771-5621234",
        "400-692-1234",
        "+852 6123 4567",
        "+886-2-2752-1234",
        "00886912345678",
        "0771－5621234",
        "零七七一五六二一二三四",
    ],
)
def test_a_number_with_its_code_needs_no_word(written: str) -> None:
    assert words(phones, f"家里{written}没人接") == [written]


@pytest.mark.parametrize("said", ["电话", "座机：", "联系方式是", "TEL:", "固话（"])
def test_a_number_without_a_code_counts_beside_its_word(said: str) -> None:
    assert words(phones, f"{said}5621234") == ["5621234"]


def test_without_the_word_it_is_only_a_number() -> None:
    assert words(phones, "今年收了5621234斤") == []


def test_a_list_goes_on_without_the_code() -> None:
    assert words(phones, "0771-5621234、5621235") == ["0771-5621234", "5621235"]


@pytest.mark.parametrize(
    "text",
    [
        "打12345没有用",
        "拨打110、120、119",
        "电话96333占线",
        "客服95588、10086",
        "投诉电话0771-5621234",
        "举报电话：5621234",
        "电话费5621234元",
        "通电话20190612那天",
        "流水号07715621234",
        "2010-2012年",
    ],
)
def test_lines_for_everybody_days_and_sums_are_none(text: str) -> None:
    assert words(phones, text) == []


def test_a_number_right_behind_a_name_is_that_persons() -> None:
    text = "农建业5621234"
    assert phones_of(text, [Entity(0, 3, "name")]) == (Entity(3, 10, "phone"),)
    assert phones_of("农建业20190612", [Entity(0, 3, "name")]) == ()
