"""The outline: levels come from the numbers, slips are put right in ``number``, the text stays as it is."""

from __future__ import annotations

import pytest
from documents import document, source

from corpus.records import Document, Heading, Paragraph
from extractors.extract import extract
from extractors.outline.outline import outline


def shape(found: Document) -> list[tuple[int, str, str]]:
    return [(heading.level, heading.number, heading.text) for heading in outline(found)]


def numbers(found: Document) -> list[tuple[str, str]]:
    """Each number as it should be and as it is written."""
    return [(heading.number, heading.written) for heading in outline(found)]


def only(found: Document) -> Heading:
    (heading,) = outline(found)
    return heading


def test_the_four_forms_of_the_standard_are_the_four_levels() -> None:
    found = document("一、工作目标", "正文。", "（一）分工", "1.摸底", "（1）走访")
    assert shape(found) == [(1, "一、", "工作目标"), (2, "（一）", "分工"), (3, "1.", "摸底"), (4, "（1）", "走访")]


def test_a_quotation_over_several_lines_is_not_outlined() -> None:
    found = document("一、修改内容", "修改为：", "“一、总体要求", "提高认识。", "二、目标", "完成任务。”", "二、其他")
    assert [text for _, _, text in shape(found)] == ["修改内容", "其他"]


def test_a_quotation_mark_that_nothing_closes_hides_no_heading() -> None:
    found = document("一、修改内容", "“提高认识。", "二、目标", "三、其他")
    assert [text for _, _, text in shape(found)] == ["修改内容", "目标", "其他"]


def test_a_level_may_be_left_out_and_indentation_says_nothing() -> None:
    found = document("      一、工作目标", "1.摸底", "   - （一）分工", "  二、要求")
    assert [level for level, _, _ in shape(found)] == [1, 3, 2, 1]


@pytest.mark.parametrize(
    ("line", "number", "written"),
    [
        ("- (一) 分工", "（一）", "(一)"),
        ("（ 一 ）分工", "（一）", "（一）"),
        ("㈠分工", "（一）", "㈠"),
        ("一）分工", "（一）", "一）"),
        ("1、分工", "1.", "1、"),
        ("１．分工", "1.", "１．"),
        ("- 1. 分工", "1.", "1."),
        ("⑴分工", "（1）", "⑴"),
        ("1）分工", "（1）", "1）"),
        ("①分工", "①", "①"),
        ("一．分工", "一、", "一．"),
    ],
)
def test_a_number_is_shown_as_the_standard_writes_it_and_kept_as_it_stands(
    line: str, number: str, written: str
) -> None:
    heading = only(document(line))
    assert (heading.number, heading.written, heading.text) == (number, written, "分工")


@pytest.mark.parametrize(
    "line",
    [
        "一、二等奖各三名",
        "七、八月份为汛期",
        "1.5亿元已拨付",
        "12.25专项行动",
        "2026年4月1日",
        "（2026年4月）",
        "十百、",
    ],
)
def test_what_only_looks_like_a_number_is_no_heading(line: str) -> None:
    assert outline(document(line)) == ()


def test_an_item_that_begins_with_a_date_is_an_item() -> None:
    assert shape(document("1.4月10日前报名", "2.2026年5月公示")) == [
        (3, "1.", "4月10日前报名"),
        (3, "2.", "2026年5月公示"),
    ]


def test_the_number_that_the_file_keeps_apart_counts() -> None:
    heading = only(document(Paragraph("11月4日至12日自查。", source(paragraph=1), label="1.")))
    assert (heading.number, heading.written, heading.text) == ("1.", "1.", "11月4日至12日自查")
    assert heading.source.span == (0, 11)


def test_of_a_heading_that_runs_into_text_the_first_sentence_is_the_text() -> None:
    heading = only(document("（一）压实责任，加强协作。各单位要明确专人，于4月底前报送名单。"))
    assert heading.text == "压实责任，加强协作"


def test_a_bracket_behind_the_sentence_belongs_to_the_heading() -> None:
    assert only(document("（一）分解任务。（2026年3月至4月）")).text == "分解任务。（2026年3月至4月）"


def test_of_a_long_sentence_the_first_phrase_is_the_text() -> None:
    text = "1、负责路灯维护的单位，要对照问题清单逐盏排查，建立台账，明确时限，并于每月底前报送进展情况。"
    assert only(document(text)).text == "负责路灯维护的单位"


