"""Decisions that disagree with most of those on texts like theirs."""

from __future__ import annotations

import pytest

from classifiers import dissent
from classifiers.dissent import Dissent, Question, dissents

STREETS = ("东门", "西街", "河口", "新村", "城北", "老圩")
LAMPS = [f"{street}的路灯坏了半年没人修" for street in STREETS]
NOISE = ["水库大坝渗水", "低保金没有到账", "医院挂号要等三天", "麻将馆通宵吵闹"]
CITY, ROADS = "市城市管理局", "市交通运输局"


def asked(texts: list[str], labels: list[str | None], *, unseen: tuple[int, ...] = ()) -> list[Dissent]:
    question = Question(labels, [at not in unseen for at in range(len(texts))])
    return dissents(texts, {"lead": question})["lead"]


def test_one_against_five_on_texts_like_its_own_is_found() -> None:
    found = asked(LAMPS + NOISE, [ROADS, *[CITY] * 5, "甲", "乙", "丙", "丁"])
    assert [(one.at, one.usual, one.agreeing, one.neighbours_in_all) for one in found] == [(0, CITY, 5, 5)]
    assert sorted(found[0].neighbours) == [1, 2, 3, 4, 5]


def test_four_neighbours_are_too_few() -> None:
    assert asked(LAMPS[:5] + NOISE, [ROADS, *[CITY] * 4, "甲", "乙", "丙", "丁"]) == []


def test_where_the_neighbours_differ_among_themselves_nobody_is_wrong() -> None:
    assert asked(LAMPS + NOISE, [ROADS, CITY, CITY, CITY, "甲", "甲", "甲", "乙", "丙", "丁"]) == []


def test_of_five_neighbours_four_are_most() -> None:
    assert [one.at for one in asked(LAMPS + NOISE, [ROADS, *[CITY] * 4, "甲", "甲", "乙", "丙", "丁"])] == [0, 5]


def test_the_same_text_many_times_is_a_neighbour_each_time() -> None:
    found = asked([LAMPS[0]] * 6 + NOISE, [CITY, CITY, ROADS, CITY, CITY, CITY, "甲", "乙", "丙", "丁"])
    assert [(one.at, one.agreeing, one.neighbours) for one in found] == [(2, 5, (0, 1, 3, 4, 5))]


def test_blanks_make_no_other_text() -> None:
    assert [one.at for one in asked([f"{LAMPS[0][:n]} {LAMPS[0][n:]}" for n in range(6)], [ROADS, *[CITY] * 5])] == [0]


def test_what_nobody_looked_at_is_no_evidence_but_is_judged() -> None:
    labels: list[str | None] = [ROADS, *[CITY] * 5, "甲", "乙", "丙", "丁"]
    assert asked(LAMPS + NOISE, labels, unseen=(1, 2, 3, 4, 5)) == []
    assert [one.at for one in asked(LAMPS + NOISE, labels, unseen=(0,))] == [0]


def test_a_text_without_a_label_is_not_judged() -> None:
    assert asked(LAMPS + NOISE, [None, *[CITY] * 5, ROADS, "乙", "丙", "丁"]) == []


def test_each_question_is_asked_for_itself() -> None:
    lead = Question([ROADS, *[CITY] * 5], [True] * 6)
    domain = Question([*["城市管理"] * 5, "交通"], [True] * 6)
    found = dissents(LAMPS, {"lead": lead, "domain": domain})
    assert {name: [one.at for one in those] for name, those in found.items()} == {"lead": [0], "domain": [5]}


def test_portions_of_any_size_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    labels: list[str | None] = [ROADS, *[CITY] * 5, "甲", "乙", "丙", "丁"]
    whole = asked(LAMPS + NOISE, labels)
    monkeypatch.setattr(dissent, "_ROWS", 3)
    assert asked(LAMPS + NOISE, labels) == whole


@pytest.mark.parametrize("texts", [[], ["无"], ["无", "好"], ["", ""]])
def test_texts_without_pairs_of_characters_are_like_none(texts: list[str]) -> None:
    assert asked(texts, [CITY for _ in texts]) == []
