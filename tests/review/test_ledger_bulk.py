"""The ledger: many items at once, by a filter or from a file, and how that is taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_items import (
    ROAD,
    ROADS,
    SCHOOLS,
    WATER,
    as_seen,
    assign,
    contradictions,
    counted,
    decide,
    desk,
    entries,
    filled,
    key_of,
    opened,
    stands,
    task,
    tasks,
)

from corpus.records import Act, State, Verdict
from review.filters import Filter
from review.ledger import Change, Reviewing
from review.refusals import ConflictError, NotFoundError, RefusedError

SCHOOL = replace(ROAD, lead=SCHOOLS, supporting=(), domain="教育")


def test_accepting_a_filter_decides_what_is_open_in_it(zhang: Reviewing) -> None:
    batch = as_seen(zhang, 1).batch_id
    decide(zhang, 1, SCHOOL)
    done = zhang.bulk(batch, Filter(state="all"), Change(), 4)
    assert (len(done.items), done.left) == (3, {"decided": 1})
    assert [stands(zhang, place)[1] for place in (1, 2, 3, 4)] == [SCHOOLS, ROADS, ROADS, ROADS]
    assert {entry.how for entry in entries(zhang.engine, 4)} == {Act.BULK}


def test_a_filter_with_another_number_than_was_shown_changes_nothing(zhang: Reviewing) -> None:
    with pytest.raises(ConflictError, match="由 5 条变为 4 条"):
        zhang.bulk(as_seen(zhang, 1).batch_id, Filter(), Change(), 5)
    assert counted(zhang.engine) == (0, 0)


def test_a_bulk_change_sets_what_it_names_and_leaves_the_rest(zhang: Reviewing) -> None:
    zhang.bulk(as_seen(zhang, 1).batch_id, Filter(q="第3号"), Change(lead="市公安局", note="转办"), 1)
    assert as_seen(zhang, 3).standing == Verdict("市公安局", (), "交通运输", "建设性", "分步整改", "转办")
    assert stands(zhang, 4)[0] == State.OPEN


def test_a_bulk_change_that_changes_nothing_of_a_decided_item_adds_no_entry(zhang: Reviewing) -> None:
    batch = as_seen(zhang, 1).batch_id
    decide(zhang, 1, SCHOOL)
    done = zhang.bulk(batch, Filter(state="all"), Change(lead=SCHOOLS, domain="教育", supporting=()), 4)
    assert (len(done.items), done.left) == (3, {"same": 1})


@pytest.mark.parametrize(
    "change", [Change(domain="交通"), Change(lead=""), Change(kind="x"), Change(note="字" * 2001), Change(note="\x00")]
)
def test_a_bulk_change_to_a_word_that_there_is_not_is_refused_whole(untouched: Reviewing, change: Change) -> None:
    with pytest.raises(RefusedError):
        untouched.bulk(as_seen(untouched, 1).batch_id, Filter(), change, 4)
    assert counted(untouched.engine) == (0, 0)


def test_items_for_which_nobody_leads_are_left_and_counted(any_url: str) -> None:
    with opened(any_url) as engine:
        batch = filled(engine, [task(1), replace(task(2), candidates=(), supporting=())])
        done = desk(engine, "zhang").bulk(batch, Filter(), Change(), 2)
        assert (len(done.items), done.left) == (1, {"unit": 1})


def test_a_bulk_change_leaves_what_is_somebody_elses(zhang: Reviewing, li: Reviewing, lead: Reviewing) -> None:
    batch = as_seen(zhang, 1).batch_id
    assign(zhang.engine, 3, li.person)
    assert zhang.bulk(batch, Filter(), Change(), 4).left == {"assigned": 1}
    assert lead.bulk(batch, Filter(), Change(), 1).items == (key_of(zhang.engine, 3),)


def test_a_bulk_of_more_than_one_transaction_is_one_act_and_one_undoing(any_url: str) -> None:
    with opened(any_url) as engine:
        batch = filled(engine, tasks(450))
        zhang = desk(engine, "zhang")
        assert len(zhang.bulk(batch, Filter(), Change(lead=WATER), 450).items) == 450
        assert counted(engine) == (1, 450)
        assert len(zhang.undo(batch).items) == 450
        assert counted(engine) == (2, 900)
        assert contradictions(engine) == []


def test_of_a_bulk_that_was_half_changed_since_the_other_half_is_undone(zhang: Reviewing, li: Reviewing) -> None:
    batch = as_seen(zhang, 1).batch_id
    zhang.bulk(batch, Filter(), Change(), 4)
    decide(li, 2, SCHOOL)
    decide(li, 3, SCHOOL)
    undone = zhang.undo(batch)
    assert (undone.items, undone.left) == ((key_of(zhang.engine, 1), key_of(zhang.engine, 4)), {"changed": 2})
    assert [stands(zhang, n)[1] for n in (1, 2, 3, 4)] == [ROADS, SCHOOLS, SCHOOLS, ROADS]


def test_a_bulk_that_changed_nothing_is_no_step_to_take_back(zhang: Reviewing) -> None:
    batch = as_seen(zhang, 1).batch_id
    decide(zhang, 3, SCHOOL)
    assert zhang.bulk(batch, Filter(state="decided"), Change(), 1).left == {"decided": 1}
    zhang.undo(batch)
    assert stands(zhang, 3) == (State.OPEN, ROADS)


def test_the_same_bulk_request_counts_once(zhang: Reviewing) -> None:
    batch = as_seen(zhang, 1).batch_id
    first = zhang.bulk(batch, Filter(), Change(), 4, request="b")
    assert zhang.bulk(batch, Filter(), Change(), 4, request="b").items == first.items
    zhang.undo(batch, request="u")
    zhang.undo(batch, request="u")
    assert counted(zhang.engine) == (2, 8)


def test_what_came_back_in_a_file_is_decided_whole_or_not_at_all(zhang: Reviewing, li: Reviewing) -> None:
    batch = as_seen(zhang, 1).batch_id
    keys = [key_of(zhang.engine, n) for n in (1, 2, 3)]
    verdicts = {keys[2]: (0, SCHOOL), keys[0]: (0, ROAD), keys[1]: (1, ROAD)}
    with pytest.raises(ConflictError) as told:
        zhang.take_in(batch, verdicts)
    assert (told.value.item, counted(zhang.engine)) == (keys[1], (0, 0))
    done = zhang.take_in(batch, {**verdicts, keys[1]: (0, ROAD)}, why="WPS 表格")
    assert sorted(done.items) == keys
    assert [(e.how, e.why) for e in entries(zhang.engine, 3)] == [(Act.IMPORT, "WPS 表格")]
    with pytest.raises(NotFoundError):
        li.take_in(filled(li.engine, [task(9, key="other")], "二季度"), {keys[0]: (1, SCHOOL)})
