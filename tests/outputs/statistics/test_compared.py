"""This year against the year before."""

from __future__ import annotations

from datetime import UTC, date, datetime

from statistics_made import batch_of, comment, decided

from corpus.records import Closing, Step, StepDone
from outputs.statistics.statistics import statistics

CLOSED = Closing((StepDone(Step.CLOSE, date(2023, 12, 1), "甲", datetime(2023, 12, 1, tzinfo=UTC)),))


def test_without_a_year_before_nothing_is_compared() -> None:
    section = statistics(batch_of(comment("a"))).section("compared")
    assert (section.said, section.tables) == (("工作区中没有上年度的批次，未作比较。",), ())


def test_each_domain_has_both_years_the_difference_and_the_change() -> None:
    before = (comment("x"), comment("y"), comment("z", domain="医疗卫生"), comment("w", domain="医疗卫生"))
    now = (comment("a"), comment("b"), comment("c"), comment("d", domain="教育"))
    section = statistics(batch_of(*now, last_year=before)).section("compared")
    domains = next(one for one in section.tables if one.key == "compared_domains")
    assert domains.rows == (
        ("城市管理", "2", "50.0%", "3", "75.0%", "+1", "+50.0%"),
        ("教育", "0", "0.0%", "1", "25.0%", "+1", "新增"),
        ("医疗卫生", "2", "50.0%", "0", "0.0%", "-2", "本年没有"),
    )
    assert domains.total == ("合计", "4", "100.0%", "4", "100.0%", "0", "0.0%")
    assert "本年新增的领域有教育；本年没有的领域有医疗卫生。" in section.said
    assert section.said[0] == "上年度（2023年）任务4项，本年4项，持平；群众意见建议上年4条，本年4条，持平。"


def test_an_office_is_one_in_both_years_whatever_it_was_called() -> None:
    section = statistics(
        batch_of(comment("a", given_lead="县教育局"), last_year=(comment("x", lead="教育局"),))
    ).section("compared")
    units = next(one for one in section.tables if one.key == "compared_units")
    assert units.rows == (("县教育局", "1", "100.0%", "1", "100.0%", "0", "0.0%"),)


def test_what_nobody_leads_is_no_new_unit() -> None:
    section = statistics(batch_of(decided(comment("a"), None, "无明确指向"), last_year=(comment("x"),))).section(
        "compared"
    )
    assert not any("新增的单位" in line for line in section.said)


def test_a_matter_that_came_back_stands_beside_what_the_year_before_had() -> None:
    old = comment("x", "河堤上的路灯去年就不亮。", number="120220070900001", lead="县城管局")
    new = comment("a", "河堤上的路灯还是不亮。", number="120230070900007")
    made = batch_of(comment("b"), new, last_year=(old,), returned={"a": (old,)}, closings={"x": CLOSED})
    section = statistics(made).section("returned")
    by_domain, listed = section.tables
    assert listed.rows == (
        (
            "2",
            "120230070900007\n河堤上的路灯还是不亮。",
            "县住建局",
            "120220070900001\n河堤上的路灯去年就不亮。",
            "县城管局",
            "已销号",
        ),
    )
    assert by_domain.total == ("合计", "1", "1", "2", "50.0%")
    assert "上年度的这些意见：已销号1条。" in section.said


def test_it_is_told_apart_whether_a_matter_was_not_closed_or_nobody_knows() -> None:
    known, unknown = comment("x"), comment("y")
    made = batch_of(comment("a"), returned={"a": (known, unknown)}, closings={"x": Closing()})
    assert statistics(made).section("returned").tables[1].column("closed") == ("未销号\n销号不详",)


def test_where_likeness_was_not_sought_the_report_says_so() -> None:
    section = statistics(batch_of(comment("a"), returned_alike=False)).section("returned")
    assert section.said[0] == "意见太多，未比较文字相近的，只列出文字相同的。"
