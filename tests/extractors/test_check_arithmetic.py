"""Sums and changes that a sentence writes out."""

from __future__ import annotations

import pytest
from documents import document

from extractors.checks.arithmetic import check_arithmetic


def verdicts(text: str) -> list[tuple[str, str | None, str | None, bool | None]]:
    return [(check.rule, check.stated, check.found, check.ok) for check in check_arithmetic(document(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各来源合计76+138=214条。", ("parts_sum", "214", "214", True)),
        ("收到意见12条+8条+5条＝26条。", ("parts_sum", "26", "25", False)),
        ("投资0.1亿元+0.2亿元=0.3亿元。", ("parts_sum", "0.3", "0.3", True)),
    ],
)
def test_an_equation_is_worked_out(text: str, expected: tuple[str, str, str, bool]) -> None:
    assert verdicts(text) == [expected]


@pytest.mark.parametrize("text", ["得分=12+8×0.5", "比值3×4+5=17", "编号A1+2=3号", "1+1+1工作法", "2019+2020=两年"])
def test_what_is_no_plain_sum_claims_nothing(text: str) -> None:
    assert verdicts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("将30条意见建议归并为28条，减少2条。", ("difference", "2", "2", True)),
        ("将30条意见建议归纳为27条，减少了2条。", ("difference", "2", "3", False)),
        ("示范点由5个增加到9个，新增4个。", ("difference", "4", "4", True)),
        ("办件由50件减至42件，减少8件。", ("difference", "8", "8", True)),
    ],
)
def test_a_change_is_that_of_the_two_counts(text: str, expected: tuple[str, str, str, bool]) -> None:
    assert verdicts(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "将30条意见建议归并为28条。",
        "将30条意见建议归并为28个问题，减少2条。",
        "将30条意见建议归并为28条；另外减少2条。",
        "由30条归并为28条，其中城区20条，减少3条。",
        "困难户由90户减少到60户，年均减少15户。",
    ],
)
def test_two_counts_without_their_change_claim_nothing(text: str) -> None:
    assert verdicts(text) == []
