"""A run that brings what is there already writes nothing; two runs that bring one batch at once bring it once."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from made_items import BATCH, ROAD, SCHOOLS, as_seen, contradictions, filled, key_of, opened, published, task, tasks

from corpus.messages import PassingError
from corpus.records import Candidate, Deadline, DeadlineKind, Source, State, Task
from corpus.review_schema import batches, item_units, items
from review.ledger import Reviewing
from review.publishing import publish

DUE = Deadline("3月底前", DeadlineKind.BY, Source("通知.txt", "a" * 64), end=date(2026, 3, 31))


@pytest.fixture
def office(any_url: str) -> Iterator[sa.Engine]:
    with opened(any_url) as engine:
        yield engine
        assert contradictions(engine) == []


@contextmanager
def written(engine: sa.Engine) -> Iterator[list[str]]:
    """The first words of every statement that writes."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE", "ANALYZE")) or "FOR UPDATE" in statement:
            found.append(" ".join(statement.split()[:3]))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def positions(engine: sa.Engine) -> list[tuple[str, int, str]]:
    with engine.connect() as connection:
        wanted = sa.select(items.c.key, items.c.position, items.c.state).order_by(items.c.position, items.c.key)
        return [(row.key, row.position, row.state) for row in connection.execute(wanted)]


def named(place: int) -> Task:
    """A task whose units the document names."""
    return task(place, given_lead="市水利局", given_responsible=SCHOOLS, due=date(2026, 4, 30))


def test_a_nightly_run_with_nothing_new_writes_the_batchs_row_alone(zhang: Reviewing) -> None:
    made = [*tasks(3), named(4), replace(task(5), group="g"), replace(task(6), group="g")]
    publish(zhang.engine, BATCH, made, [DUE], "m1")
    zhang.decide(key_of(zhang.engine, 1), 0, replace(ROAD, lead=SCHOOLS))
    with written(zhang.engine) as statements:
        heard = publish(zhang.engine, BATCH, made, [DUE], "m1")
    assert statements == ["UPDATE batch SET"]
    assert (heard.open, heard.decided, heard.withdrawn) == (5, 1, 0)


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("text", {"text": "换了说法：路面坑洼。"}),
        ("number", {"number": "Q2-0001"}),
        ("due", {"due": date(2026, 5, 1)}),
        ("year", {"year": 2026}),
        ("lead", {"candidates": (Candidate(SCHOOLS, "教育", 0.7, "路面"),)}),
        ("score", {"domain_score": 0.1}),
        ("needs_review", {"needs_review": False}),
        ("domain", {"domain": "教育"}),
        ("record", {"measures": "先补后修"}),
    ],
)
def test_whatever_of_a_task_is_another_is_renewed_and_nothing_else(
    office: sa.Engine, what: str, changed: dict[str, object]
) -> None:
    made = tasks(3)
    published(office, made)
    with office.connect() as connection:
        before = {row.key: row._mapping[what] for row in connection.execute(sa.select(items))}
    published(office, [made[0], replace(made[1], **changed), made[2]])  # type: ignore[arg-type]
    with office.connect() as connection:
        after = {row.key: row._mapping[what] for row in connection.execute(sa.select(items))}
    assert [key for key in before if before[key] != after[key]] == ["k2"]


def test_an_item_that_moved_in_the_file_has_its_new_place(office: sa.Engine) -> None:
    made = tasks(3)
    published(office, made)
    published(office, [made[2], made[0], made[1]])
    assert [key for key, _, _ in positions(office)] == ["k3", "k1", "k2"]


def test_the_units_that_a_document_names_now_take_the_place_of_those_before(office: sa.Engine) -> None:
    published(office, [named(1), task(2)])
    published(office, [replace(named(1), given_responsible="市公安局"), task(2)])
    with office.connect() as connection:
        assert set(connection.scalars(sa.select(item_units.c.unit))) == {"市水利局", "市公安局"}


def test_a_decided_item_is_renewed_in_its_proposal_and_stays_decided(zhang: Reviewing) -> None:
    filled(zhang.engine, tasks(2))
    verdict = replace(ROAD, lead=SCHOOLS)
    zhang.decide(key_of(zhang.engine, 1), 0, verdict)
    published(zhang.engine, [replace(one, model_version="m2") for one in tasks(2)])
    one = as_seen(zhang, 1)
    assert (one.state, one.standing, one.task.model_version) == (State.DECIDED, verdict, "m2")


def side_by_side(engine: sa.Engine, *those: Sequence[Task]) -> None:
    """Runs that publish the batch at the same moment."""
    begun = threading.Barrier(len(those))

    def one(made: Sequence[Task]) -> None:
        begun.wait(10)
        published(engine, made)

    with ThreadPoolExecutor(len(those)) as threads:
        for done in [threads.submit(one, made) for made in those]:
            done.result()


def test_several_runs_that_bring_a_new_batch_at_the_same_moment_bring_it_once(office: sa.Engine) -> None:
    made = tasks(1_100)
    side_by_side(office, made, made, made)
    assert positions(office) == [(f"k{n}", n, "open") for n in range(1, 1_101)]
    with office.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(batches)) == 1


def test_a_run_does_not_take_away_what_another_is_just_bringing(postgres_url: str) -> None:
    """The second waits, and what it does not have is 已撤 as if it had come a day later: no mixture of both."""
    with opened(postgres_url) as engine:
        made = tasks(1_200)
        side_by_side(engine, made[:900], made[300:])
        states = {key: state for key, _, state in positions(engine)}
    first_last = {f"k{n}": "open" if n <= 900 else "gone" for n in range(1, 1_201)}
    second_last = {f"k{n}": "open" if n > 300 else "gone" for n in range(1, 1_201)}
    assert states in (first_last, second_last)


def test_who_waits_for_a_run_that_was_killed_has_its_turn(postgres_url: str) -> None:
    """The turn of a publication ends with the connection that held it."""
    with opened(postgres_url) as engine, opened(postgres_url) as other, pytest.MonkeyPatch.context() as patch:
        patch.setattr("review.publishing._publish", lambda *_: _killed(other))
        with pytest.raises(PassingError):
            published(engine, tasks(2))
        patch.undo()
        assert published(other, tasks(2)).open == 2


def _killed(other: sa.Engine) -> None:
    """What the server does with the connections of a process that is gone."""
    with other.connect() as connection:
        held = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        assert connection.execute(sa.text(held)).all() == [(True,)]
