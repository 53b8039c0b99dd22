"""Numerals, periods and the year that a notice leaves out."""

from datetime import date

import pytest

from corpus.records import Notice
from extractors.deadlines.dates import Anchor, Period, anchor, period
from extractors.numerals import numeral

SIGNED = Anchor(2021, date(2021, 4, 8))


@pytest.mark.parametrize(
    ("written", "number"),
    [("12月", 12), ("十二月", 12), ("二十日", 20), ("三十一日", 31), ("十日", 10), ("六月", 6), ("二〇一九年", 2019)],
)
def test_numerals_are_read_in_digits_and_in_chinese(written: str, number: int) -> None:
    assert numeral(written) == number


def test_a_text_without_a_numeral_has_no_number() -> None:
    assert numeral("上旬") is None


@pytest.mark.parametrize(("part", "last"), [("上旬", 10), ("中旬", 20), ("下旬", 28)])
def test_a_ten_day_period_ends_on_the_tenth_the_twentieth_or_the_months_last_day(part: str, last: int) -> None:
    assert period([("YEAR", "2021年"), ("MONTH", "2月"), ("TENDAY", part)], SIGNED).end == date(2021, 2, last)


def test_february_ends_on_the_29th_in_a_leap_year() -> None:
    assert period([("YEAR", "2024年"), ("MONTH", "2月")], SIGNED).end == date(2024, 2, 29)


def test_a_quarter_lasts_three_months() -> None:
    assert period([("QUARTER", "第三季度")], SIGNED) == Period(date(2021, 7, 1), date(2021, 9, 30), True)


def test_a_day_that_the_calendar_does_not_have_gives_no_date() -> None:
    assert period([("YEAR", "2021年"), ("MONTH", "2月"), ("DAY", "30日")], SIGNED) == Period(None, None)


def test_a_missing_year_is_the_notices_and_is_marked() -> None:
    assert period([("MONTH", "9月"), ("DAY", "3日")], SIGNED) == Period(date(2021, 9, 3), date(2021, 9, 3), True)


def test_january_in_a_notice_of_december_is_next_january() -> None:
    origin = Anchor(2021, date(2021, 12, 20))
    assert period([("MONTH", "1月"), ("DAY", "15日")], origin).end == date(2022, 1, 15)


def test_next_year_is_counted_from_the_notices_year() -> None:
    assert period([("YEAR", "次年"), ("MONTH", "1月")], SIGNED).end == date(2022, 1, 31)


def test_the_end_of_a_stretch_takes_month_and_year_from_its_beginning() -> None:
    found = period([("YEAR", "2021年"), ("MONTH", "11月"), ("DAY", "20"), ("DASH", "—"), ("DAY", "30日")], SIGNED)
    assert found == Period(date(2021, 11, 20), date(2021, 11, 30))


def test_a_stretch_from_november_to_february_ends_in_the_next_year() -> None:
    found = period([("YEAR", "2023年"), ("MONTH", "11月"), ("DASH", "至"), ("MONTH", "2月")], SIGNED)
    assert found == Period(date(2023, 11, 1), date(2024, 2, 29), year_inferred=True)


def test_a_stretch_over_the_new_year_without_a_year_keeps_its_beginning() -> None:
    found = period([("MONTH", "11月"), ("DASH", "至"), ("MONTH", "1月")], SIGNED)
    assert found == Period(date(2021, 11, 1), date(2022, 1, 31), True)


def test_without_any_year_there_is_no_date() -> None:
    assert period([("MONTH", "9月")], Anchor()) == Period(None, None)


def test_the_signed_date_goes_before_the_number() -> None:
    notice = Notice(date=date(2022, 1, 5), number="松绩办发〔2021〕44号")
    assert anchor(notice) == Anchor(2022, date(2022, 1, 5))


def test_an_undated_notice_speaks_from_the_year_of_its_number_then_of_its_title() -> None:
    assert anchor(Notice(number="松绩办发〔2021〕44号", title="2020年度考评工作方案")) == Anchor(2021)
    assert anchor(Notice(title="2020年度考评工作方案")) == Anchor(2020)
