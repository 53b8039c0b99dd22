"""Deadlines and days that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from invented_batch import MADE_ON, goal_tasks, notice_extraction

from corpus.records import Check, Deadline, DeadlineKind, Extraction, Source, Task
from corpus.registry import SHIPPED
from outputs.deadlines.conflicts import conflict_rows
from outputs.deadlines.schedule import dated, schedule
from outputs.frame import Frame

SHA = "c" * 64
FIRST = Source("来文/通知.docx", SHA, paragraph=20, pages=(3,))
SECOND = Source("来文/通知.docx", SHA, paragraph=30, pages=(4,))


def notice(*deadlines: Deadline, checks: Sequence[Check] = ()) -> Extraction:
    return replace(notice_extraction(), deadlines=deadlines, checks=tuple(checks))


def by(day: date, at: Source = FIRST, actor: str = "各单位", action: str = "备案整改方案") -> Deadline:
    quote = f"{day.year}年{day.month}月{day.day}日前"
    return Deadline(quote, DeadlineKind.BY, at, end=day, actor=actor, action=action)


def rows(extraction: Extraction, *tasks: Task) -> list[dict[str, str]]:
    items = dated([(extraction, d) for d in extraction.deadlines], tasks)
    positions = {id(task): at for at, task in enumerate(tasks, 1)}
    return conflict_rows([extraction], items, positions, SHIPPED)


def task(day: date, **more: object) -> Task:
    made = replace(goal_tasks()[0], deadline=f"{day.year}年{day.month}月{day.day}日", due=day)
    return replace(made, **more)  # type: ignore[arg-type]


def test_two_days_of_one_action_stand_with_both_quotes_and_both_places() -> None:
    check = Check(
        "deadline_order",
        "2024年7月5日前",
        SECOND,
        "2024-07-05",
        "2024-06-28",
        None,
        "同一事项有两个期限：“2024年6月28日前”和“2024年7月5日前”，请核对。",
    )
    (row,) = rows(notice(by(date(2024, 6, 28)), by(date(2024, 7, 5), SECOND), checks=[check]))
    assert (row["first"], row["first_place"]) == ("2024年7月5日前", "通知.docx，第4页，第30段")
    assert (row["second"], row["second_place"]) == ("2024年6月28日前", "通知.docx，第3页，第20段")
    assert row["mend"] == "请问发文单位期限是否有误、以哪个为准。"


def test_a_day_before_the_signing_is_held_against_the_day_of_signing() -> None:
    check = Check(
        "deadline_order", "2024年4月10日前", FIRST, "2024-04-10", "2024-04-18", False, "“2024年4月10日前”早于成文日期。"
    )
    (row,) = rows(notice(by(date(2024, 4, 10)), checks=[check]))
    assert row["second"] == "成文日期2024年4月18日"


def test_a_weekday_is_held_against_the_calendar() -> None:
    check = Check(
        "weekday", "7月5日（星期四）", FIRST, "星期四", "星期五", False, "2024年7月5日是星期五，文中写星期四。"
    )
    (row,) = rows(notice(by(date(2024, 7, 5)), checks=[check]))
    assert (row["first"], row["second"]) == ("7月5日（星期四）", "日历：星期五")


def test_what_agrees_is_no_conflict() -> None:
    fine = Check("weekday", "7月5日（星期五）", FIRST, "星期五", "星期五", True)
    other = Check("stated_total", "共5条", FIRST, "5", "4", False, "实有4条")
    assert rows(notice(by(date(2024, 7, 5)), checks=[fine, other])) == []


def report(day: date, at: Source = FIRST, actor: str = "各单位") -> Deadline:
    return replace(by(day, at, actor, "报送整改完成情况一览表"), recipient="县绩效办")


def test_a_task_due_after_its_result_must_be_reported_is_told_with_its_row() -> None:
    found = rows(notice(report(date(2024, 11, 20))), task(date(2024, 11, 20)), task(date(2024, 12, 10)))
    assert [row["why"] for row in found] == [
        "完成情况须于2024年11月20日前报送，清单第2项任务的完成期限2024年12月10日在其后，报送时还没有完成。"
    ]
    assert (found[0]["first"], found[0]["second"]) == ("2024年11月20日前", "2024年12月10日")


def test_a_report_of_another_unit_does_not_count() -> None:
    others = report(date(2024, 11, 20), actor="县教育局")
    assert rows(notice(others), task(date(2024, 12, 10))) == []
    own = report(date(2024, 11, 20), actor="县生态环境局")
    assert len(rows(notice(own), task(date(2024, 12, 10)))) == 1


def test_a_plan_that_is_to_be_reported_is_no_result() -> None:
    plan = replace(by(date(2024, 6, 28), action="报送整改方案"), recipient="县绩效办")
    assert rows(notice(plan), task(date(2024, 12, 10))) == []


def test_what_a_check_and_the_tasks_say_alike_is_said_once() -> None:
    row_at = Source("来文/通知.docx", SHA, table=1, row=2)
    in_table = replace(by(date(2024, 12, 10), row_at), actor=None)
    check = Check(
        "deadline_order",
        "2024年11月20日前",
        FIRST,
        "2024-11-20",
        "2024-12-10",
        False,
        "完成情况须于2024年11月20日前报送。",
    )
    made = notice(report(date(2024, 11, 20)), in_table, checks=[check])
    (row,) = rows(made, task(date(2024, 12, 10), source=row_at))
    assert "清单第1项任务" in row["why"]


def test_a_task_due_before_its_notice_was_signed_is_told() -> None:
    (row,) = rows(notice(), task(date(2024, 4, 10), notice_date=date(2024, 4, 18)))
    assert row["why"] == "清单第1项任务的完成期限2024年4月10日早于来文的成文日期2024年4月18日。"


def test_a_day_on_which_no_office_is_open_is_told_with_the_working_day_before() -> None:
    # Saturday 8 June 2024 begins the Dragon Boat holidays; Friday 7 June is a working day.
    (row,) = rows(notice(by(date(2024, 6, 8))))
    assert row["why"] == "2024年6月8日（星期六）是休息日，到期的有：“备案整改方案”。"
    assert "2024年6月7日" in row["mend"]


def test_a_sunday_that_is_worked_is_a_working_day() -> None:
    # Sunday 28 April 2024 was worked for the holidays of 1 to 5 May.
    assert rows(notice(by(date(2024, 4, 28)))) == []


def test_the_end_of_a_month_names_no_day() -> None:
    # 30 June 2024 is a Sunday.
    assert rows(notice(replace(by(date(2024, 6, 30)), quote="6月底前"))) == []


def test_beyond_the_known_holidays_nothing_is_guessed() -> None:
    assert rows(notice(by(date(2099, 10, 1)))) == []


def test_the_conflicts_are_a_second_table_of_the_schedule() -> None:
    made = notice(by(date(2024, 6, 8)))
    deadlines = [(made, d) for d in made.deadlines]
    found = conflict_rows([made], dated(deadlines, ()), {}, SHIPPED)
    times, conflicts = schedule(deadlines, (), Frame(MADE_ON), found).tables
    assert (times.part.tab, conflicts.part.tab) == ("时限表", "期限冲突")
    assert conflicts.heading == "二、期限冲突（1项）"
