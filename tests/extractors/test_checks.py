"""What a document claims against what can be counted in it."""

from __future__ import annotations

import pytest
from documents import document

from corpus.records import Check, Document, Notice
from extractors.checks import checks
from extractors.comments import comments
from extractors.tables import tables

POINTS = ["具体指标", "扣分理由", "扣分值"]
GOALS = ["序号", "意见建议", "意见建议类型", "整改措施"]


def run(found: Document, rule: str, notice: Notice | None = None) -> list[Check]:
    in_tables = tables(found)
    return [check for check in checks(found, notice, in_tables, comments(in_tables)) if check.rule == rule]


def verdicts(found: Document, rule: str) -> list[tuple[str | None, str | None, bool | None]]:
    return [(check.stated, check.found, check.ok) for check in run(found, rule)]


def goals(*kinds: str) -> list[list[str]]:
    return [GOALS, *([str(at), f"意见{at}。", kind, "整改。"] for at, kind in enumerate(kinds, 1))]


def test_the_parts_of_a_total_of_comments_add_up() -> None:
    text = "共收到意见建议213条（指向不明的40条）。其中居民100条，代表委员13条，企业和其他群体100条。"
    assert verdicts(document(text), "stated_total") == [("213", "213", True)]


def test_parts_that_miss_the_total_by_one_are_wrong_and_the_note_says_by_how_much() -> None:
    (check,) = run(document("共征集意见建议213条，其中居民100条，企业112条。"), "stated_total")
    assert (check.stated, check.found, check.ok) == ("213", "212", False)
    assert check.note is not None
    assert "相差 1条" in check.note
    assert check.quote == "共征集意见建议213条"


def test_parts_within_the_bracket_of_the_total_are_its_parts() -> None:
    text = "反馈意见建议共50条（其中建设性30条、其他类20条），已全部分解，另有3条待定。"
    assert verdicts(document(text), "stated_total") == [("50", "50", True)]


def test_a_second_division_of_the_same_total_is_not_added_on_top() -> None:
    text = "共收到意见建议50条，其中城区30条、乡镇20条，涉及教育25条、交通25条。"
    assert verdicts(document(text), "stated_total") == [("50", "50", True)]


def test_increases_and_ordinals_are_no_parts() -> None:
    text = "共新建公园12个，其中东区7个，同比增加3个，西区5个，详见第9个附表。"
    assert verdicts(document(text), "parts_sum") == [("12", "12", True)]


def test_each_unit_is_added_for_itself() -> None:
    text = "签约项目10个，总投资12.5亿元。其中，城区项目4个，投资5.5亿元；县里项目6个，投资7亿元。"
    assert verdicts(document(text), "parts_sum") == [("10", "10", True), ("12.5", "12.5", True)]


def test_a_few_examples_out_of_many_claim_nothing() -> None:
    assert run(document("全市推进项目300个，其中教育类8个、卫生类5个进展较快。"), "parts_sum") == []


def test_equal_totals_of_two_years_are_not_compared() -> None:
    assert run(document("2024年度意见建议共96条，2025年度共88条，归纳为80条。"), "stated_total") == []


def test_constructive_comments_are_counted_in_the_table() -> None:
    table = goals("建设性意见建议", "建设性意见建议", "其他类")
    assert verdicts(document("对其中2项建设性意见建议逐项整改。", table), "constructive_count") == [("2", "2", True)]
    assert verdicts(document("对3项建设性意见建议逐项整改。", table), "constructive_count") == [("3", "2", False)]


def test_a_total_of_comments_is_the_number_of_rows() -> None:
    table = goals("建设性", "其他类", "其他类", "建设性", "其他类")
    assert verdicts(document("现将5条意见建议分解如下。", table), "stated_total") == [("5", "5", True)]
    assert verdicts(document("现将6条意见建议分解如下。", table), "stated_total") == [("6", "5", False)]


def test_where_the_table_has_the_constructive_ones_alone_the_total_is_left_open() -> None:
    (check,) = run(document("反馈的9条意见建议已分解。", goals("建设性", "建设性")), "stated_total")
    assert (check.stated, check.found, check.ok) == ("9", "2", None)
    assert check.note == "随文表格 2 行，均为建设性意见建议；其余 7 条未随文。"


def test_a_count_far_from_the_rows_is_left_to_a_person() -> None:
    (check,) = run(document("建设性意见建议共148条。", goals("建设性", "其他类")), "constructive_count")
    assert (check.found, check.ok) == ("1", None)


def test_a_caption_that_states_its_rows_is_checked_against_its_own_table() -> None:
    table = goals("建设性", "其他类")
    assert verdicts(document("意见建议汇总表（第一批，共2条）", table), "stated_total") == [("2", "2", True)]
    assert verdicts(document("意见建议汇总表（第一批，共3条）", table), "stated_total") == [("3", "2", False)]


def test_without_comments_in_the_document_a_count_is_not_checked() -> None:
    assert run(document("现将16条意见建议反馈给你们。"), "stated_total") == []


