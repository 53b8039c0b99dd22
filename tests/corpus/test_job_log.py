"""The log of the jobs: a row each, how far it is, how it ended."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from corpus.database import open_database
from corpus.job_log import JobState, last_jobs, last_of_each, recorded
from corpus.jobs_schema import jobs
from corpus.messages import MinyiError


@contextmanager
def opened(url: str) -> Iterator[sa.Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


def test_a_job_is_there_while_it_runs_and_says_how_far_it_is(any_url: str) -> None:
    with opened(any_url) as engine:
        with recorded(engine, "tag", "七月热线", "here") as recorder:
            recorder("tag", 2_000, 10_000)
            [entry] = last_jobs(engine, 5)
            assert (entry.kind, entry.batch, entry.engine) == ("tag", "七月热线", "here")
            assert (entry.state, entry.stage, entry.done, entry.total) == (JobState.RUNNING, "tag", 2_000, 10_000)
            assert entry.finished is None
            assert not entry.is_lost
            recorder.ended({"rows": 10_000, "failed": 0})
        [entry] = last_jobs(engine, 5)
        assert entry.state is JobState.DONE
        assert entry.figures == {"rows": 10_000, "failed": 0}
        assert entry.finished is not None
        assert entry.started <= entry.finished


def test_a_job_with_failed_files_is_partly_done(any_url: str) -> None:
    with opened(any_url) as engine:
        with recorded(engine, "ingest", "来文", "here") as recorder:
            recorder.ended({"files": 3, "failed": 1}, whole=False)
        assert last_jobs(engine, 1)[0].state is JobState.PARTLY


def test_an_error_a_person_can_mend_stands_in_the_log_with_its_place(any_url: str) -> None:
    with opened(any_url) as engine:
        with (
            pytest.raises(MinyiError),
            recorded(engine, "ingest", "来文", "here"),
        ):
            raise MinyiError("read-denied", where="来文/通知.pdf")
        [entry] = last_jobs(engine, 1)
        assert entry.state is JobState.FAILED
        assert entry.problem is not None
        assert (entry.problem.where, entry.problem.code) == ("来文/通知.pdf", "read-denied")


def test_a_job_that_is_interrupted_says_so(any_url: str) -> None:
    with opened(any_url) as engine:
        with (
            pytest.raises(KeyboardInterrupt),
            recorded(engine, "tag", "热线", "here"),
        ):
            raise KeyboardInterrupt
        [entry] = last_jobs(engine, 1)
        assert entry.problem is not None
        assert entry.problem.code == "job-stopped"


def test_a_job_whose_process_is_gone_is_lost(any_url: str) -> None:
    with opened(any_url) as engine, recorded(engine, "tag", "热线", "here"):
        beyond = 2**22 + 7  # Linux gives no such number to a process
        with engine.begin() as connection:
            connection.execute(sa.update(jobs).values(pid=beyond))
        assert last_jobs(engine, 1)[0].is_lost


def test_a_job_whose_number_another_process_has_now_is_lost(any_url: str) -> None:
    with opened(any_url) as engine, recorded(engine, "tag", "热线", "here"):
        # This process has the number, and was not there when the job began: the machine was started anew since.
        long_ago = datetime.datetime(2020, 3, 2, 1, 30, tzinfo=datetime.UTC)
        with engine.begin() as connection:
            connection.execute(sa.update(jobs).values(started=long_ago))
        assert last_jobs(engine, 1)[0].is_lost


def test_a_job_whose_process_has_ended_is_lost_though_nobody_has_asked_for_its_end(any_url: str) -> None:
    with subprocess.Popen([sys.executable, "-S", "-c", ""], stdout=subprocess.PIPE) as ended:
        assert ended.stdout is not None
        ended.stdout.read()  # its end of the pipe is closed when it ends
        with opened(any_url) as engine, recorded(engine, "tag", "热线", "here"):
            with engine.begin() as connection:
                connection.execute(sa.update(jobs).values(pid=ended.pid))
            until = time.monotonic() + 5
            while not last_jobs(engine, 1)[0].is_lost and time.monotonic() < until:
                time.sleep(0.01)
            assert last_jobs(engine, 1)[0].is_lost


def test_the_last_that_ended_of_each_kind(any_url: str) -> None:
    with opened(any_url) as engine:
        for kind, batch in (("tag", "一"), ("tag", "二"), ("ingest", "三")):
            with recorded(engine, kind, batch, "here"):
                pass
        with recorded(engine, "tag", "四", "here"):
            assert [(entry.kind, entry.batch) for entry in last_of_each(engine)] == [("ingest", "三"), ("tag", "二")]
