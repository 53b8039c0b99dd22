"""Shares that must make a whole, and a part's share of its total."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import document, grid

from corpus.records import Check
from extractors.checks.shares import check_shares
from extractors.tables.tables import tables


def checks(*parts: object) -> list[Check]:
    found = document(*parts)  # type: ignore[arg-type]
    return list(check_shares(found, tables(found)))


def verdicts(*parts: object) -> list[tuple[str | None, bool | None]]:
    return [(check.found, check.ok) for check in checks(*parts)]


@pytest.mark.parametrize(
    ("text", "found", "ok"),
    [
        ("按照30%的比例确定一等等次，50%确定二等等次，20%确定三等及不合格等次。", "100%", True),
        ("按照30%的比例确定一等等次，50%确定二等等次，30%确定三等及不合格等次。", "110%", False),
        ("考评得分=职能工作（70%）+共性工作（20%）+满意度（10%）。", "100%", True),
        ("考评得分＝平时考核×40%＋年终考核×50%。", "90%", False),
        ("四个维度权重分配为：执行30%、绩效30%、风险20%、配合20%。", "100%", True),
        ("四个维度权重分配为：执行30%、绩效30%、风险20%、配合10%。", "90%", False),
        ("全面性、合规性权重各20%，专业性权重30%，其余三个维度权重各10%。", "100%", True),
        ("意见建议中，居民占33.3%，企业占33.3%，其他群体占33.3%。", "99.9%", True),
        ("意见建议中，居民占40%，企业占30%，其他群体占20%。", "90%", False),
    ],
)
def test_a_list_that_names_all_parts_makes_a_hundred(text: str, found: str, ok: bool) -> None:
    assert verdicts(text) == [(found, ok)]


@pytest.mark.parametrize(
    "text",
    [
        "优秀等次比例不超过20%，良好等次不超过30%，其余为合格。",
        "机耕率达到75%，机播率达到60%，机收率达到50%。",
        "排名前20%的为一类，前50%的为二类，其余为三类。",
        "外资增长66.7%，实际利用外资增长36.6%。",
        "群众意见中，教育占40%，医疗占30%，问题较为集中。",
        "创新工作权重提高到10%，共性工作权重9%不变。",
        "先进单位按20%评定，良好单位按40%评定。",
        "优秀率为60%以上的，评为一等；满意率95%。",
        "总分=平时考核得分×40%+年终考核得分×50%+加分。",
    ],
)
def test_bounds_rates_and_lists_with_parts_left_out_claim_nothing(text: str) -> None:
    assert verdicts(text) == []


def test_a_part_of_a_part_is_no_share_of_the_whole() -> None:
    text = "一等等次的占30%，二等等次的占50%，三等及以下的占20%，其中不合格的占2%。"
    assert verdicts(text) == [("100%", True)]


def test_the_note_shows_the_sum_and_by_how_much_it_misses() -> None:
    (check,) = checks("得分=甲（60%）+乙（30%）。")
    assert check.note == "60%+30%=90%，与100%相差 10%。"


@pytest.mark.parametrize(
    ("text", "found", "ok"),
    [
        ("共收到意见建议80条，其中建设性意见建议20条，占25%。", "25.00%", True),
        ("共收到意见建议80条，其中建设性意见建议21条，占总数的26.3%。", "26.25%", True),
        ("共收到意见建议80条，其中建设性意见建议20条，占35%。", "25.00%", False),
    ],
)
def test_a_parts_share_is_that_of_its_total(text: str, found: str, ok: bool) -> None:
    assert verdicts(text) == [(found, ok)]


def test_a_share_of_another_number_than_the_total_claims_nothing() -> None:
    assert verdicts("共收到意见建议80条，其中建设性意见建议20条，已办结10条，占50%。") == []


WEIGHTS = ["类型", "指标内容", "权重"]


def test_a_column_of_weights_makes_a_hundred() -> None:
    rows = [["职能", "重点工作", "70%"], ["共性", "党的建设", "9%"], ["创新", "争优", "6%"], ["满意", "评议", "15%"]]
    assert verdicts([WEIGHTS, *rows]) == [("100", True)]
    assert verdicts([WEIGHTS, *rows[:3], ["满意", "评议", "12%"]]) == [("97", False)]


def test_a_bonus_beside_the_weights_is_never_wrong() -> None:
    assert (
        verdicts([WEIGHTS, ["职能", "重点工作", "60%"], ["共性", "党的建设", "40%"], ["加分", "加分项", "10%"]]) == []
    )


def test_a_weight_that_is_merged_over_rows_counts_once() -> None:
    rows = [["职能", "重点工作", "85%"], ["职能", "专项工作", "85%"], ["满意", "评议", "15%"]]
    assert verdicts([WEIGHTS, *rows]) == [("100", True)]


def test_equal_weights_of_two_rows_that_may_be_one_merged_cell_are_never_wrong() -> None:
    rows = [["职能", "重点工作", "85%"], ["职能", "专项工作", "85%"], ["满意", "评议", "10%"]]
    assert verdicts([WEIGHTS, *rows]) == []


def test_a_weight_that_cannot_be_read_leaves_the_column_open() -> None:
    (check,) = checks([WEIGHTS, ["职能", "重点工作", "70%"], ["共性", "党的建设", "q％"], ["满意", "评议", "15%"]])
    assert (check.found, check.ok) == (None, None)
    assert check.note == "“权重”栏第 2 行无法读成数，未能核对合计。"


def test_a_weight_that_was_hardly_recognised_leaves_the_column_open() -> None:
    rows = (("类型", "指标内容", "权重"), ("职能", "重点工作", "70%"), ("满意", "评议", "30%"))
    sure = ((0.9, 0.9, 0.9), (0.9, 0.9, 0.4), (0.9, 0.9, 0.9))
    found = document(grid(rows))
    scanned = replace(found, blocks=(replace(found.grids[0], confidences=sure),))
    assert [check.ok for check in check_shares(scanned, tables(scanned))] == [None]


def test_marks_make_the_full_marks_that_the_document_names() -> None:
    table = [["指标名称", "考核内容", "分值"], ["绿化", "覆盖率", "600"], ["供水", "水质", "400"]]
    assert verdicts("考评采取千分制方式评分。", table) == [("1000", True)]
    assert verdicts("考评满分1010分。", table) == [("1000", False)]
    assert verdicts("考评按有关规定评分。", table) == []
