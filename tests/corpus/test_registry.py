"""The registry of organisations: which names are one body's, by the year of the document that says them."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from corpus.bodies import BodyKind, bodies, bodies_by_name
from corpus.registry import SHIPPED, Registry
from corpus.taxonomy import departments

YEARS = (None, *(date(year, 6, 1) for year in (2009, 2014, 2018, 2019, 2022, 2024, 2026)))


def on(year: int) -> date:
    return date(year, 6, 1)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("市人社局", "市人力资源和社会保障局"),
        ("澜江市人社局", "市人力资源和社会保障局"),
        ("县发改局", "县发展和改革局"),
        ("自治区卫健委", "自治区卫生健康委员会"),
        ("市城市管理监督局（原市市政局）", "城市管理监督局"),
        ("市政府办", "澜江市人民政府办公室"),
        ("市绩效办", "澜江市绩效考评领导小组办公室"),
        ("市委政法委（综治办）", "市委政法委员会"),
    ],
)
def test_short_and_full_names_have_one_key(short: str, full: str) -> None:
    assert SHIPPED.canonical(short) == SHIPPED.canonical(full)


@pytest.mark.parametrize(
    ("former", "year", "present"),
    [
        ("市环保局", 2018, "生态环境局"),
        ("市国土资源局", 2017, "自然资源局"),
        ("县卫计局", 2017, "卫生健康局"),
        ("市安监局", 2018, "应急管理局"),
        ("市农业局", 2018, "农业农村局"),
        ("市工信委", 2018, "工业和信息化局"),
        ("市经信委", 2018, "工业和信息化局"),
        ("市住建委", 2018, "住房和城乡建设局"),
        ("市扶贫办", 2019, "乡村振兴局"),
        ("市金融办", 2018, "地方金融监督管理局"),
        ("市粮食局", 2018, "粮食和物资储备局"),
    ],
)
def test_a_renamed_office_is_the_same_under_both_names(former: str, year: int, present: str) -> None:
    assert SHIPPED.canonical(former, on(year)) == present


@pytest.mark.parametrize(
    ("former", "last", "present"),
    [
        ("市工商局", 2019, "市场监督管理局"),
        ("市质监局", 2019, "市场监督管理局"),
        ("市食药监局", 2019, "市场监督管理局"),
        ("市旅发委", 2019, "文化和旅游局"),
        ("市法制办", 2019, "司法局"),
        ("市综治办", 2019, "政法委员会"),
        ("市国税局", 2018, "税务局"),
        ("市地税局", 2018, "税务局"),
        ("市规划局", 2019, "自然资源局"),
        ("市乡村振兴局", 2024, "农业农村局"),
        ("市扶贫办", 2024, "农业农村局"),
    ],
)
def test_an_office_that_was_joined_with_others_is_its_own_up_to_its_last_year(
    former: str, last: int, present: str
) -> None:
    assert SHIPPED.canonical(former, on(last)) != present
    assert SHIPPED.canonical(former, on(last), as_of=on(last + 1)) == present


def test_without_any_day_no_two_offices_are_joined() -> None:
    assert len({SHIPPED.canonical(name) for name in ("市工商局", "市质监局", "市食药监局", "市市场监管局")}) == 4


def test_a_name_that_passed_to_another_body_means_each_in_its_years() -> None:
    before, after = SHIPPED.resolve("市金融办", on(2018)), SHIPPED.resolve("市金融办", on(2026))
    assert before
    assert after
    assert (before.kind, after.kind) == (BodyKind.GOVERNMENT, BodyKind.PARTY)
    assert SHIPPED.resolve("市金融办") is None
    assert SHIPPED.resolve("市金融办", on(2024)) is None


def test_the_party_before_a_name_tells_whose_office_it_is() -> None:
    body = SHIPPED.resolve("中共澜江市委金融办")
    assert body
    assert body.kind is BodyKind.PARTY


@pytest.mark.parametrize("name", ["市蚕业发展办", "城东小学家委会", "", "张三"])
def test_an_unknown_name_is_no_body_and_stands_for_itself(name: str) -> None:
    assert SHIPPED.resolve(name) is None
    assert SHIPPED.canonical(name) == name.removeprefix("市")


def test_bodies_meant_together_are_one_collective_body() -> None:
    governments, units = SHIPPED.resolve("各县(市、区)人民政府"), SHIPPED.resolve("市直各单位")
    assert governments
    assert units
    assert (governments.kind, governments.functions) == (BodyKind.COLLECTIVE, ("属地",))
    assert (units.kind, units.name) == (BodyKind.COLLECTIVE, "市直各单位")


def test_a_function_may_have_several_bodies_and_a_body_none_or_two() -> None:
    assert SHIPPED.resolve("市城市管理监督局").functions == SHIPPED.resolve("市综合执法局").functions == ("城管",)  # type: ignore[union-attr]
    assert SHIPPED.resolve("县教体局").functions == ("教育", "体育")  # type: ignore[union-attr]
    assert SHIPPED.resolve("市绩效考评领导小组").functions == ()  # type: ignore[union-attr]


def test_an_accepted_renaming_joins_the_registry_of_its_office_only() -> None:
    office = Registry((("城市管理监督局", "市市政局"),))
    assert office.canonical("市政局") == "城市管理监督局"
    assert SHIPPED.canonical("市政局") == "市政管理局"


def test_an_accepted_renaming_of_bodies_that_the_registry_does_not_know() -> None:
    office = Registry((("市蚕业中心", "市蚕业办"), ("市丝绸发展中心", "市蚕业中心")))
    assert office.canonical("市蚕业办") == "丝绸发展中心"


def test_what_an_office_has_accepted_goes_before_what_is_shipped_and_touches_no_other_body() -> None:
    office = Registry((("市林业局", "市农业局"),))
    assert (office.canonical("市农业局"), office.canonical("市农业农村局")) == ("林业局", "农业农村局")


def test_a_former_name_cannot_have_two_present_ones() -> None:
    office = Registry((("城市管理监督局", "市市政局"),))
    assert office.contradicted_by("市城管局", "市政局") == "城市管理监督局"
    assert office.contradicted_by("市城市管理监督局", "市政局") is None


def test_no_body_can_come_after_itself() -> None:
    assert Registry((("市蚕业中心", "市蚕业办"),)).contradicted_by("市蚕业办", "市蚕业中心")
    assert SHIPPED.contradicted_by("市环保局", "市生态环境局")
    assert SHIPPED.contradicted_by("市工商局", "市市场监管局")


def test_the_version_tells_accepted_renamings_apart() -> None:
    pair = ("市林业局", "市农业局")
    assert Registry((pair,)).version == Registry((pair,)).version != SHIPPED.version


def test_the_key_of_a_key_is_the_same_key() -> None:
    registries = (
        SHIPPED,
        Registry((("农业农村局", "市扶贫办"), ("城市管理监督局", "市市政局"), ("市蚕业中心", "市蚕业办"))),
    )
    prefixes = ("", "市", "澜江市", "县委", "市市", "中共", "各", "市区")
    names = (*bodies_by_name(), "蚕业办", "有关单位", "市民中心", "（原市蚕业办）中心", "区域合作办")
    for registry, prefix, name, day, today in product(registries, prefixes, names, YEARS[::3], YEARS[::2]):
        key = registry.canonical(prefix + name, day, today)
        assert registry.canonical(key, day, today) == key, (prefix, name, day, today)


def test_every_body_is_found_by_its_full_name_and_what_became_of_it_is_there() -> None:
    for body in bodies().values():
        assert SHIPPED.resolve(body.name) is body
        assert {body.renamed, body.merged} - {None} <= bodies().keys()
        assert not (body.renamed and body.merged)


def test_only_names_that_years_tell_apart_are_shared() -> None:
    shared = {name: found for name, found in bodies_by_name().items() if len(found) > 1}
    assert all(any(body.since or body.until for body in found) for found in shared.values()), shared


def test_every_function_of_a_body_is_in_the_directory() -> None:
    assert {function for body in bodies().values() for function in body.functions} <= departments().keys()


def test_the_department_of_a_function_is_a_body_of_the_registry_that_holds_it() -> None:
    known = bodies_by_name()
    apart = {one.function for one in departments().values() if one.name not in known}
    assert apart <= {"公用事业", "属地", "不明"}
    assert all(
        any(one.function in body.functions for body in known[one.name])
        for one in departments().values()
        if one.function not in apart
    )
