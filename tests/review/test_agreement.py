"""Double review: switched on and off, and how well two agree who have not seen each other's verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import ROAD, ROADS, SCHOOLS, as_seen, contradictions, desk, entries, filled, key_of, opened, tasks

from corpus.records import Act, State, Verdict
from corpus.review_schema import acts
from review import ledger
from review.access import Role
from review.agreement import Agreement, Measure, agreement
from review.batches import batch_of
from review.filters import Filter
from review.ledger import Change, Reviewing
from review.refusals import NotAllowedError, RefusedError, SealedError
from review.rounds import set_double
from review.seals import seal

SCHOOL = replace(ROAD, lead=SCHOOLS, supporting=(), domain="教育")
OTHER = replace(ROAD, kind="其他")


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    """Six comments on which two are to speak."""
    with opened(any_url) as engine:
        filled(engine, tasks(6))
        yield engine
        assert contradictions(engine) == []


@pytest.fixture
def lead(office: sa.Engine) -> Reviewing:
    who = desk(office, "zhao", Role.LEAD)
    set_double(office, who.person, 1, True, "重要批次")
    return who


def says(who: Reviewing, place: int, verdict: Verdict) -> State:
    """What becomes of the item at a place when this person has spoken."""
    who.decide(key_of(who.engine, place), as_seen(who, place).seq, verdict)
    return as_seen(who, place).state


def test_switching_is_a_leads_and_is_in_the_ledger(lead: Reviewing, zhang: Reviewing) -> None:
    assert batch_of(lead.engine, lead.person, 1).double
    with lead.engine.connect() as connection:
        [act] = connection.execute(sa.select(acts)).all()
    assert (act.how, act.why) == (Act.DOUBLE.value, "开启；重要批次")
    with pytest.raises(NotAllowedError):
        set_double(lead.engine, zhang.person, 1, False)
    with pytest.raises(RefusedError) as told:
        set_double(lead.engine, lead.person, 1, True)
    assert told.value.problem.code == "double-same"


def test_a_sealed_batch_is_not_switched(lead: Reviewing) -> None:
    seal(lead.engine, lead.person, 1, force=True, why="先报一稿")
    with pytest.raises(SealedError):
        set_double(lead.engine, lead.person, 1, False)


def test_switched_off_nothing_is_decided_and_the_next_verdict_decides(
    lead: Reviewing, zhang: Reviewing, li: Reviewing
) -> None:
    assert says(zhang, 1, SCHOOL) is State.ONCE
    assert says(zhang, 2, SCHOOL) is State.ONCE
    assert as_seen(li, 1).history == ()
    set_double(lead.engine, lead.person, 1, False)
    assert as_seen(li, 1).state is State.ONCE
    assert [entry.after for entry in as_seen(li, 1).history] == [SCHOOL]
    assert says(li, 1, OTHER) is State.DECIDED
    assert says(zhang, 2, SCHOOL) is State.DECIDED


def test_what_two_differ_in_is_a_leads_to_settle(lead: Reviewing, zhang: Reviewing, li: Reviewing) -> None:
    says(zhang, 1, ROAD)
    assert says(li, 1, SCHOOL) is State.DISPUTED
    with pytest.raises(NotAllowedError):
        says(zhang, 1, SCHOOL)
    assert says(lead, 1, SCHOOL) is State.DECIDED


def test_accepting_a_filter_does_not_put_the_proposal_over_ones_own_first_verdict(
    lead: Reviewing, zhang: Reviewing, li: Reviewing
) -> None:
    says(zhang, 1, SCHOOL)
    done = zhang.bulk(1, Filter(state="all"), Change(), 6)
    assert (len(done.items), done.left) == (5, {"decided": 1})
    assert entries(lead.engine, 1)[-1].after == SCHOOL
    set_double(lead.engine, lead.person, 1, False)
    assert li.bulk(1, Filter(state="once"), Change(), 6).left == {"decided": 6}


def test_double_review_that_is_switched_on_during_a_bulk_change_counts_for_the_rest(
    office: sa.Engine, zhang: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = desk(office, "zhao", Role.LEAD)

    def portions(keys: Sequence[int], _most: int) -> Iterator[Sequence[int]]:
        yield keys[:1]
        set_double(office, who.person, 1, True)
        yield keys[1:]

    monkeypatch.setattr(ledger, "portions", portions)
    zhang.bulk(1, Filter(), Change(), 6)
    assert [as_seen(zhang, place).state for place in range(1, 7)] == [State.DECIDED, *[State.ONCE] * 5]


def test_changing_one_field_of_many_keeps_the_rest_of_ones_own_first_verdict(lead: Reviewing, zhang: Reviewing) -> None:
    says(zhang, 1, SCHOOL)
    zhang.bulk(1, Filter(state="once"), Change(note="请看附件"), 1)
    assert entries(lead.engine, 1)[-1].after == replace(SCHOOL, note="请看附件")


def test_the_agreement_is_that_of_first_and_second_verdicts(lead: Reviewing, zhang: Reviewing, li: Reviewing) -> None:
    # Both say ROAD three times; twice Zhang says ROAD and Li SCHOOL; once both say SCHOOL.
    for place in range(1, 6):
        says(zhang, place, ROAD)
        says(li, place, ROAD if place < 4 else SCHOOL)
    says(li, 6, SCHOOL)
    says(zhang, 6, SCHOOL)
    found = agreement(lead.engine, 1)
    assert found.n == 6
    by_name = {one.of: one for one in found.measures}
    # Department: 4 of 6 the same. First said: ROAD 5, SCHOOL 1; second said: ROAD 3, SCHOOL 3.
    # By chance (5 * 3 + 1 * 3) / 36 = 1/2; kappa (2/3 - 1/2) / (1 - 1/2) = 1/3.
    for of in ("lead", "domain", "all"):
        assert (by_name[of].n, by_name[of].observed, by_name[of].kappa) == (
            6,
            pytest.approx(2 / 3),
            pytest.approx(1 / 3),
        )
    assert by_name["kind"] == Measure("kind", 6, 1.0, None)
    [pair] = found.between
    assert (pair.one, pair.other) == ("zhang同志", "li同志")
    assert (pair.measure.n, pair.measure.kappa) == (6, pytest.approx(1 / 3))


def test_without_pairs_there_is_nothing_to_measure(lead: Reviewing, zhang: Reviewing) -> None:
    says(zhang, 1, ROAD)
    assert agreement(lead.engine, 1) == Agreement(0, (), ())


def test_the_first_verdict_is_the_last_that_the_first_reviewer_gave(
    lead: Reviewing, zhang: Reviewing, li: Reviewing
) -> None:
    says(zhang, 1, SCHOOL)
    says(zhang, 1, ROAD)
    says(li, 1, ROAD)
    assert agreement(lead.engine, 1).measures[0].observed == 1.0


def test_what_was_taken_back_is_no_verdict(lead: Reviewing, zhang: Reviewing, li: Reviewing) -> None:
    says(zhang, 1, ROAD)
    says(li, 1, SCHOOL)
    li.undo(1)
    assert agreement(lead.engine, 1).n == 0
    says(li, 1, ROAD)
    assert agreement(lead.engine, 1).measures[0] == Measure("lead", 1, 1.0, None)
    zhang_again = as_seen(zhang, 1)
    assert (zhang_again.state, zhang_again.standing.lead) == (State.DECIDED, ROADS)


def test_neither_a_leads_settling_nor_a_verdict_that_could_see_the_first_is_a_pair(
    lead: Reviewing, zhang: Reviewing, li: Reviewing
) -> None:
    says(zhang, 1, ROAD)
    says(li, 1, SCHOOL)
    says(lead, 1, ROAD)
    says(zhang, 2, ROAD)
    set_double(lead.engine, lead.person, 1, False)
    says(li, 2, ROAD)
    assert agreement(lead.engine, 1).n == 1
