from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
from invented_batch import MADE_ON, batch, goal_tasks, notice_extraction

from corpus.records import Check, Counted, CountUnit, Deadline, DeadlineKind, Source
from outputs.deadlines.ics import Event, calendar
from outputs.deadlines.schedule import dated, days, events, schedule
from outputs.frame import Frame


@pytest.fixture(scope="module")
def deadlines():
    extraction = notice_extraction()
    return [(extraction, d) for d in extraction.deadlines]


@pytest.fixture(scope="module")
def rows(deadlines):
    sheet = schedule(deadlines, goal_tasks(), Frame(MADE_ON))
    (table,) = sheet.tables
    return [dict(zip((c.key for c in table.columns), r, strict=True)) for r in table.rows]


def parsed(deadlines, tasks):
    return icalendar.Calendar.from_ical(calendar(events(deadlines, tasks))).walk("VEVENT")


def test_deadlines_of_notices_and_tasks_stand_by_date_and_undated_ones_last(rows):
    assert [r["date"] for r in rows] == ["2024-05-01 至 2024-06-30", "2024-11-20", "2024-12-10", "", "", ""]
    assert [r["kind"] for r in rows] == ["起止期间", "截止日期", "截止日期", "另行通知", "长期或立即", "无确定日期"]


def test_the_weekday_of_the_last_day_is_said(rows):
    # 30 June 2024 is a Sunday, 20 November 2024 a Wednesday, 10 December 2024 a Tuesday.
    assert [r["weekday"] for r in rows] == ["周日", "周三", "周二", "", "", ""]


def test_the_deadline_of_a_row_and_of_its_task_are_one():
    task = replace(goal_tasks()[0], deadline="2024年7月至9月", due=date(2024, 9, 30))
    own = Deadline(
        "2024年\n7月至9月", DeadlineKind.RANGE, task.source, date(2024, 7, 1), date(2024, 9, 30), actor="县局"
    )
    (item,) = dated([(notice_extraction(), own)], [task])
    assert (item.deadline.quote, days(item.deadline)) == ("2024年7月至9月", "2024-07-01 至 2024-09-30")
    assert (item.kind, item.deadline.actor, item.of_task) == ("起止期间", "县生态环境局", True)


def test_a_rows_deadline_without_a_task_stays():
    other = Source("来文/方案.docx", "b" * 64, table=1, row=9)
    own = Deadline("2024年9月30日", DeadlineKind.BY, other, end=date(2024, 9, 30))
    assert len(dated([(notice_extraction(), own)], goal_tasks())) == 3


def test_a_beginning_without_an_end_is_said_to_be_one():
    start = Deadline("第四季度开始", DeadlineKind.RANGE, goal_tasks()[0].source, start=date(2024, 10, 1))
    assert days(start) == "2024-10-01 起"


def test_an_inferred_year_is_said(rows):
    assert [r["inferred"] for r in rows][:2] == ["推定", ""]


COUNTED = Deadline(
    "本通知印发之日起10日内",
    DeadlineKind.RELATIVE,
    Source("来文/方案.docx", "b" * 64, paragraph=4),
    end=date(2024, 6, 11),
    counted=Counted(10, CountUnit.DAY, "本通知印发之日"),
)


def test_a_day_that_was_counted_out_is_said_to_be():
    (table,) = schedule([(notice_extraction(), COUNTED)], [], Frame(MADE_ON)).tables
    (row,) = (dict(zip((c.key for c in table.columns), r, strict=True)) for r in table.rows)
    assert [row[key] for key in ("date", "weekday", "kind", "inferred")] == ["2024-06-11", "周二", "相对期限", "推算"]


def test_a_limit_from_an_event_that_nobody_knows_has_no_day_to_be_doubted():
    (table,) = schedule([(notice_extraction(), replace(COUNTED, end=None))], [], Frame(MADE_ON)).tables
    (row,) = (dict(zip((c.key for c in table.columns), r, strict=True)) for r in table.rows)
    assert row["quote"] == "本通知印发之日起10日内"
    assert row.keys().isdisjoint({"date", "inferred"})  # columns in which nothing stands are left out


def rows_of(extraction, *found):
    (table,) = schedule([(extraction, d) for d in found], [], Frame(MADE_ON)).tables
    return [dict(zip((c.key for c in table.columns), r, strict=True)) for r in table.rows]