@pytest.mark.parametrize(
    ("reason", "points", "found", "ok"),
    [
        ("未达标，被扣0.3分。", "0.3", "0.3", True),
        ("未达标，被扣0.3分。", "-0.3分", "0.3", True),
        ("未达标，被扣0.3分。", "0.5", "0.3", False),
        ("一处扣1分；另一处扣1分。共被扣2分。", "2", "2", True),
        ("一处扣0.1分；另一处扣0.2分。", "0.3", "0.3", True),
        ("一处扣0.1分；另一处扣0.2分。", "0.2", "0.2", True),
    ],
)
def test_the_points_of_the_reason_are_those_of_the_column(reason: str, points: str, found: str, ok: bool) -> None:
    (check,) = run(document([POINTS, ["绿化", reason, points]]), "deduction_points")
    assert (check.found, check.ok) == (found, ok)


def test_a_reason_without_points_is_left_to_a_person() -> None:
    rows = [POINTS, ["绿化", "该项不得分。", "6"], ["供水", "被扣1分。", "1"]]
    assert verdicts(document(rows), "deduction_points") == [("6", None, None), ("1", "1", True)]


def test_the_parts_in_a_reason_make_its_sum() -> None:
    rows = [POINTS, ["绿化", "甲处扣1分；乙处扣2分。共被扣4分。", "4"]]
    assert verdicts(document(rows), "parts_sum") == [("4", "3", False)]


def test_the_stated_sum_of_deductions_is_that_of_the_column() -> None:
    rows = [POINTS, ["绿化", "被扣0.1分。", "0.1"], ["供水", "被扣0.2分。", "0.2"]]
    assert verdicts(document("我市合计被扣0.3分。", rows), "deduction_total") == [("0.3", "0.3", True)]
    assert verdicts(document([*rows, ["合计", "", "0.4"]]), "deduction_total") == [("0.4", "0.3", False)]
    assert verdicts(document(rows), "deduction_total") == []


def test_points_merged_over_two_rows_of_an_indicator_count_once_in_the_sum() -> None:
    rows = [POINTS, ["绿化", "甲处未达标。", "2"], ["绿化", "乙处未达标。", "2"], ["供水", "停水。", "1"]]
    assert verdicts(document("我市共扣3分。", rows), "deduction_total") == [("3", "3", True)]


def test_annexes_that_never_came_are_left_open() -> None:
    found = document("附件：1.整改任务清单", "2.完成情况一览表", "")
    checked = run(found, "annex_present", Notice(annexes=("整改任务清单", "完成情况一览表")))
    assert [(check.ok, check.note) for check in checked] == [(None, "附件未随文。"), (None, "附件未随文。")]


def test_one_annex_missing_among_others_is_an_error() -> None:
    found = document("附件：1.整改任务清单", "2.完成情况一览表", "附件1", "整改任务", "清单", goals("建设性"))
    checked = run(found, "annex_present", Notice(annexes=("整改任务清单", "完成情况一览表")))
    assert [check.ok for check in checked] == [True, False]


def test_an_annex_named_in_prose_before_the_list_is_not_there() -> None:
    found = document("《整改任务清单》", "整改任务清单", "附件：整改任务清单")
    assert [c.ok for c in run(found, "annex_present", Notice(annexes=("整改任务清单",)))] == [None]


def test_a_gap_in_the_headings_is_found_with_the_slip_that_made_it() -> None:
    (check,) = run(document("一、目标", "二、内容", "3、步骤", "四、要求"), "numbering")
    assert (check.stated, check.found, check.ok) == ("三、", "四、", False)
    assert check.note == "“二、”之后应为“三、”，实为“四、”。其间有“3、步骤”，疑为编号误写。"


def test_headings_of_the_second_level_begin_anew_under_each_first() -> None:
    assert run(document("一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅"), "numbering") == []
    assert verdicts(document("一、甲", "（一）子", "（三）丑"), "numbering") == [("（二）", "（三）", False)]


def test_an_inner_document_begins_its_numbering_anew() -> None:
    assert run(document("一、甲", "二、乙", "方案", "一、丙", "二、丁"), "numbering") == []


def test_headings_go_on_past_ten() -> None:
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    assert run(document(*[f"{numeral}、题" for numeral in numerals]), "numbering") == []
    assert verdicts(document(*[f"{n}、题" for n in numerals if n != "十一"]), "numbering") == [
        ("十一、", "十二、", False)
    ]


def test_an_annex_that_only_the_list_names_did_not_come_along() -> None:
    found = document("附件1：整改任务清单", "附件2：完成情况一览表", "青山市绩效办")
    checked = run(found, "annex_present", Notice(annexes=("整改任务清单", "完成情况一览表")))
    assert [check.ok for check in checked] == [None, None]


def test_parts_behind_a_total_with_brackets_in_brackets_are_found() -> None:
    text = "共征集意见建议20条（另有（未编号的（3条）））。其中居民12条，企业8条。"
    assert verdicts(document(text), "stated_total") == [("20", "20", True)]
