"""Mobile numbers in every way people write them, and what only looks like one."""

from __future__ import annotations

import pytest
from reading_entities import words

from outputs.personal.mobiles import mobiles


@pytest.mark.parametrize(
    "written",
    [
        "13907712468",
        "139-0771-2468",
        "139 0771 2468",
        "139.0771.2468",
        "+8613907712468",
        "+86 139 0771 2468",
        "0086-13907712468",
        "(86)13907712468",
        "８６１３９０７７１２４６８",
        "１３９０７７１２４６８",
        "①③⑨⓪⑦⑦①②④⑥⑧",
        "¹³⁹⁰⁷⁷¹²⁴⁶⁸",
        "1️⃣3️⃣9️⃣0️⃣7️⃣7️⃣1️⃣2️⃣4️⃣6️⃣8",
        "139\u00ad0771\u200e2468",
        "一三九零七七一二四六八",
        "幺三九〇七七幺两四六八",
        "壹叁玖零柒柒壹贰肆陆捌",
        "1.3.9.0.7.7.1.2.4.6.8",
        "1-3-9-0-7-7-1-2-4-6-8",
        "139O7712468",
        "139****2468",
        "139零771二四六八",
        "139\u200b0771\u200b2468",
        "(139)07712468",
    ],
)
def test_a_mobile_number_is_found_whole_however_it_is_written(written: str) -> None:
    assert words(mobiles, f"请回电{written}，谢谢") == [written]


def test_two_numbers_without_a_gap_are_two() -> None:
    assert words(mobiles, "手机1390771246813807715555") == ["13907712468", "13807715555"]


def test_numbers_that_a_blank_parts_are_two() -> None:
    assert words(mobiles, "139 0771 2468 138 0771 5555") == ["139 0771 2468", "138 0771 5555"]


def test_a_grouping_nobody_uses_counts_only_beside_the_word() -> None:
    assert words(mobiles, "手机13907 712468") == ["13907 712468"]
    assert words(mobiles, "13907 712468") == []


def test_a_family_name_that_is_a_numeral_does_not_lengthen_the_number() -> None:
    assert words(mobiles, "13907712468伍阿姨") == ["13907712468"]


@pytest.mark.parametrize(
    "text",
    [
        "投资13907712468元",
        "订单号13907712468没有发货",
        "工单编号：13907712468",
        "东经131.12345678度",
        "费用0.13907712468",
        "全长139.0771公里",
        "2019-06-12至2019-07-05",
        "120210071211041",
        "13900000-13907712元",
        "139077124681390771246813907712468139077124681",
        "12907712468",
        "一三五限号，二四六放行",
        "总额一百三十九亿零七百七十一万",
    ],
)
def test_what_measures_or_numbers_something_is_no_mobile(text: str) -> None:
    assert words(mobiles, text) == []


def test_a_number_of_groups_that_goes_on_is_none() -> None:
    assert words(mobiles, "批次2019-139-0771-2468-07") == []
