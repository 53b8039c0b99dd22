"""Which comments a new model is not asked about: those of whose items nothing is left to decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import BATCH, ROAD, deduction, filled, key_of, opened, published, set_batch, task, tasks

from corpus.records import Comment, Source
from corpus.schema import comments
from corpus.store import comment_key, text_key
from review.ledger import Reviewing
from review.settled import settled_texts


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        yield engine


def test_a_text_is_settled_once_its_item_is_decided(zhang: Reviewing) -> None:
    made = tasks(2)
    filled(zhang.engine, made)
    assert settled_texts(zhang.engine, BATCH) == {}
    zhang.decide(key_of(zhang.engine, 1), 0, ROAD)
    assert settled_texts(zhang.engine, BATCH) == {text_key(made[0].text): "m1"}
    assert settled_texts(zhang.engine, "别的批次") == {}


def test_two_citizens_with_the_same_words_have_both_to_be_decided(zhang: Reviewing) -> None:
    made = [task(1), task(2), task(3, "另一件事")]
    filled(zhang.engine, made)
    zhang.decide(key_of(zhang.engine, 1), 0, ROAD)
    assert settled_texts(zhang.engine, BATCH) == {}
    zhang.decide(key_of(zhang.engine, 2), 0, ROAD)
    assert settled_texts(zhang.engine, BATCH) == {text_key(made[0].text): "m1"}


def test_what_was_taken_back_is_to_be_decided_again(zhang: Reviewing) -> None:
    batch = filled(zhang.engine, tasks(1))
    zhang.decide(key_of(zhang.engine, 1), 0, ROAD)
    zhang.undo(batch)
    assert settled_texts(zhang.engine, BATCH) == {}


def test_a_withdrawn_item_may_come_back_and_is_not_settled(zhang: Reviewing) -> None:
    filled(zhang.engine, [task(1), task(2)])
    zhang.decide(key_of(zhang.engine, 1), 0, ROAD)
    published(zhang.engine, [task(1)])
    assert settled_texts(zhang.engine, BATCH) == {}


def test_all_of_a_sealed_batch_is_settled_but_what_no_model_has_read(zhang: Reviewing) -> None:
    made = [*tasks(1), replace(tasks(2)[1], model_version=None), deduction(3, "市水利局")]
    filled(zhang.engine, made)
    set_batch(zhang.engine, sealed=True)
    assert settled_texts(zhang.engine, BATCH) == {text_key(made[0].text): "m1"}


def test_the_title_of_a_comment_stands_apart_as_it_does_for_the_model(zhang: Reviewing) -> None:
    said = Comment("什么时候修好？", Source("意见.xlsx", "a" * 64, table=1, row=2), number="Q1-0001", title="路灯")
    key = comment_key(said)
    with zhang.engine.begin() as connection:
        connection.execute(sa.insert(comments).values(key=key, text=said.text, text_key="-", sha256="a" * 64))
    filled(zhang.engine, [task(1, "路灯\n什么时候修好？", key=key)])
    zhang.decide(key_of(zhang.engine, 1), 0, ROAD)
    assert settled_texts(zhang.engine, BATCH) == {text_key("什么时候修好？", "路灯"): "m1"}
