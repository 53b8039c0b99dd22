"""The numbers of the outline: gaps, repeats, disorder and slips are said, a new list is none of them."""

from __future__ import annotations

import pytest
from documents import document

from corpus.records import Check, Document
from extractors.checks.numbering import check_numbering
from extractors.outline.outline import outline


def run(*lines: str | list[list[str]]) -> list[Check]:
    found: Document = document(*lines)
    return list(check_numbering(found, outline(found)))


def verdicts(*lines: str | list[list[str]]) -> list[tuple[str | None, str | None, bool | None]]:
    return [(check.stated, check.found, check.ok) for check in run(*lines)]


@pytest.mark.parametrize(
    ("lines", "wanted", "found"),
    [
        (("一、甲", "三、乙"), "二、", "三、"),
        (("（一）甲", "（三）乙"), "（二）", "（三）"),
        (("1.甲", "3.乙"), "2.", "3."),
        (("（1）甲", "（3）乙"), "（2）", "（3）"),
        (("第一条 甲", "第三条 乙"), "第二条", "第三条"),
        (("第一章 甲", "第一条 乙", "第三章 丙"), "第二章", "第三章"),
    ],
)
def test_a_gap_is_found_at_every_level(lines: tuple[str, ...], wanted: str, found: str) -> None:
    (check,) = run(*lines)
    assert (check.stated, check.found, check.ok) == (wanted, found, False)
    assert check.note is not None
    assert "缺漏" in check.note


def test_the_check_points_at_the_heading_that_does_not_follow() -> None:
    (check,) = run("一、目标", "正文。", "三、要求")
    assert (check.quote, check.source.paragraph, check.source.span) == ("三、要求", 3, (0, 4))


def test_articles_count_on_through_chapters() -> None:
    assert run("第一章 甲", "第一条 乙", "第二章 丙", "第二条 丁") == []
    assert verdicts("第一章 甲", "第一条 乙", "第二章 丙", "第三条 丁") == [("第二条", "第三条", False)]


def test_lists_begin_anew_under_each_heading() -> None:
    assert run("一、甲", "（一）子", "（二）丑", "1.寅", "2.卯", "二、乙", "（一）辰", "1.巳") == []


def test_a_second_list_under_one_heading_is_a_new_list() -> None:
    assert run("一、甲", "1.子", "2.丑", "其中：", "1.寅", "2.卯") == []


def test_an_enclosed_plan_begins_its_numbering_anew() -> None:
    assert run("一、甲", "二、乙", "方案", "一、丙", "二、丁") == []


def test_an_annex_begins_its_numbering_anew() -> None:
    assert run("一、甲", "（一）乙", "附件2", "（四）丙", "（五）丁") == []


def test_numbers_that_count_on_under_other_headings_are_one_list() -> None:
    assert run("一、甲", "（一）子", "（二）丑", "二、乙", "（三）寅", "（四）卯") == []
    assert verdicts("一、甲", "（一）子", "（二）丑", "二、乙", "（四）寅") == [("（三）", "（四）", False)]


def test_a_repeat_is_said_also_where_an_outer_heading_lies_between() -> None:
    assert verdicts("（一）甲", "（二）乙", "（二）丙", "（三）丁") == [("（三）", "（二）", False)]
    lines = ("一、甲", "（一）子", "（二）丑", "（三）寅", "二、乙", "（三）卯", "（四）辰")
    assert verdicts(*lines) == [("（四）", "（三）", False)]


def test_disorder_is_said_once() -> None:
    (check,) = run("一、甲", "三、乙", "二、丙", "四、丁")
    assert (check.found, check.ok) == ("二、", False)
    assert check.note == "“三、”之后出现“二、”，编号顺序颠倒，请核对。"


def test_headings_go_on_past_ten() -> None:
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    assert run(*[f"{numeral}、题" for numeral in numerals]) == []
    assert verdicts(*[f"{n}、题" for n in numerals if n != "十一"]) == [("十一、", "十二、", False)]


def test_a_number_within_the_text_is_no_gap() -> None:
    assert run("（一）报名。各街道报名。（二）初审。街道初审。", "（三）公示。") == []
    assert run("1.甲", [["事项", "2.乙"]], "3.丙") == []


def test_an_arabic_number_for_a_chinese_one_is_said_with_what_it_should_be() -> None:
    (check,) = run("一、目标", "二、内容", "3、步骤", "四、要求")
    assert (check.stated, check.found, check.ok) == ("三、", "3、", False)
    assert (check.quote, check.note) == ("3、步骤", "按前后编号应为“三、”，写作“3、”。")


def test_another_sign_behind_the_number_is_no_slip() -> None:
    assert run("1、甲", "2．乙", "3.丙", "(一)丁", "（二)戊") == []


def test_a_heading_that_lost_its_number_is_named() -> None:
    (check,) = run("（一）甲类事项办理流程", "乙类事项办理流程", "（三）开展回访")
    assert (check.stated, check.found, check.ok) == ("（二）", None, False)
    assert (check.quote, check.source.paragraph) == ("乙类事项办理流程", 2)


def test_a_list_that_begins_with_two_is_said_and_one_that_begins_later_is_not() -> None:
    assert verdicts("一、甲", "（二）子", "（三）丑") == [("（一）", "（二）", False)]
    assert run("一、甲", "（七）子", "（八）丑") == []


def test_a_first_item_within_the_paragraph_above_is_no_late_start() -> None:
    assert run("申报材料包括：1.申请书；", "2.身份证。") == []


def test_a_gap_above_fifty_is_not_filled_by_a_figure_in_the_text() -> None:
    items = [f"（{number}）事项" for number in range(1, 51)]
    assert verdicts(*items, "（52）其余51件另行办理") == [("（51）", "（52）", False)]
