"""Weekdays beside dates, days that no calendar has, and the dates of a notice with one another."""

from __future__ import annotations

from datetime import date

import pytest
from documents import document, source

from corpus.records import Check, Document, Notice, Paragraph
from extractors.checks.dates import check_calendar, check_own_dates, check_weekdays
from extractors.tables.tables import tables

SIGNED = Notice(number="澜绩发〔2026〕3号", date=date(2026, 3, 9))


def weekdays(text: str, notice: Notice | None = SIGNED) -> list[tuple[str, str | None, bool | None]]:
    return [(check.quote, check.found, check.ok) for check in check_weekdays(document(text), notice, ())]


def own(found: Document, notice: Notice) -> list[Check]:
    return list(check_own_dates(found, notice))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("请于2026年3月13日（星期五）前报送。", "2026年3月13日（星期五）"),
        ("请于3月13日(周五)下午下班前报送。", "3月13日(周五)"),
        ("请于3月13日星期五前报送。", "3月13日星期五"),
        ("请于3 月 13 日 （星期 五）前报送。", "3 月 13 日（星期五）"),
        ("请于本周五（3月13日）前报送。", "本周五（3月13日）"),
        ("请于3月13日（本周五，节前最后一天）前报送。", "3月13日（本周五，节前最后一天）"),
        ("请于２０２６年３月１３日（星期五）前报送。", "２０２６年３月１３日（星期五）"),
    ],
)
def test_a_weekday_that_the_calendar_has_is_confirmed(text: str, quote: str) -> None:
    assert weekdays(text) == [(quote, "星期五", True)]


def test_a_weekday_that_the_calendar_does_not_have_is_wrong_and_the_note_says_the_right_one() -> None:
    (check,) = check_weekdays(document("请于3月13日（星期四）前报送。"), SIGNED, ())
    assert (check.stated, check.found, check.ok) == ("星期四", "星期五", False)
    assert check.note == "2026年3月13日是星期五，文中写星期四。"
    assert check.source.span == (2, 12)


def test_a_day_without_a_year_after_new_year_lies_in_the_next_year() -> None:
    signed = Notice(date=date(2026, 12, 21))
    assert weekdays("请于1月8日（星期五）前报送。", signed) == [("1月8日（星期五）", "星期五", True)]


def test_the_second_day_of_a_stretch_takes_the_month_of_the_first() -> None:
    assert weekdays("于3月13日（星期五）至15日（星期六）开展。") == [
        ("3月13日（星期五）", "星期五", True),
        ("15日（星期六）", "星期日", False),
    ]


def test_the_year_of_the_sentence_goes_before_that_of_the_notice() -> None:
    assert weekdays("2025年3月10日启动，3月13日（星期四）结束。") == [("3月13日（星期四）", "星期四", True)]


@pytest.mark.parametrize("text", ["自3月13日起周一至周五开放。", "3月13日（周四至周六）开放。", "3月13日周年庆。"])
def test_a_stretch_of_weekdays_names_no_day(text: str) -> None:
    assert weekdays(text) == []


@pytest.mark.parametrize("notice", [None, Notice(title="关于2025年度工作的通知")])
def test_without_a_year_nothing_is_decided(notice: Notice | None) -> None:
    assert weekdays("请于3月13日（星期四）前报送。", notice) == [("3月13日（星期四）", None, None)]


def test_a_written_year_needs_no_notice() -> None:
    assert weekdays("请于2026年3月13日（星期五）前报送。", None) == [("2026年3月13日（星期五）", "星期五", True)]


def test_the_year_of_the_number_serves_where_no_signing_is_known() -> None:
    assert weekdays("请于3月13日（星期五）前报送。", Notice(number="澜绩发〔2026〕3号")) == [
        ("3月13日（星期五）", "星期五", True)
    ]


def test_a_date_that_was_hardly_recognised_is_left_alone() -> None:
    unsure = Paragraph("请于3月13日（星期四）前，即6月31日前报送。", source(paragraph=1), confidence=0.4)
    assert list(check_weekdays(document(unsure), SIGNED, ())) == []
    assert list(check_calendar(document(unsure), SIGNED, ())) == []


def test_a_weekday_in_a_cell_is_checked_once_where_the_cell_is_merged() -> None:
    rows = [["序号", "整改内容", "完成时限"], ["1", "路灯", "3月13日（周四）"], ["2", "井盖", "3月13日（周四）"]]
    found = document(rows)
    (check,) = check_weekdays(found, SIGNED, tables(found))
    assert (check.ok, check.source.row, check.source.column) == (False, 1, 3)


@pytest.mark.parametrize("text", ["请于6月31日前报送。", "2026年2月29日前完成。", "于２月３０日前报送。"])
def test_a_day_that_no_month_has_is_wrong(text: str) -> None:
    (check,) = check_calendar(document(text), SIGNED, ())
    assert (check.rule, check.ok) == ("dates_agree", False)


@pytest.mark.parametrize("text", ["2028年2月29日前完成。", "请于2月29日前完成。", "请于5月31日前完成。", "11月30日前"])
def test_a_day_that_the_calendar_may_have_is_none(text: str) -> None:
    assert list(check_calendar(document(text), None, ())) == []


def test_a_number_of_a_later_year_than_the_signing_is_wrong() -> None:
    (check,) = own(document("通知", "2026年3月9日"), Notice(number="澜绩发〔2027〕3号", date=date(2026, 3, 9)))
    assert (check.stated, check.ok) == ("2027", False)
    assert check.note == "发文字号“澜绩发〔2027〕3号”的年份晚于成文日期2026年3月9日，请核对。"


def test_a_number_of_the_year_before_may_be_signed_in_january_but_not_in_june() -> None:
    number = "澜绩发〔2025〕98号"
    assert own(document("2026年1月5日"), Notice(number=number, date=date(2026, 1, 5))) == []
    (check,) = own(document("2026年6月5日"), Notice(number=number, date=date(2026, 6, 5)))
    assert check.ok is None


def test_a_day_that_only_a_portal_gives_is_not_held_against_the_number() -> None:
    assert own(document("通知"), Notice(number="澜绩发〔2027〕3号", date=date(2026, 3, 9))) == []


def test_a_notice_is_not_printed_before_it_is_signed() -> None:
    signed = date(2026, 3, 9)
    (check,) = own(document("2026年3月9日"), Notice(date=signed, printed_on=date(2026, 3, 6)))
    assert (check.stated, check.found, check.ok) == ("2026-03-06", "2026-03-09", False)
    assert own(document("2026年3月9日"), Notice(date=signed, printed_on=date(2026, 3, 10))) == []
