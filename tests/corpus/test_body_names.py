"""A body's name in its parts: place, level, office."""

from __future__ import annotations

import pytest

from corpus.body_names import is_collective, plain_name, taken_apart


@pytest.mark.parametrize(
    ("name", "place", "level", "office"),
    [
        ("人社局", "", "", "人社局"),
        ("市人社局", "", "市", "人社局"),
        ("澜江市人社局", "澜江市", "市", "人社局"),
        ("澜江市青山区教育局", "澜江市青山区", "区", "教育局"),
        ("石桥自治县水利局", "石桥自治县", "自治县", "水利局"),
        ("澜江市委组织部", "澜江市", "市", "组织部"),
        ("中共澜江市委办公室", "澜江市", "市", "委办公室"),
        ("市人民政府办公室", "", "市", "人民政府办公室"),
        ("澜江市委市政府督查和绩效考评办公室", "澜江市", "市", "督查和绩效考评办公室"),
        ("国家税务总局澜江市税务局", "澜江市", "市", "税务局"),
        ("城东街道办事处", "城东街道", "街道", "街道办事处"),
        ("临港片区组织人社局", "临港片区", "区", "组织人社局"),
        ("南部县林业局", "南部县", "县", "林业局"),
    ],
)
def test_place_and_level_are_parted_from_the_office(name: str, place: str, level: str, office: str) -> None:
    parts = taken_apart(name)
    assert (parts.place, parts.level, parts.office, parts.known) == (place, level, office, True)


@pytest.mark.parametrize("name", ["市场监督管理局", "市政局", "市容局"])
def test_a_matter_that_begins_like_a_level_belongs_to_the_office(name: str) -> None:
    assert (taken_apart(name).level, taken_apart(name).office) == ("", name)


def test_a_level_before_such_a_matter_is_one() -> None:
    assert (taken_apart("市市场监管局").level, taken_apart("市市政局").level) == ("市", "市")


def test_of_an_unknown_name_only_a_bare_level_is_parted() -> None:
    bare, placed = taken_apart("市蚕业发展办"), taken_apart("澜江市蚕业发展办")
    assert (bare.level, bare.office, bare.known) == ("市", "蚕业发展办", False)
    assert (placed.level, placed.office) == ("", "澜江市蚕业发展办")


@pytest.mark.parametrize("name", ["市发改局和市教育局", "民盟澜江市委员会", "澜江教育局", "东城军分区"])
def test_what_is_no_place_before_an_office_makes_the_name_an_unknown_one(name: str) -> None:
    assert not taken_apart(name).known


def test_brackets_behind_a_known_name_are_set_aside() -> None:
    assert taken_apart("市委政法委（综治办）").office == "政法委"


def test_the_former_name_in_brackets_and_spaces_are_no_part_of_a_name() -> None:
    assert plain_name("市 工信局(原市\n工信委)") == "市工信局"


def test_a_provinces_office_says_its_level_by_its_ending() -> None:
    assert taken_apart("公安厅").may_be_of(taken_apart("自治区公安厅"))
    assert not taken_apart("公安厅").may_be_of(taken_apart("市公安局"))


def test_a_name_may_be_that_of_one_that_says_more_of_the_same_level() -> None:
    district, city_district = taken_apart("青山区教育局"), taken_apart("澜江市青山区教育局")
    assert district.may_be_of(city_district)
    assert not city_district.may_be_of(district)
    assert not taken_apart("县教育局").may_be_of(district)


@pytest.mark.parametrize(
    "name",
    [
        "各县（市、区）人民政府",
        "市直各部门",
        "有关单位",
        "市直单位",
        "移民工作领导小组各专责小组组长单位",
        "相关责任单位",
    ],
)
def test_bodies_meant_together_are_told_by_their_words(name: str) -> None:
    assert is_collective(name)


@pytest.mark.parametrize("name", ["青山区人民政府", "经开区管委", "市直机关工委", "县政府办"])
def test_one_body_is_not_collective(name: str) -> None:
    assert not is_collective(name)


def test_a_long_run_of_levels_takes_no_time() -> None:
    assert not taken_apart("市" * 55 + "和教育").known
