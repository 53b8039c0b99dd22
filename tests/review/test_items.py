"""The list page by page, and one item whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import ROAD, ROADS, SCHOOLS, as_seen, desk, filled, key_of, opened, published, somebody, task, tasks

from corpus.records import State
from review.access import Person
from review.filters import Filter
from review.items import Listed, choices, item, line, page
from review.ledger import Reviewing
from review.refusals import NotFoundError, RefusedError


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        yield engine


def all_pages(engine: sa.Engine, person: Person, batch: int, what: Filter, size: int) -> list[Listed]:
    """Every line, one page after the other."""
    found, after = [], ""
    for _ in range(1_000):
        one = page(engine, person, batch, what, after, size)
        found += one.lines
        if one.after is None:
            return found
        assert len(one.lines) == size
        after = one.after
    raise AssertionError("the list has no end")


def test_what_the_model_doubts_comes_first_and_the_least_certain_before_the_rest(office: sa.Engine) -> None:
    scores = ((0.9, True), (0.3, False), (0.3, True), (0.95, False), (0.5, True))
    made = [task(n, domain_score=score, needs_review=doubt) for n, (score, doubt) in enumerate(scores, 1)]
    made = [replace(one, candidates=(replace(one.candidates[0], score=1.0),)) for one in made]
    batch = filled(office, made)
    lines = page(office, somebody(office, "wu"), batch, Filter()).lines
    assert [one.number for one in lines] == ["Q1-0003", "Q1-0005", "Q1-0001", "Q1-0002", "Q1-0004"]


@pytest.mark.parametrize("size", [1, 7, 50, 101])
def test_pages_have_every_item_once_though_many_are_of_one_rank(office: sa.Engine, size: int) -> None:
    made = [task(n, domain_score=0.1 + 0.2 * (n % 3)) for n in range(1, 102)]
    batch, who = filled(office, made), somebody(office, "wu")
    for what in (Filter(), Filter(state="all"), Filter(q="路面")):
        lines = all_pages(office, who, batch, what, size)
        assert len(lines) == len({one.id for one in lines}) == 101
        assert [one.score for one in lines] == sorted(one.score for one in lines)


def test_a_page_that_ends_with_the_list_says_so(office: sa.Engine) -> None:
    batch, who = filled(office, tasks(4)), somebody(office, "wu")
    assert page(office, who, batch, Filter(), size=4).after is None
    assert page(office, who, batch, Filter(), size=3).after is not None
    assert page(office, who, batch, Filter(domain="教育")).lines == ()


def test_what_is_decided_while_one_pages_on_neither_hides_nor_doubles_another(office: sa.Engine) -> None:
    batch, zhang = filled(office, tasks(9)), desk(office, "zhang")
    first = page(office, zhang.person, batch, Filter(), size=3)
    for one in first.lines:
        zhang.decide(one.id, 0, ROAD)
    second = page(office, zhang.person, batch, Filter(), first.after or "", 3)
    assert [one.number for one in second.lines] == ["Q1-0004", "Q1-0005", "Q1-0006"]


@pytest.mark.parametrize(
    "after", ["x", "0.5", "0.5,", ",1", "nan,1", "inf,1", "0.5,0", "0.5,-1", "0.5,1e3", f"1,{10**30}"]
)
def test_a_place_in_the_list_that_no_page_said_is_refused(untouched: Reviewing, after: str) -> None:
    batch = as_seen(untouched, 1).batch_id
    with pytest.raises(RefusedError):
        page(untouched.engine, untouched.person, batch, Filter(), after)


@pytest.mark.parametrize("key", [0, -5, 999_999, 2**31, 10**30])
def test_an_item_that_is_not_there_is_not_found(untouched: Reviewing, key: int) -> None:
    for look in (item, line):
        with pytest.raises(NotFoundError):
            look(untouched.engine, untouched.person, key)


def test_an_item_has_its_task_its_proposal_and_how_it_stands(office: sa.Engine) -> None:
    filled(office, tasks(1))
    zhang = desk(office, "zhang")
    before = item(office, zhang.person, key_of(office, 1))
    assert (before.task, before.proposal, before.standing, before.history) == (tasks(1)[0], ROAD, ROAD, ())
    assert (before.state, before.seq, before.score, before.position) == (State.OPEN, 0, 0.7, 1)
    zhang.decide(before.id, 0, replace(ROAD, lead=SCHOOLS, note="备注"))
    after = item(office, zhang.person, before.id)
    assert (after.proposal, after.standing.lead, after.standing.note) == (ROAD, SCHOOLS, "备注")
    assert [entry.person for entry in after.history] == ["zhang同志"]
    assert line(office, zhang.person, before.id).lead == SCHOOLS


def test_a_line_has_the_beginning_of_a_long_text(office: sa.Engine) -> None:
    text = '\u202e<script>alert(1)</script>=HYPERLINK("x")😀' + "很" * 40_000
    filled(office, [task(1, text)])
    who = somebody(office, "wu")
    key = key_of(office, 1)
    assert line(office, who, key).snippet == text[:90]
    assert item(office, who, key).task.text == text


def test_of_a_large_group_twenty_are_shown_and_all_are_counted(office: sa.Engine) -> None:
    made = [replace(one, group="g") for one in tasks(30)]
    batch = filled(office, made)
    who = somebody(office, "wu")
    one = item(office, who, key_of(office, 3))
    assert (len(one.members), one.members_in_all) == (20, 29)
    assert one.id not in {other.id for other in one.members}
    published(office, made[:10])
    assert item(office, who, key_of(office, 3)).members_in_all == 9
    filled(office, [replace(task(40, key="x"), group="g"), replace(task(41, key="y"), group="g")], "二季度")
    assert item(office, who, key_of(office, 3)).members_in_all == 9
    assert page(office, who, batch, Filter(similar="g")).lines[0].similar == "g"


def test_a_group_of_one_is_none(office: sa.Engine) -> None:
    filled(office, [task(1, group="g"), task(2)])
    assert item(office, somebody(office, "wu"), key_of(office, 1)).members_in_all == 0


def test_the_values_of_a_column_are_counted_the_most_frequent_first(office: sa.Engine) -> None:
    made = [*tasks(3), task(4, domain="教育"), task(5, domain=None)]
    batch, who = filled(office, made), somebody(office, "wu")
    assert choices(office, who, batch, Filter(), "domain")[0] == ("交通运输", 3)
    assert sorted(choices(office, who, batch, Filter(), "domain")[1:], key=str) == sorted(
        [("教育", 1), (None, 1)], key=str
    )
    assert choices(office, who, batch, Filter(domain="教育"), "lead") == [(ROADS, 1)]
    assert choices(office, who, batch, Filter(), "year") == [(2025, 5)]
