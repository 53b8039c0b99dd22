"""A matter that came back is told in the remark of its task."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from invented_batch import MADE_ON, comment_tasks

from corpus.records import Closing, Step, StepDone
from outputs.cycle.returned import returned_notes
from outputs.cycle.task_table import department_tables, task_list
from outputs.frame import Frame

NEW, *_ = (replace(task, key=f"n{at}") for at, task in enumerate(comment_tasks(3)))
OLD = tuple(replace(task, key=f"o{at}", number=f"12022007090000{at}") for at, task in enumerate(comment_tasks(5)))
CLOSED = Closing((StepDone(Step.CLOSE, date(2023, 12, 1), "甲", datetime(2023, 12, 1, tzinfo=UTC)),))


def test_the_remark_has_the_number_of_the_year_before() -> None:
    frame = Frame(MADE_ON, returned={NEW.key: OLD[:1]}, closings={"o0": CLOSED})
    said = "上年度同类意见：120220070900000（上年已销号）"
    for pair in (task_list([NEW], frame), *(pair for _, pair in department_tables([NEW], frame))):
        table = pair.screen.tables[0]
        at = [column.key for column in table.columns].index("remark")
        assert said in table.rows[0][at].split("\n")


def test_whether_it_was_closed_is_said_only_where_that_is_known() -> None:
    assert returned_notes(OLD[:2], {"o1": Closing()}) == (
        "上年度同类意见：120220070900000、120220070900001（上年未销号）",
    )


def test_many_are_counted() -> None:
    assert returned_notes(OLD, {})[0].endswith("120220070900002等5条")


def test_a_comment_without_a_number_is_quoted() -> None:
    old = replace(OLD[0], number=None, text="老街的下水道一下雨就往外冒水，臭气很大，行人绕着走。")
    assert returned_notes((old,), {}) == ("上年度同类意见：“老街的下水道一下雨就往外冒水，臭气很大…”",)


def test_what_did_not_come_back_has_no_such_remark() -> None:
    assert returned_notes((), {}) == ()
