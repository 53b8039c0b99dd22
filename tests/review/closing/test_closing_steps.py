"""The six steps: in their order, on possible days, with their evidence, by whoever may, and none twice."""

from __future__ import annotations

import datetime
import threading

import pytest
import sqlalchemy as sa
from bureau import TODAY, USUAL, Bureau, day
from made_items import set_batch

from corpus.closing_rules import following, missing
from corpus.messages import MinyiError
from corpus.papers_schema import closing_steps
from corpus.records import Step
from review.access import Person
from review.closing.standing import closing_of
from review.closing.steps import take, take_back
from review.refusals import ConflictError, NotAllowedError, NotFoundError, RefusedError


def test_six_steps_with_their_evidence_close_a_task(bureau: Bureau) -> None:
    bureau.come_to(Step.DISCLOSE)
    closing = closing_of(bureau.engine, bureau.key)
    assert [(done.step, done.on.day, done.person) for done in closing.steps] == [
        (step, place, "zhao同志") for place, step in enumerate(Step, 1)
    ]
    assert closing.closed
    assert missing(closing) == ()


def test_a_step_without_its_evidence_is_refused_and_says_which(bureau: Bureau) -> None:
    with pytest.raises(RefusedError, match="还不能办理“整改”，所缺：整改（缺佐证：整改后照片、整改情况报告、会议记录"):
        bureau.take(bureau.reviewer, Step.RECTIFY, day(1))
    assert bureau.rows() == (0, 0)


def test_a_photograph_of_before_is_no_evidence_of_rectification(bureau: Bureau) -> None:
    bureau.attach(bureau.reviewer, Step.RECTIFY, "整改前照片", "前.jpg")
    with pytest.raises(RefusedError, match="整改后照片"):
        bureau.take(bureau.reviewer, Step.RECTIFY, day(1))


def test_a_task_is_not_closed_while_a_step_is_missing(bureau: Bureau) -> None:
    bureau.come_to(Step.RECTIFY)
    before = bureau.rows()
    with pytest.raises(RefusedError) as refused:
        bureau.take(bureau.lead, Step.CLOSE, day(9))
    assert str(refused.value) == (
        "还不能办理“销号”，所缺：核查（缺佐证：核查记录、核查照片或回访记录）、"
        "公示（缺佐证：公示网址、公示截图或公示栏照片）。请补齐后再办。"
    )
    assert bureau.rows() == before


def test_a_task_is_not_closed_while_a_file_of_its_evidence_is_missing(bureau: Bureau) -> None:
    bureau.come_to(Step.PUBLICISE)
    [first, *_] = closing_of(bureau.engine, bureau.key).evidence
    place = bureau.files.place(first.sha256)
    content = place.read_bytes()
    place.write_bytes(content + b"!")
    with pytest.raises(MinyiError, match="已损坏或被改动"):
        bureau.take(bureau.lead, Step.CLOSE, day(9))
    place.unlink()
    with pytest.raises(MinyiError, match="已不在工作区"):
        bureau.take(bureau.lead, Step.CLOSE, day(9))
    place.write_bytes(content)
    assert bureau.take(bureau.lead, Step.CLOSE, day(9)).closed


def test_a_step_that_was_taken_is_not_taken_again(bureau: Bureau) -> None:
    bureau.come_to(Step.RECTIFY)
    before = bureau.rows()
    with pytest.raises(ConflictError, match="“整改”已由 zhao同志 登记（2026-11-01），没有重复登记"):
        bureau.take(bureau.reviewer, Step.RECTIFY, day(1))
    assert bureau.rows() == before


def test_of_two_at_once_one_takes_the_step(bureau: Bureau) -> None:
    bureau.attach(bureau.lead, Step.RECTIFY)
    said: list[str] = []
    gate = threading.Barrier(4)

    def try_it(person: Person) -> None:
        gate.wait()
        try:
            take(bureau.engine, person, bureau.key, Step.RECTIFY, day(1))
            said.append("taken")
        except ConflictError as error:
            said.append(error.problem.code)

    threads = [threading.Thread(target=try_it, args=(one,)) for one in (bureau.lead, bureau.reviewer) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["closing-done", "closing-done", "closing-done", "taken"]
    assert bureau.rows()[0] == 1


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (TODAY + datetime.timedelta(days=1), "closing-day-future"),
        (datetime.date(206, 11, 20), "closing-day-early"),
        (datetime.date(2026, 10, 31), "closing-day-before"),
    ],
)
def test_days_that_cannot_be_are_refused(bureau: Bureau, on: datetime.date, code: str) -> None:
    bureau.come_to(Step.RECTIFY)
    bureau.attach(bureau.lead, Step.VERIFY)
    with pytest.raises(RefusedError) as refused:
        bureau.take(bureau.lead, Step.VERIFY, on)
    assert refused.value.problem.code == code
    assert bureau.rows()[0] == 1


