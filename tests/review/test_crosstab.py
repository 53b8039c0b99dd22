"""Counts as tables: what is kept, what is joined, and that nothing gets lost."""

from __future__ import annotations

import pytest

from review.figures.crosstab import Head, cross, sums
from review.filters import NOT_SAID

COUNTS = {
    ("教育", "市教育局"): 5,
    ("教育", "市公安局"): 1,
    ("水利", "市水利局"): 4,
    ("交通", "市交通局"): 2,
    ("交通", NOT_SAID): 1,
    ("文体", "市文旅局"): 1,
    (NOT_SAID, NOT_SAID): 7,
}


def test_the_most_frequent_come_first_and_what_has_no_value_last() -> None:
    table = cross(COUNTS, "domain", "lead")
    assert [head.value for head in table.rows] == ["教育", "水利", "交通", "文体", NOT_SAID]
    assert table.cells[0] == (5, 0, 0, 1, 0, 0)
    assert table.row_sums == (6, 4, 3, 1, 7)


def test_beyond_the_first_rows_the_others_are_one() -> None:
    table = cross(COUNTS, "domain", "lead", top_rows=2, top_columns=1)
    assert table.rows == (Head("教育"), Head("水利"), Head(None, 2), Head(NOT_SAID))
    assert table.columns == (Head("市教育局"), Head(None, 4), Head(NOT_SAID))
    assert table.cells == ((5, 1, 0), (0, 4, 0), (0, 3, 1), (0, 0, 7))


def test_a_rest_of_one_is_shown_as_itself() -> None:
    assert [head.value for head in cross(COUNTS, "domain", "lead", top_rows=3).rows] == [
        "教育",
        "水利",
        "交通",
        "文体",
        NOT_SAID,
    ]


@pytest.mark.parametrize("top", [None, 0, 1, 2, 3, 9])
def test_the_sums_add_up_to_everything_however_much_is_joined(top: int | None) -> None:
    table = cross(COUNTS, "domain", "lead", top_rows=top, top_columns=top)
    assert table.total == sum(table.row_sums) == sum(table.column_sums) == 21


def test_years_stand_in_their_order() -> None:
    table = cross(
        {("教育", "2025"): 1, ("教育", NOT_SAID): 9, ("教育", "2023"): 4, ("教育", "2024"): 7}, "domain", "year"
    )
    assert [head.value for head in table.columns] == ["2023", "2024", "2025", NOT_SAID]


def test_the_darkest_cell_is_that_of_one_value_by_one() -> None:
    assert cross(COUNTS, "domain", "lead").most == 5
    assert cross(COUNTS, "domain", "lead", top_rows=0, top_columns=0).most == 0


def test_a_table_of_nothing_is_empty() -> None:
    table = cross({}, "domain", "lead")
    assert (table.rows, table.columns, table.total, table.column_sums) == ((), (), 0, ())


def test_counts_are_added_up_by_one_column() -> None:
    assert sums(COUNTS, 1) == {
        "市教育局": 5,
        "市水利局": 4,
        "市交通局": 2,
        "市公安局": 1,
        "市文旅局": 1,
        NOT_SAID: 8,
    }
