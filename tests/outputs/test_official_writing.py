"""Numbers of headings and days as official documents write them."""

from __future__ import annotations

from datetime import date

import pytest

from outputs.official_writing import chinese_day, heading_number


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四"), (99, "九十九")],
)
def test_a_heading_is_numbered_in_chinese(number: int, written: str) -> None:
    assert heading_number(number) == written


def test_a_day_has_no_noughts() -> None:
    assert chinese_day(date(2026, 3, 2)) == "2026年3月2日"
