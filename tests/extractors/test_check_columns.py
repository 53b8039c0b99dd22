"""The sums that a table states against its rows."""

from __future__ import annotations

import pytest
from documents import document

from corpus.records import Check
from extractors.checks.columns import check_column_totals
from extractors.tables.tables import tables

HEADER = ["单位", "收到", "办结"]


def checks(*rows: list[str]) -> list[Check]:
    return list(check_column_totals(tables(document([*rows]))))


def test_a_total_that_all_columns_agree_with_is_one_check() -> None:
    (check,) = checks(HEADER, ["城东镇", "12", "10"], ["城西镇", "8", "8"], ["合计", "20", "18"])
    assert (check.stated, check.found) == ("20、18", "20、18")
    assert (check.ok, check.note) == (True, "“合计”行（收到、办结）与各行之和相符。")


def test_the_column_that_does_not_add_up_is_named_with_the_difference() -> None:
    (check,) = checks(HEADER, ["城东镇", "12", "10"], ["城西镇", "8", "8"], ["合计", "20", "19"])
    assert (check.stated, check.found, check.ok) == ("19", "18", False)
    assert check.note == "“办结”各行相加为 18，“合计”行写 19，相差 1。"
    assert (check.source.row, check.source.column) == (3, 3)


def test_a_total_may_stand_above_its_rows() -> None:
    (check,) = checks(HEADER, ["总计", "20", "18"], ["城东镇", "12", "10"], ["城西镇", "8", "8"])
    assert check.ok is True


def test_a_subtotal_adds_the_rows_since_the_last_one_and_the_total_no_subtotals() -> None:
    rows = [["甲镇", "1", "1"], ["乙镇", "2", "1"], ["小计", "3", "2"], ["丙镇", "4", "4"], ["丁镇", "5", "3"]]
    found = checks(HEADER, *rows, ["小计", "9", "7"], ["合计", "12", "9"])
    assert [(check.quote, check.ok) for check in found] == [("小计", True), ("小计", True), ("合计", True)]


def test_a_cell_merged_over_two_rows_may_count_once() -> None:
    rows = [["城东镇", "12", "甲"], ["城东镇", "12", "乙"], ["城西镇", "8", "丙"], ["合计", "20", ""]]
    assert [check.ok for check in checks(["单位", "收到", "内容"], *rows)] == [True]


def test_cells_that_may_be_merged_are_never_wrong() -> None:
    rows = [["城东镇", "12", "甲"], ["城东镇", "12", "乙"], ["城西镇", "8", "丙"], ["合计", "22", ""]]
    assert checks(["单位", "收到", "内容"], *rows) == []


@pytest.mark.parametrize("heading", ["办结率", "占比", "人均", "序号", "完成比例", "问题编号", "年份"])
def test_rates_means_and_ordinals_are_not_added(heading: str) -> None:
    assert checks(["单位", heading], ["城东镇", "90"], ["城西镇", "80"], ["合计", "85"]) == []


def test_decimals_that_miss_their_sum_by_rounding_are_left_to_a_person() -> None:
    rows = [["城东镇", "3.33"], ["城西镇", "3.33"], ["城南镇", "3.33"], ["合计", "10.00"]]
    (check,) = checks(["单位", "投资（亿元）"], *rows)
    assert (check.found, check.ok) == ("9.99", None)
    assert check.note == "“投资（亿元）”各行相加为 9.99，“合计”行写 10.00，相差 0.01，可能为四舍五入，请核对。"
    assert [check.ok for check in checks(["单位", "扣分值"], *rows)] == [False]


def test_rows_beside_the_full_marks_are_not_added() -> None:
    rows = [["经济", "60"], ["社会", "40"], ["加分项", "5"], ["总分", "100"]]
    assert checks(["指标", "分值"], *rows) == []


def test_percentages_are_not_added() -> None:
    assert checks(["单位", "办结"], ["城东镇", "90%"], ["城西镇", "80%"], ["合计", "85%"]) == []


def test_a_column_with_words_among_its_numbers_is_left_alone() -> None:
    assert checks(["单位", "收到"], ["城东镇", "12"], ["城西镇", "8（另有2）"], ["合计", "22"]) == []


def test_what_a_row_counts_among_another_row_is_not_added_twice() -> None:
    assert checks(["单位", "收到"], ["城东镇", "12"], ["其中：建设性", "5"], ["合计", "12"]) == []


def test_dashes_are_no_numbers_and_thousands_have_commas() -> None:
    (check,) = checks(["单位", "金额"], ["甲", "1,200"], ["乙", "—"], ["丙", "800"], ["合计", "2000"])
    assert check.ok is True


def test_a_sum_that_is_far_off_adds_other_rows_than_these() -> None:
    assert checks(["单位", "收到"], ["城东镇", "12"], ["城西镇", "8"], ["合计", "320"]) == []


def test_equal_numbers_of_two_places_are_added_and_a_slip_in_their_sum_is_found() -> None:
    rows = [["城东镇", "10"], ["城西镇", "10"], ["城南镇", "8"]]
    assert [check.ok for check in checks(["单位", "收到"], *rows, ["合计", "28"])] == [True]
    assert [check.ok for check in checks(["单位", "收到"], *rows, ["合计", "27"])] == [False]


def test_equal_numbers_that_would_fit_as_one_merged_cell_are_left_open() -> None:
    rows = [["城东镇", "5"], ["城西镇", "5"], ["城南镇", "30"]]
    assert checks(["单位", "收到"], *rows, ["合计", "35"]) == []


def test_groups_that_are_broken_down_below_are_not_added_twice() -> None:
    rows = [["一、农业", "20"], ["1.水稻", "12"], ["2.蔬菜", "8"], ["二、工业", "200"]]
    assert checks(["类别", "金额"], *rows, ["合计", "220"]) == []


def test_a_second_total_may_be_that_of_its_own_part() -> None:
    first = [["甲镇", "1"], ["乙镇", "2"], ["合计", "3"]]
    second = [["丙镇", "4"], ["丁镇", "5"], ["合计", "9"]]
    assert [check.ok for check in checks(["单位", "收到"], *first, *second)] == [True, True]
