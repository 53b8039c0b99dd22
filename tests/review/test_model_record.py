"""Which model speaks, how often it was right, and when the next training is due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import ROAD, SCHOOLS, as_seen, filled, key_of, opened, tasks

from corpus.review_schema import acts, decisions
from corpus.serial import dump_verdict
from review.filters import Filter
from review.learning import model_record
from review.learning.model_record import Month, Trained
from review.ledger import Change, Reviewing
from review.web.settings import Settings

SCHOOL = replace(ROAD, lead=SCHOOLS, supporting=())
MORNING = datetime.datetime(2026, 3, 2, 1, 30, tzinfo=datetime.UTC)


def trained(version: str, *, promoted: bool, last: int = 0) -> Trained:
    return Trained(MORNING, version, 40, last, 20, 15, 16, promoted, 7)


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        filled(engine, tasks(6))
        yield engine


def change(zhang: Reviewing, *places: int) -> None:
    for place in places:
        zhang.decide(key_of(zhang.engine, place), as_seen(zhang, place).seq, SCHOOL)


def accept(zhang: Reviewing, place: int) -> None:
    zhang.decide(key_of(zhang.engine, place), 0, ROAD)


class Starter:
    """Counts how often a training was started."""

    def __init__(self, error: Exception | None = None) -> None:
        self.calls, self._error = 0, error

    def __call__(self) -> None:
        self.calls += 1
        if self._error:
            raise self._error


def test_before_any_training_nobody_but_the_shipped_model_speaks(office: sa.Engine) -> None:
    assert model_record.speaking(office) is None
    assert model_record.past(office) == ()


def test_the_model_that_was_promoted_last_speaks(office: sa.Engine) -> None:
    kept = [trained("a", promoted=True), trained("b", promoted=True), trained("c", promoted=False)]
    for one in kept:
        model_record.keep(office, one)
    assert model_record.speaking(office) == kept[1]
    assert model_record.past(office) == tuple(reversed(kept))
    assert model_record.past(office, 1) == (kept[2],)


def test_a_training_whose_note_was_sent_twice_stands_in_the_record_once(office: sa.Engine) -> None:
    """As after a broken connection, when nobody knows whether the first one arrived."""
    for version in ("m2", "m2", "m3"):
        model_record.keep(office, trained(version, promoted=False))
    assert [one.version for one in model_record.past(office)] == ["m3", "m2"]


def test_only_what_changed_something_is_a_correction(office: sa.Engine, zhang: Reviewing) -> None:
    accept(zhang, 1)
    change(zhang, 2)
    zhang.bulk(1, Filter(), Change(), 4)
    assert model_record.corrections_since_training(office) == 1
    change(zhang, 3)
    zhang.undo(1)
    assert model_record.corrections_since_training(office) == 2


def test_corrections_are_counted_from_the_last_training_on(office: sa.Engine, zhang: Reviewing) -> None:
    change(zhang, 1, 2)
    with office.connect() as connection:
        last = model_record.last_decision(connection)
    model_record.keep(office, trained("a", promoted=False, last=last))
    assert model_record.corrections_since_training(office) == 0
    change(zhang, 3)
    assert model_record.corrections_since_training(office) == 1
    assert (model_record.due(office, 1), model_record.due(office, 2), model_record.due(office, 0)) == (
        True,
        False,
        False,
    )


def test_a_training_starts_when_so_many_corrections_have_come_together(
    office: sa.Engine, zhang: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_record, "_ASK_AGAIN", 0.0)
    start = Starter()
    settings = Settings(retrain=start, retrain_after=2)
    change(zhang, 1)
    assert not model_record.maybe_retrain(office, settings)
    change(zhang, 2)
    assert model_record.maybe_retrain(office, settings)
    assert not model_record.maybe_retrain(office, settings)  # It has been started for these.
    change(zhang, 3, 4)
    assert model_record.maybe_retrain(office, settings)
    assert start.calls == 2


def test_after_a_training_the_count_begins_anew(
    office: sa.Engine, zhang: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_record, "_ASK_AGAIN", 0.0)
    start = Starter()
    settings = Settings(retrain=start, retrain_after=3)
    change(zhang, 1, 2, 3)
    assert model_record.maybe_retrain(office, settings)
    with office.connect() as connection:
        last = model_record.last_decision(connection)
    model_record.keep(office, trained("a", promoted=True, last=last))
    change(zhang, 4)
    assert not model_record.maybe_retrain(office, settings)
    change(zhang, 5, 6)
    assert model_record.maybe_retrain(office, settings)


def test_the_corrections_are_not_counted_at_every_decision(office: sa.Engine, zhang: Reviewing) -> None:
    start = Starter()
    settings = Settings(retrain=start, retrain_after=1)
    assert not model_record.maybe_retrain(office, settings)
    change(zhang, 1)
    assert not model_record.maybe_retrain(office, settings)
    assert start.calls == 0


@pytest.mark.parametrize("settings", [Settings(), Settings(retrain=Starter(), retrain_after=0)])
def test_where_it_was_not_asked_for_nothing_is_trained(office: sa.Engine, zhang: Reviewing, settings: Settings) -> None:
    change(zhang, 1)
    assert not model_record.maybe_retrain(office, settings)


def test_a_training_that_cannot_be_started_is_no_fault_of_the_decision(office: sa.Engine, zhang: Reviewing) -> None:
    change(zhang, 1)
    assert not model_record.maybe_retrain(office, Settings(retrain=Starter(OSError("no process")), retrain_after=1))


def decided_at(zhang: Reviewing, place: int, moment: datetime.datetime) -> None:
    """As if the proposal for the item had been accepted then."""
    with zhang.engine.begin() as connection:
        act = {
            "batch_id": 1,
            "person_id": zhang.person.id,
            "how": "accept",
            "at": moment,
            "why": "",
            "batch_version": 1,
        }
        made = connection.execute(sa.insert(acts).values(**act)).inserted_primary_key
        same = dump_verdict(ROAD)
        entry = {"act_id": made[0] if made else 0, "item_id": key_of(zhang.engine, place), "seq": 1, "before": same}
        entry |= {"after": same, "before_state": "open", "state": "decided", "hit": True}
        connection.execute(sa.insert(decisions).values(**entry))


def test_a_month_begins_at_midnight_in_china(office: sa.Engine, zhang: Reviewing) -> None:
    decided_at(zhang, 1, datetime.datetime(2026, 2, 28, 15, 59, tzinfo=datetime.UTC))
    decided_at(zhang, 2, datetime.datetime(2026, 2, 28, 16, 0, tzinfo=datetime.UTC))
    decided_at(zhang, 3, datetime.datetime(2026, 3, 31, 15, 59, tzinfo=datetime.UTC))
    assert model_record.months(office) == (Month("2026-03", 2, 2, 0), Month("2026-02", 1, 1, 0))


def test_how_often_the_first_suggestion_was_right(office: sa.Engine, zhang: Reviewing) -> None:
    accept(zhang, 1)
    accept(zhang, 2)
    change(zhang, 3)
    change(zhang, 4)
    zhang.undo(1)  # Number 4 is open again and counts when it is decided anew.
    zhang.bulk(1, Filter(), Change(), 3)
    [month] = model_record.months(office)
    assert (month.decided, month.right, month.unseen) == (3, 2, 3)
    assert month.month == f"{datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=8):%Y-%m}"


def test_a_second_decision_is_none_about_the_first_suggestion(office: sa.Engine, zhang: Reviewing) -> None:
    accept(zhang, 1)
    change(zhang, 1)
    assert [(one.decided, one.right) for one in model_record.months(office)] == [(1, 1)]


def test_a_month_without_a_decision_has_no_share() -> None:
    assert Month("2026-03", 0, 0, 5).share is None
    assert Month("2026-03", 4, 3, 0).share == 0.75
