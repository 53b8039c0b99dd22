"""五个有: what passes, what is missing, and what the unit is told."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from invented_batch import MADE_ON, batch, comment_tasks, deduction_tasks, goal_tasks

from corpus.records import Closing, Evidence, Filing, Step, Task
from outputs.assignment import in_order
from outputs.cycle.completeness import can_be_measured, is_a_day, is_a_route, lacks, summary, told
from outputs.cycle.completeness_table import completeness_tables
from outputs.frame import Frame

NONE = Closing()
WHOLE = replace(goal_tasks()[0], filing=Filing(standard="堆场照片"))


def missing(task: Task, closing: Closing = NONE) -> list[tuple[str, bool]]:
    return [(lack.key, lack.absent) for lack in lacks(task, closing)]


@pytest.mark.parametrize(
    "goal",
    [
        "修复路面320平方米",
        "结案率达到98%",
        "增设路灯十二盏",
        "12月底前通车",
        "到2024年底前完成",
        "危房动态清零",
        "垃圾桶全覆盖",
        "覆盖二十一个小区",
        "百分之九十",
        "十分钟内到场",
    ],
)
def test_a_goal_that_says_how_much_or_until_when_can_be_measured(goal: str) -> None:
    assert can_be_measured(goal)


@pytest.mark.parametrize(
    "goal",
    [
        "逐步改善环境质量。",
        "建立一个长效机制",
        "1.加强管理\n2.提高认识",
        "一、规范秩序",
        "十分重视，万分感谢",
        "落实“三个到位”",
        "完成2024年度任务",
    ],
)
def test_a_goal_that_only_wishes_cannot(goal: str) -> None:
    assert not can_be_measured(goal)


@pytest.mark.parametrize(
    "measures",
    [
        "1.排查。2.整治。",
        "一是排查，二是整治",
        "①排查②整治",
        "先排查，再整治",
        "分阶段推进",
        "6月底前完成排查",
        "开展排查。加强巡查。",
        "排查\n整治",
    ],
)
def test_steps_and_stages_are_a_route(measures: str) -> None:
    assert is_a_route(measures)


@pytest.mark.parametrize("measures", ["加强管理。", "1.加强管理", "开展检查，发现问题及时治理。"])
def test_one_step_is_none(measures: str) -> None:
    assert not is_a_route(measures)


@pytest.mark.parametrize(
    "words", ["2024年12月31日", "11月20日前", "2024.12", "年底前", "第三季度", "30日内", "6月中旬"]
)
def test_a_day_or_the_end_of_a_period_is_a_timetable(words: str) -> None:
    assert is_a_day(words)


@pytest.mark.parametrize("words", ["立即整改", "长期坚持", "立即整改；长期执行", "持续推进", "常态化", "2024年"])
def test_at_once_and_for_long_are_none(words: str) -> None:
    assert not is_a_day(words)


def test_a_whole_plan_lacks_nothing() -> None:
    assert missing(WHOLE) == []


def test_nothing_filled_in_lacks_all_five_and_strokes_fill_nothing_in() -> None:
    bare = replace(WHOLE, goal=None, measures=None, deadline=None, due=None, given_person=None, filing=Filing())
    dashes = replace(bare, goal="——", measures="无", deadline="/", given_person="-", filing=Filing(evidence="暂无"))
    everything = [(key, True) for key in ("goal", "route", "deadline", "person", "evidence")]
    assert missing(bare) == missing(dashes) == everything
    assert told(lacks(bare, NONE)) == "请补填整改目标、整改措施、整改时限、负责人姓名、成果形式或佐证材料。"


def test_the_units_own_words_go_back_to_it() -> None:
    vague = replace(WHOLE, deadline="长期坚持", due=None, measures="加强管理。")
    assert missing(vague) == [("route", False), ("deadline", False)]
    assert told(lacks(vague, NONE)) == (
        "整改措施没有分步骤或阶段，请写明先做什么、后做什么；"
        "“长期坚持”不是完成日期，请写明哪一天完成；需要长期整改的，写明本年度的目标和日期。"
    )


def test_a_day_that_the_program_read_is_a_timetable_whatever_the_words() -> None:
    assert missing(replace(WHOLE, deadline="下周五前", due=datetime.date(2024, 6, 7))) == []


def test_nobody_is_in_charge_of_what_is_only_proposed_or_several_bodies_are_to_do() -> None:
    [proposed] = comment_tasks(1)
    assert ("person", False) in missing(proposed)
    assert ("person", False) in missing(replace(WHOLE, given_responsible="各县（市、区）人民政府"))


def test_the_leader_is_in_charge_too_and_a_contact_is_not() -> None:
    assert missing(replace(WHOLE, given_person=None, filing=Filing(standard="照片", leader="李小溪"))) == []
    contact = replace(WHOLE, given_person=None, filing=Filing(standard="照片", contact="李小溪"))
    assert missing(contact) == [("person", True)]


def test_evidence_is_named_attached_or_a_result_that_the_measures_speak_of() -> None:
    unnamed = replace(WHOLE, filing=Filing())
    assert missing(unnamed) == [("evidence", True)]
    at = datetime.datetime(2024, 11, 1, 8, tzinfo=datetime.UTC)
    photo = Evidence(1, Step.RECTIFY, "照片", "堆场.jpg", "ab" * 32, 10, "王小河", at)
    assert missing(unnamed, Closing((), (photo,))) == []
    assert missing(replace(unnamed, measures="1.排查。\n2.印发《堆场管理办法》。")) == []


def test_a_comment_of_the_other_kind_only_wants_an_explanation() -> None:
    other = replace(WHOLE, kind="其他", goal=None, measures=None)
    assert missing(other) == [("explanation", True)]
    assert missing(replace(other, filing=Filing(explanation="已向群众说明。"))) == []


def test_one_line_says_how_many_are_complete_and_what_the_others_lack() -> None:
    vague = replace(WHOLE, deadline="长期坚持", due=None)
    checked = [lacks(task, NONE) for task in (WHOLE, vague, replace(vague, filing=Filing()))]
    assert summary(checked) == "共3项，齐备1项，缺：时间表2项、成果佐证1项。"
    assert summary([()]) == "共1项，齐备1项。"


def test_the_table_has_a_tick_or_a_word_in_each_column_and_last_what_is_missing() -> None:
    vague = replace(WHOLE, deadline="长期坚持", due=None)
    [(path, pair)] = completeness_tables((vague,), Frame(MADE_ON))
    assert path == "五个有核对表"
    [table] = pair.paper.tables
    assert [c.heading for c in table.columns][4:] == [
        "目标可量化", "推进路线图", "时间表", "责任到人", "成果可核验", "缺什么",
    ]  # fmt: skip
    assert table.rows[0][4:9] == ("✓", "✓", "无日期", "✓", "✓")
    assert table.rows[0][9].startswith("“长期坚持”不是完成日期")
    assert pair.paper.lines[-1] == "整改计划共1项，齐备0项，缺：时间表1项。"


def test_deductions_and_comments_are_checked_apart_and_an_empty_batch_says_so() -> None:
    [(_, pair)] = completeness_tables(in_order(batch().tasks), Frame(MADE_ON))
    assert [(t.part.key, len(t.rows)) for t in pair.paper.tables] == [
        ("five_deductions", len(deduction_tasks())),
        ("five_comments", 25),
        ("five_other", 8),
    ]
    [(_, empty)] = completeness_tables((), Frame(MADE_ON))
    assert empty.paper.tables == ()
