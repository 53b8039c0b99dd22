"""What says nothing, and what only looks like it: ``no_matter.csv``, thirty invented comments of each."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.model import Tagger, trace
from classifiers.no_matter import says_nothing
from corpus.comments import shipped
from corpus.directory import UNCLEAR
from corpus.taxonomy import OTHER

ROWS = list(csv.DictReader(Path(__file__).with_name("no_matter.csv").read_text("utf-8").splitlines()))
NOTHING = [row["text"] for row in ROWS if row["says"] == "nothing"]
SOMETHING = [row["text"] for row in ROWS if row["says"] == "something"]


@pytest.mark.parametrize("text", NOTHING)
def test_who_has_nothing_to_say_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", SOMETHING)
def test_who_lacks_something_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text", ["花园：没有", "路灯：很好", "下庙村，没有", "我们没有", "2018年没有", "群众不清楚", "没好"]
)
def test_what_could_be_the_lack_or_the_praise_of_a_thing_is_left_to_the_model(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text", ["没有意见吗", "没有意见才怪", "没有问题的是路灯", "对低保没有意见", "不满意", "要求没有"]
)
def test_a_question_a_reproach_or_a_named_matter_is_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize("text", ["", " \n", "。。。", "——", "🌹"])
def test_without_any_word_nothing_is_said(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["1.无 2.无建议", "意见：没有\n建议：没有", "什么意见也没有", "2021-06-18 无意见"])
def test_several_empty_answers_of_a_form_say_nothing(text: str) -> None:
    assert says_nothing(text)


def test_no_shipped_comment_with_a_matter_says_nothing() -> None:
    found = [one for one in shipped() if says_nothing(one.text)]
    assert len(found) >= 10
    assert {(one.petition_class, one.functions, one.kind) for one in found} == {("", (UNCLEAR,), OTHER)}


@pytest.mark.parametrize("unit", ["很好", "没有", "意见建议", "4号", "我", "都也还", "不清楚", "村", "1."])
def test_a_text_of_nothing_but_its_words_takes_no_time(unit: str) -> None:
    assert not says_nothing((unit * 40)[:39] + "灯")


@pytest.mark.parametrize("text", NOTHING)
def test_it_is_for_nobody_and_nobody_need_look_at_it(shipped_fast: Tagger, text: str) -> None:
    (found,) = shipped_fast.tag([text])
    assert (found.domain, found.petition_class, found.kind) == ("无明确指向", "", OTHER)
    assert found.candidates[0].function == UNCLEAR
    assert not found.needs_review


def test_a_title_that_says_something_counts(shipped_fast: Tagger) -> None:
    heading, matter = shipped_fast.tag(["没有", "没有意见"], ["意见建议", "河口路路灯不亮"])
    assert heading.domain == "无明确指向"
    assert matter.domain != "无明确指向"


def test_what_an_office_decided_on_the_very_words_goes_before(shipped_fast: Tagger) -> None:
    text = "无意见无建议"
    knowing = replace(shipped_fast, learnt=frozenset({trace(text)}))
    (read,), (taken) = knowing.tag([text]), shipped_fast.tag([text, "无"])
    assert taken[0] == taken[1] != read
