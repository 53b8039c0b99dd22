"""A comment with several matters: the drafts name, beside the proposed unit, whose the other parts are."""

from __future__ import annotations

from datetime import date

from invented_batch import source

from corpus.records import Candidate, Matter, Task
from outputs.cells import task_cells
from outputs.cycle.task_table import task_list
from outputs.frame import Frame
from outputs.word.layout import lay_out

LAMPS = "1.河口路的路灯坏了一个月没人修，晚上一片漆黑。"
MEALS = "2.小学的饭菜难吃。"
STREETS = Candidate("城市管理执法局", "城管", 0.72, "路灯")
SCHOOLS = Candidate("教育局", "教育", 0.87, "饭菜")
NOBODY = Candidate("待人工确定", "不明", 0.6)


def task(first: Candidate, *matters: Candidate) -> Task:
    text = LAMPS + MEALS
    parts = ((0, len(LAMPS)), (len(LAMPS), len(text)))
    return Task(
        "群众意见建议",
        text,
        source(2),
        candidates=(first,),
        matters=tuple(Matter(*at, "", (one,)) for at, one in zip(parts, matters, strict=True)),
    )


def proposed(one: Task) -> list[str]:
    return task_cells(one, 1, {})["proposed"].split("\n")


def test_the_matter_of_another_unit_stands_below_the_proposed_one_with_its_words() -> None:
    assert proposed(task(STREETS, STREETS, SCHOOLS)) == [
        "城市管理执法局（把握中 0.72）",
        "其中“2.小学的饭菜难吃。”：教育局（把握大 0.87）",
    ]


def test_of_a_long_matter_the_first_twenty_characters_are_quoted() -> None:
    assert proposed(task(SCHOOLS, STREETS, SCHOOLS))[1:] == [
        "其中“1.河口路的路灯坏了一个月没人修，晚上一…”：城市管理执法局（把握中 0.72）"
    ]


def test_a_matter_for_which_nobody_is_known_is_not_given_to_anyone() -> None:
    assert proposed(task(STREETS, STREETS, NOBODY)) == ["城市管理执法局（把握中 0.72）"]


def test_where_the_document_has_decided_no_matter_is_given_away() -> None:
    assert task_cells(task(STREETS, STREETS, SCHOOLS), 1, {}, propose=False)["proposed"] == ""


def test_on_paper_it_stands_in_the_cell_of_the_proposed_unit() -> None:
    (table,) = lay_out(task_list([task(STREETS, STREETS, SCHOOLS)], Frame(date(2026, 7, 10))).paper).tables
    at = next(i for i, c in enumerate(table.columns) if c.key == "proposed")
    assert table.rows[0].cells[at][1] == "其中“2.小学的饭菜难吃。”：教育局（把握大 0.87）"