def test_today_and_the_day_of_the_step_before_are_fine(bureau: Bureau) -> None:
    bureau.come_to(Step.RECTIFY)
    for step, on in ((Step.VERIFY, day(1)), (Step.PUBLICISE, TODAY)):
        bureau.attach(bureau.lead, step)
        bureau.take(bureau.lead, step, on)
    assert bureau.rows()[0] == 3


def test_what_nobody_has_decided_is_not_closed(bureau: Bureau) -> None:
    for attempt in (bureau.attach, lambda *one, **more: bureau.take(*one, day(1), **more)):
        with pytest.raises(RefusedError, match="还没有核定"):
            attempt(bureau.lead, Step.RECTIFY, key=bureau.open)
    assert bureau.rows() == (0, 0)
    assert not [*bureau.files.folder.rglob("*")]


def test_what_is_withdrawn_is_not_closed(bureau: Bureau) -> None:
    with bureau.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE item SET state = 'gone' WHERE id = {bureau.open}")
    with pytest.raises(RefusedError, match="已撤"):
        bureau.take(bureau.lead, Step.RECTIFY, day(1), key=bureau.open)


def test_a_reported_batch_is_closed_all_the_same(bureau: Bureau) -> None:
    set_batch(bureau.engine, sealed=True)
    bureau.come_to(Step.CLOSE)
    assert closing_of(bureau.engine, bureau.key).closed


@pytest.mark.parametrize("step", [Step.VERIFY, Step.PUBLICISE, Step.CLOSE, Step.FILE, Step.DISCLOSE])
def test_a_department_takes_the_first_step_alone(bureau: Bureau, step: Step) -> None:
    bureau.attach(bureau.roads, Step.RECTIFY)
    assert following(bureau.take(bureau.roads, Step.RECTIFY, day(1))) is Step.VERIFY
    with pytest.raises(NotAllowedError, match="部门账号不能办理"):
        bureau.take(bureau.roads, step, day(2))
    assert bureau.rows() == (1, 1)


@pytest.mark.parametrize("step", [Step.CLOSE, Step.FILE, Step.DISCLOSE])
def test_a_reviewer_closes_nothing(bureau: Bureau, step: Step) -> None:
    bureau.come_to(Step.PUBLICISE)
    before = bureau.rows()
    with pytest.raises(NotAllowedError, match="审核账号不能办理"):
        bureau.take(bureau.reviewer, step, day(9))
    assert bureau.rows() == before


def test_a_reader_does_nothing(bureau: Bureau) -> None:
    with pytest.raises(NotAllowedError):
        bureau.attach(bureau.reader, Step.RECTIFY)
    with pytest.raises(NotAllowedError):
        bureau.take(bureau.reader, Step.RECTIFY, day(1))
    assert bureau.rows() == (0, 0)


def test_another_department_does_not_even_find_the_item(bureau: Bureau) -> None:
    with pytest.raises(NotFoundError):
        bureau.attach(bureau.schools, Step.RECTIFY)
    with pytest.raises(NotFoundError):
        bureau.take(bureau.schools, Step.RECTIFY, day(1))


def test_the_last_step_is_taken_back_by_a_lead_for_a_reason_and_may_be_taken_again(bureau: Bureau) -> None:
    bureau.come_to(Step.VERIFY)
    left = take_back(bureau.engine, bureau.lead, bureau.key, Step.VERIFY, "核查时看错了路段")
    assert [done.step for done in left.steps] == [Step.RECTIFY]
    assert [done.step for done in bureau.take(bureau.reviewer, Step.VERIFY, day(8)).steps] == [
        Step.RECTIFY,
        Step.VERIFY,
    ]
    assert bureau.rows()[0] == 4


@pytest.mark.parametrize(
    ("step", "why", "code"),
    [
        (Step.RECTIFY, "核查时看错了路段", "closing-back-last"),
        (Step.PUBLICISE, "核查时看错了路段", "closing-back-none"),
        (Step.VERIFY, "错", "why-short"),
    ],
)
def test_nothing_else_is_taken_back(bureau: Bureau, step: Step, why: str, code: str) -> None:
    bureau.come_to(Step.VERIFY)
    with pytest.raises(RefusedError) as refused:
        take_back(bureau.engine, bureau.lead, bureau.key, step, why)
    assert refused.value.problem.code == code
    for person in (bureau.reviewer, bureau.roads):
        with pytest.raises(NotAllowedError):
            take_back(bureau.engine, person, bureau.key, Step.VERIFY, "核查时看错了路段")
    assert bureau.rows()[0] == 2


def test_no_row_of_a_step_is_changed_or_deleted(bureau: Bureau) -> None:
    bureau.come_to(Step.RECTIFY)
    for statement in (sa.update(closing_steps).values(note="改"), sa.delete(closing_steps)):
        with pytest.raises((sa.exc.SQLAlchemyError, MinyiError)), bureau.engine.begin() as connection:
            connection.execute(statement)
    assert bureau.rows() == (1, 1)


def test_every_step_but_the_closing_itself_wants_evidence() -> None:
    assert {*USUAL} == {*Step} - {Step.CLOSE}
