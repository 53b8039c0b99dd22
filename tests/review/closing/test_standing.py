"""How far a whole batch is: by task, by the step that is next, overdue, and what the next run must know."""

from __future__ import annotations

import datetime

import pytest
import sqlalchemy as sa
from bureau import TODAY, Bureau, day
from made_items import BATCH, key_of

from corpus.records import Step
from corpus.review_schema import items
from review.closing.evidence import withdraw
from review.closing.sheet import Narrowed, counts, sheet
from review.closing.standing import closed_so_far, closing_of, closings_of_batch
from review.closing.steps import take_back
from review.refusals import RefusedError


def due(bureau: Bureau, place: int, on: datetime.date) -> None:
    with bureau.engine.begin() as connection:
        connection.execute(sa.update(items).where(items.c.position == place).values(due=on))


def places(bureau: Bureau, standing: str, **more: str) -> list[int]:
    return [row.position for row in sheet(bureau.engine, bureau.lead, bureau.batch, Narrowed(standing, **more)).rows]


def test_what_was_decided_to_be_for_nobody_waits_for_no_step(bureau: Bureau) -> None:
    before = counts(bureau.engine, bureau.lead, bureau.batch)
    with bureau.engine.begin() as connection:
        connection.execute(sa.update(items).where(items.c.position == 2).values(lead=None))
    found = counts(bureau.engine, bureau.lead, bureau.batch)
    assert (before.decided, before.undecided) == (3, 1)
    assert (found.decided, found.undecided, found.by_next[Step.RECTIFY]) == (2, 1, 2)
    assert 2 not in places(bureau, "")


def test_a_batch_is_told_by_the_keys_of_its_tasks(bureau: Bureau) -> None:
    bureau.come_to(Step.CLOSE)
    bureau.attach(bureau.roads, Step.RECTIFY, key=key_of(bureau.engine, 2))
    found = closings_of_batch(bureau.engine, BATCH)
    assert {*found} == {"k1", "k2"}
    assert found["k1"] == closing_of(bureau.engine, bureau.key)
    assert (found["k1"].closed, found["k2"].steps, len(found["k2"].evidence)) == (True, (), 1)
    assert closings_of_batch(bureau.engine, "没有这个批次") == {}


def test_whatever_is_entered_makes_the_next_run_write_anew(bureau: Bureau) -> None:
    seen = [closed_so_far(bureau.engine, BATCH)]

    def noted() -> None:
        seen.append(closed_so_far(bureau.engine, BATCH))

    made = bureau.attach(bureau.lead, Step.RECTIFY).evidence
    noted()
    bureau.take(bureau.lead, Step.RECTIFY, day(1))
    noted()
    take_back(bureau.engine, bureau.lead, bureau.key, Step.RECTIFY, "还没有做完")
    noted()
    withdraw(bureau.engine, bureau.lead, bureau.key, made.id, "拍错了路段")
    noted()
    assert len({*seen}) == len(seen) == 5
    assert closed_so_far(bureau.engine, BATCH) == seen[-1]
    assert closed_so_far(bureau.engine, "没有这个批次") == seen[0]


def test_the_counts_say_which_step_is_next_and_what_is_overdue(bureau: Bureau) -> None:
    bureau.come_to(Step.DISCLOSE)
    bureau.come_to(Step.VERIFY, key_of(bureau.engine, 2))
    for place in (1, 2, 3, 4):
        due(bureau, place, TODAY - datetime.timedelta(days=1))
    due(bureau, 3, TODAY)
    found = counts(bureau.engine, bureau.lead, bureau.batch)
    assert (found.decided, found.undecided, found.closed, found.overdue) == (3, 1, 1, 1)
    assert {step: number for step, number in found.by_next.items() if number} == {
        None: 1,
        Step.PUBLICISE: 1,
        Step.RECTIFY: 1,
    }
    assert (places(bureau, ""), places(bureau, "overdue"), places(bureau, "closed")) == ([1, 2, 3], [2], [1])
    assert (places(bureau, "open"), places(bureau, "publicise"), places(bureau, "done")) == ([2, 3], [2], [1])
    assert places(bureau, "", q="第2号") == [2]
    with pytest.raises(RefusedError):
        places(bureau, "x")


def test_a_step_that_was_taken_back_is_next_again(bureau: Bureau) -> None:
    bureau.come_to(Step.VERIFY)
    take_back(bureau.engine, bureau.lead, bureau.key, Step.VERIFY, "核查时看错了路段")
    assert places(bureau, "verify") == [1]


def test_the_sheet_goes_on_behind_its_last_line(bureau: Bureau) -> None:
    first = sheet(bureau.engine, bureau.lead, bureau.batch, size=2)
    rest = sheet(bureau.engine, bureau.lead, bureau.batch, after=first.after or 0, size=2)
    assert ([row.position for row in first.rows], first.in_all, first.after) == ([1, 2], 3, 2)
    assert ([row.position for row in rest.rows], rest.in_all, rest.after) == ([3], 3, None)


def test_a_line_says_what_is_missing_for_the_next_step(bureau: Bureau) -> None:
    bureau.come_to(Step.RECTIFY)
    [first, *_] = sheet(bureau.engine, bureau.lead, bureau.batch).rows
    assert str(first.next) == "核查（缺佐证：核查记录、核查照片或回访记录）"


def test_a_department_counts_its_own(bureau: Bureau) -> None:
    assert counts(bureau.engine, bureau.roads, bureau.batch).decided == 3
    assert counts(bureau.engine, bureau.schools, bureau.batch).decided == 0
    assert sheet(bureau.engine, bureau.schools, bureau.batch).rows == ()
