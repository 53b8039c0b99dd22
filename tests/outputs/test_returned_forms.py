"""A form that came back filled in is read like any file, and completes its tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO

import pytest
from invented_batch import MADE_ON, comment_tasks, deduction_tasks, goal_tasks, source
from openpyxl import load_workbook

from corpus.records import Comment, Deduction, Extraction, Filing, Status, Task
from corpus.tasks import tasks_of
from extractors.extract import extract_bytes
from outputs.cycle.completion import completion_tables
from outputs.cycle.goals import goal_tables
from outputs.cycle.unit_forms import explanation_forms, measure_forms
from outputs.forms import Pair
from outputs.frame import Frame
from outputs.word.paper import document, sheet_paper
from outputs.workbook import workbook

NUMBER, TEXT = "120230070900777", "桥头的路灯不亮。\n\n晚上看不清路。"
SENT = Comment(TEXT, source(2), NUMBER, title="路灯", given_kind="建设性", given_responsible="县住建局")
LOST = Deduction("污水管网", "少建1公里，扣0.5分。", "0.5", "县发改局", "县住建局", source(3))
Maker = Callable[[tuple[Task, ...], Frame], Iterable[tuple[str, Pair]]]


def arrived(*found: Comment | Deduction) -> Extraction:
    comments = tuple(one for one in found if isinstance(one, Comment))
    deductions = tuple(one for one in found if isinstance(one, Deduction))
    return Extraction("来文.xlsx", "a" * 64, "xlsx", Status.OK, comments=comments, deductions=deductions)


def pairs(maker: Maker, tasks: tuple[Task, ...]) -> Iterator[tuple[str, Pair]]:
    return ((path, pair) for path, pair in maker(tasks, Frame(MADE_ON)))


def filled_in(pair: Pair, words: Mapping[str, str]) -> bytes:
    """The form's workbook with these words, by heading, in the first row of every sheet."""
    book = load_workbook(BytesIO(workbook(pair.screen, MADE_ON)))
    for page in book.worksheets:
        head = next(row for row in page.iter_rows() if row[0].value == "序号")
        for cell in head:
            if cell.value in words:
                page.cell(cell.row + 1, cell.column, words[cell.value])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def returned(first: Extraction, maker: Maker, words: Mapping[str, str]) -> Task:
    """The first task after the first form of this maker came back."""
    [(_, pair), *_] = pairs(maker, tasks_of([first], {}, {}))
    back = extract_bytes(filled_in(pair, words), "回收/表.xlsx")
    [task] = tasks_of([first, back], {}, {})
    return task


def test_the_form_of_measures_fills_in_goal_measures_standard_day_and_people() -> None:
    task = returned(
        arrived(SENT),
        measure_forms,
        {
            "整改目标": "11月底前修好12盏",
            "整改措施": "1.排查。\n2.更换。",
            "整改标准及成果形式": "验收单",
            "整改时限": "2024年11月30日",
            "责任主体／负责人": "王小河",
            "联络员": "李小溪",
        },
    )
    assert (task.goal, task.measures, task.deadline) == ("11月底前修好12盏", "1.排查。\n2.更换。", "2024年11月30日")
    assert str(task.due) == "2024-11-30"
    assert (task.given_person, task.given_responsible) == ("王小河", "县住建局")
    assert task.filing == Filing(standard="验收单", contact="李小溪")
    assert [place.file for place in task.filled_from] == ["回收/表.xlsx"]


def test_the_form_of_explanations_fills_in_cause_explanation_and_evidence() -> None:
    words = {"原因分析": "线路老化", "情况说明": "已列入明年计划", "佐证材料": "计划文件", "负责人": "王小河"}
    task = returned(arrived(replace(SENT, given_kind="其他")), explanation_forms, words)
    assert task.filing == Filing(cause="线路老化", explanation="已列入明年计划", evidence="计划文件")
    assert task.given_person == "王小河"


def test_the_survey_of_results_fills_in_what_became_of_a_comment_and_of_a_deduction() -> None:
    words = {
        "整改目标": "全部修好",
        "整改措施": "更换灯具",
        "完成情况及成效": "已修好12盏",
        "公示情况": "公告栏，12月2日",
        "群众满意度": "满意",
        "佐证材料": "照片3张",
        "是否销号": "是",
    }
    done = Filing(result="已修好12盏", publicity="公告栏，12月2日", satisfaction="满意", evidence="照片3张")
    task = returned(arrived(SENT), completion_tables, words)
    assert (task.goal, task.measures, task.filing) == ("全部修好", "更换灯具", done)
    lost = returned(arrived(LOST), completion_tables, words)
    assert (lost.goal, lost.measures, lost.filing) == ("全部修好", "更换灯具", replace(done, satisfaction=None))
    assert (lost.given_lead, lost.given_responsible) == ("县发改局", "县住建局")


def test_the_table_of_goals_fills_in_both_too() -> None:
    words = {"整改目标": "全部修好", "整改措施": "更换灯具", "整改时限": "2024年11月30日", "负责人": "王小河"}
    for first in (SENT, LOST):
        task = returned(arrived(first), goal_tables, words)
        assert (task.goal, task.measures, task.given_person) == ("全部修好", "更换灯具", "王小河")
        assert (task.deadline, str(task.due)) == ("2024年11月30日", "2024-11-30")


@pytest.mark.parametrize("maker", [goal_tables, completion_tables, measure_forms])
def test_a_proposed_unit_does_not_become_the_documents_word(maker: Maker) -> None:
    [proposed] = comment_tasks(1)
    first = replace(proposed, number=NUMBER, text="桥头的路灯不亮。", other_sources=())
    [(_, pair), *_] = pairs(maker, (first,))
    [comment] = extract_bytes(filled_in(pair, {"整改目标": "修好"}), "表.xlsx").comments
    assert (comment.number, comment.given_lead, comment.given_responsible) == (NUMBER, None, None)
    assert comment.goal == "修好"


def test_the_same_rows_come_back_from_the_made_documents() -> None:
    for maker in (goal_tables, completion_tables):
        tasks = (*deduction_tasks(), *goal_tasks())
        [(_, pair), *_] = pairs(maker, tasks)
        read = extract_bytes(document(sheet_paper(pair.paper), MADE_ON), "表.docx")
        assert [(c.number, c.text) for c in read.comments] == [(t.number, t.text) for t in goal_tasks()]
        assert [(d.indicator, d.reason, d.points) for d in read.deductions] == [
            (t.indicator, t.reason, t.points) for t in deduction_tasks()
        ]
        assert [c.given_person for c in read.comments] == (["方某某", None] if maker is goal_tables else [None, None])
        assert [c.given_lead for c in read.comments] == [None, None]
