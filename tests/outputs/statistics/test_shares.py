"""Shares add up, and changes say what they are held against."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.statistics.shares import change, difference, rate, shares


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((1, 1, 1), ("33.4%", "33.3%", "33.3%")),  # 0.1 is left, and goes to the first of equal remainders
        ((2, 1), ("66.7%", "33.3%")),
        ((1, 0), ("100.0%", "0.0%")),
        ((76, 138, 80, 164, 74, 15), ("13.9%", "25.2%", "14.6%", "30.0%", "13.5%", "2.8%")),
        ((0, 0), ("—", "—")),
        ((), ()),
    ],
)
def test_shares_are_rounded_by_the_largest_remainder(parts: tuple[int, ...], said: tuple[str, ...]) -> None:
    assert shares(parts) == said


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60).filter(any))
def test_shares_always_add_up_to_a_hundred(parts: list[int]) -> None:
    assert sum(Decimal(one.rstrip("%")) for one in shares(parts)) == Decimal("100.0")


def test_a_rate_is_rounded_half_up() -> None:
    assert [rate(9, 547), rate(1, 16), rate(0, 0)] == ["1.6%", "6.3%", "—"]  # 1.645…, 6.25


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (547, 443, ("-104", "-19.0%")),
        (8, 10, ("+2", "+25.0%")),
        (5, 5, ("0", "0.0%")),
        (0, 3, ("+3", "新增")),
        (3, 0, ("-3", "本年没有")),
        (0, 0, ("0", "—")),
    ],
)
def test_a_change_is_held_against_the_year_before(before: int, now: int, said: tuple[str, str]) -> None:
    assert (difference(before, now), change(before, now)) == said
