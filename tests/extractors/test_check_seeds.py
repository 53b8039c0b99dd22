"""What the checks say of the five seed notices, against the contradictions that were found in them by hand."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from corpus.records import Check
from extractors.extract import extract_file

SHARED = Path(os.environ.get("MINYI_SHARED", Path(__file__).parents[3] / "shared"))
SEEDS = SHARED / "seeds"

pytestmark = pytest.mark.skipif(not (SEEDS / "gold.json").exists(), reason="the seed notices are not on this machine")


@cache
def checks(number: str) -> tuple[Check, ...]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return extract_file(path, path.name).checks


def verdicts(number: str, rule: str) -> list[tuple[str | None, str | None, bool | None]]:
    return [(check.stated, check.found, check.ok) for check in checks(number) if check.rule == rule]


def test_the_six_sources_of_a_seed_make_its_total() -> None:
    assert ("547", "547", True) in verdicts("000", "stated_total")


def test_the_constructive_comments_of_a_seed_are_the_rows_of_its_table() -> None:
    assert verdicts("001", "constructive_count") == [("4", "4", True)]
    assert verdicts("001", "stated_total") == [("16", "4", None)]


def test_the_weekdays_of_a_seed_are_those_of_the_calendar() -> None:
    assert [ok for _, _, ok in verdicts("003", "weekday")] == [True, True]


def test_a_seeds_stage_that_began_before_its_signing_and_the_day_before_its_stage_are_asked_about() -> None:
    assert verdicts("000", "deadline_order") == [
        ("2019-05-01", "2019-06-12", None),
        ("2019-06-30", "2019年7月至11月", None),
    ]


def test_a_seeds_report_of_results_is_due_before_the_tasks_of_its_table() -> None:
    assert verdicts("001", "deadline_order") == [("2022-12-10", "2022-12-31", False)]


def test_the_road_of_a_seeds_second_row_is_another_one_in_its_goal() -> None:
    (check,) = [check for check in checks("001") if check.rule == "place_mismatch"]
    assert (check.source.table, check.source.row, check.ok) == (1, 2, None)


def test_the_grades_and_weights_of_a_seed_make_a_hundred() -> None:
    assert [ok for _, _, ok in verdicts("004", "shares")] == [True, True, True, True]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_nothing_else_in_a_seed_is_called_wrong_or_doubtful(number: str) -> None:
    rules = ("shares", "column_total", "difference", "parts_sum", "weekday", "dates_agree")
    assert [check for check in checks(number) if check.rule in rules and check.ok is not True] == []
