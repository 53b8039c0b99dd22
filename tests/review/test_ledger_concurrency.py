"""The ledger with many people at once: one is first, nobody is lost, nobody waits for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

import pytest
import sqlalchemy as sa
from made_items import (
    ROAD,
    SCHOOLS,
    WATER,
    as_seen,
    contradictions,
    counted,
    desk,
    entries,
    filled,
    key_of,
    opened,
    published,
    set_batch,
    task,
    tasks,
)

from corpus.records import State
from review.access import Role
from review.filters import Filter
from review.items import item
from review.ledger import Change, Done, Reviewing
from review.refusals import ConflictError, RefusedError

T = TypeVar("T")
SCHOOL = replace(ROAD, lead=SCHOOLS, domain="教育")


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        yield engine
        assert contradictions(engine) == []


def at_once(work: Sequence[Callable[[], T]]) -> list[T | RefusedError]:
    """What came of each, all begun in the same moment; a refusal is an answer, anything else is raised."""
    together = Barrier(len(work))

    def one(job: Callable[[], T]) -> T | RefusedError:
        together.wait()
        try:
            return job()
        except RefusedError as refused:
            return refused

    with ThreadPoolExecutor(len(work)) as threads:
        return list(threads.map(one, work))


def desks(engine: sa.Engine, count: int) -> list[Reviewing]:
    return [desk(engine, f"reviewer{n}") for n in range(count)]


def test_of_two_who_decide_one_item_one_is_first_and_the_other_is_told(office: sa.Engine) -> None:
    filled(office, tasks(20))
    zhang, li = desks(office, 2)
    for place in range(1, 21):
        key = key_of(office, place)
        found = at_once([lambda: zhang.decide(key, 0, ROAD), lambda: li.decide(key, 0, SCHOOL)])  # noqa: B023
        assert Counter(map(type, found)) == {Done: 1, ConflictError: 1}
        [entry] = entries(office, place)
        assert entry.person_id == (zhang if isinstance(found[0], Done) else li).person.id
        assert entry.after == (ROAD if isinstance(found[0], Done) else SCHOOL)


def test_twenty_who_decide_different_items_lose_nothing(office: sa.Engine) -> None:
    filled(office, tasks(100))
    keys = [key_of(office, place) for place in range(1, 101)]

    def morning(who: Reviewing, own: Sequence[int]) -> int:
        return sum(len(who.decide(key, 0, SCHOOL, request=f"{who.person.id}-{key}").items) for key in own)

    people = desks(office, 20)
    work = [lambda n=n, who=who: morning(who, keys[n::20]) for n, who in enumerate(people)]
    assert at_once(work) == [5] * 20
    assert counted(office) == (100, 100)


def test_groups_that_are_decided_crosswise_do_not_wait_for_each_other_for_ever(office: sa.Engine) -> None:
    filled(office, [replace(one, group=f"g{n % 3}") for n, one in enumerate(tasks(60))])
    people = desks(office, 6)
    keys = [key_of(office, place) for place in (1, 60, 2, 59, 3, 58)]
    work = [
        lambda who=who, key=key: who.decide(key, 0, ROAD, group=True) for who, key in zip(people, keys, strict=True)
    ]
    found = at_once(work)
    assert Counter(map(type, found)) == {Done: 3, ConflictError: 3}
    assert counted(office) == (3, 60)


def test_a_bulk_change_overwrites_nothing_that_is_decided_while_it_runs(office: sa.Engine) -> None:
    batch = filled(office, tasks(450))
    lead, *people = [desk(office, "zhao", Role.LEAD), *desks(office, 4)]
    keys = [key_of(office, place) for place in range(430, 450)]

    def singly(who: Reviewing, own: Sequence[int]) -> int:
        done = 0
        for key in own:
            try:
                done += len(who.decide(key, 0, SCHOOL).items)
            except ConflictError:
                assert item(office, who.person, key).standing.lead == WATER
        return done

    def in_bulk() -> int:
        try:
            return len(lead.bulk(batch, Filter(), Change(lead=WATER), 450).items)
        except ConflictError:
            return 0

    found = at_once([in_bulk, *(lambda n=n, who=who: singly(who, keys[n::4]) for n, who in enumerate(people))])
    decided = [number for number in found if isinstance(number, int)]
    assert counted(office)[1] == sum(decided)
    for place in range(430, 450):
        assert len(entries(office, place)) <= 1


def test_two_bulk_changes_at_once_decide_each_item_once(office: sa.Engine) -> None:
    batch = filled(office, tasks(450))
    one, other = desks(office, 2)
    found = at_once([lambda who=who: who.bulk(batch, Filter(), Change(), 450) for who in (one, other)])
    done = [what for what in found if isinstance(what, Done)]
    assert sum(len(what.items) for what in done) == 450
    assert counted(office)[1] == 450


def test_the_same_request_twice_at_once_counts_once_and_both_hear_of_it(office: sa.Engine) -> None:
    batch = filled(office, tasks(30))
    [zhang] = desks(office, 1)
    for place in range(1, 11):
        key = key_of(office, place)
        found = at_once([lambda: zhang.decide(key, 0, ROAD, request=f"r{key}")] * 3)  # noqa: B023
        assert found[0] == found[1] == found[2]
    assert counted(office) == (10, 10)
    found = at_once([lambda: zhang.bulk(batch, Filter(), Change(), 20, request="b")] * 2)
    assert {what.act for what in found if isinstance(what, Done)} == {11}
    assert counted(office) == (11, 30)


def test_undone_twice_at_once_are_two_steps_back(office: sa.Engine) -> None:
    batch = filled(office, tasks(3))
    [zhang] = desks(office, 1)
    for place in (1, 2, 3):
        zhang.decide(key_of(office, place), 0, ROAD)
    found = at_once([lambda: zhang.undo(batch)] * 2)
    assert {what.items for what in found if isinstance(what, Done)} == {(key_of(office, 3),), (key_of(office, 2),)}
    assert as_seen(zhang, 1).state == State.DECIDED


def test_undoing_and_somebodys_change_at_once_do_not_both_happen_to_the_same_state(office: sa.Engine) -> None:
    batch = filled(office, tasks(10))
    zhang, li = desks(office, 2)
    for place in range(1, 11):
        key = key_of(office, place)
        zhang.decide(key, 0, ROAD)
        undone, changed = at_once([lambda: zhang.undo(batch), lambda: li.decide(key, 1, SCHOOL)])  # noqa: B023
        if isinstance(changed, Done):
            assert isinstance(undone, Done)
            assert undone.left == {"changed": 1}
            assert as_seen(zhang, place).standing == SCHOOL
        else:
            assert isinstance(changed, ConflictError)
            assert as_seen(zhang, place).state == State.OPEN


def test_a_run_that_renews_the_batch_and_reviewers_do_not_wait_for_each_other_for_ever(office: sa.Engine) -> None:
    made = tasks(200)
    filled(office, made)
    people = desks(office, 4)
    keys = [key_of(office, place) for place in range(1, 41)]

    def morning(who: Reviewing, own: Sequence[int]) -> int:
        return sum(len(who.decide(key, 0, SCHOOL).items) for key in own)

    def runs() -> int:
        for _ in range(4):
            published(office, made[::-1])
        return 0

    found = at_once([runs, *(lambda n=n, who=who: morning(who, keys[n::4]) for n, who in enumerate(people))])
    assert found == [0, 10, 10, 10, 10]
    assert counted(office) == (40, 40)


def test_a_first_and_a_second_verdict_at_once_are_not_both_the_first(office: sa.Engine) -> None:
    filled(office, [task(1), task(2)])
    set_batch(office, double=True)
    zhang, li = desks(office, 2)
    key = key_of(office, 1)
    found = at_once([lambda who=who: who.decide(key, 0, ROAD) for who in (zhang, li)])
    assert Counter(map(type, found)) == {Done: 1, ConflictError: 1}
    assert as_seen(zhang, 1).state == State.ONCE
