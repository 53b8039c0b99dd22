"""What a document claims against what can be counted in it."""

from __future__ import annotations

import pytest
from documents import document

from corpus.records import Check, Document, Notice
from extractors.checks.checks import each_check
from extractors.tables.comments import comments, deductions
from extractors.tables.tables import tables

POINTS = ["具体指标", "扣分理由", "扣分值"]
GOALS = ["序号", "意见建议", "意见建议类型", "整改措施"]


def run(found: Document, rule: str, notice: Notice | None = None) -> list[Check]:
    known = tables(found)
    kinds = each_check(found, notice, known, comments(known), deductions(known), deadlines=(), outline=())
    found_checks = [check for kind in kinds for check in kind()]
    return [check for check in found_checks if check.rule == rule]


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


@pytest.mark.parametrize(
    ("reason", "points", "found", "ok"),
    [
        ("每起扣0.1分，共3起，扣0.3分，最高扣1分。", "0.3", "0.3", True),
        ("甲处扣0.6分、乙处扣0.6分，最多扣1分。", "1", "1", True),
        ("甲处扣0.3分，最多扣1分。", "1", "0.3", False),
        ("发生2起，每起扣0.5分。", "1", None, None),
        ("原扣2分，复核后加回0.5分。", "1.5", None, None),
    ],
)
def test_rates_and_caps_are_no_lost_points(reason: str, points: str, found: str | None, ok: bool | None) -> None:
    rows = [POINTS, ["绿化", reason, points], ["供水", "被扣1分。", "1"]]
    assert verdicts(document(rows), "deduction_points")[0] == (points, found, ok)


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


def test_parts_behind_a_total_with_brackets_in_brackets_are_found() -> None:
    text = "共征集意见建议20条（另有（未编号的（3条）））。其中居民12条，企业8条。"
    assert verdicts(document(text), "stated_total") == [("20", "20", True)]


def test_a_total_in_numerals_is_added_like_one_in_digits() -> None:
    text = "共收到意见建议一百零二条，其中居民九十条，企业十二条。"
    assert verdicts(document(text), "stated_total") == [("102", "102", True)]
    text = "共收到意见建议十二条，其中居民七条，企业四条。"
    assert verdicts(document(text), "stated_total") == [("12", "11", False)]


@pytest.mark.parametrize(
    "text",
    [
        "这是一项重要工作，包括两项任务、三项要求。",
        "共三项任务，其中一项由市里牵头，一项由县里牵头。",
        "围绕五个方面，包括三个重点、四个难点。",
    ],
)
def test_numerals_of_prose_count_nothing(text: str) -> None:
    assert run(document(text), "parts_sum") == []


def test_parts_far_short_of_the_total_may_not_be_all_of_them() -> None:
    (check,) = run(document("共有企业10家，其中省级3家，市级4家。"), "parts_sum")
    assert (check.found, check.ok) == ("7", None)
    assert check.note == "分项 3+4=7家，与总数 10家 相差 3家，可能未列全，请核对。"


def test_parts_far_beyond_the_total_may_overlap_unless_each_is_named() -> None:
    (check,) = run(document("共有企业10家，其中省级8家，市级7家。"), "parts_sum")
    assert (check.found, check.ok) == ("15", None)
    assert check.note == "分项 8+7=15家，与总数 10家 相差 5家，可能有交叉重复，请核对。"
    assert verdicts(document("共有企业10家，分别为省级8家，市级7家。"), "parts_sum") == [("10", "15", False)]


@pytest.mark.parametrize(
    "text",
    [
        "共受理诉求80件，其中县区50件、市直25件，其余正在核实。",
        "共约收到诉求80件，其中县区50件、市直29件。",
        "共完成投资8.6亿元，其中上半年约4亿元、下半年约4亿元。",
        "共梳理问题25个，其中处室领办9个，分局领办17个（含与处室共同领办1个）。",
        "共有农户60户，其中低保户40户、五保户18户，另有1户重复享受。",
        "共收到意见40条，其中涉及交通22条、涉及教育21条。",
        "共有职工60人，其中党员40人，占66.7%；女职工22人，占36.7%。",
        "共检查企业60家次，其中大型企业28家、小型企业30家。",
    ],
)
def test_parts_that_need_not_make_their_total_claim_nothing(text: str) -> None:
    assert run(document(text), "parts_sum") + run(document(text), "stated_total") == []


def test_a_part_that_is_divided_itself_ends_the_list() -> None:
    text = "共有村庄90个，其中示范村50个、一般村40个，50个示范村中省级11个。"
    assert verdicts(document(text), "parts_sum") == [("90", "90", True)]
    text = "共有村庄90个，其中示范村50个，50个示范村中省级41个。"
    assert run(document(text), "parts_sum") == []


def test_decimals_that_miss_their_total_by_rounding_are_left_to_a_person() -> None:
    text = "共投入资金10万元，其中中央资金3.3万元、省级资金3.3万元、市级资金3.3万元。"
    (check,) = run(document(text), "parts_sum")
    assert (check.found, check.ok) == ("9.9", None)
    assert check.note == "分项 3.3+3.3+3.3=9.9万元，与总数 10万元 相差 0.1万元，可能为四舍五入，请核对。"


def test_points_that_are_added_are_those_of_a_column_with_a_plus() -> None:
    rows = [POINTS, ["创新", "获全国表彰，加0.5分。", "+0.5"], ["创新", "获省级表彰，加0.5分。", "+0.2"]]
    assert verdicts(document(rows), "deduction_points") == [("0.5", "0.5", True), ("0.2", "0.5", False)]


def test_points_got_and_lost_make_the_full_marks_that_the_reason_names() -> None:
    rows = [POINTS, ["绿化", "满分30分，得26.5分，被扣3.5分。", "3.5"], ["供水", "满分30分，得26分，被扣3分。", "3"]]
    assert verdicts(document(rows), "deduction_points") == [
        ("3.5", "3.5", True),
        ("30", "30.0", True),
        ("3", "3", True),
        ("30", "29", False),
    ]


def test_points_got_and_lost_make_the_marks_of_the_row() -> None:
    rows = [["具体指标", "分值", "扣分理由", "扣分值"], ["绿化", "30", "得26分，被扣4分。", "4"]]
    assert verdicts(document(rows), "deduction_points") == [("4", "4", True), ("30", "30", True)]


def test_full_marks_that_nobody_names_claim_nothing() -> None:
    rows = [POINTS, ["绿化", "得26.5分，被扣3.5分。", "3.5"]]
    assert verdicts(document(rows), "deduction_points") == [("3.5", "3.5", True)]


def test_a_count_of_constructive_comments_is_no_total_of_all() -> None:
    found = document("建设性意见建议3条已分解。", goals("建设性", "建设性"))
    assert verdicts(found, "constructive_count") == [("3", "2", False)]
    assert run(found, "stated_total") == []


def test_a_part_of_a_part_is_not_added() -> None:
    text = "共有企业50家，其中城区20家（含省级5家），乡镇30家，含市级8家。"
    assert verdicts(document(text), "parts_sum") == [("50", "50", True)]
