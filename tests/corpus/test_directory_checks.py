"""Gaps and clashes of an office's directory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.directory import Directory, Rule, Unit, shipped_directory
from corpus.directory_checks import findings
from corpus.territory import Place

WHOLE = shipped_directory()


def with_units(*units: Unit) -> Directory:
    """Everybody but who holds what these hold, and these."""
    held = {function for unit in units for function in unit.functions}
    return Directory((*(u for u in WHOLE.units if held.isdisjoint(u.functions)), *units))


def said(directory: Directory) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in findings(directory)]


def test_the_shipped_directory_is_clear() -> None:
    assert said(WHOLE) == []


def test_functions_that_nobody_holds_are_named() -> None:
    (problem,) = findings(Directory(tuple(u for u in WHOLE.units if u.functions not in (("体育",), ("科技",)))))
    assert (problem.code, dict(problem.args)) == ("directory-unheld", {"functions": "体育、科技"})


def test_two_units_of_one_function_need_a_line_that_tells_them_apart() -> None:
    two = with_units(Unit("综合执法局", ("城管",), row=3), Unit("市政养护中心", ("城管",), row=4))
    assert said(two) == [("表“部门”第4行“职能”列", "directory-held-twice")]
    assert said(replace(two, rules=(Rule(("路灯",), "市政养护中心"),))) == []


def test_a_lead_and_a_supporter_that_are_no_units_are_named() -> None:
    rules = (Rule(("夜市",), "夜市办", ("县公安局", "摊贩协会"), row=5),)
    assert said(replace(WHOLE, rules=rules)) == [
        ("表“分工”第5行“牵头单位”列", "directory-unit-unknown"),
        ("表“分工”第5行“协同单位”列", "directory-unit-unknown"),
    ]


def test_the_same_words_with_two_leads_clash_in_whatever_order() -> None:
    rules = (Rule(("夜市", "油烟"), "商务局", row=2), Rule(("油烟", "夜市"), "城管局", row=3))
    assert said(replace(WHOLE, rules=rules)) == [("表“分工”第3行“牵头单位”列", "directory-two-leads")]


def test_the_same_lead_under_two_names_is_no_clash() -> None:
    rules = (Rule(("夜市",), "城管局", row=2), Rule(("夜市",), "城市管理执法局", row=3))
    assert said(replace(WHOLE, rules=rules)) == []


@pytest.mark.parametrize(
    "units",
    [
        (Unit("生态环境局", ("生态环境",), row=2), Unit("环保局", row=3)),
        (Unit("综合执法局", ("城管",), ("市容局",), 2), Unit("市容局", row=3)),
        (Unit("县人社局", ("人社",), row=2), Unit("县人力资源和社会保障局", row=3)),
    ],
)
def test_a_unit_that_is_anothers_former_or_other_name_clashes(units: tuple[Unit, Unit]) -> None:
    assert said(with_units(*units)) == [("表“部门”第3行“单位名称”列", "directory-name-twice")]


def test_of_many_units_with_one_name_each_is_told_once() -> None:
    units = (Unit(f"第{row}执法大队", also=("执法队",), row=row) for row in range(2, 5))
    assert [place for place, code in said(with_units(*units)) if code == "directory-name-twice"] == [
        "表“部门”第3行“其他名称/曾用名”列",
        "表“部门”第4行“其他名称/曾用名”列",
    ]


def test_offices_of_two_levels_are_two_units() -> None:
    both = with_units(Unit("市教育局", ("教育",), row=2), Unit("县教育局", row=3))
    assert said(both) == []


def test_a_place_without_a_unit_and_without_one_above_is_named() -> None:
    places = (Place("桐溪镇", unit="桐溪镇人民政府"), Place("龙湾村", parent="桐溪镇"), Place("石岭乡", row=4))
    assert said(replace(WHOLE, places=places)) == [("表“属地”第4行“责任单位”列", "directory-no-unit")]


def test_a_name_of_one_character_is_named_for_it_is_in_every_second_comment() -> None:
    places = (Place("桐溪镇", also=("桐",), unit="桐溪镇人民政府", row=2),)
    assert said(replace(WHOLE, places=places)) == [("表“属地”第2行“名称”列", "directory-place-short")]


def test_a_parent_that_is_not_listed_is_named() -> None:
    places = (Place("龙湾村", parent="桐溪镇", unit="龙湾村委会", row=2),)
    assert said(replace(WHOLE, places=places)) == [("表“属地”第2行“上级”列", "directory-parent-unknown")]


def test_villages_of_one_name_in_two_towns_are_told_apart_by_their_towns() -> None:
    towns = (Place("桐溪镇", unit="甲", row=2), Place("石岭乡", unit="乙", row=3))
    villages = (Place("青坪村", parent="桐溪镇", row=4), Place("青坪村", parent="石岭乡", row=5))
    assert said(replace(WHOLE, places=(*towns, *villages))) == []


def test_villages_of_one_name_in_one_town_cannot_be_told_apart() -> None:
    places = (
        Place("桐溪镇", unit="甲", row=2),
        Place("青坪村", parent="桐溪镇", row=3),
        Place("青坪村", parent="桐溪镇", row=4),
    )
    assert said(replace(WHOLE, places=places)) == [("表“属地”第4行“名称”列", "directory-place-twice")]


def test_places_of_one_name_and_without_parents_cannot_be_told_apart() -> None:
    places = (Place("青坪村", unit="甲", row=2), Place("青坪村", unit="乙", row=3))
    assert [code for _, code in said(replace(WHOLE, places=places))] == ["directory-place-twice"] * 2


def test_a_parent_of_a_name_that_several_places_have_is_not_clear() -> None:
    places = (
        Place("青坪", unit="甲", row=2),
        Place("青坪", unit="乙", row=3),
        Place("龙湾村", parent="青坪", unit="丙", row=4),
    )
    assert ("表“属地”第4行“上级”列", "directory-parent-unclear") in said(replace(WHOLE, places=places))


def test_places_that_lie_in_each_other_are_named() -> None:
    places = (Place("甲水镇", parent="乙水镇", unit="甲", row=2), Place("乙水镇", parent="甲水镇", unit="乙", row=3))
    assert [code for _, code in said(replace(WHOLE, places=places))] == ["directory-ring"] * 2