def addressed(*addressees):
    extraction = notice_extraction()
    return replace(extraction, notice=replace(extraction.notice, addressees=addressees, urgency="特急"))


def test_the_notices_urgency_stands_beside_each_of_its_deadlines(deadlines):
    extraction = addressed("县财政局")
    assert {row["urgency"] for row in rows_of(extraction, *extraction.deadlines)} == {"特急"}
    assert "urgency" not in rows_of(*deadlines[0])[0]


@pytest.mark.parametrize(
    ("actor", "addressees", "shown"),
    [
        ("贵局", ("县财政局",), "贵局（县财政局）"),
        ("你单位", ("县供水公司",), "你单位（县供水公司）"),
        ("贵局", ("县财政局", "县教育局"), "贵局"),
        ("贵阳市", ("县财政局",), "贵阳市"),
    ],
)
def test_who_is_meant_by_your_office_is_the_only_addressee(actor, addressees, shown):
    (row,) = rows_of(addressed(*addressees), replace(COUNTED, actor=actor))
    assert row["actor"] == shown


def test_what_makes_a_day_doubtful_is_said_in_the_schedule_and_in_the_calendar():
    said = "2024年6月11日是星期二，文中写星期三。"
    check = Check("weekday", COUNTED.quote, COUNTED.source, "星期三", "星期二", False, said)
    extraction = replace(notice_extraction(), checks=(check,))
    (row,) = rows_of(extraction, COUNTED)
    (event,) = events([(extraction, COUNTED)], [])
    assert row["remark"] == said
    assert f"注意：{said}" in event.description


def test_a_calendar_says_that_a_day_was_counted_out():
    (event,) = events([(notice_extraction(), COUNTED)], [])
    assert "日期为推算，请核对原件。" in event.description


def test_a_tasks_deadline_names_its_units_and_its_text(rows):
    assert rows[2]["actor"] == "县生态环境局"
    said = "整改：120230070900901 码头一带灰尘大，货车过后桌上一层灰。\n目标：码头堆场全部覆盖，道路每日洒水四次。"
    assert rows[2]["action"] == said
    assert rows[5]["actor"] == "城市管理监督局、县公安局"


def test_dated_deadlines_are_all_day_events_that_end_the_day_after(deadlines):
    found = parsed(deadlines, goal_tasks())
    assert [(e.decoded("dtstart"), e.decoded("dtend")) for e in found] == [
        (date(2024, 5, 1), date(2024, 7, 1)),
        (date(2024, 11, 20), date(2024, 11, 21)),
        (date(2024, 12, 10), date(2024, 12, 11)),
    ]


def test_each_event_reminds_a_week_and_a_day_before(deadlines):
    for event in parsed(deadlines, goal_tasks()):
        alarms = [a.decoded("trigger") for a in event.walk("VALARM")]
        assert alarms == [timedelta(days=-7), timedelta(days=-1)]


def test_an_event_says_who_what_the_quote_and_the_source(deadlines):
    event = parsed(deadlines, ())[1]
    assert event["summary"] == "各单位：报送整改完成情况一览表"
    assert "原文：2024年11月20日前" in event["description"]
    assert "来源：通知.docx，第2页，第12段" in event["description"]


def test_tasks_of_one_department_and_day_are_one_event():
    task = goal_tasks()[0]
    many = [replace(task, text=f"第{n}段路面破损。") for n in range(30)]
    (event,) = parsed([], many)
    assert event["summary"] == "县生态环境局：30项整改任务到期"
    assert "其余20项见时限表" in event["description"]


def test_the_calendar_is_the_same_every_time_and_its_identifiers_come_from_the_content(deadlines):
    first = calendar(events(deadlines, goal_tasks()))
    assert first == calendar(events(deadlines, goal_tasks()))
    identifiers = [str(e["uid"]) for e in parsed(deadlines, goal_tasks())]
    assert len(set(identifiers)) == 3
    later = [(e, replace(d, end=d.end + timedelta(days=1)) if d.end else d) for e, d in deadlines]
    assert str(parsed(later, ())[1]["uid"]) not in identifiers


def test_an_event_that_comes_twice_stands_once():
    event = Event(date(2024, 1, 1), date(2024, 1, 1), "甲", "乙")
    assert calendar([event, event]).count(b"BEGIN:VEVENT") == 1


def test_no_line_of_the_calendar_is_longer_than_75_bytes(deadlines):
    lines = calendar(events(deadlines, batch().tasks)).split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
