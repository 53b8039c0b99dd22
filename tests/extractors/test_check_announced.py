"""How many things a text announces, against the list or the headings that come with it."""

from __future__ import annotations

import pytest
from documents import document

from corpus.records import Check
from extractors.checks.announced import check_announced
from extractors.outline.outline import outline


def run(*lines: str) -> list[Check]:
    found = document(*lines)
    return list(check_announced(found, outline(found)))


def verdicts(*lines: str) -> list[tuple[str | None, str | None, bool | None]]:
    return [(check.stated, check.found, check.ok) for check in run(*lines)]


def test_announced_steps_are_the_headings_right_below() -> None:
    steps = ("（一）部署。4月完成。", "1.动员", "2.培训", "（二）落实。5月完成。", "（三）总结。6月完成。", "二、要求")
    assert verdicts("一、安排", "活动分三个步骤实施。", *steps) == [("3", "3", True)]
    assert verdicts("一、安排", "活动分四个步骤实施。", *steps) == [("4", "3", False)]


def test_the_check_says_which_headings_were_counted() -> None:
    (check,) = run("一、安排", "活动分两个阶段进行。", "（一）部署", "（二）落实", "（三）总结")
    assert check.note == "文中称 2 个，“（一）”起的标题共 3 个，请核对。"
    assert (check.quote, check.source.paragraph, check.source.span) == ("活动分两个阶段", 2, (3, 7))


def test_a_long_quote_begins_with_a_clause_and_not_within_a_word() -> None:
    text = (
        "各责任单位要统筹安排力量，压实工作责任，逐条逐项制定切实可行的工作方案，全力抓好“修路、架桥、通水”三件大事。"
    )
    (check,) = run(text)
    assert check.quote == "逐条逐项制定切实可行的工作方案，全力抓好“修路、架桥、通水”三件大事"


def test_headings_that_do_not_follow_at_once_are_not_counted() -> None:
    assert run("活动分四个步骤实施。", "各单位要高度重视。", "（一）部署", "（二）落实") == []


def test_the_next_heading_of_the_same_level_is_not_what_was_announced() -> None:
    assert run("（一）甲", "各单位按三项制度办理，分以下三个方面。", "（二）乙", "（三）丙") == []


def test_a_thing_known_already_announces_nothing() -> None:
    assert run("一、目标", "全面推行三项制度。", "（一）甲", "（二）乙") == []


@pytest.mark.parametrize(
    "text",
    [
        "从教育、交通、就医等3个方面梳理。",
        "从教育、交通和就医三个方面梳理。",
        "全力办好“修路、架桥、通水”三件大事。",
        "主要做好以下三项工作：一是摸底。二是整改。三是回访。",
        "重点抓好三个环节：（一）受理；（二）办理；（三）回访。",
        "参加单位（3个）：教育局、交通运输局、民政局。",
        "意见分为三类：咨询；求助；投诉。",
        "结果分为三个等次，分别为优秀、良好、一般。",
        "落实“三个有”（有目标、有措施、有时限）要求。",
    ],
)
def test_a_list_in_the_same_paragraph_is_counted(text: str) -> None:
    assert verdicts(text) == [("3", "3", True)]


@pytest.mark.parametrize(
    "text",
    [
        "主要做好以下四项工作：一是摸底。二是整改。三是回访。",
        "参加单位（4个）：教育局、交通运输局、民政局。",
        "意见分为4类：咨询；求助；投诉。",
        "落实“四个有”（有目标、有措施、有时限）要求。",
    ],
)
def test_a_closed_list_of_another_length_is_an_error(text: str) -> None:
    assert verdicts(text) == [("4", "3", False)]


@pytest.mark.parametrize("text", ["从教育、交通、就医等4个方面梳理。", "全力办好“修路、架桥、通水”四件大事。"])
def test_a_list_before_its_number_that_differs_is_left_to_a_person(text: str) -> None:
    assert verdicts(text) == [("4", "3", None)]


@pytest.mark.parametrize(
    "text",
    [
        "涉及青山、澜江、白石等12个街道。",
        "抓好路灯、井盖等8项任务。",
        "不超过3项：路灯、井盖。",
        "在5个工作日内报送：姓名、单位。",
        "全市推进30个项目：教育、交通。",
        "第3项：路灯、井盖。",
        "重点抓好1项：路灯、井盖。",
        "意见分为四类：咨询、求助等。",
        "意见分为四类：咨询；求助；投诉等。",
        "全力办好“通水”三件大事。",
        "做好三个环节（受理、办理",
        "做好以下三项：一是摸底。",
        "对照“四个方面”问题：一是摸底不清；二是整改不力；三是回访不够。",
        "第二批共9条：教育3条、医疗5条、住房1条。",
    ],
)
def test_examples_bounds_times_and_ordinals_claim_nothing(text: str) -> None:
    assert run(text) == []


def test_a_last_and_may_join_two_things_or_part_them() -> None:
    assert verdicts("包括教育、交通、卫生和医保3个方面。") == [("3", "3", True)]
    assert verdicts("包括教育、交通、卫生和医保4个方面。") == [("4", "4", True)]


def test_an_enumeration_that_goes_on_in_the_next_paragraph_is_not_whole() -> None:
    assert run("做好以下三项工作：一是摸底。二是整改。", "三是回访。") == []


def test_two_things_joined_by_and_are_two() -> None:
    assert verdicts("意见分为两类：咨询和投诉。") == [("2", "2", True)]


def test_a_clause_behind_the_list_is_not_of_it() -> None:
    assert verdicts("严守三个严禁：严禁瞒报、严禁漏报、严禁迟报，做到应报尽报、及时准确。") == [("3", "3", True)]


def test_a_table_right_below_is_not_what_was_announced() -> None:
    found = document("活动分三个步骤实施。", [["序号", "步骤"], ["1", "部署"]], "（一）部署", "（二）落实")
    assert list(check_announced(found, outline(found))) == []


def test_a_number_in_the_midst_of_a_paragraph_announces_no_headings() -> None:
    text = "活动分三个步骤实施，各单位要对照台账逐条整改，按月报送进展，年底前全部完成并接受群众评议。"
    assert run(text, "（一）部署", "（二）落实") == []


def test_a_single_heading_below_is_no_list() -> None:
    assert run("活动分三个步骤实施。", "（一）部署", "一、要求") == []


def test_commas_within_brackets_and_titles_do_not_part_a_list() -> None:
    assert verdicts("报送材料分为两类：《台账（含照片、视频）》、《总结》。") == [("2", "2", True)]


def test_signs_without_words_between_them_list_nothing() -> None:
    assert run("分三个步骤：、 、 。") == []
