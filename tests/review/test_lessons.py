"""What reviewers decided as rows to learn from: what was looked at, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import ROAD, ROADS, SCHOOLS, as_seen, deduction, filled, key_of, opened, task

from corpus import schema
from corpus.comments import LabelledComment
from corpus.directory import UNCLEAR
from corpus.records import Verdict
from review.filters import Filter
from review.learning.lessons import Taught, decided, taught
from review.ledger import Change, Reviewing

HOLES = "北门桥头路面全是坑，三轮车都翻过"
LAMPS = "西街的路灯坏了半年没人修"
SCHOOL = replace(ROAD, lead=SCHOOLS, supporting=(), domain="教育")


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        filled(engine, [task(1, HOLES), task(2, LAMPS), task(3, HOLES), deduction(4, ROADS)])
        yield engine


def decide(zhang: Reviewing, place: int, verdict: Verdict = ROAD) -> None:
    zhang.decide(key_of(zhang.engine, place), as_seen(zhang, place).seq, verdict)


def learnt(engine: sa.Engine) -> Taught:
    with engine.connect() as connection:
        return taught(decided(connection))


def bulk(zhang: Reviewing, change: Change, *places: int) -> None:
    keys = ",".join(str(key_of(zhang.engine, place)) for place in places)
    zhang.bulk(1, Filter(state="all", ids=keys), change, len(places))


def test_what_was_accepted_is_learnt_like_what_was_corrected(office: sa.Engine, zhang: Reviewing) -> None:
    decide(zhang, 1)
    decide(zhang, 2, SCHOOL)
    assert set(learnt(office).rows) == {
        LabelledComment(HOLES, "交通运输", None, (ROADS,), "建设性", "分步整改"),
        LabelledComment(LAMPS, "教育", None, (SCHOOLS,), "建设性", "分步整改"),
    }


def test_what_is_open_and_what_was_taken_back_is_not_learnt(office: sa.Engine, zhang: Reviewing) -> None:
    decide(zhang, 1, SCHOOL)
    zhang.undo(1)
    assert learnt(office) == Taught((), 0, 0)


def test_a_deduction_is_no_comment(office: sa.Engine, zhang: Reviewing) -> None:
    decide(zhang, 4, Verdict(ROADS))
    assert learnt(office) == Taught((), 0, 0)


def test_what_was_accepted_in_bulk_nobody_has_looked_at(office: sa.Engine, zhang: Reviewing) -> None:
    bulk(zhang, Change(), 1, 2)
    assert learnt(office) == Taught((), 0, 2)


def test_of_a_change_in_bulk_only_what_it_changed_is_learnt(office: sa.Engine, zhang: Reviewing) -> None:
    bulk(zhang, Change(lead=SCHOOLS), 2)
    assert learnt(office).rows == (LabelledComment(LAMPS, functions=(SCHOOLS,)),)


def test_a_change_in_bulk_takes_nothing_from_what_was_looked_at_before(office: sa.Engine, zhang: Reviewing) -> None:
    decide(zhang, 2)
    bulk(zhang, Change(lead=SCHOOLS), 2)
    assert learnt(office).rows == (LabelledComment(LAMPS, "交通运输", None, (SCHOOLS,), "建设性", "分步整改"),)


def test_undoing_a_change_in_bulk_brings_back_what_was_looked_at(office: sa.Engine, zhang: Reviewing) -> None:
    decide(zhang, 2)
    bulk(zhang, Change(lead=SCHOOLS), 2)
    zhang.undo(1)
    assert learnt(office).rows == (LabelledComment(LAMPS, "交通运输", None, (ROADS,), "建设性", "分步整改"),)


def test_of_one_text_that_was_decided_in_two_ways_the_last_one_counts(office: sa.Engine, zhang: Reviewing) -> None:
    decide(zhang, 3, SCHOOL)
    decide(zhang, 1)
    found = learnt(office)
    assert [(row.text, row.functions) for row in found.rows] == [(HOLES, (ROADS,))]
    assert found.disputed == 1


def test_that_nobody_need_act_is_learnt_too(office: sa.Engine, zhang: Reviewing) -> None:
    decide(zhang, 2, Verdict(None, (), "无明确指向", "其他", "无明确指向"))
    assert learnt(office).rows[0].functions == (UNCLEAR,)


def test_a_title_is_told_from_its_text(office: sa.Engine, zhang: Reviewing) -> None:
    filled(office, [task(1, f"路灯\n{LAMPS}", key="titled")], "二季度")
    with office.begin() as connection:
        row = {"key": "titled", "text": LAMPS, "text_key": "t", "sha256": "a" * 64}
        connection.execute(sa.insert(schema.comments), [row])
        key = connection.scalar(sa.text("SELECT id FROM item WHERE key = 'titled'"))
    zhang.decide(int(key or 0), 0, ROAD)
    (row,) = learnt(office).rows
    assert (row.title, row.text, row.where) == ("路灯", LAMPS, "二季度 Q1-0001")
