"""Another model's proposals: for what is open, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
import sqlalchemy as sa
from made_items import (
    ROAD,
    ROADS,
    SCHOOLS,
    as_seen,
    deduction,
    filled,
    key_of,
    opened,
    published,
    set_batch,
    task,
)

from corpus.records import Candidate, State, Suggestion, Verdict
from corpus.review_schema import batches
from review.learning import rescoring
from review.ledger import Reviewing

TEXTS = ("校门口没有斑马线", "桥头路灯不亮", "学校食堂太贵")
SCHOOL = Suggestion(
    domain="教育",
    domain_score=0.8,
    petition_class="教育文体",
    kind="其他",
    kind_score=0.7,
    disposition="宣传解释",
    candidates=(Candidate(SCHOOLS, "教育", 0.6, "学校"), Candidate(ROADS, "交通", 0.3)),
    needs_review=False,
    model_version="m2",
    supporting=(ROADS,),
)


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        given = task(3, TEXTS[2], given_lead="市财政局", domain="财政金融", domain_score=None, needs_review=False)
        filled(engine, [task(1, TEXTS[0]), task(2, TEXTS[1]), given, deduction(4, ROADS)])
        yield engine


def read(engine: sa.Engine) -> tuple[rescoring.Waiting, ...]:
    [batch] = rescoring.open_batches(engine)
    return rescoring.waiting(engine, rescoring.open_comments(engine, batch))


def as_schools(those: tuple[rescoring.Waiting, ...]) -> Mapping[str, Suggestion]:
    return {one.key: SCHOOL for one in those}


def test_an_open_comment_stands_as_the_new_model_proposes(office: sa.Engine, zhang: Reviewing) -> None:
    those = read(office)
    assert [(one.text, one.title) for one in those] == [(text, "") for text in TEXTS]
    assert rescoring.rescore(office, 1, those, as_schools(those)) == 3
    new = as_seen(zhang, 1)
    assert new.standing == Verdict(SCHOOLS, (ROADS,), "教育", "其他", "宣传解释")
    assert (new.score, new.needs_review, new.seq, new.state) == (0.6, False, 0, State.OPEN)
    assert new.task.model_version == "m2"


def test_what_the_document_says_itself_stays(office: sa.Engine, zhang: Reviewing) -> None:
    those = read(office)
    rescoring.rescore(office, 1, those, as_schools(those))
    given = as_seen(zhang, 3)
    assert (given.standing.lead, given.standing.domain, given.task.domain_score) == ("市财政局", "财政金融", None)
    assert given.task.candidates == SCHOOL.candidates


def test_what_somebody_decided_meanwhile_is_left_alone(office: sa.Engine, zhang: Reviewing) -> None:
    those = read(office)
    zhang.decide(key_of(office, 1), 0, ROAD)
    zhang.decide(key_of(office, 2), 0, ROAD)
    zhang.undo(1)  # Open again, but somebody has had it in hand.
    assert rescoring.rescore(office, 1, those, as_schools(those)) == 1
    assert as_seen(zhang, 1).standing == ROAD
    assert as_seen(zhang, 2).task.model_version == "m1"
    assert [one.text for one in read(office)] == [*TEXTS[1:]]


def test_what_a_run_renewed_meanwhile_is_left_to_the_run(office: sa.Engine, zhang: Reviewing) -> None:
    those = read(office)
    published(office, [task(1, "校门口没有斑马线，孩子多"), task(2, TEXTS[1]), task(3, TEXTS[2])], model="m1")
    assert rescoring.rescore(office, 1, those, as_schools(those)) == 1
    assert as_seen(zhang, 1).task.text == "校门口没有斑马线，孩子多"
    assert as_seen(zhang, 1).standing == ROAD
    assert as_seen(zhang, 2).standing.lead == SCHOOLS


def test_a_sealed_batch_stays_as_it_was_reported(office: sa.Engine, zhang: Reviewing) -> None:
    those = read(office)
    set_batch(office, sealed=True)
    assert rescoring.open_batches(office) == ()
    assert rescoring.rescore(office, 1, those, as_schools(those)) == 0
    rescoring.now_by(office, 1, "m2")
    with office.connect() as connection:
        assert connection.scalar(sa.select(batches.c.model_version)) == "m1"
    assert as_seen(zhang, 1).task.model_version == "m1"


def test_what_was_withdrawn_stays_withdrawn(office: sa.Engine) -> None:
    published(office, [task(1, TEXTS[0])])
    assert [one.text for one in read(office)] == [TEXTS[0]]
    assert rescoring.texts_in(office, 1) == 1


def test_different_texts_are_counted_whether_decided_or_not(office: sa.Engine, zhang: Reviewing) -> None:
    zhang.decide(key_of(office, 1), 0, ROAD)
    assert rescoring.texts_in(office, 1) == 3
    filled(office, [task(1, TEXTS[0]), task(2, TEXTS[0]), task(3, TEXTS[1])], "二季度")
    assert rescoring.texts_in(office, 2) == 2
