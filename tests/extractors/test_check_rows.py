"""Running numbers of rows and the numbers of comments."""

from __future__ import annotations

import pytest
from documents import document, grid

from corpus.records import Check, Grid
from extractors.checks.rows import check_rows
from extractors.tables.tables import tables

HEADER = ["序号", "问题编号", "意见建议", "整改措施"]
FIRST, SECOND, THIRD = "120250310700003", "120250310700012", "120250310700027"


def run(rule: str, *rows: list[str], confidences: list[list[float | None]] | None = None) -> list[Check]:
    block = grid([HEADER, *rows])
    if confidences:
        block = Grid(block.cells, block.source, tuple(map(tuple, confidences)))
    return [check for check in check_rows(tables(document(block))) if check.rule == rule]


def row(sequence: str, number: str = "", text: str = "路灯不亮") -> list[str]:
    return [sequence, number, text, "维修。"]


def matters(*sequence: str) -> list[list[str]]:
    return [row(number, text=f"事项{at}") for at, number in enumerate(sequence)]


def test_a_gap_in_the_running_numbers_names_what_is_missing() -> None:
    (check,) = run("sequence", *matters("1", "2", "4", "5"))
    assert (check.stated, check.found, check.ok, check.note) == ("3", "4", False, "序号“2”之后为“4”，缺 3。")
    assert (check.source.table, check.source.row, check.source.column) == (1, 3, 1)


def test_several_missing_rows_are_named_as_a_range() -> None:
    (check,) = run("sequence", *matters("1", "2", "6"))
    assert check.note == "序号“2”之后为“6”，缺 3 至 5。"


def test_running_numbers_backwards_are_an_error() -> None:
    assert [check.ok for check in run("sequence", *matters("1", "3", "2", "3"))] == [False, False]


def test_a_section_begins_at_one_and_rows_without_number_are_passed_over() -> None:
    assert run("sequence", *matters("一、教育类", "1", "2", "二、交通类", "1", "2", "合计")) == []


def test_a_table_that_goes_on_from_another_may_begin_anywhere() -> None:
    assert run("sequence", *matters("21", "22", "23")) == []


def test_a_merged_number_over_the_rows_of_one_matter_is_no_repeat() -> None:
    assert run("sequence", row("1"), row("2"), row("2"), row("3")) == []


def test_one_number_on_two_matters_is_left_to_a_person() -> None:
    (check,) = run("sequence", *matters("1", "2", "2", "3"))
    assert (check.found, check.ok) == ("2", None)


def test_a_table_whose_numbers_mostly_break_is_an_extract() -> None:
    assert [check.ok for check in run("sequence", *matters("3", "7", "12"))] == [None]


def test_running_numbers_sorted_downwards_are_in_order() -> None:
    assert run("sequence", *matters("4", "3", "2", "1")) == []


def test_a_table_with_many_breaks_is_an_extract_and_left_to_a_person() -> None:
    (check,) = run("sequence", *matters("1", "5", "9", "14", "20"))
    assert (check.ok, check.stated, check.found) == (None, "2", "5")


def test_full_width_numbers_and_signs_behind_them_count() -> None:
    assert run("sequence", *matters("１", "2.", "（3）", "4、")) == []


def test_a_doubtful_reading_decides_nothing() -> None:
    sure: list[float | None] = [0.9, None, 0.9, 0.9]
    rows = matters("1", "3", "4")
    doubtful = [sure, sure, [0.3, None, 0.9, 0.9], sure]
    assert [check.ok for check in run("sequence", *rows, confidences=doubtful)] == [None]
    assert [check.ok for check in run("sequence", *rows, confidences=[sure] * 4)] == [False]


def test_one_question_number_on_two_comments_is_an_error() -> None:
    rows = [row("1", FIRST, "路灯不亮"), row("2", SECOND, "井盖松动"), row("3", FIRST, "公交太少")]
    (check,) = run("repeated_number", *rows)
    assert (check.quote, check.ok, check.source.row) == (FIRST, False, 3)
    assert check.note == "第 1 行与第 3 行编号相同，两行内容不同，编号有误。"


def test_one_comment_twice_with_its_number_is_left_to_a_person() -> None:
    rows = [row("1", FIRST), row("2", SECOND, "井盖松动"), row("3", FIRST)]
    assert [check.ok for check in run("repeated_number", *rows)] == [None]


def test_a_merged_question_number_is_no_repeat() -> None:
    assert run("repeated_number", row("1", FIRST), row("1", FIRST), row("2", SECOND, "井盖松动")) == []


def test_short_numbers_count_rows_and_may_repeat() -> None:
    assert run("repeated_number", row("1", "3", "甲"), row("2", "4", "乙"), row("3", "3", "丙")) == []


@pytest.mark.parametrize(
    ("number", "note"),
    [
        ("12025031070004", "编号应为 15 位数字，此处 14 位。"),
        ("1.2025E+14", "编号成了科学计数法，后几位已失，请查原件。"),
        ("12025031O700041", "编号应为 15 位数字，此处有其他字符。"),
        ("199950310700041", "编号不合“类别、年度、地市、来源、流水号”的编法，请核对。"),
    ],
)
def test_a_question_number_unlike_the_others_is_an_error(number: str, note: str) -> None:
    rows = [row("1", FIRST, "甲"), row("2", SECOND, "乙"), row("3", THIRD, "丙"), row("4", number, "丁")]
    (check,) = run("number_form", *rows)
    assert (check.quote, check.ok, check.note, check.source.column) == (number, False, note, 2)


def test_a_table_without_such_columns_is_not_judged() -> None:
    assert list(check_rows(tables(document([["事项", "进展"], ["路灯", "1"], ["井盖", "3"]])))) == []


def test_a_batch_with_numbers_of_another_grammar_is_not_judged() -> None:
    assert run("number_form", row("1", "YJ-001", "甲"), row("2", "YJ-002", "乙"), row("3", FIRST, "丙")) == []
