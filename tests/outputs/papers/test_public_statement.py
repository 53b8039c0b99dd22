"""公示稿: numbers and names of units, no comment, nobody's data."""

from __future__ import annotations

from dataclasses import replace

from noticed_batch import TASKS, batch, comment, frame, of_style, said

from outputs.cycle.task_table import task_list
from outputs.papers.public_statement import public_statement
from outputs.word.layout import LANDSCAPE


def test_no_comment_is_quoted_and_no_number_of_a_person_stands_in_it():
    text = said(public_statement(batch(), frame(batch())))
    assert "条意见，电话" not in text
    assert "13900000000" not in text


def test_people_in_charge_and_comment_numbers_stay_out():
    tasks = (replace(comment(1), given_person="方某某"), *TASKS[1:])
    text = said(public_statement(batch(tasks), frame(batch(tasks))))
    assert "方某某" not in text
    assert "1202300709" not in text


def test_the_numbers_are_those_of_the_batch():
    text = said(public_statement(batch(), frame(batch())))
    assert "共收到群众意见建议7条，重复的合并后5条，内容相近的归并后4件。" in text
    assert "指标扣分事项2项，合计扣2.25分。" in text


def test_only_units_that_a_document_or_a_person_named_are_published():
    proposed = replace(comment(9), given_responsible=None)
    of = batch((*TASKS, proposed))
    text = said(public_statement(of, frame(of)))
    assert "由下列5个单位整改：" in text
    assert "另有1项正在确定责任单位。" in text


def test_without_any_named_unit_it_says_that_they_are_being_decided():
    of = batch((replace(comment(9), given_responsible=None),))
    assert "各事项的责任单位正在确定。" in said(public_statement(of, frame(of)))


def test_the_office_is_where_one_can_speak_up():
    office = {"issuer": "岚山市绩效办", "website": "www.example.invalid"}
    text = said(public_statement(batch(), frame(batch(), office)))
    assert "在公示期内向岚山市绩效办反映" in text
    assert "网站：www.example.invalid。" in text


def test_given_tables_are_its_annexes():
    sheet = task_list(TASKS, frame(batch())).paper
    paper = public_statement(batch(), frame(batch()), [sheet])
    assert of_style(paper, "AnnexOnly") == ["附件：整改任务清单"]
    assert [leaf.page for leaf in paper.leaves[1:]] == [LANDSCAPE]
