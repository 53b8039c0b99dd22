"""Double review, state by state: the first verdict is unseen, the second agrees or differs, a lead settles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import (
    ROAD,
    ROADS,
    SCHOOLS,
    WATER,
    as_seen,
    contradictions,
    counted,
    entries,
    filled,
    key_of,
    opened,
    published,
    set_batch,
    somebody,
    task,
)

from corpus.records import Act, State, Verdict
from review.access import Role
from review.filters import Filter
from review.items import choices, count, item, line, page
from review.ledger import Change, Reviewing
from review.refusals import ConflictError, NotAllowedError
from review.rounds import agree

SCHOOL = replace(ROAD, lead=SCHOOLS, supporting=(WATER,), domain="教育", kind="其他", note="学校门口")
SECRETS = (SCHOOLS, WATER, "教育", "其他", "学校门口")
"""What of the first verdict could show itself: none of it is in the proposal."""


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        proposed = replace(task(1), candidates=task(1).candidates[:1])
        groups = {1: "g", 2: "g", 3: None, 4: None}
        filled(engine, [replace(proposed, key=f"k{n}", number=f"Q{n}", group=group) for n, group in groups.items()])
        set_batch(engine, double=True)
        yield engine
        assert contradictions(engine) == []


def says(who: Reviewing, verdict: Verdict, place: int = 3) -> State:
    """The state after this person's verdict on an item."""
    who.decide(key_of(who.engine, place), as_seen(who, place).seq, verdict)
    return as_seen(who, place).state


def test_two_verdicts_agree_if_department_domain_and_kind_do() -> None:
    assert agree(ROAD, replace(ROAD, supporting=(), disposition="立行立改", note="另注"))
    for other in (replace(ROAD, lead=WATER), replace(ROAD, domain="教育"), replace(ROAD, kind="其他")):
        assert not agree(ROAD, other)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD, Role.ADMIN, Role.READER])
def test_nothing_of_a_first_verdict_shows_itself_to_anybody_else(zhang: Reviewing, role: Role) -> None:
    says(zhang, SCHOOL)
    engine, who, key = zhang.engine, somebody(zhang.engine, "he", role), key_of(zhang.engine, 3)
    one = item(engine, who, key)
    assert (one.state, one.standing, one.history, one.decided_by, one.decided_at) == (State.ONCE, ROAD, (), None, None)
    listed = page(engine, who, one.batch_id, Filter(state="all")).lines
    for shown in (repr(line(engine, who, key)), repr(listed), repr(replace_task(one))):
        assert not [secret for secret in SECRETS if secret in shown]
    for column in ("lead", "domain", "kind", "disposition"):
        values = repr(choices(engine, who, one.batch_id, Filter(state="all"), column))
        assert not [secret for secret in SECRETS if secret in values]
    for what in (Filter(lead=SCHOOLS), Filter(unit=WATER), Filter(domain="教育"), Filter(q="学校门口")):
        assert count(engine, who, one.batch_id, replace(what, state="all")) == 0


def replace_task(one: object) -> object:
    """The item without its task, in which the candidates stand anyway."""
    return replace(one, task=None)  # type: ignore[type-var]


def test_whoever_gave_the_first_verdict_sees_it_and_may_change_it(zhang: Reviewing) -> None:
    assert says(zhang, SCHOOL) is State.ONCE
    one = as_seen(zhang, 3)
    assert ([entry.after for entry in one.history], one.decided_by) == ([SCHOOL], "zhang同志")
    assert says(zhang, replace(SCHOOL, lead=WATER, supporting=())) is State.ONCE
    first, second = entries(zhang.engine, 3)
    assert (second.before, second.before_state, first.state) == (SCHOOL, State.ONCE, State.ONCE)


def test_the_same_said_twice_decides(zhang: Reviewing, li: Reviewing) -> None:
    says(zhang, SCHOOL)
    assert says(li, replace(SCHOOL, note="另注")) is State.DECIDED
    one = as_seen(zhang, 3)
    assert (one.standing.lead, one.standing.note, one.decided_by) == (SCHOOLS, "另注", "li同志")
    assert len(one.history) == 2


@pytest.mark.parametrize("first", [ROAD, SCHOOL])
def test_what_a_first_verdict_is_called_does_not_tell_whether_it_was_the_proposal(
    zhang: Reviewing, li: Reviewing, first: Verdict
) -> None:
    says(zhang, first)
    says(li, ROAD)
    assert [entry.how for entry in entries(li.engine, 3)] == [Act.FIRST, Act.ACCEPT]


def test_what_differs_is_shown_with_both_verdicts_and_settled_by_a_lead(
    zhang: Reviewing, li: Reviewing, lead: Reviewing
) -> None:
    says(zhang, SCHOOL)
    assert says(li, ROAD) is State.DISPUTED
    one = as_seen(zhang, 3)
    assert ([entry.after for entry in one.history], one.standing) == ([SCHOOL, ROAD], ROAD)
    for who in (zhang, li):
        with pytest.raises(NotAllowedError, match="由组长裁定"):
            says(who, SCHOOL)
    assert says(lead, SCHOOL) is State.DECIDED
    with pytest.raises(NotAllowedError):
        says(zhang, ROAD)
    assert (entries(lead.engine, 3)[-1].before, as_seen(lead, 3).standing) == (ROAD, SCHOOL)


