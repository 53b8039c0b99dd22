"""Deadlines that contradict each other, their stage or the notice that sets them."""

from __future__ import annotations

from datetime import date

import pytest
from documents import Rows, document

from corpus.records import Check, Notice
from extractors.checks.deadlines import check_deadlines
from extractors.deadlines.deadlines import deadlines
from extractors.tables.tables import tables

SIGNED = "2026年6月12日"
NOTICE = Notice(kind="通知", title="关于整改工作的通知", date=date(2026, 6, 12))
TASKS = ["序号", "整改内容", "整改目标", "完成时限", "责任单位"]


def checks(*parts: str | Rows, notice: Notice = NOTICE) -> list[Check]:
    found = document(*parts)
    in_tables = tables(found)
    return list(check_deadlines(found, notice, in_tables, deadlines(found, notice, in_tables)))


def verdicts(*parts: str | Rows, notice: Notice = NOTICE) -> list[tuple[str | None, str | None, bool | None]]:
    return [(check.stated, check.found, check.ok) for check in checks(*parts, notice=notice)]


def test_a_stage_that_began_before_the_signing_is_left_to_a_person() -> None:
    (check,) = checks(SIGNED, "（一）分解任务（2026年5月至6月）", "各单位要分解任务。")
    assert (check.stated, check.found, check.ok) == ("2026-05-01", "2026-06-12", None)
    assert check.note == "“2026年5月至6月”起始日2026年5月1日早于成文日期2026年6月12日，请核对。"


def test_a_period_from_new_year_on_is_the_years() -> None:
    assert checks(SIGNED, "（一）全年推进（2026年1月至12月）", "各单位要抓好落实。") == []


def test_a_deadline_over_before_the_signing_is_wrong() -> None:
    (check,) = checks(SIGNED, "请各单位于2026年5月30日前将整改方案报市绩效办。")
    assert (check.stated, check.ok) == ("2026-05-30", False)
    assert check.note == "“2026年5月30日前”截止日2026年5月30日早于成文日期2026年6月12日。"


def test_a_day_without_a_year_just_over_is_left_to_a_person() -> None:
    assert verdicts(SIGNED, "请各单位于5月30日前将整改方案报市绩效办。") == [("2026-05-30", "2026-06-12", None)]


def test_a_day_without_a_year_in_lasting_rules_comes_round_every_year() -> None:
    rules = Notice(kind="通知", title="关于印发考核办法的通知", date=date(2026, 6, 12))
    assert checks(SIGNED, "各单位于5月30日前将上年度总结报市绩效办。", notice=rules) == []


def test_a_day_that_only_a_portal_gives_is_no_signing() -> None:
    assert checks("请各单位于2026年5月30日前将整改方案报市绩效办。") == []


def test_a_stretch_that_ends_before_it_begins_is_wrong() -> None:
    assert [check.ok for check in checks("于2026年7月20日至15日开展自查。")] == [False]
    assert checks("于2026年7月15日至20日开展自查。") == []


def test_a_deadline_outside_the_stage_of_its_heading_is_left_to_a_person() -> None:
    (check,) = checks(
        "（二）制定方案（2026年7月至11月）",
        "各县于2026年6月30日前印发方案，2026年7月5日前报市绩效办备案。",
        "（三）总结（2026年12月）",
        "各县于2026年12月20日前报送总结。",
    )
    assert (check.stated, check.found, check.ok) == ("2026-06-30", "2026年7月至11月", None)
    assert check.note == (
        "“2026年6月30日前”（2026年6月30日）早于所在阶段“（二）制定方案”的期间“2026年7月至11月”，请核对。"
    )


def test_a_stage_ends_with_the_next_heading_of_its_level_and_not_with_one_below() -> None:
    found = verdicts(
        "（一）制定方案（2026年7月至8月）",
        "1.各县于2026年9月5日前印发方案。",
        "（二）检查",
        "各县于2026年10月5日前完成自查。",
    )
    assert found == [("2026-09-05", "2026年7月至8月", None)]


@pytest.mark.parametrize(("report", "ok"), [("12月10日", [False]), ("12月31日", [])])
def test_results_are_reported_after_the_tasks_of_the_table_end(report: str, ok: list[bool]) -> None:
    table = [
        TASKS,
        ["1", "路灯不亮", "修复路灯", "2026年11月30日", "城管局"],
        ["2", "井盖缺失", "补齐井盖", "2026年12月31日", "住建局"],
    ]
    found = checks(f"各单位于2026年{report}前将整改完成情况书面报市绩效办。", table)
    assert [check.ok for check in found] == ok
    assert [check.note for check in found] == [
        "完成情况须于2026年12月10日前报送，早于表1中的完成时限2026年12月31日（第 2 行）。" for _ in ok
    ]


def test_a_report_of_progress_may_come_before_the_tasks_end() -> None:
    table = [TASKS, ["1", "路灯不亮", "修复路灯", "2026年12月31日", "城管局"]]
    assert checks("各单位于2026年9月10日前将上半年整改情况报市绩效办。", table) == []


def test_rows_due_before_the_signing_are_one_question_for_the_table() -> None:
    table = [
        TASKS,
        ["1", "路灯不亮", "修复路灯", "2026年4月30日", "城管局"],
        ["2", "井盖缺失", "补齐井盖", "2026年5月31日", "住建局"],
        ["3", "积水", "改造管网", "2026年12月31日", "住建局"],
    ]
    (check,) = checks(SIGNED, table)
    assert (check.ok, check.note) == (None, "表1第 1、2 行的完成时限早于成文日期2026年6月12日，请核对。")


def test_one_action_of_one_body_with_two_days_is_left_to_a_person() -> None:
    (check,) = checks(
        "各责任单位要于2026年11月20日前填报整改完成情况一览表。",
        "各责任单位要于2026年11月30日前填报整改完成情况一览表。",
    )
    assert (check.stated, check.found, check.ok) == ("2026-11-30", "2026-11-20", None)


def test_two_actions_with_two_days_are_no_contradiction() -> None:
    assert checks("各单位于2026年7月5日前将方案报市绩效办，于2026年11月20日前将总结报市绩效办。") == []
