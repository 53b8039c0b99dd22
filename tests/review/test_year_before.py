"""The year before a batch's, from the other batches of the workspace."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from made_items import SCHOOLS, desk, filled, opened, published, task, tasks

from corpus.papers_schema import closing_steps
from corpus.records import Step, Task, Verdict
from corpus.review_schema import items
from review.access import Role
from review.last_year import last_year, last_year_so_far

NOW, BEFORE = "2026年意见", "2025年意见"


def of_2026(*made: Task) -> list[Task]:
    return [replace(one, key=f"n{one.key}", year=2026) for one in made]


@pytest.fixture
def engine(any_url: str) -> Iterator[sa.Engine]:
    """Three comments of 2025 in one batch, two of 2026 in another."""
    with opened(any_url) as made:
        filled(made, tasks(3), BEFORE)
        filled(made, of_2026(*tasks(2)), NOW)
        yield made


def key_of(engine: sa.Engine, key: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(items.c.id).where(items.c.key == key)) or 0)


def numbers(engine: sa.Engine, name: str = NOW) -> list[str | None]:
    return [one.number for one in last_year(engine, name).tasks]


def test_a_batch_has_the_tasks_of_the_year_before_its_own(engine: sa.Engine) -> None:
    assert numbers(engine) == ["Q1-0001", "Q1-0002", "Q1-0003"]
    assert numbers(engine, BEFORE) == []
    assert numbers(engine, "没有这一批") == []


def test_the_year_of_a_batch_is_that_of_most_of_its_tasks(engine: sa.Engine) -> None:
    filled(engine, [*of_2026(*tasks(2)), task(9, year=2030)], NOW)
    assert len(numbers(engine)) == 3


def test_a_decision_of_the_year_before_counts(engine: sa.Engine) -> None:
    who = desk(engine, "zhang")
    who.decide(key_of(engine, "k2"), 0, Verdict(SCHOOLS, (), "教育", "建设性"))
    found = {one.key: one for one in last_year(engine, NOW).tasks}
    assert found["k2"].verdict == Verdict(SCHOOLS, (), "教育", "建设性")
    assert found["k1"].verdict is None


def test_what_was_withdrawn_does_not_count(engine: sa.Engine) -> None:
    published(engine, tasks(2), BEFORE)
    assert numbers(engine) == ["Q1-0001", "Q1-0002"]


def test_a_task_of_several_batches_counts_once_and_not_where_this_one_has_it(engine: sa.Engine) -> None:
    filled(engine, tasks(3), "2025年意见（重跑）")
    assert len(numbers(engine)) == 3
    filled(engine, [*of_2026(*tasks(2)), task(1)], NOW)
    assert numbers(engine) == ["Q1-0002", "Q1-0003"]


def test_how_far_the_tasks_are_is_known_where_anything_was_entered_in_their_batch(engine: sa.Engine) -> None:
    assert last_year(engine, NOW).closings == {}
    closed(engine, "k1")
    closings = last_year(engine, NOW).closings
    assert {key: closing.closed for key, closing in closings.items()} == {"k1": True, "k2": False, "k3": False}


def closed(engine: sa.Engine, key: str) -> None:
    """As if the task had been struck off."""
    person = desk(engine, f"lead-{key}", Role.LEAD).person
    row = {
        "item_id": key_of(engine, key),
        "step": Step.CLOSE.value,
        "on_day": datetime.date(2025, 12, 1),
        "note": "",
        "undone": False,
        "person_id": person.id,
        "at": datetime.datetime(2025, 12, 1, tzinfo=datetime.UTC),
    }
    with engine.begin() as connection:
        connection.execute(sa.insert(closing_steps).values(**row))


def test_what_it_is_known_by_changes_with_all_that_the_drafts_say_of_it(engine: sa.Engine) -> None:
    seen = [last_year_so_far(engine, NOW)]
    desk(engine, "zhang").decide(key_of(engine, "k2"), 0, Verdict(SCHOOLS, (), "教育", "建设性"))
    seen.append(last_year_so_far(engine, NOW))
    closed(engine, "k1")
    seen.append(last_year_so_far(engine, NOW))
    published(engine, tasks(2), BEFORE)
    seen.append(last_year_so_far(engine, NOW))
    assert len(set(seen)) == 4
    assert seen[-1] == last_year_so_far(engine, NOW)


def test_it_stays_while_only_this_year_changes(engine: sa.Engine) -> None:
    before = last_year_so_far(engine, NOW)
    desk(engine, "zhang").decide(key_of(engine, "nk1"), 0, Verdict(SCHOOLS, (), "教育", "建设性"))
    assert last_year_so_far(engine, NOW) == before


def test_without_a_year_before_it_is_nothing(engine: sa.Engine) -> None:
    assert last_year_so_far(engine, BEFORE) == ""
    assert last_year_so_far(engine, "没有这一批") == ""
