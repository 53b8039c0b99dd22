"""Points by unit, and tasks by when they are due."""

from __future__ import annotations

from datetime import UTC, date, datetime

from statistics_made import TODAY, batch_of, comment, decided, deduction

from corpus.records import Closing, Step, StepDone
from outputs.statistics.statistics import statistics


def test_points_are_added_up_by_unit_as_decimals() -> None:
    made = batch_of(
        deduction("a", "0.1", "县发改局"),
        deduction("b", "0.2", "县发改局"),
        deduction("c", "2.70", None, "县教育局"),
    )
    section = statistics(made).section("deductions")
    assert section.tables[0].rows == (("县教育局", "1", "2.7", "90.0%"), ("县发改局", "2", "0.3", "10.0%"))
    assert section.tables[0].total == ("合计", "3", "3", "100.0%")
    assert section.said == ("指标扣分3项，涉及2个单位，扣分合计3分。",)


def test_points_that_are_no_number_are_said_to_be_missing() -> None:
    section = statistics(batch_of(deduction("a", "该项不得分", "县发改局"), deduction("b", "1", "县发改局"))).section(
        "deductions"
    )
    assert "其中1项没有写明分值，未计入合计。" in section.said
    assert section.tables[0].summed("points") == "1"


def test_tasks_are_counted_by_how_near_their_day_is() -> None:
    closed = Closing((StepDone(Step.CLOSE, TODAY, "甲", datetime(2024, 5, 1, tzinfo=UTC)),))
    made = batch_of(
        comment("closed", due=date(2024, 5, 1)),
        comment("over", due=date(2024, 5, 19), number="120230070900003"),
        comment("today", due=date(2024, 5, 20)),
        comment("week", due=date(2024, 5, 27)),
        comment("month", due=date(2024, 5, 28)),
        comment("last", due=date(2024, 6, 19)),
        comment("later", due=date(2024, 6, 20)),
        comment("never"),
        decided(comment("nobody", due=date(2024, 5, 1)), None, "无明确指向"),
        closings={"closed": closed},
    )
    section = statistics(made).section("due")
    due, overdue, _ = section.tables
    heads = [column.heading for column in due.columns]
    assert heads == ["单位", "已销号", "已逾期", "7日内", "30日内", "30日以后", "无期限", "合计"]
    assert due.total == ("合计", "1", "1", "2", "2", "1", "2", "9")
    assert overdue.rows == (("2", "120230070900003\n河堤路灯不亮。", "县住建局", "2024-05-19", "1天"),)
    assert section.said == ("任务9项，已逾期1项，30日内到期4项。",)