def test_a_disputed_item_is_no_departments_task_until_it_is_settled(
    zhang: Reviewing, li: Reviewing, lead: Reviewing
) -> None:
    school = somebody(zhang.engine, "jiaoyu", Role.DEPARTMENT, SCHOOLS)
    for who, verdict, seen in ((zhang, SCHOOL, 0), (li, ROAD, 0), (lead, SCHOOL, 1)):
        batch = as_seen(who, 3).batch_id
        says(who, verdict)
        assert count(who.engine, school, batch, Filter(state="all")) == seen


def test_each_step_is_undone_to_the_state_before(zhang: Reviewing, li: Reviewing, lead: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    says(zhang, SCHOOL)
    says(li, ROAD)
    says(lead, SCHOOL)
    lead.undo(batch)
    assert (as_seen(lead, 3).state, as_seen(lead, 3).standing) == (State.DISPUTED, ROAD)
    li.undo(batch)
    assert (as_seen(li, 3).state, as_seen(li, 3).history[-1:]) == (State.ONCE, ())
    assert as_seen(zhang, 3).decided_by == "zhang同志"
    zhang.undo(batch)
    assert (as_seen(zhang, 3).state, as_seen(zhang, 3).decided_by) == (State.OPEN, None)


def test_the_second_reviewer_cannot_undo_the_first_verdict_nor_the_first_the_second(
    zhang: Reviewing, li: Reviewing
) -> None:
    batch = as_seen(zhang, 3).batch_id
    says(zhang, SCHOOL)
    says(li, SCHOOL)
    assert zhang.undo(batch).left == {"changed": 1}
    assert as_seen(zhang, 3).state is State.DECIDED


def test_a_first_verdict_that_was_taken_back_stays_unseen(zhang: Reviewing, li: Reviewing) -> None:
    batch = as_seen(zhang, 3).batch_id
    says(zhang, SCHOOL)
    zhang.undo(batch)
    one = as_seen(li, 3)
    assert (one.state, one.seq, one.history) == (State.OPEN, 2, ())
    assert len(as_seen(zhang, 3).history) == 2
    assert says(li, ROAD) is State.ONCE
    assert as_seen(zhang, 3).history == ()


def test_whoever_opened_the_item_before_the_first_verdict_is_told_of_a_change_and_of_no_verdict(
    zhang: Reviewing, li: Reviewing
) -> None:
    says(zhang, SCHOOL)
    with pytest.raises(ConflictError) as told:
        li.decide(key_of(li.engine, 3), 0, ROAD)
    assert not [secret for secret in SECRETS if secret in str(told.value)]


def test_a_group_gets_its_first_verdict_together(zhang: Reviewing, li: Reviewing) -> None:
    zhang.decide(key_of(zhang.engine, 1), 0, SCHOOL, group=True)
    assert [as_seen(li, place).state for place in (1, 2, 3)] == [State.ONCE, State.ONCE, State.OPEN]
    assert says(li, SCHOOL, 2) is State.DECIDED


def test_accepting_a_filter_is_a_first_or_a_second_verdict_and_none_over_ones_own(
    zhang: Reviewing, li: Reviewing, lead: Reviewing
) -> None:
    batch = as_seen(zhang, 1).batch_id
    says(zhang, SCHOOL, 1)
    done = zhang.bulk(batch, Filter(state="all"), Change(), 4)
    assert (len(done.items), done.left) == (3, {"decided": 1})
    assert entries(zhang.engine, 1)[-1].after == SCHOOL
    li.bulk(batch, Filter(state="once"), Change(), 4)
    states = [as_seen(li, place).state for place in (1, 2, 3, 4)]
    assert states == [State.DISPUTED, State.DECIDED, State.DECIDED, State.DECIDED]
    assert lead.bulk(batch, Filter(state="all"), Change(), 4).left == {"decided": 4}


def test_an_item_that_waits_stands_as_it_is_proposed_now(zhang: Reviewing, li: Reviewing) -> None:
    says(zhang, SCHOOL)
    now = replace(task(1), candidates=task(1).candidates[2:], supporting=())
    published(zhang.engine, [replace(now, key=f"k{n}", number=f"Q{n}") for n in range(1, 5)])
    one = as_seen(li, 3)
    assert (one.state, one.standing.lead, one.proposal.lead) == (State.ONCE, WATER, WATER)
    assert says(li, SCHOOL) is State.DECIDED


def test_what_one_has_decided_is_not_lost_with_the_second_reviewer(zhang: Reviewing, li: Reviewing) -> None:
    says(zhang, SCHOOL)
    set_batch(zhang.engine, double=False)
    assert says(li, ROAD) is State.DECIDED
    assert entries(li.engine, 3)[-1].before == SCHOOL
    assert counted(li.engine) == (2, 2)
    assert as_seen(li, 3).standing.lead == ROADS
