"""Places that a text names: with or without their level, one in another, several of one name."""

from __future__ import annotations

import pytest

from corpus.records import Territory
from corpus.territory import Gazetteer, Place, short

TOWN, OTHER_TOWN = "桐溪镇人民政府", "石岭乡人民政府"
LIST = Gazetteer(
    (
        Place("桐溪镇", unit=TOWN, also=("溪口圩",)),
        Place("石岭乡", unit=OTHER_TOWN),
        Place("龙湾村", parent="桐溪镇"),
        Place("青坪村", parent="桐溪镇"),
        Place("青坪村", parent="石岭乡"),
        Place("龙湾新村", parent="石岭乡", unit="龙湾新村村委会"),
    )
)


def named(text: str) -> list[str]:
    return [territory.place for territory in LIST.named_in(text)]


def test_a_village_brings_its_town_with_it_and_the_town_answers_for_it() -> None:
    assert LIST.named_in("龙湾村的路灯不亮") == (Territory("龙湾村", TOWN), Territory("桐溪镇", TOWN))


def test_a_place_is_known_without_its_level() -> None:
    assert named("桐溪的菜市场太脏") == ["桐溪镇"]


def test_a_place_is_known_by_its_other_names() -> None:
    assert named("溪口圩赶集那天堵得走不动") == ["桐溪镇"]


@pytest.mark.parametrize("text", ["桐溪村的桥塌了", "桐溪路上没有路灯", "桐溪大桥限高", "桐溪一号延期交房"])
def test_a_short_name_with_another_ending_is_another_place(text: str) -> None:
    assert named(text) == []


def test_the_longest_name_counts() -> None:
    assert LIST.named_in("龙湾新村没通自来水") == (
        Territory("龙湾新村", "龙湾新村村委会"),
        Territory("石岭乡", OTHER_TOWN),
    )


def test_the_town_that_stands_before_its_village_is_named_once_and_behind_it() -> None:
    assert named("桐溪镇龙湾村") == ["龙湾村", "桐溪镇"]


def test_of_two_villages_of_one_name_the_one_is_meant_whose_town_is_named() -> None:
    assert named("石岭乡青坪村的水渠塌了") == ["青坪村", "石岭乡"]
    assert LIST.named_in("石岭乡青坪村的水渠塌了")[0].unit == OTHER_TOWN


def test_of_two_villages_of_one_name_none_is_meant_where_no_town_is_named() -> None:
    assert named("青坪村的水渠塌了") == []


def test_a_short_name_that_two_places_share_says_nothing() -> None:
    both = Gazetteer((Place("枫林镇", unit="甲"), Place("枫林村", unit="乙")))
    assert both.named_in("枫林那边没有公交") == ()
    assert both.named_in("枫林村没有公交") == (Territory("枫林村", "乙"),)


def test_a_short_name_that_is_an_ordinary_word_says_nothing() -> None:
    towns = Gazetteer((Place("码头镇", unit="甲"),))
    assert towns.named_in("码头上灰大") == ()
    assert towns.named_in("码头镇灰大") == (Territory("码头镇", "甲"),)


def test_two_places_stand_in_the_order_of_the_text() -> None:
    assert named("石岭乡到桐溪镇的班车") == ["石岭乡", "桐溪镇"]


def test_a_place_nobody_answers_for_has_an_empty_unit() -> None:
    assert Gazetteer((Place("枫林镇"),)).named_in("枫林镇停水") == (Territory("枫林镇", ""),)


def test_places_that_lie_in_each_other_end_where_they_began() -> None:
    ring = Gazetteer((Place("甲水镇", parent="乙水镇"), Place("乙水镇", parent="甲水镇")))
    assert [t.place for t in ring.named_in("甲水镇停电")] == ["甲水镇", "乙水镇"]


@pytest.mark.parametrize(
    ("name", "without"), [("桐溪镇", "桐溪"), ("城东街道办事处", "城东"), ("金田社区", "金田"), ("白沙", "白沙")]
)
def test_the_level_is_taken_off(name: str, without: str) -> None:
    assert short(name) == without
