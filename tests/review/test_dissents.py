"""Decisions for a lead to look at: kept, shown, called no problem, and gone when they were decided anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import BATCH, ROAD, ROADS, SCHOOLS, as_seen, desk, filled, key_of, opened, tasks

from review.learning import dissents
from review.learning.dissents import Found
from review.ledger import Reviewing
from review.refusals import NotFoundError


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        filled(engine, tasks(4))
        yield engine


@pytest.fixture
def zhang(office: sa.Engine) -> Reviewing:
    """Who has decided all four, the first for the schools."""
    zhang = desk(office, "zhang")
    for place in (1, 2, 3, 4):
        verdict = replace(ROAD, lead=SCHOOLS, supporting=()) if place == 1 else ROAD
        zhang.decide(key_of(office, place), 0, verdict)
    return zhang


@pytest.fixture
def found(office: sa.Engine, zhang: Reviewing) -> Found:
    neighbours = tuple(key_of(zhang.engine, place) for place in (2, 3, 4))
    return Found(key_of(office, 1), 1, {"lead": ROADS}, 3, neighbours)


def test_a_lead_sees_what_was_decided_and_what_is_usual(office: sa.Engine, found: Found) -> None:
    dissents.keep(office, [found])
    [shown] = dissents.waiting(office)
    assert shown.found == found
    assert (shown.batch, shown.batch_name, shown.number) == (1, BATCH, "Q1-0001")
    assert (shown.lead, shown.domain, shown.decided_by) == (SCHOOLS, "交通运输", "zhang同志")
    assert shown.snippet == "第1号路口路面坑洼，请修补。"
    assert shown.neighbours == tuple((1, key) for key in found.neighbours)


def test_what_most_agree_against_comes_first(office: sa.Engine, found: Found) -> None:
    other = Found(key_of(office, 2), 1, {"domain": "教育"}, 9, ())
    dissents.keep(office, [found, other])
    assert [one.found for one in dissents.waiting(office)] == [other, found]


def test_what_was_decided_anew_is_not_shown_any_more(office: sa.Engine, zhang: Reviewing, found: Found) -> None:
    dissents.keep(office, [found])
    zhang.decide(found.item, as_seen(zhang, 1).seq, ROAD)
    assert dissents.waiting(office) == ()


def test_what_was_taken_back_is_not_shown_any_more(office: sa.Engine, zhang: Reviewing, found: Found) -> None:
    dissents.keep(office, [replace(found, item=key_of(office, 4), neighbours=())])
    zhang.undo(1)
    assert dissents.waiting(office) == ()


def test_what_is_called_no_problem_stays_so_at_the_next_training(office: sa.Engine, found: Found) -> None:
    dissents.keep(office, [found])
    dissents.dismiss(office, found.item, found.seq)
    assert dissents.waiting(office) == ()
    dissents.keep(office, [found])
    assert dissents.waiting(office) == ()


def test_what_the_next_training_does_not_find_is_gone(office: sa.Engine, found: Found) -> None:
    dissents.keep(office, [found])
    dissents.keep(office, [])
    assert dissents.waiting(office) == ()


def test_only_what_was_found_can_be_called_no_problem(office: sa.Engine, found: Found) -> None:
    with pytest.raises(NotFoundError):
        dissents.dismiss(office, found.item, found.seq)
