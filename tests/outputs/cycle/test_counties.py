"""Which county, district or town a task belongs to, and its table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented_batch import MADE_ON, batch, source

from corpus.records import Candidate, Task, Territory, Verdict
from outputs.assignment import in_order
from outputs.cycle.counties import by_county, county_of
from outputs.cycle.county_table import county_tables
from outputs.frame import Frame

TASK = Task("群众意见建议", "老街有人占道卖菜。", source(2), number="120260710000001")


def counties(*tasks: Task) -> dict[str, list[tuple[int, str]]]:
    return {one.department: [(s.position, s.role) for s in one.shares] for one in by_county(tasks)}


def in_places(*places: str) -> Task:
    return replace(TASK, territory=tuple(Territory(place, "") for place in places))


@pytest.mark.parametrize(
    ("unit", "county"),
    [
        ("青山区人民政府", "青山区"),
        ("青山区政府", "青山区"),
        ("澜江市青山区人民政府", "青山区"),
        ("澜江市市中区人民政府", "市中区"),
        ("经开区管委", "经开区"),
        ("桐溪镇人民政府", "桐溪镇"),
        ("青河县桐溪镇人民政府", "青河县"),
        ("桐溪镇", "桐溪镇"),
        ("城南街道办事处", "城南街道"),
        ("全州县人民政府", "全州县"),
    ],
)
def test_a_unit_that_answers_for_a_place_makes_the_task_that_places(unit: str, county: str) -> None:
    found = county_of(unit)
    assert found is not None
    assert found.name == county


@pytest.mark.parametrize(
    "unit",
    [
        "澜江军分区",
        "市教育局",
        "青山区教育局",
        "市人民政府",
        "县政府办",
        "乡镇人民政府",
        "本县",
        "南风社区",
        "属地人民政府",
    ],
)
def test_no_other_unit_does(unit: str) -> None:
    assert county_of(unit) is None


def test_the_unit_gives_its_role_and_the_text_makes_a_place_one_of_its_own() -> None:
    given = replace(TASK, given_lead="市城管局", given_responsible="青山区人民政府、经开区管委")
    named = replace(in_places("龙湾村", "桐溪镇", "青河县"), given_lead="青山区政府")
    assert counties(given, named) == {
        "青山区": [(1, "责任"), (2, "牵头")],
        "经开区": [(1, "责任")],
        "青河县": [(2, "属地")],
    }


def test_a_town_counts_where_no_county_is_named() -> None:
    assert counties(in_places("龙湾村", "桐溪镇"), in_places("桐溪镇", "青河县")) == {
        "桐溪镇": [(1, "属地")],
        "青河县": [(2, "属地")],
    }


def test_the_city_that_counties_lie_in_is_none_but_a_county_may_be_called_a_city() -> None:
    tasks = (
        in_places("青河县", "澜江市"),
        in_places("东埠市", "澜江市"),
        in_places("澜江市"),
        in_places("东埠市"),
    )
    assert counties(*tasks) == {"青河县": [(1, "属地")], "东埠市": [(2, "属地"), (4, "属地")]}


def test_what_a_person_decided_goes_before_the_document_and_what_nobody_acts_on_belongs_to_no_county() -> None:
    moved = replace(TASK, given_lead="青山区人民政府", verdict=Verdict(lead="青河县人民政府", kind="建设性"))
    nobody = replace(in_places("青河县"), verdict=Verdict(kind="其他"))
    assert counties(moved, nobody) == {"青河县": [(1, "牵头")]}


def test_governments_meant_together_are_not_expanded_and_stand_last() -> None:
    together = replace(TASK, given_responsible="各县（市、区）人民政府")
    found = by_county((together, in_places("青河县")))
    assert [(one.department, one.collective) for one in found] == [
        ("青河县", False),
        ("各县（市、区）人民政府", True),
    ]


def test_a_county_that_is_only_proposed_says_so_in_its_files_name() -> None:
    proposed = replace(TASK, candidates=(Candidate("青山区人民政府", "属地", 0.7),))
    assert [one.file_name for one in by_county((proposed,))] == ["青山区（建议）"]


def test_each_county_has_its_breakdown_with_leader_and_contact_to_be_filled_in() -> None:
    tables = dict(county_tables(in_order(batch().tasks), Frame(MADE_ON)))
    assert set(tables) == {"任务分解表（县区）/经开区", "任务分解表（县区）/各县（市、区）人民政府"}
    sheet = tables["任务分解表（县区）/经开区"].screen
    assert sheet.lines[0] == "县区：经开区"
    [table] = sheet.tables
    headings = [c.heading for c in table.columns]
    assert {"角色", "分管领导", "联络员", "整改时限"} <= set(headings)
    [row] = table.rows
    assert row[headings.index("角色")] == "责任"
    assert row[headings.index("分管领导")] == ""


def test_a_batch_without_counties_has_no_such_table() -> None:
    assert list(county_tables((TASK,), Frame(MADE_ON))) == []
