"""A calendar for each department."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
from invented_batch import comment_tasks, goal_tasks, notice_extraction

from corpus.records import Deadline, DeadlineKind, Extraction, Source
from corpus.registry import SHIPPED
from outputs.assignment import by_department
from outputs.deadlines.calendars import calendars
from outputs.deadlines.ics import Event, calendar
from outputs.deadlines.schedule import dated

AT = Source("来文/通知.docx", "c" * 64, paragraph=20)


def due(day: date, actor: str | None, action: str) -> Deadline:
    return Deadline(f"{day.month}月{day.day}日前", DeadlineKind.BY, AT, end=day, actor=actor, action=action)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    notice = notice_extraction()
    mine = due(date(2024, 6, 3), "县生态环境局", "报送码头方案")
    others = due(date(2024, 6, 4), "县教育局", "报送校车方案")
    nobodys = due(date(2024, 6, 5), None, "公示")
    tasks = (*goal_tasks(), *comment_tasks(5))
    deadlines: list[tuple[Extraction, Deadline]] = [(notice, d) for d in (*notice.deadlines, mine, others, nobodys)]
    return dict(calendars(dated(deadlines, tasks), tasks, SHIPPED))


def summaries(ics: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(ics).walk("VEVENT")]


def test_a_department_has_its_tasks_and_what_is_asked_of_it_of_everybody_or_of_nobody(made: dict[str, bytes]) -> None:
    assert summaries(made["时限/县生态环境局.ics"]) == [
        "县生态环境局：报送码头方案",
        "公示",
        "各单位：任务分解",
        "各单位：报送整改完成情况一览表",
        "县生态环境局：1项整改任务到期",
    ]


def test_a_calendar_is_called_as_the_breakdown_table_and_says_whose_it_is(made: dict[str, bytes]) -> None:
    tables = {f"时限/{one.file_name}.ics" for one in by_department((*goal_tasks(), *comment_tasks(5)))}
    assert set(made) <= tables
    book = icalendar.Calendar.from_ical(made["时限/县生态环境局.ics"])
    assert book["X-WR-CALNAME"] == "整改时限（县生态环境局）"


def test_every_event_reminds_a_week_and_a_day_before(made: dict[str, bytes]) -> None:
    for ics in made.values():
        for event in icalendar.Calendar.from_ical(ics).walk("VEVENT"):
            alarms = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
            assert alarms == [timedelta(days=-7), timedelta(days=-1)]


def test_what_nobody_has_been_found_for_has_no_calendar(made: dict[str, bytes]) -> None:
    assert not any("待人工确定" in path for path in made)


def test_a_department_without_any_day_has_no_calendar() -> None:
    tasks = (replace(goal_tasks()[1], due=None),)
    assert dict(calendars(dated([], tasks), tasks, SHIPPED)) == {}


def test_a_short_name_in_a_notice_is_the_departments_own() -> None:
    tasks = (replace(goal_tasks()[0], given_responsible="县人力资源和社会保障局"),)
    items = dated([(notice_extraction(), due(date(2024, 6, 3), "县人社局", "报送台账"))], tasks)
    assert "县人社局：报送台账" in summaries(dict(calendars(items, tasks, SHIPPED))["时限/县人力资源和社会保障局.ics"])


def test_a_calendar_holds_no_control_characters() -> None:
    day = date(2024, 5, 30)
    data = calendar([Event(day, day, "报送\x01材料", "县\x00教育局\r\nEND:VCALENDAR")], "城\x1f管局")
    assert not [byte for byte in data if byte < 32 and byte not in b"\r\n"]
    assert [str(e["summary"]) for e in icalendar.Calendar.from_ical(data).walk("VEVENT")] == ["报送材料"]
