"""Rows that are comments or deductions, and rows that are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import document

from corpus.records import Comment
from extractors.tables.comments import comments, deductions
from extractors.tables.tables import tables

HEADER = ["问题编号", "意见建议内容", "意见建议类型", "整改措施", "整改时限", "责任部门", "负责人"]


def rectified(**cells: str) -> Comment:
    row = {
        "问题编号": "120250110800007",
        "意见建议内容": "河边垃圾多。",
        "意见建议类型": "建设性意见建议",
        "整改措施": "清运。",
    }
    row |= cells
    (found,) = comments(tables(document([HEADER, [row.get(name, "") for name in HEADER]])))
    return found


def batch(header: list[str], *rows: list[str], caption: str = "汇总表") -> tuple[Comment, ...]:
    return comments(tables(document(caption, [header, *rows])))


def test_a_comment_carries_its_number_as_text_and_its_place_in_the_table() -> None:
    comment = rectified()
    assert comment.number == "120250110800007"
    assert (comment.source.table, comment.source.row) == (1, 1)


def test_a_number_broken_by_a_narrow_column_is_one_number() -> None:
    assert rectified(问题编号="12025011\n0800007").number == "120250110800007"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("建设性\n意见建议", "建设性"),
        ("建设性", "建设性"),
        ("其它类", "其他"),
        ("其他意见建议", "其他"),
        ("非建设性", "其他"),
        ("咨询", None),
        ("", None),
    ],
)
def test_the_given_kind_is_one_of_two_or_none(cell: str, kind: str | None) -> None:
    assert rectified(意见建议类型=cell).given_kind == kind


def test_a_date_broken_over_two_lines_is_one_and_two_demands_are_two() -> None:
    assert rectified(整改时限="2026年\n10月31日").given_deadline == "2026年10月31日"
    assert rectified(整改时限="立即整改\n长期坚持").given_deadline == "立即整改；长期坚持"


def test_the_last_word_of_a_deadline_that_a_narrow_column_broke_off_is_part_of_it() -> None:
    assert rectified(整改时限="2026年8月31日\n前").given_deadline == "2026年8月31日前"


def test_a_comment_merged_over_two_rows_is_one_with_both_units() -> None:
    header = ["序号", "问题编号", "意见建议", "整改措施", "责任单位"]
    rows = [["1", "甲-7", "河水黑臭。", "截污。", "市住建局"], ["1", "甲-7", "河水黑臭。", "清淤。", "市水利局"]]
    (comment,) = batch(header, *rows)
    assert (comment.given_responsible, comment.measures) == ("市住建局、市水利局", "截污。\n清淤。")


def test_the_same_words_under_two_numbers_are_two_comments() -> None:
    assert len(batch(["问题编号", "意见建议"], ["甲-7", "修路。"], ["甲-8", "修路。"])) == 2


def test_the_space_that_stretches_a_short_name_is_gone() -> None:
    assert rectified(负责人="韦  宁").given_person == "韦宁"


def test_units_one_below_the_other_are_a_list_and_a_broken_name_is_one_unit() -> None:
    assert rectified(责任部门="市水利局\n市教育局").given_responsible == "市水利局、市教育局"
    assert rectified(责任部门="自然资源和\n规划局").given_responsible == "自然资源和规划局"


def test_the_year_comes_from_the_column_before_the_number_before_the_caption() -> None:
    number = "120240110800007"
    assert batch(["问题编号", "年度", "意见建议"], [number, "2023年度", "修路。"])[0].year == 2023
    assert batch(["问题编号", "意见建议"], [number, "修路。"], caption="2022年度汇总表")[0].year == 2024
    assert batch(["问题编号", "意见建议"], ["甲-7", "修路。"], caption="2022年度汇总表")[0].year == 2022
    assert batch(["问题编号", "意见建议"], ["甲-7", "修路。"])[0].year is None


def test_source_place_domain_and_title_are_taken_over() -> None:
    header = ["问题编号", "来源", "属地", "领域", "标题", "意见建议"]
    (comment,) = batch(header, ["7", "电话调查", "云岭县", "教育", "校车", "增开校车。"])
    assert (comment.survey_source, comment.place, comment.given_domain, comment.title) == (
        "电话调查",
        "云岭县",
        "教育",
        "校车",
    )


def test_sections_sums_and_rows_without_text_are_no_comments() -> None:
    found = batch(
        ["序号", "意见建议", "属地"],
        ["一、教育方面"] * 3,
        ["1", "增开校车。", "云岭县"],
        ["2", "", "云岭县"],
        ["合计", "1条", ""],
    )
    assert [comment.text for comment in found] == ["增开校车。"]


@pytest.mark.parametrize("ditto", ["同上", "〃", "同  前", "（同上）", "＂"])
def test_ditto_is_the_value_of_the_nearest_row_above_that_has_one(ditto: str) -> None:
    header = ["序号", "意见建议", "所属领域", "责任单位", "责任人", "整改时限"]
    found = batch(
        header,
        ["1", "增开校车。", "教育", "县教育局", "白云", "6月底前"],
        ["二、道路类"] * 6,
        ["2", "补路面。", "", "", "", ""],
        ["合计", "2件", "", "2家", "", ""],
        ["3", "修围墙。", ditto, ditto, ditto, ditto],
    )
    last = found[-1]
    assert (last.given_domain, last.given_responsible, last.given_person, last.given_deadline) == (
        "教育",
        "县教育局",
        "白云",
        "6月底前",
    )
    assert found[1].given_responsible is None


def test_ditto_with_nothing_above_it_names_nobody() -> None:
    (found,) = batch(["序号", "意见建议", "责任单位"], ["1", "增开校车。", "同上"])
    assert found.given_responsible is None


def test_a_table_keeps_its_ditto() -> None:
    read = tables(
        document([["序号", "意见建议", "责任单位"], ["1", "增开校车。", "教育局"], ["2", "修围墙。", "同上"]])
    )
    assert read[0].rows[1][2] == "同上"
    assert [c.given_responsible for c in comments(read)] == ["教育局", "教育局"]


def test_a_deduction_of_the_same_indicator_has_its_name() -> None:
    header = ["具体指标", "扣分理由", "扣分值", "责任单位"]
    rows = [["绿化", "未种树。", "0.3", "林业局"], ["同上", "未浇水。", "0.2", "同上"]]
    found = deductions(tables(document([header, *rows])))
    assert [(d.indicator, d.reason, d.responsible) for d in found] == [
        ("绿化", "未种树。", "林业局"),
        ("绿化", "未浇水。", "林业局"),
    ]


def test_an_answer_that_says_nothing_is_still_a_comment() -> None:
    assert [c.text for c in batch(["序号", "意见建议"], ["1", "无"], ["2", "没有意见"])] == ["无", "没有意见"]


@pytest.mark.parametrize(
    "header",
    [
        ["单位", "联系人", "电话"],
        ["一级指标", "具体指标", "权重"],
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["具体指标", "扣分理由", "扣分值"],
    ],
)
def test_lists_of_other_things_hold_no_comments(header: list[str]) -> None:
    assert batch(header, [str(at) for at in range(len(header))]) == ()


def test_a_deduction_keeps_its_empty_lead_empty() -> None:
    header = ["具体指标", "扣分理由", "扣分值", "牵头单位", "责任单位"]
    rows = [["绿化", "未达标，被扣0.3分。", "0.3", "", "市林业局（原市林业站）"], ["合计", "", "0.3", "", ""]]
    (deduction,) = deductions(tables(document([header, *rows])))
    assert (deduction.indicator, deduction.points, deduction.lead, deduction.responsible, deduction.source.row) == (
        "绿化",
        "0.3",
        "",
        "市林业局（原市林业站）",
        1,
    )


def test_a_row_is_doubtful_where_one_of_its_cells_was_not_surely_recognised() -> None:
    read = document([["序号", "意见建议内容"], ["1", "河边垃圾多。"], ["2", "路灯不亮。"], ["3", "公交太少。"]])
    sure = ((0.99, 0.99), (0.98, 0.97), (0.99, 0.41), (None, 0.6))
    recognised = replace(read, blocks=(replace(read.grids[0], confidences=sure),))
    assert [comment.doubtful for comment in comments(tables(recognised))] == [False, True, False]
    assert [comment.doubtful for comment in comments(tables(read))] == [False, False, False]
