"""Matters that several departments share: which one a text is about, and what moves the lead."""

from __future__ import annotations

import time

import pytest

from corpus.overlaps import overlap_of, overlaps
from corpus.taxonomy import departments


def lead(text: str) -> tuple[str, str]:
    found = overlap_of(text)
    assert found is not None, text
    return found.matter, found.lead


@pytest.mark.parametrize(
    ("text", "function"),
    [("铁门街的人行道上天天停车", "城管"), ("铁门街的机动车道上天天乱停车", "公安")],
)
def test_cars_on_the_pavement_are_the_city_managements_and_on_the_roadway_the_polices(text: str, function: str) -> None:
    assert lead(text) == ("乱停车", function)


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("新盖的楼盘施工，扬尘很大", "住建"),
        ("拉土车过去，整条街道全是扬尘", "城管"),
        ("修公路的时候扬尘呛人", "交通"),
        ("水泥厂的粉尘落了一院子", "生态环境"),
    ],
)
def test_dust_goes_by_where_it_comes_from(text: str, function: str) -> None:
    assert lead(text) == ("扬尘", function)


@pytest.mark.parametrize(
    ("text", "matter", "function"),
    [
        ("木器厂的机器噪音响一夜", "工业噪声", "生态环境"),
        ("工地打桩到半夜", "工地噪声", "住建"),
        ("楼下广场舞音响太吵", "社会生活噪声", "公安"),
        ("摩托半夜炸街，轰鸣声吓醒孩子", "炸街和机动车噪声", "公安"),
    ],
)
def test_noise_goes_by_its_source(text: str, matter: str, function: str) -> None:
    assert lead(text) == (matter, function)


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("包工头拖欠我们的工资", "住建"),
        ("修公路的老板拖欠工资", "交通"),
        ("修水库那家公司拖欠工资", "水利"),
    ],
)
def test_unpaid_wages_are_the_labour_departments_with_the_trade_that_built(text: str, industry: str) -> None:
    found = overlap_of(text)
    assert found is not None
    assert (found.lead, found.supporting[0]) == ("人社", industry)


def test_black_water_is_the_builders_in_town_and_the_environments_in_a_village() -> None:
    assert lead("城区那条内河发黑发臭") == ("黑臭水体", "住建")
    assert lead("我们村的水沟发黑发臭") == ("黑臭水体", "生态环境")


def test_water_from_the_tap_is_the_water_departments_in_a_village() -> None:
    assert lead("小街的自来水很浑") == ("自来水停水和水质", "公用事业")
    assert lead("村里的自来水很浑") == ("自来水停水和水质", "水利")


def test_the_matched_words_are_one_of_each_list_and_the_one_that_moved_the_lead() -> None:
    found = overlap_of("盲道上天天停车")
    assert found is not None
    assert found.words == ("停车", "盲道")


def test_a_word_that_makes_it_another_matter_counts() -> None:
    assert lead("小区停车费又涨了") == ("小区停车收费", "住建")
    assert lead("路边停车收费太高") == ("公共停车收费", "发改")


def test_the_matter_with_more_lists_of_words_goes_before_one_with_fewer() -> None:
    assert lead("烧烤摊的油烟熏人，占道又扰民") == ("露天烧烤", "城管")


def test_words_of_different_sentences_of_a_letter_are_not_put_together() -> None:
    letter = "去年办证的事谢谢各位帮忙，今天要说的是另外一件，请耐心看完。门口的树影子很美。旧货市场有人砍价，吵得很。"
    assert overlap_of(letter) is None


def test_a_text_of_no_shared_matter_has_none() -> None:
    assert overlap_of("盼着日子越过越好") is None


def test_every_function_of_a_matter_is_a_key_and_no_lead_supports_itself() -> None:
    sides = [(o.lead, o.supporting) for o in overlaps()] + [
        (s.lead, s.supporting) for o in overlaps() for s in o.shifts
    ]
    assert {f for lead, supporting in sides for f in (lead, *supporting)} <= departments().keys()
    assert [side for side in sides if side[0] in side[1]] == []


def test_every_matter_has_its_own_name() -> None:
    names = [o.matter for o in overlaps()]
    assert len(names) == len(set(names)) >= 40


def test_a_thousand_texts_take_a_fraction_of_a_second() -> None:
    overlap_of("先读一次词表")
    start = time.process_time()
    for number in range(1_000):
        overlap_of(f"第{number}号楼门口人行道停车，垃圾没人清运，晚上噪音很大，请有关部门来看看，谢谢了")
    assert time.process_time() - start < 0.5
