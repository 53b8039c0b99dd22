"""The ledger: what one person after the other does in it, and what of that is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import (
    BATCH,
    ROAD,
    ROADS,
    SCHOOLS,
    WATER,
    as_seen,
    assign,
    counted,
    decide,
    desk,
    entries,
    filled,
    key_of,
    published,
    set_batch,
    somebody,
    stands,
    task,
    tasks,
)

from corpus.records import Act, State, Verdict
from review.access import Role
from review.filters import Filter
from review.ledger import Change, Done, Reviewing
from review.refusals import ConflictError, NotAllowedError, NotFoundError, RefusedError, SealedError

SCHOOL = replace(ROAD, lead=SCHOOLS, supporting=(), domain="教育")


def test_accepting_keeps_who_and_what_stood_before_and_that_the_first_proposal_was_right(zhang: Reviewing) -> None:
    done = decide(zhang, 3, ROAD)
    [entry] = entries(zhang.engine, 3)
    assert done == Done(entry.act, (key_of(zhang.engine, 3),), {})
    assert (entry.how, entry.person_id, entry.seq) == (Act.ACCEPT, zhang.person.id, 1)
    assert (entry.before, entry.before_state, entry.after, entry.state) == (ROAD, State.OPEN, ROAD, State.DECIDED)
    assert (entry.model_version, entry.batch_version, entry.at.utcoffset()) == ("m1", 1, entry.at - entry.at)
    one = as_seen(zhang, 3)
    assert (one.decided_by, one.decided_at is not None, one.seq) == ("zhang同志", True, 1)


def test_whether_the_first_proposal_was_right_is_kept_of_the_first_decision_alone(zhang: Reviewing) -> None:
    decide(zhang, 3, SCHOOL)
    decide(zhang, 3, ROAD)
    decide(zhang, 4, replace(ROAD, note="请公安局先看现场"))
    with zhang.engine.connect() as connection:
        hits = list(connection.execute(sa.text("SELECT hit FROM decision ORDER BY id")).scalars())
    assert [hit if hit is None else bool(hit) for hit in hits] == [False, None, True]


def test_a_correction_is_a_new_entry_and_the_old_one_stays(zhang: Reviewing, li: Reviewing) -> None:
    decide(zhang, 3, ROAD)
    decide(li, 3, SCHOOL, why="学校门口的路")
    first, second = entries(zhang.engine, 3)
    assert (first.after, second.before, second.after) == (ROAD, ROAD, SCHOOL)
    assert (second.how, second.person, second.why) == (Act.CHANGE, "li同志", "学校门口的路")


def test_whoever_has_not_seen_the_last_entry_is_told_and_writes_nothing(zhang: Reviewing, li: Reviewing) -> None:
    decide(zhang, 3, SCHOOL)
    with pytest.raises(ConflictError) as told:
        decide(li, 3, ROAD, seen=0)
    assert told.value.item == key_of(li.engine, 3)
    assert counted(zhang.engine) == (1, 1)
    assert stands(li, 3) == (State.DECIDED, SCHOOLS)


def test_an_entry_that_is_not_there_yet_cannot_have_been_seen(zhang: Reviewing) -> None:
    with pytest.raises(ConflictError):
        decide(zhang, 3, ROAD, seen=1)


def test_the_same_request_counts_once_and_is_answered_as_the_first_time(zhang: Reviewing) -> None:
    first = decide(zhang, 3, SCHOOL, seen=0, request="r-1")
    again = decide(zhang, 3, SCHOOL, seen=0, request="r-1")
    assert again == first
    assert counted(zhang.engine) == (1, 1)


def test_a_request_of_somebody_else_is_refused_and_tells_nothing(zhang: Reviewing, li: Reviewing) -> None:
    decide(zhang, 3, SCHOOL, request="r-1")
    with pytest.raises(NotAllowedError, match="请求编号重复"):
        decide(li, 4, ROAD, request="r-1")
    assert counted(zhang.engine) == (1, 1)


def test_a_request_that_was_for_another_item_decides_nothing(zhang: Reviewing) -> None:
    decide(zhang, 3, SCHOOL, request="r-1")
    with pytest.raises(NotAllowedError, match="请求编号重复"):
        decide(zhang, 4, ROAD, request="r-1")


@pytest.mark.parametrize("request_key", ["", "r" * 65, "请求", "r\x00", "r\n"])
def test_what_cannot_be_a_requests_key_is_refused(untouched: Reviewing, request_key: str) -> None:
    with pytest.raises(RefusedError):
        decide(untouched, 3, ROAD, request=request_key)


def test_undone_and_done_again_under_the_old_request_is_still_undone(zhang: Reviewing) -> None:
    done = decide(zhang, 3, SCHOOL, seen=0, request="r-1")
    zhang.undo(as_seen(zhang, 3).batch_id)
    assert decide(zhang, 3, SCHOOL, seen=0, request="r-1") == done
    assert stands(zhang, 3) == (State.OPEN, ROADS)


@pytest.mark.parametrize(
    "verdict",
    [
        replace(ROAD, lead=None),
        replace(ROAD, lead=" "),
        replace(ROAD, lead="市教育局 "),
        replace(ROAD, lead="局" * 101),
        replace(ROAD, lead="市教\u202e育局"),
        replace(ROAD, supporting=("市水利局\n",)),
        replace(ROAD, domain="交通"),
        replace(ROAD, domain=""),
        replace(ROAD, kind="表扬"),
        replace(ROAD, disposition="马上办"),
        replace(ROAD, note="字" * 2001),
        replace(ROAD, note="空\x00字"),
        replace(ROAD, note="半\ud800个"),
    ],
)
def test_what_cannot_be_a_verdict_is_refused(untouched: Reviewing, verdict: Verdict) -> None:
    with pytest.raises(RefusedError):
        decide(untouched, 3, verdict)
    assert counted(untouched.engine) == (0, 0)


def test_a_comment_without_a_matter_needs_nobody_to_lead(zhang: Reviewing) -> None:
    decide(zhang, 3, Verdict(domain="无明确指向", kind="其他", disposition="无明确指向"))
    assert stands(zhang, 3) == (State.DECIDED, None)


def test_whoever_leads_does_not_support_and_nobody_supports_twice(zhang: Reviewing) -> None:
    decide(zhang, 3, replace(ROAD, supporting=(WATER, ROADS, WATER, SCHOOLS)))
    assert as_seen(zhang, 3).standing.supporting == (WATER, SCHOOLS)


@pytest.mark.parametrize("key", [0, -1, 10**6, 2**31, 10**30])
def test_an_item_that_is_not_there_is_not_found_whatever_its_number(untouched: Reviewing, key: int) -> None:
    with pytest.raises(NotFoundError):
        untouched.decide(key, 0, ROAD)


@pytest.mark.parametrize("role", [Role.READER, Role.DEPARTMENT])
def test_who_may_only_read_decides_nothing(office: sa.Engine, role: Role) -> None:
    who = Reviewing(office, somebody(office, "sun", role, ROADS if role is Role.DEPARTMENT else None))
    with pytest.raises((NotAllowedError, NotFoundError)):
        who.decide(key_of(office, 3), 0, ROAD)
    with pytest.raises(NotAllowedError):
        who.bulk(as_seen(desk(office, "he"), 3).batch_id, Filter(), Change(), 4)
    assert counted(office) == (0, 0)


def test_what_is_assigned_to_somebody_else_is_theirs_and_the_leads(
    zhang: Reviewing, li: Reviewing, lead: Reviewing
) -> None:
    assign(zhang.engine, 3, zhang.person)
    with pytest.raises(NotAllowedError, match="已分给别人"):
        decide(li, 3, ROAD)
    decide(zhang, 3, ROAD)
    decide(lead, 3, SCHOOL)
    assert stands(li, 3) == (State.DECIDED, SCHOOLS)


def test_a_group_is_decided_together_and_is_one_act(zhang: Reviewing) -> None:
    done = decide(zhang, 1, SCHOOL, group=True)
    assert done.items == (key_of(zhang.engine, 1), key_of(zhang.engine, 2))
    assert counted(zhang.engine) == (1, 2)
    assert [stands(zhang, place)[0] for place in (1, 2, 3, 4)] == [State.DECIDED, State.DECIDED, State.OPEN, State.OPEN]


def test_of_a_group_what_is_decided_or_somebody_elses_stays_and_is_counted(zhang: Reviewing, li: Reviewing) -> None:
    assign(zhang.engine, 2, li.person)
    assert decide(zhang, 1, SCHOOL, group=True).left == {"assigned": 1}
    decide(li, 2, ROAD)
    assert decide(zhang, 1, ROAD, group=True).items == (key_of(zhang.engine, 1),)
    assert len(entries(zhang.engine, 2)) == 1


def test_the_item_of_a_group_that_is_alike_to_none_is_decided_alone(zhang: Reviewing) -> None:
    assert decide(zhang, 3, ROAD, group=True).items == (key_of(zhang.engine, 3),)


def test_a_group_ends_with_its_batch(zhang: Reviewing) -> None:
    filled(zhang.engine, [replace(task(9, key="other"), group="g"), replace(task(10), group="g")], "二季度")
    assert len(decide(zhang, 1, ROAD, group=True).items) == 2


def test_undoing_puts_back_what_stood_and_is_an_entry_itself(zhang: Reviewing) -> None:
    decide(zhang, 3, SCHOOL)
    undone = zhang.undo(as_seen(zhang, 3).batch_id)
    assert undone.items == (key_of(zhang.engine, 3),)
    first, second = entries(zhang.engine, 3)
    assert (second.how, second.before, second.after, second.state) == (Act.UNDO, SCHOOL, ROAD, State.OPEN)
    assert (first.after, as_seen(zhang, 3).decided_by) == (SCHOOL, None)


def test_undoing_again_takes_back_the_one_before_and_then_there_is_nothing(zhang: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    decide(zhang, 3, SCHOOL)
    decide(zhang, 3, ROAD)
    zhang.undo(batch)
    assert stands(zhang, 3) == (State.DECIDED, SCHOOLS)
    zhang.undo(batch)
    assert stands(zhang, 3) == (State.OPEN, ROADS)
    with pytest.raises(RefusedError, match="没有可以撤销"):
        zhang.undo(batch)
    assert len(entries(zhang.engine, 3)) == 4


def test_what_is_decided_after_undoing_can_be_undone_as_well(zhang: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    decide(zhang, 3, SCHOOL)
    zhang.undo(batch)
    decide(zhang, 3, ROAD)
    zhang.undo(batch)
    assert stands(zhang, 3) == (State.OPEN, ROADS)


def test_undoing_leaves_alone_what_somebody_has_changed_since(zhang: Reviewing, li: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    decide(zhang, 3, SCHOOL)
    decide(li, 3, ROAD)
    assert zhang.undo(batch).left == {"changed": 1}
    assert stands(zhang, 3) == (State.DECIDED, ROADS)


def test_undoing_leaves_alone_what_somebody_has_confirmed_since(zhang: Reviewing, li: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    decide(zhang, 3, SCHOOL)
    decide(li, 3, SCHOOL)
    assert zhang.undo(batch).left == {"changed": 1}
    assert as_seen(zhang, 3).decided_by == "li同志"


def test_undone_over_somebodys_decision_it_is_theirs_again(zhang: Reviewing, li: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    decide(zhang, 3, SCHOOL)
    decide(li, 3, ROAD)
    li.undo(batch)
    one = as_seen(zhang, 3)
    assert (one.standing.lead, one.decided_by, one.decided_at) == (SCHOOLS, "zhang同志", entries(li.engine, 3)[0].at)
    zhang.undo(batch)
    assert stands(zhang, 3) == (State.OPEN, ROADS)


def test_nobody_undoes_what_somebody_else_did(zhang: Reviewing, li: Reviewing) -> None:
    decide(zhang, 3, SCHOOL)
    with pytest.raises(RefusedError, match="没有可以撤销"):
        li.undo(as_seen(zhang, 3).batch_id)


def test_undoing_is_of_one_batch(zhang: Reviewing) -> None:
    other = filled(zhang.engine, [task(9, key="other")], "二季度")
    decide(zhang, 3, SCHOOL)
    with pytest.raises(RefusedError, match="没有可以撤销"):
        zhang.undo(other)


def test_what_is_open_again_stands_as_it_is_proposed_now(zhang: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    decide(zhang, 3, SCHOOL)
    made = tasks(4)
    better = replace(made[2], candidates=made[2].candidates[2:], supporting=(), model_version="m2")
    published(zhang.engine, [*made[:2], better, made[3]], BATCH, "m2")
    assert stands(zhang, 3) == (State.DECIDED, SCHOOLS)
    zhang.undo(batch)
    assert stands(zhang, 3) == (State.OPEN, WATER)
    assert entries(zhang.engine, 3)[-1].after == as_seen(zhang, 3).standing


def test_a_sealed_batch_is_changed_by_nobody(zhang: Reviewing, lead: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    decide(zhang, 3, SCHOOL)
    set_batch(zhang.engine, sealed=True)
    for who in (zhang, lead):
        for attempt in (
            lambda who=who: decide(who, 4, ROAD),
            lambda who=who: who.bulk(batch, Filter(), Change(), 3),
            lambda who=who: who.undo(batch),
            lambda who=who: who.take_in(batch, {key_of(who.engine, 4): (0, ROAD)}),
        ):
            with pytest.raises(SealedError):
                attempt()
    assert counted(zhang.engine) == (1, 1)


def test_a_batch_that_was_opened_again_is_corrected_by_a_lead_with_the_reason(
    zhang: Reviewing, lead: Reviewing
) -> None:
    batch = as_seen(zhang, 3).batch_id
    decide(zhang, 3, SCHOOL)
    decide(lead, 4, SCHOOL)
    set_batch(zhang.engine, version=2, reopened_why="市里要求更正")
    with pytest.raises(SealedError):
        decide(zhang, 3, ROAD)
    decide(lead, 3, ROAD)
    assert [(e.batch_version, e.why) for e in entries(zhang.engine, 3)] == [(1, ""), (2, "市里要求更正")]
    lead.undo(batch)
    with pytest.raises(RefusedError, match="没有可以撤销"):
        lead.undo(batch)
    assert stands(lead, 4) == (State.DECIDED, SCHOOLS)


@pytest.mark.parametrize("batch", [0, 999, 2**40])
def test_a_batch_that_is_not_there_is_not_found_whatever_its_number(untouched: Reviewing, batch: int) -> None:
    with pytest.raises(NotFoundError):
        untouched.undo(batch)
    with pytest.raises(NotFoundError):
        untouched.bulk(batch, Filter(), Change(), 0)


def test_what_was_withdrawn_is_not_decided(zhang: Reviewing) -> None:
    published(zhang.engine, tasks(3))
    with pytest.raises(NotAllowedError, match="不在批次的文件中"):
        decide(zhang, 4, ROAD)
    assert zhang.bulk(as_seen(zhang, 4).batch_id, Filter(state="gone"), Change(), 1).left == {"gone": 1}
