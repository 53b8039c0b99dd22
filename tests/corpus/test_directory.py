"""The directory of an office: who holds a function, who a name means, which line of the division counts."""

from __future__ import annotations

from dataclasses import replace

from corpus.directory import Directory, Rule, Unit, shipped_directory
from corpus.registry import Registry
from corpus.taxonomy import departments

OFFICE = Directory(
    (
        Unit("澜江县教育体育局", ("教育", "体育"), ("教体局",)),
        Unit("城市管理监督局", ("城管",), ("市容局",)),
        Unit("市政养护中心", ("城管",)),
    ),
    (
        Rule(("停车",), "公安局"),
        Rule(("人行道", "停车"), "城市管理监督局"),
        Rule(("盲道", "停车"), "城市管理监督局"),
    ),
)


def test_every_function_but_two_has_a_unit_as_shipped() -> None:
    assert departments().keys() - shipped_directory().holders.keys() == {"属地", "不明"}


def test_a_unit_may_hold_several_functions() -> None:
    assert OFFICE.names_by_function["体育"] == OFFICE.names_by_function["教育"] == "澜江县教育体育局"


def test_of_several_units_of_a_function_the_first_is_called() -> None:
    assert OFFICE.names_by_function["城管"] == "城市管理监督局"


def test_a_function_that_no_unit_holds_keeps_its_usual_department() -> None:
    assert OFFICE.names_by_function["水利"] == "水利局"


def test_a_unit_is_known_by_its_former_name_and_by_those_of_the_registry() -> None:
    assert OFFICE.called("市容局") == "城市管理监督局"
    assert shipped_directory().called("县人社局") == "人力资源和社会保障局"
    assert shipped_directory().called("供销社") == "供销社"


def test_a_name_of_its_own_goes_before_anothers_former_one() -> None:
    both = Directory((Unit("综合执法局", (), ("市容局",)), Unit("市容局")))
    assert both.called("市容局") == "市容局"


def test_the_line_with_most_words_counts() -> None:
    rule = OFFICE.rule_of("人行道上停车")
    assert rule is not None
    assert rule.lead == "城市管理监督局"


def test_a_line_counts_only_where_all_its_words_are_in_the_text() -> None:
    assert OFFICE.rule_of("人行道塌了") is None
    assert OFFICE.rule_of("门口停车难") == OFFICE.rules[0]


def test_its_former_names_are_names_of_one_body_in_the_registry() -> None:
    registry = Registry(OFFICE.former_names)
    assert registry.canonical("市市容局") == registry.canonical("城市管理监督局")


def test_the_version_tells_one_directory_from_another() -> None:
    assert OFFICE.version == replace(OFFICE).version
    assert OFFICE.version != replace(OFFICE, rules=OFFICE.rules[1:]).version
