"""What a run brings to the review and hears of it: nothing twice, nothing lost, nothing that was decided changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

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
    contradictions,
    deduction,
    filled,
    in_place,
    key_of,
    opened,
    published,
    set_batch,
    task,
    tasks,
)

from corpus.records import Candidate, Deadline, DeadlineKind, Source, State, Task, Verdict
from corpus.review_schema import batch_deadlines, batches, decisions, items
from review.ledger import Reviewing
from review.proposals import proposal_of
from review.publishing import decided_so_far, publish

SCHOOL = replace(ROAD, lead=SCHOOLS, supporting=(), domain="教育")


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        yield engine
        assert contradictions(engine) == []


def rows(engine: sa.Engine) -> list[tuple[str, str]]:
    """Key and state of every item."""
    with engine.connect() as connection:
        wanted = sa.select(items.c.key, items.c.state).order_by(items.c.position, items.c.key)
        return [(row.key, row.state) for row in connection.execute(wanted)]


def test_every_task_becomes_an_item_once_however_often_it_comes(office: sa.Engine) -> None:
    first = published(office, tasks(3))
    again = published(office, tasks(3))
    assert (first.open, first.decided, first.verdicts) == (again.open, again.decided, again.verdicts) == (3, 0, {})
    assert rows(office) == [("k1", "open"), ("k2", "open"), ("k3", "open")]


def test_a_run_hears_what_was_decided_and_changes_nothing_of_it(zhang: Reviewing) -> None:
    filled(zhang.engine, tasks(2))
    zhang.decide(key_of(zhang.engine, 1), 0, SCHOOL)
    other = [replace(one, candidates=one.candidates[2:], supporting=(), model_version="m2") for one in tasks(2)]
    heard = published(zhang.engine, other, model="m2")
    assert (heard.verdicts, heard.open, heard.decided) == ({"k1": SCHOOL}, 1, 1)
    one, two = as_seen(zhang, 1), as_seen(zhang, 2)
    assert (one.standing, one.proposal.lead, one.task.model_version) == (SCHOOL, WATER, "m2")
    assert (two.standing.lead, two.state) == (WATER, State.OPEN)


def test_what_the_files_do_not_have_any_more_is_withdrawn_unless_it_was_decided(zhang: Reviewing) -> None:
    filled(zhang.engine, tasks(3))
    zhang.decide(key_of(zhang.engine, 1), 0, SCHOOL)
    heard = published(zhang.engine, tasks(3)[2:])
    assert (heard.withdrawn, heard.open, heard.decided) == (1, 1, 1)
    assert sorted(rows(zhang.engine)) == [("k1", "decided"), ("k2", "gone"), ("k3", "open")]
    assert published(zhang.engine, tasks(3)[2:]).withdrawn == 0


def test_what_comes_back_is_open_again_with_its_proposal_of_now(zhang: Reviewing) -> None:
    filled(zhang.engine, tasks(2))
    published(zhang.engine, tasks(1))
    back = replace(tasks(2)[1], candidates=task(2).candidates[2:], supporting=())
    assert published(zhang.engine, [tasks(1)[0], back]).open == 2
    assert (as_seen(zhang, 2).state, as_seen(zhang, 2).standing.lead) == (State.OPEN, WATER)


def test_an_assignment_outlives_a_run(zhang: Reviewing) -> None:
    filled(zhang.engine, tasks(2))
    assign(zhang.engine, 2, zhang.person)
    published(zhang.engine, tasks(2))
    assert as_seen(zhang, 2).assigned == "zhang同志"


def test_a_sealed_batch_stays_as_it_was_reported(zhang: Reviewing) -> None:
    filled(zhang.engine, tasks(2))
    zhang.decide(key_of(zhang.engine, 1), 0, SCHOOL)
    set_batch(zhang.engine, sealed=True)
    heard = published(zhang.engine, [task(9)], model="m2")
    assert (heard.sealed, heard.verdicts, heard.withdrawn) == (True, {"k1": SCHOOL}, 0)
    assert rows(zhang.engine) == [("k1", "decided"), ("k2", "open")]
    with zhang.engine.connect() as connection:
        assert connection.scalar(sa.select(batches.c.model_version)) == "m1"


def test_batches_are_apart_though_their_tasks_are_the_same(zhang: Reviewing) -> None:
    filled(zhang.engine, tasks(2))
    zhang.decide(key_of(zhang.engine, 1), 0, SCHOOL)
    assert published(zhang.engine, tasks(2), "二季度").verdicts == {}
    assert len(rows(zhang.engine)) == 4


def test_the_drafts_depend_on_every_decision_of_their_batch_and_on_no_other(zhang: Reviewing) -> None:
    batch = filled(zhang.engine, tasks(2))
    before = decided_so_far(zhang.engine, BATCH)
    zhang.decide(key_of(zhang.engine, 1), 0, SCHOOL)
    filled(zhang.engine, [task(9)], "二季度")
    after = decided_so_far(zhang.engine, BATCH)
    assert before == decided_so_far(zhang.engine, "二季度") == decided_so_far(zhang.engine, "没有") == ""
    assert after != before
    zhang.undo(batch)
    assert decided_so_far(zhang.engine, BATCH) not in (before, after)


def test_the_drafts_depend_on_an_entry_that_was_committed_after_one_of_a_higher_number(zhang: Reviewing) -> None:
    """Numbers are given before the commit: on PostgreSQL a run may see entry 2 while entry 1 is not there yet."""
    filled(zhang.engine, tasks(2))
    zhang.decide(key_of(zhang.engine, 1), 0, SCHOOL)
    seen = decided_so_far(zhang.engine, BATCH)
    late = {decisions.c.id: 0, decisions.c.seq: 2}
    with zhang.engine.begin() as connection:
        copied = sa.select(*(sa.literal(late[c]) if c in late else c for c in decisions.c))
        connection.execute(decisions.insert().from_select(list(decisions.c), copied))
        connection.execute(items.update().where(items.c.seq == 1).values(seq=2))
    assert decided_so_far(zhang.engine, BATCH) != seen


def test_deadlines_are_those_of_the_last_run(office: sa.Engine) -> None:
    made = Deadline("3月底前", DeadlineKind.BY, Source("通知.txt", "a" * 64), end=date(2026, 3, 31))
    publish(office, BATCH, tasks(1), [made, made], "m1")
    publish(office, BATCH, tasks(1), [replace(made, quote="4月底前")], "m1")
    with office.connect() as connection:
        assert [row.quote for row in connection.execute(sa.select(batch_deadlines))] == ["4月底前"]


def test_what_the_document_says_stands_before_what_is_proposed() -> None:
    given = replace(task(1), given_lead="市水利局、市公安局", given_responsible="市教育局")
    assert proposal_of(given) == replace(ROAD, lead=WATER, supporting=("市公安局", SCHOOLS))
    assert proposal_of(deduction(2, WATER)) == Verdict(WATER)
    assert proposal_of(task(3)) == ROAD
    unclear = replace(task(4), candidates=(Candidate("不明", "不明", 0.4, ""),))
    assert proposal_of(unclear) == Verdict(None, (), "交通运输", "建设性", "分步整改")


MONSTROUS = (
    task(1, "很" * 100_000, number="9" * 500, domain="域" * 3_000, kind="类" * 3_000, disposition="质" * 300),
    task(2, "\u202e=HYPERLINK(1)<script>😀", given_lead="单" * 3_000),
    in_place(task(3, given_lead="、".join(f"第{n}局" for n in range(300))), "镇" * 80),
    task(4, "", number="", candidates=(), needs_review=False),
    Task("群众意见建议", "没有编号", Source("a", "b" * 64), key="k5"),
)


def test_whatever_a_file_says_can_be_kept_listed_and_decided(zhang: Reviewing) -> None:
    heard = published(zhang.engine, MONSTROUS, "批" * 300)
    assert (heard.open, len(heard.name)) == (5, 200)
    assert published(zhang.engine, MONSTROUS, "批" * 300).open == 5
    for place in range(1, 6):
        one = as_seen(zhang, place)
        assert one.task == MONSTROUS[place - 1]
        zhang.decide(one.id, 0, replace(one.standing, lead=one.standing.lead or ROADS))
    assert as_seen(zhang, 2).standing.lead == ROADS
    assert len(published(zhang.engine, MONSTROUS, "批" * 300).verdicts) == 5


def test_a_batch_may_be_called_what_a_file_system_calls_it(office: sa.Engine) -> None:
    name = b"\xc4\xfa.xlsx".decode("utf-8", "surrogateescape")
    assert published(office, tasks(1), name).open == published(office, tasks(1), name).open == 1
    assert decided_so_far(office, name) == ""


def test_a_batch_of_more_tasks_than_one_statement_takes_is_published_whole(office: sa.Engine) -> None:
    assert published(office, tasks(2_500)).open == 2_500
    assert published(office, tasks(1)).withdrawn == 2_499
    assert published(office, tasks(2_500)).open == 2_500


def test_a_batch_without_tasks_is_one(office: sa.Engine) -> None:
    assert published(office, []).open == 0
