"""Killed with -9 in the middle, a worker or the whole run: in the end everything is there, and once."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from disturbed import Done, batch_job, killed_at, run, table_job, tagged, with_a_worker_killed

from extractors.workers import Work
from flows.engines.choice import engine_of
from flows.engines.loop import on


def test_a_worker_that_is_killed_loses_nothing_of_the_table(tmp_path: Path, undisturbed_table: Done) -> None:
    with engine_of("processes:2") as engine:
        tagged(table_job(tmp_path), with_a_worker_killed(on(engine), 2, tmp_path / "died"))
    assert (tmp_path / "died").exists()
    assert Done.at(tmp_path) == undisturbed_table


def test_a_table_whose_run_is_killed_goes_on_with_the_parts_that_are_missing(
    tmp_path: Path, undisturbed_table: Done
) -> None:
    job = table_job(tmp_path)
    assert killed_at("INSERT INTO table_part", 4, tagged, job) == -signal.SIGKILL
    assert Done.at(tmp_path).content["table_part"][0] == 2
    assert tagged(job).kept == 2
    assert Done.at(tmp_path) == undisturbed_table


@pytest.mark.parametrize(
    ("statement", "at"),
    [("INSERT INTO comment", 1), ("INSERT INTO suggestion", 3), ("INSERT INTO item_search", 3)],
    ids=["reading", "tagging", "publishing"],
)
def test_a_batch_whose_run_is_killed_ends_like_one_that_was_not(
    tmp_path: Path, undisturbed_batch: Done, statement: str, at: int
) -> None:
    job = batch_job(tmp_path)
    assert killed_at(statement, at, run, job) == -signal.SIGKILL
    assert Done.at(tmp_path).content != undisturbed_batch.content
    run(job)
    assert Done.at(tmp_path) == undisturbed_batch


class KilledOverOnce(type(Path())):  # type: ignore[misc]
    """Stands for a file over which the process that reads it is killed, the first time."""

    def stat(self, **_: object) -> os.stat_result:
        died = Path(f"{self}.died")
        if not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().stat()


def test_a_reader_that_is_killed_over_a_file_costs_the_batch_nothing(
    tmp_path: Path, undisturbed_batch: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.reading_step.Work", lambda name, place: Work(name, KilledOverOnce(place)))
    run(batch_job(tmp_path))
    assert len([*(tmp_path / "w").rglob("*.died")]) == 2
    assert Done.at(tmp_path) == undisturbed_batch
