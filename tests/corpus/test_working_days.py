"""Working days by the State Council's holiday calendar."""

from datetime import date

import pytest

from corpus.working_days import working_day_after


@pytest.mark.parametrize(
    ("event", "number", "last"),
    [
        (date(2021, 4, 8), 1, date(2021, 4, 9)),  # Thursday, Friday
        (date(2021, 4, 8), 2, date(2021, 4, 12)),  # over a weekend
        (date(2021, 4, 10), 1, date(2021, 4, 12)),  # the event is on a Saturday
        (date(2021, 4, 8), 10, date(2021, 4, 22)),
    ],
)
def test_the_day_of_the_event_and_weekends_do_not_count(event: date, number: int, last: date) -> None:
    assert working_day_after(event, number) == last


def test_a_sunday_that_is_worked_for_a_holiday_counts() -> None:
    # 25 April 2021 was worked for the holidays of 1 to 5 May.
    assert working_day_after(date(2021, 4, 23), 1) == date(2021, 4, 25)


def test_holidays_do_not_count() -> None:
    # 1 to 8 October 2020 were free, Friday 9 and Saturday 10 October were worked.
    assert [working_day_after(date(2020, 9, 30), number) for number in (1, 2)] == [
        date(2020, 10, 9),
        date(2020, 10, 10),
    ]


@pytest.mark.parametrize("event", [date(2089, 3, 1), date(1998, 3, 2)])
def test_a_year_whose_holidays_are_not_known_gives_no_day(event: date) -> None:
    assert working_day_after(event, 5) is None


def test_a_number_that_no_limit_has_gives_no_day() -> None:
    assert working_day_after(date(2021, 4, 8), 999) is None
    assert working_day_after(date(2021, 4, 8), 0) is None
