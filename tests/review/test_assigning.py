"""Assigning: to one, shared out among several, taken back, and who has what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import ROAD, counted, desk, filled, key_of, opened, set_batch, somebody, tasks

from corpus.records import Act
from corpus.review_schema import acts, items
from review import people
from review.access import Role
from review.assigning import Share, assign, share_out, shared_out, shares, who_may_decide
from review.filters import Filter
from review.ledger import Reviewing
from review.refusals import ConflictError, NotAllowedError, RefusedError, SealedError


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    """Seven comments; the second, fifth and sixth are near-duplicates."""
    with opened(any_url) as engine:
        made = [replace(one, group="g") if place in (2, 5, 6) else one for place, one in enumerate(tasks(7), 1)]
        filled(engine, made)
        yield engine


def assigned(engine: sa.Engine) -> dict[int, int | None]:
    """Who has the item at each place."""
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(sa.select(items.c.position, items.c.assigned_to))}


def test_what_a_filter_shows_is_one_persons_and_the_ledger_names_them(lead: Reviewing) -> None:
    zhang = somebody(lead.engine, "zhang")
    lead.decide(key_of(lead.engine, 1), 0, ROAD)
    done = assign(lead.engine, lead.person, 1, Filter(), zhang.id, 6, "熟悉这一片")
    assert done.items == {zhang.id: 6}
    assert assigned(lead.engine) == {1: None} | dict.fromkeys(range(2, 8), zhang.id)
    with lead.engine.connect() as connection:
        act = connection.execute(sa.select(acts).where(acts.c.id == done.act)).one()
    assert (act.how, act.person_id, act.why) == (Act.ASSIGN.value, lead.person.id, "zhang同志 6 条；熟悉这一片")


def test_shared_out_it_goes_round_and_near_duplicates_stay_together(lead: Reviewing) -> None:
    zhang, li = somebody(lead.engine, "zhang"), somebody(lead.engine, "li")
    done = share_out(lead.engine, lead.person, 1, Filter(), [zhang.id, li.id], 7)
    # 1 to Zhang, the three alike to Li, then Zhang has fewer until both have three; the last goes to Zhang.
    assert assigned(lead.engine) == {
        1: zhang.id,
        2: li.id,
        3: zhang.id,
        4: zhang.id,
        5: li.id,
        6: li.id,
        7: zhang.id,
    }
    assert done.items == {zhang.id: 4, li.id: 3}


def test_single_items_go_round_in_the_order_of_the_names() -> None:
    assert shared_out([(n, None) for n in range(1, 8)], [30, 10, 20]) == {30: [1, 4, 7], 10: [2, 5], 20: [3, 6]}


def test_taken_back_it_is_nobodys_again(lead: Reviewing) -> None:
    zhang = somebody(lead.engine, "zhang")
    assign(lead.engine, lead.person, 1, Filter(), zhang.id, 7)
    assert assign(lead.engine, lead.person, 1, Filter(assigned="zhang"), None, 7).items == {None: 7}
    assert set(assigned(lead.engine).values()) == {None}


def test_if_the_number_is_not_the_one_shown_nothing_is_assigned(lead: Reviewing) -> None:
    zhang = somebody(lead.engine, "zhang")
    with pytest.raises(ConflictError):
        assign(lead.engine, lead.person, 1, Filter(), zhang.id, 8)
    assert set(assigned(lead.engine).values()) == {None}
    assert counted(lead.engine) == (0, 0)


def test_only_who_may_decide_is_given_something(lead: Reviewing) -> None:
    reader = somebody(lead.engine, "reader", Role.READER)
    water = somebody(lead.engine, "water", Role.DEPARTMENT, "市水利局")
    left = somebody(lead.engine, "left")
    people.deactivate(lead.engine, left.id)
    for one in (reader.id, water.id, left.id, 999):
        with pytest.raises(RefusedError) as told:
            share_out(lead.engine, lead.person, 1, Filter(), [lead.person.id, one], 7)
        assert told.value.problem.code == "assign-person"
    assert [one.login for one in who_may_decide(lead.engine)] == ["zhao"]


def test_somebody_has_to_be_chosen(lead: Reviewing) -> None:
    with pytest.raises(RefusedError) as told:
        share_out(lead.engine, lead.person, 1, Filter(), [], 7)
    assert told.value.problem.code == "assign-nobody"


def test_a_lead_alone_assigns_and_nobody_in_a_sealed_batch(lead: Reviewing) -> None:
    zhang = somebody(lead.engine, "zhang")
    with pytest.raises(NotAllowedError):
        assign(lead.engine, zhang, 1, Filter(), zhang.id, 7)
    set_batch(lead.engine, sealed=True)
    with pytest.raises(SealedError):
        assign(lead.engine, lead.person, 1, Filter(), zhang.id, 7)


def test_the_shares_say_who_has_decided_how_much(lead: Reviewing) -> None:
    zhang = desk(lead.engine, "zhang")
    assign(lead.engine, lead.person, 1, Filter(similar="g"), zhang.person.id, 3)
    zhang.decide(key_of(lead.engine, 2), 0, ROAD)
    assert shares(lead.engine, 1) == (Share(zhang.person, 3, 1, 2), Share(None, 4, 0, 4))
