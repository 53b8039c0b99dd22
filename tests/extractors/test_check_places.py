"""The place of a complaint against the place of its remedy."""

from __future__ import annotations

import pytest
from documents import document

from corpus.records import Check
from extractors.checks.places import check_places
from extractors.tables.comments import comments
from extractors.tables.tables import tables

HEADER = ["序号", "整改内容", "整改目标", "整改措施"]


def checks(complaint: str, goal: str, measures: str = "加强巡查。") -> list[Check]:
    found = tables(document([HEADER, ["1", complaint, goal, measures]]))
    return list(check_places(found, comments(found)))


def test_another_road_in_the_goal_is_left_to_a_person_with_both_names() -> None:
    (check,) = checks("青山市东湖区5号路市场门前乱停车。", "杜绝柳堤大街市场门前乱停车。")
    assert (check.stated, check.found, check.ok) == ("5号路", "柳堤大街", None)
    assert check.note == "道路不一致：“整改内容”写“5号路”，“整改目标”写“柳堤大街”，请核对是否同一地点。"
    assert (check.source.row, check.source.column) == (1, 2)


@pytest.mark.parametrize(
    ("complaint", "goal"),
    [
        ("青山镇柳林村的桥坏了。", "完成石桥村桥梁维修。"),
        ("望江小学门前堵车。", "缓解东山小学门前拥堵。"),
        ("清溪水库有垃圾。", "清理白石水库垃圾。"),
        ("3号路路灯不亮。", "修复5号路路灯。"),
        ("人民东路积水。", "解决人民西路积水。"),
    ],
)
def test_places_of_one_class_with_other_names_are_asked_about(complaint: str, goal: str) -> None:
    assert [check.ok for check in checks(complaint, goal)] == [None]


def test_another_place_in_the_measures_is_asked_about_too() -> None:
    (check,) = checks("柳林村的桥坏了。", "完成维修。", "对石桥村桥梁进行加固。")
    assert check.found == "石桥村"


@pytest.mark.parametrize(
    ("complaint", "goal"),
    [
        ("和平路积水。", "解决城南区和平路积水。"),
        ("和平路积水。", "解决该路段道路积水问题。"),
        ("和平路、民生路积水。", "解决民生路积水。"),
        ("柳林村的桥坏了。", "修复和平路桥面。"),
        ("农村公路破损，柳林村出行难。", "改善柳林村乡村道路。"),
        ("小区路灯不亮，希望修好和平路的路灯。", "更换路灯，确保和平路亮灯率。"),
        ("我们小区没有物业。", "引导金湖湾小区成立业委会。"),
        ("学校门口堵车。", "疏导望江小学门口交通。"),
        ("希望新建一所小学。", "建成江北第二小学。"),
        ("请取消一条线路，恢复和平路站。", "优化公交线路。"),
    ],
)
def test_the_same_place_a_wider_name_or_a_general_word_is_no_mismatch(complaint: str, goal: str) -> None:
    assert checks(complaint, goal) == []


def test_a_piece_of_a_sentence_that_may_be_no_name_claims_nothing() -> None:
    assert checks("和平路积水。", "新修的那条不知道叫什么名字的路。") == []
