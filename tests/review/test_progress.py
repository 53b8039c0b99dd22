"""Progress and pace: what the strip above the list says, brought up to date with every entry of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from made_items import ROAD, desk, filled, key_of, opened, tasks

from corpus.review_schema import acts
from review.filters import Filter
from review.ledger import Change, Reviewing
from review.progress import COUNTED_ANEW, Tallies

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""12:00 in China."""


@pytest.fixture
def engine(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        yield engine


def decide(reviewing: Reviewing, place: int) -> int:
    return reviewing.decide(key_of(reviewing.engine, place), 0, ROAD).act


def move(engine: sa.Engine, act: int, at: datetime) -> None:
    """The act as if it had been made then. The ledger forbids that: its triggers are not for this database."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            for name in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(sa.update(acts).where(acts.c.id == act).values(at=at))


def test_items_are_counted_by_state(engine: sa.Engine) -> None:
    batch, zhang = filled(engine, tasks(5)), desk(engine, "zhang")
    decide(zhang, 1)
    decide(zhang, 2)
    progress, _ = Tallies().of(engine, batch, zhang.person)
    assert (progress.open, progress.once, progress.disputed, progress.decided) == (3, 0, 0, 2)
    assert (progress.total, progress.left) == (5, 3)


def test_a_tally_follows_each_entry_without_counting_anew(engine: sa.Engine) -> None:
    batch, zhang, li = filled(engine, tasks(6)), desk(engine, "zhang"), desk(engine, "li")
    tallies, now = Tallies(), datetime.now(UTC)
    assert tallies.of(engine, batch, zhang.person, now)[0].decided == 0
    decide(zhang, 1)
    assert tallies.of(engine, batch, zhang.person, now)[0].decided == 1
    zhang.undo(batch)
    assert tallies.of(engine, batch, zhang.person, now)[0].decided == 0
    li.bulk(batch, Filter(), Change(), 6)
    progress, pace = tallies.of(engine, batch, zhang.person, now)
    assert (progress.open, progress.decided, pace.today) == (0, 6, 0)


def test_what_a_run_changes_is_seen_when_it_is_counted_anew(engine: sa.Engine) -> None:
    batch, zhang = filled(engine, tasks(2)), desk(engine, "zhang")
    tallies, now = Tallies(), datetime.now(UTC)
    tallies.of(engine, batch, zhang.person, now)
    filled(engine, tasks(5))
    assert tallies.of(engine, batch, zhang.person, now)[0].total == 2
    assert tallies.of(engine, batch, zhang.person, now + COUNTED_ANEW)[0].total == 5


def test_the_days_work_is_what_one_has_decided_less_what_was_taken_back(engine: sa.Engine) -> None:
    batch, zhang, li = filled(engine, tasks(8)), desk(engine, "zhang"), desk(engine, "li")
    for place in (1, 2, 3):
        decide(zhang, place)
    zhang.undo(batch)
    decide(li, 4)
    for tallies in (Tallies(), Tallies()):
        assert tallies.of(engine, batch, zhang.person)[1].today == 2
        assert tallies.of(engine, batch, li.person)[1].today == 1


def test_the_day_begins_at_midnight_in_china(engine: sa.Engine) -> None:
    batch, zhang = filled(engine, tasks(3)), desk(engine, "zhang")
    before, after = decide(zhang, 1), decide(zhang, 2)
    move(engine, before, datetime(2026, 3, 1, 15, 59, tzinfo=UTC))
    move(engine, after, datetime(2026, 3, 1, 16, 1, tzinfo=UTC))
    assert Tallies().of(engine, batch, zhang.person, NOON)[1].today == 1


def test_the_pace_is_that_of_the_last_hour_and_the_rest_takes_as_long_at_the_pace_of_all(engine: sa.Engine) -> None:
    batch, zhang, li = filled(engine, tasks(20)), desk(engine, "zhang"), desk(engine, "li")
    long_ago = decide(zhang, 1)
    move(engine, long_ago, NOON - timedelta(minutes=61))
    for place in (2, 3, 4, 5):
        move(engine, decide(zhang, place), NOON - timedelta(minutes=29))
    for place in (6, 7):
        move(engine, decide(li, place), NOON - timedelta(minutes=29))
    _, pace = Tallies().of(engine, batch, zhang.person, NOON)
    # Four within the last half hour are 8 an hour, the other's two are 4; 13 of 20 are left.
    assert (pace.today, pace.hour) == (5, 8)
    assert pace.hours_left == pytest.approx(13 / 12)


def test_two_decisions_in_the_first_minute_are_no_pace_of_120(engine: sa.Engine) -> None:
    batch, zhang = filled(engine, tasks(3)), desk(engine, "zhang")
    for place in (1, 2):
        move(engine, decide(zhang, place), NOON)
    assert Tallies().of(engine, batch, zhang.person, NOON)[1].hour == 12


def test_a_bulk_change_is_the_days_work_and_no_pace(engine: sa.Engine) -> None:
    batch, zhang = filled(engine, tasks(7)), desk(engine, "zhang")
    zhang.bulk(batch, Filter(), Change(), 7)
    progress, pace = Tallies().of(engine, batch, zhang.person)
    assert (progress.left, pace.today, pace.hour, pace.hours_left) == (0, 7, 0, None)


def test_another_batch_is_none_of_this_ones_progress(engine: sa.Engine) -> None:
    first, zhang = filled(engine, tasks(2)), desk(engine, "zhang")
    other = filled(engine, tasks(3), name="二季度意见建议")
    tallies = Tallies()
    tallies.of(engine, other, zhang.person)
    zhang.bulk(first, Filter(), Change(), 2)
    progress, pace = tallies.of(engine, other, zhang.person)
    assert (progress.decided, progress.total, pace.today) == (0, 3, 0)
