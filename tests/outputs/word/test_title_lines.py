"""How titles break: whole words, in the shape of a trapezoid or a diamond."""

import pytest

from outputs.word.measure import MM_A_POINT, ems
from outputs.word.title_lines import title_lines

UPRIGHT = 156.0
ROOM = UPRIGHT / (22 * MM_A_POINT)


def test_a_title_that_fits_stays_on_one_line():
    assert title_lines("整改任务清单", UPRIGHT) == "整改任务清单"


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        (
            "青河县绩效考评领导小组关于印发《2023年度社会评价意见建议整改方案》的通知",
            ["青河县", "领导小组", "印发", "《2023年度", "意见建议", "方案》的", "通知"],
        ),
        (
            "关于做好2023年度群众意见建议和指标扣分事项整改任务分解落实工作的通知",
            ["2023年度", "意见建议", "任务", "落实"],
        ),
        (
            "白石镇人民政府关于报送《河道清淤（二期）工程整改情况说明》的函",
            ["人民政府", "《河道", "（二期）", "说明》的"],
        ),
        ("青河县绩效办关于分解落实指标扣分事项整改任务的通知", ["落实", "指标扣分事项", "整改任务"]),
        (
            "县绩效办关于分解落实2025年度群众意见建议和指标扣分事项整改任务的通知",
            ["2025年度", "群众意见建议", "指标扣分事项"],
        ),
    ],
)
def test_no_word_number_or_bracket_is_cut_and_nothing_is_lost(title, whole):
    lines = title_lines(title, UPRIGHT).split("\n")
    assert "".join(lines) == title
    assert len(lines) > 1
    assert max(map(ems, lines)) <= ROOM
    assert [word for word in whole if not any(word in line for line in lines)] == []


def test_three_lines_are_a_diamond_or_a_trapezoid_and_never_an_hourglass():
    title = "青河县绩效考评领导小组关于印发《2023年度社会评价意见建议整改方案》的通知"
    first, second, third = map(ems, title_lines(title, UPRIGHT).split("\n"))
    assert not (second < first and second < third)


def test_a_short_tail_is_not_left_alone():
    lines = title_lines("关于报送2023年度群众意见建议整改情况的通知", UPRIGHT).split("\n")
    assert ems(lines[-1]) > 3


def test_a_turned_page_has_room_for_more():
    title = "关于报送2023年度群众意见建议整改情况的通知"
    assert title_lines(title, 225.0) == title
    assert "\n" in title_lines(title, UPRIGHT)


def test_a_title_beyond_all_measure_is_left_as_it_is():
    title = "关于" + "整改" * 60 + "的通知"
    assert title_lines(title, UPRIGHT) == title