def test_punctuation_within_a_title_or_a_bracket_does_not_end_the_phrase() -> None:
    text = "1.《澜江市路灯、井盖，护栏维护情况报告（含附图，附表）》由各街道办事处于每季度末月20日前填报并加盖公章"
    assert only(document(text)).text == text.removeprefix("1.")


def test_the_place_of_a_heading_are_its_characters() -> None:
    found = document("  二、 工作要求。请落实。")
    heading = only(found)
    assert heading.source.paragraph == 1
    assert heading.source.span is not None
    first, last = heading.source.span
    assert found.paragraphs[0].text[first:last] == "二、 工作要求"


def test_two_headings_of_one_paragraph_with_a_line_break_are_two() -> None:
    found = document("一、目标\n二、任务")
    assert shape(found) == [(1, "一、", "目标"), (1, "二、", "任务")]
    assert [heading.source.span for heading in outline(found)] == [(0, 4), (5, 9)]


def test_an_arabic_number_in_the_gap_of_the_chinese_ones_is_one_of_them() -> None:
    found = document("一、目标", "二、内容", "（一）甲", "3、步骤", "（一）乙", "1.丙", "四、要求")
    assert ("三、", "3、") in numbers(found)
    assert [level for level, _, _ in shape(found)] == [1, 1, 2, 1, 2, 3, 1]


def test_behind_the_last_heading_a_bare_arabic_one_that_counts_on_is_one_of_them() -> None:
    assert numbers(document("一、目标", "二、内容", "3、步骤"))[-1] == ("三、", "3、")


def test_an_item_of_a_list_is_not_taken_for_a_heading_that_counts_on() -> None:
    found = document("一、目标", "二、内容", "1.甲", "2.乙", "3.丙", "四、要求")
    assert ("3.", "3.") in numbers(found)


def test_a_number_said_twice_is_put_right_where_the_next_leaves_room_for_one_only() -> None:
    assert numbers(document("一、甲", "二、乙", "二、丙", "四、丁")) == [
        ("一、", "一、"),
        ("二、", "二、"),
        ("三、", "二、"),
        ("四、", "四、"),
    ]


def test_a_number_said_twice_without_a_gap_behind_it_stays() -> None:
    assert numbers(document("一、甲", "一、乙", "二、丙"))[1] == ("一、", "一、")


def test_a_heading_without_number_that_is_worded_like_its_sisters_has_theirs() -> None:
    found = document("（一）甲类事项办理流程", "先核实。", "乙类事项办理流程", "先解释。", "（三）开展回访，总结经验")
    assert numbers(found) == [("（一）", "（一）"), ("（二）", ""), ("（三）", "（三）")]
    assert outline(found)[1].text == "乙类事项办理流程"


def test_a_short_line_in_a_gap_that_is_worded_otherwise_is_not_made_a_heading() -> None:
    found = document("（一）甲类事项办理流程", "青山街道办事处", "（三）开展回访")
    assert numbers(found) == [("（一）", "（一）"), ("（三）", "（三）")]


def test_two_lines_that_might_be_the_lost_heading_are_both_left_alone() -> None:
    found = document("（一）甲类事项办理流程", "乙类事项办理流程", "丙类事项办理流程", "（三）开展回访")
    assert [number for number, _ in numbers(found)] == ["（一）", "（三）"]


def test_the_caption_of_a_table_is_no_lost_heading() -> None:
    found = document("（一）甲类事项办理流程", "乙类事项办理流程", [["序号", "事项"], ["1", "路灯"]], "（三）开展回访")
    assert [number for number, _ in numbers(found)] == ["（一）", "（三）"]


def test_the_list_of_annexes_is_not_in_the_outline() -> None:
    found = document(
        "一、目标", "附件：1.整改任务清单", "  2.各县（市、区）落实澜江市意见建议", "  整改任务分解表", "3.一览表"
    )
    assert [number for number, _ in numbers(found)] == ["一、"]


def test_a_list_of_annexes_below_its_word_is_not_in_the_outline() -> None:
    assert outline(document("附件：", "1.整改任务清单", "2.完成情况一览表", "青山市绩效办")) == ()


def test_cells_are_not_in_the_outline() -> None:
    assert outline(document([["一、甲", "二、乙"], ["（一）丙", "1.丁"]])) == ()


