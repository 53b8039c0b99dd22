"""Finding a unit: whatever a reviewer types of its name, in characters, in pinyin or in initials."""

from __future__ import annotations

import pytest

from corpus.directory import Directory, Unit
from corpus.territory import Place
from review.units import UnitSearch

OFFICE = Directory(
    (
        Unit("市教育局"),
        Unit("市行政审批局", also=("政务服务中心",)),
        Unit("市人力资源和社会保障局"),
        Unit("长乐银行监管办"),
        Unit("市绿化中心"),
        Unit("市西安路办事处"),
    ),
    places=(Place("桥头镇", unit="桥头镇人民政府"), Place("东村", parent="桥头镇")),
)
SEARCH = UnitSearch.of(OFFICE, ["市教育局", "县老干部局"])


def names(query: str) -> list[str]:
    return [one.name for one in SEARCH.find(query)]


@pytest.mark.parametrize(
    "query", ["市教育局", "教育", "jiaoyuju", "jyj", "shijiaoyu", "sjyj", "jiaoyj", "JYJ", "jiao yu", "ｊｙｊ"]
)
def test_a_unit_is_found_by_name_pinyin_initials_and_both_mixed(query: str) -> None:
    assert names(query)[0] == "市教育局"


def test_a_character_with_two_readings_has_the_one_of_its_phrase() -> None:
    assert names("xingzheng") == ["市行政审批局"]
    assert names("yinhang") == ["长乐银行监管办"]
    assert names("hangzheng") == []
    assert names("yinxing") == []


def test_u_with_two_dots_is_typed_as_v_or_as_itself() -> None:
    assert names("lvhua") == names("lühua") == ["市绿化中心"]


def test_syllables_that_could_be_parted_otherwise_are_found() -> None:
    assert names("xianlu") == ["市西安路办事处"]
    assert "市西安路办事处" in names("xi'an")


def test_a_short_name_of_the_registry_finds_the_unit_and_is_said() -> None:
    [found] = SEARCH.find("rsj")
    assert (found.name, found.by) == ("市人力资源和社会保障局", "人社局")


def test_the_characters_of_a_name_in_their_order_are_enough() -> None:
    assert "市人力资源和社会保障局" in names("人保局")
    assert "市人力资源和社会保障局" not in names("保人")


def test_another_name_that_the_office_gives_finds_the_unit() -> None:
    assert names("政务服务") == ["市行政审批局"]
    assert names("zwfwzx") == ["市行政审批局"]


def test_units_of_places_and_of_the_documents_are_found() -> None:
    assert names("qtz") == ["桥头镇人民政府"]
    assert names("laoganbu") == ["县老干部局"]


def test_what_begins_so_goes_before_what_holds_it() -> None:
    search = UnitSearch((("县教育中心", ()), ("教育局", ()), ("教育", ())))
    assert [one.name for one in search.find("教育")] == ["教育", "教育局", "县教育中心"]
    assert [one.name for one in search.find("jy")] == ["教育", "教育局", "县教育中心"]


def test_nothing_typed_shows_the_first_units_and_nonsense_none() -> None:
    assert (
        names("")
        == names("  ")
        == [
            "市教育局",
            "市行政审批局",
            "市人力资源和社会保障局",
            "长乐银行监管办",
            "市绿化中心",
            "市西安路办事处",
            "桥头镇人民政府",
            "县老干部局",
        ]
    )
    assert names("qqqq") == names("<script>") == []


def test_a_query_without_end_costs_no_time() -> None:
    assert names("j" * 100_000) == []
