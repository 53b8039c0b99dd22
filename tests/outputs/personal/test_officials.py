"""Whose the personal data is: a citizen's, or an official's and everybody's."""

from __future__ import annotations

import pytest
from reading_entities import marked

from outputs.personal.entity import Entity
from outputs.personal.houses import houses
from outputs.personal.officials import of_citizens, of_citizens_of_all


def stays(text: str, *officials: str) -> list[str]:
    return [word for word, _ in marked(text, of_citizens(text, officials))]


@pytest.mark.parametrize(
    "text",
    [
        "反映人找过局长韦国强，没有结果。",
        "责任单位：住建局，负责人：韦国强。",
        "韦国强局长到现场看过。",
        "分管领导：韦国强",
        "联络员：韦国强、黄志远",
        "韦国强同志任镇党委书记。",
        "韦国强（副镇长）签字。",
    ],
)
def test_officials_in_charge_are_no_citizens(text: str) -> None:
    assert stays(text) == []


@pytest.mark.parametrize(
    "text", ["居民韦国强反映路灯不亮。", "班主任韦国强体罚学生。", "韦国强找局长反映过。", "主任医师韦国强态度差。"]
)
def test_a_name_that_only_stands_near_a_post_is_a_citizens(text: str) -> None:
    assert stays(text) == ["韦国强"]


def test_the_list_of_officials_counts_and_one_place_speaks_for_the_others() -> None:
    assert stays("居民韦国强反映路灯不亮。", "韦国强") == []
    assert stays("局长韦国强来过，居民说韦国强没有答复。") == []


def test_numbers_are_removed_whoevers_they_are() -> None:
    assert stays("局长韦国强，电话13907712468。") == ["13907712468"]


@pytest.mark.parametrize(
    "text", ["南宁市青秀区民族大道积水。", "翠竹小区没有路灯。", "3号路坑洼。", "南宁市12号停电。"]
)
def test_public_places_and_communities_stay(text: str) -> None:
    assert stays(text) == []


def test_a_home_is_removed_to_its_last_room() -> None:
    assert stays("我家在翠竹小区3栋2单元501室，漏水。")[-1].endswith("3栋2单元501室")
    assert stays("住3栋2单元502，漏水。") == ["3栋2单元502"]


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("翠竹小区3栋2单元501室", "3栋2单元501室"),
        ("友谊路12号", "12号"),
        ("友谊路１２号", "１２号"),
        ("青山村三组", "三组"),
        ("青山村第三村民小组", "第三村民小组"),
        ("翠竹苑A座1203室", "A座1203室"),
        ("翠竹苑5号楼1-502", "5号楼1-502"),
        ("翠竹小区3-2-501", "3-2-501"),
        ("翠竹小区3#2单元501", "3#2单元501"),
        ("翠竹小区十栋三单元二〇一室", "十栋三单元二〇一室"),
    ],
)
def test_a_house_is_its_numbers_and_their_words(text: str, house: str) -> None:
    assert [text[each.start : each.end] for each in houses(text)] == [house]


@pytest.mark.parametrize(
    "text",
    [
        "3号路",
        "2号线",
        "12号停电",
        "防绩发3号文",
        "第三组照片",
        "5月12号",
        "1号航站楼",
        "友谊路3-5月封闭",
        "小区2019年交房",
    ],
)
def test_names_of_public_things_and_days_are_no_houses(text: str) -> None:
    assert houses(text) == ()


@pytest.mark.parametrize("text", ["韦建国处长期漏水", "韦建国站长年无人", "韦建国所长时间不开门"])
def test_a_word_that_only_begins_like_a_post_makes_no_official(text: str) -> None:
    assert stays(f"投诉人{text}。") == ["韦建国"]


@pytest.mark.parametrize("text", ["任何时候找书记都不理", "任凭怎样找镇长都没用"])
def test_who_speaks_of_an_official_holds_no_post(text: str) -> None:
    assert stays(f"投诉人韦建国{text}。") == ["韦建国"]


def test_who_is_told_of_behind_the_one_in_charge_is_a_citizen() -> None:
    assert stays("责任人：韦国强，吴桂芳家门口已修。") == ["吴桂芳"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("电话139\n0771\n2468，积水", "139\n0771\n2468"),
        ("身份证11010519491231\n002X", "11010519491231\n002X"),
        ("邮箱nongjy\n@163.com", "nongjy\n@163.com"),
        ("QQ\n345670981", "345670981"),
        ("微信：\nnong_jy07", "nong_jy07"),
    ],
)
def test_a_number_counts_though_the_line_ends_in_it_or_before_it(text: str, number: str) -> None:
    assert number in stays(text)


def test_numbers_below_each_other_stay_two() -> None:
    assert stays("13907712468\n13907712469") == ["13907712468", "13907712469"]


def test_counts_below_each_other_are_no_number() -> None:
    assert stays("共3\n800户\n2025年\n13项") == []


def test_each_text_has_officials_of_its_own() -> None:
    [first, second] = of_citizens_of_all(["请韦国强管一管", "请韦国强管一管"], [{"韦国强"}, set()])
    assert (len(first), len(second)) == (0, 1)


def test_what_is_found_is_of_the_text() -> None:
    assert of_citizens("住3栋2单元502") == (Entity(1, 9, "address"),)