def test_an_annex_begins_a_new_outline() -> None:
    found = document("一、甲", "二、乙", "附件1", "一、丙", "3.丁", "附件2", "四、戊")
    assert numbers(found) == [(n, n) for n in ("一、", "二、", "一、", "3.", "四、")]


def test_chapters_and_articles_are_the_levels_of_a_law() -> None:
    found = document(
        "第一章 总则",
        "第一条 为规范管理，制定本办法。",
        "（一）公开；",
        "第二章　附则",
        "第二条　本办法自印发之日起施行。",
    )
    assert shape(found) == [
        (1, "第一章", "总则"),
        (2, "第一条", "为规范管理，制定本办法"),
        (3, "（一）", "公开"),
        (1, "第二章", "附则"),
        (2, "第二条", "本办法自印发之日起施行"),
    ]


def test_a_law_without_chapters_begins_with_its_articles() -> None:
    assert [level for level, _, _ in shape(document("第一条 目的", "（一）公开", "第一百零二条 附则"))] == [1, 2, 1]


def test_sections_lie_between_chapters_and_articles() -> None:
    found = document("第一章 总则", "第一节 范围", "第一条 本办法适用于街道。")
    assert [level for level, _, _ in shape(found)] == [1, 2, 3]


def test_an_annex_of_a_law_has_the_levels_of_its_own_form() -> None:
    found = document("第一条 目的", "第二条 范围", "附件1", "第一章 总则", "第一条 目的", "（一）公开")
    assert [level for level, _, _ in shape(found)] == [1, 1, 1, 2, 3]


@pytest.mark.parametrize("line", ["第三条第二款规定的情形", "第三条和第四条所称单位", "第三条修改为：“各单位”"])
def test_a_sentence_about_an_article_is_not_the_article(line: str) -> None:
    assert outline(document(line)) == ()


def test_chinese_numbers_after_a_law_are_the_first_level_again() -> None:
    assert [level for level, _, _ in shape(document("第一条 目的", "（一）公开", "一、目标", "（一）分工"))] == [
        1,
        2,
        1,
        2,
    ]


def test_the_headings_of_a_part_lie_below_it() -> None:
    assert [level for level, _, _ in shape(document("第一部分 概况", "一、职责", "（一）科室"))] == [1, 2, 3]


def test_a_heading_that_a_page_break_cut_in_a_bracket_or_at_a_comma_is_whole() -> None:
    found = document(
        "（一）摸底排查（2026年", "3月）。各街道逐户走访。", "（二）健全制度，", "强化督查", "各单位要落实专人。"
    )
    assert [text for _, _, text in shape(found)] == ["摸底排查（2026年3月）", "健全制度，强化督查"]


def test_a_heading_that_a_page_break_cut_among_sisters_that_run_into_text_is_whole() -> None:
    found = document(
        "（一）加强领导。各单位要明确专人。",
        "（二）健全制度，强化监督",
        "检查。各单位要逐条对照。",
        "（三）按时报送。月底前报送。",
    )
    assert [text for _, _, text in shape(found)] == ["加强领导", "健全制度，强化监督检查", "按时报送"]


def test_a_heading_over_its_text_is_not_joined_with_it() -> None:
    found = document(
        "（一）加强领导，明确责任", "总体良好。各单位要再接再厉。", "（二）健全制度，强化监督", "各单位要落实专人。"
    )
    assert [text for _, _, text in shape(found)] == ["加强领导，明确责任", "健全制度，强化监督"]


def test_the_outline_is_part_of_the_extraction() -> None:
    assert [heading.number for heading in extract(document("一、目标", "正文。", "二、任务")).outline] == [
        "一、",
        "二、",
    ]


def test_a_table_of_contents_is_not_in_the_outline() -> None:
    found = document(
        "目录", "一、工作目标……………………1", "二、工作任务\t3", "三、保障措施........12", "一、工作目标", "二、工作任务"
    )
    assert [heading.source.paragraph for heading in outline(found)] == [5, 6]


def test_signs_of_markdown_are_not_of_the_heading() -> None:
    found = document("## 一、工作目标", "**（一）分工。**各单位明确专人。", "**二、工作任务**")
    assert shape(found) == [(1, "一、", "工作目标"), (2, "（一）", "分工"), (1, "二、", "工作任务")]
