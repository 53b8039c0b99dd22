"""Two runs of the same work at once: refused where they share a workspace, and else done once between them."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from disturbed import Done, Strike, batch_job, run, table_job, tagged

from corpus.messages import MinyiError

SPAWNED = get_context("spawn")
SECONDS = 120


def at_once(both: Barrier, work: Callable[[Any], object], job: Any) -> None:
    both.wait(SECONDS)
    work(job)


def side_by_side(work: Callable[[Any], object], *jobs: Any) -> list[int | None]:
    """How the processes ended that did these jobs, begun at the same moment."""
    both = SPAWNED.Barrier(len(jobs))
    processes = [SPAWNED.Process(target=at_once, args=(both, work, job)) for job in jobs]
    for process in processes:
        process.start()
    for process in processes:
        process.join(SECONDS)
    return [process.exitcode for process in processes]


@pytest.fixture
def empty_url(postgres_cluster: str) -> str:
    """A database without tables: the two runs make those, too."""
    outside = sa.create_engine(postgres_cluster, isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.execute(sa.text("DROP DATABASE IF EXISTS two_at_once WITH (FORCE)"))
        connection.execute(sa.text("CREATE DATABASE two_at_once"))
    outside.dispose()
    return postgres_cluster.replace("/postgres?", "/two_at_once?")


def test_two_workspaces_with_one_database_make_one_batch(
    tmp_path: Path, empty_url: str, undisturbed_batch: Done
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert side_by_side(run, batch_job(first, empty_url), batch_job(second, empty_url)) == [0, 0]
    for folder in (first, second):
        done = Done.at(folder, empty_url)
        assert done.files == undisturbed_batch.files
        # The log of finished runs has a row for each folder of drafts.
        assert {**done.content, "run": ()} == {**undisturbed_batch.content, "run": ()}


def test_two_workspaces_with_one_database_keep_each_comment_of_a_table_once(
    tmp_path: Path, empty_url: str, undisturbed_table: Done
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert side_by_side(tagged, table_job(first, empty_url), table_job(second, empty_url)) == [0, 0]
    for folder in (first, second):
        done = Done.at(folder, empty_url)
        assert done.files == undisturbed_table.files
        assert {**done.content, "table_part": ()} == {**undisturbed_table.content, "table_part": ()}


def held_in_the_middle(job: Any, there: Event, go_on: Event) -> None:
    """A run that stops while it publishes until it may go on."""

    def wait() -> None:
        there.set()
        assert go_on.wait(SECONDS)

    with Strike("INSERT INTO item_search", 2, wait).awaited():
        run(job)


def test_a_second_run_in_the_workspace_is_refused_and_the_first_is_undisturbed(
    tmp_path: Path, undisturbed_batch: Done
) -> None:
    job = batch_job(tmp_path)
    there, go_on = SPAWNED.Event(), SPAWNED.Event()
    first = SPAWNED.Process(target=held_in_the_middle, args=(job, there, go_on))
    first.start()
    assert there.wait(SECONDS)
    with pytest.raises(MinyiError) as told:
        run(job)
    go_on.set()
    first.join(SECONDS)
    assert (told.value.problem.code, first.exitcode) == ("workspace-busy", 0)
    assert Done.at(tmp_path) == undisturbed_batch
