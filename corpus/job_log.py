"""What was done when: a row for each job in the database, kept up to date while it works.

A job that was killed stays ``running`` with an old ``seen``: whoever shows it (``minyi status``, the metrics) says so.
"""

from __future__ import annotations

import datetime
import json
import os
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from corpus.database import as_utc, portions
from corpus.events import Event, Level, about, facts_of, numbers_of, problem_facts, tell
from corpus.jobs_schema import jobs
from corpus.messages import MinyiError, defect
from corpus.processes import is_at_work
from corpus.records import Problem
from corpus.retries import persistent

_BETWEEN = 2.0
"""Seconds between two notes of how far a job is."""
_NAMES_AT_ONCE = 500
_STOPPED = "job-stopped"
SILENT = datetime.timedelta(minutes=5)
"""A running job that has not been heard of for so long has been killed, or hangs."""


class JobState(StrEnum):
    """How a job stands. ``partly``: it ended, and some of its files or rows failed."""

    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobEntry:
    """A job as the log has it; times in UTC. ``figures`` are its own: files, rows, failures, seconds by stage."""

    id: int
    kind: str
    batch: str
    engine: str
    host: str
    pid: int
    started: datetime.datetime
    seen: datetime.datetime
    finished: datetime.datetime | None
    state: JobState
    stage: str
    done: int
    total: int
    figures: Mapping[str, Any]
    problem: Problem | None

    @property
    def is_lost(self) -> bool:
        """Whether it says that it runs and does not: its process is gone, or it has been silent for too long."""
        if self.state is not JobState.RUNNING:
            return False
        if self.host == socket.gethostname():
            return not is_at_work(self.pid, self.started)
        return datetime.datetime.now(datetime.UTC) - self.seen > SILENT

    @property
    def was_stopped(self) -> bool:
        """Whether somebody ended it on the way (Ctrl+C, the end of ``minyi up``)."""
        return self.problem is not None and self.problem.code == _STOPPED


class Recorder:
    """The row of a job that is at work. It is a ``Progress``: told how far a stage is, it notes it now and then."""

    def __init__(self, engine: sa.Engine, key: int, figures: Mapping[str, Any]) -> None:
        self._engine = engine
        self._key = key
        self._noted = 0.0
        self._begun = time.monotonic()
        self._state = JobState.DONE
        self._figures = dict(figures)

    @property
    def job(self) -> int:
        """The number of the job."""
        return self._key

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Notes the stage, every two seconds at the most. A database that is away for a while stops no job."""
        if (now := time.monotonic()) - self._noted < _BETWEEN:
            return
        self._noted = now
        with suppress(MinyiError):
            self._change(stage=stage, done=done, total=total, seen=_now())

    def ended(self, figures: Mapping[str, Any], *, whole: bool = True) -> None:
        """What came of it; ``whole`` is false where a file or a row failed. Written when the job's block ends."""
        self._figures = dict(figures)
        self._state = JobState.DONE if whole else JobState.PARTLY

    def finish(self, error: BaseException | None) -> None:
        """Closes the row: as ``ended`` said, or as failed. A failure is told even where the database cannot take it."""
        now, seconds = _now(), round(time.monotonic() - self._begun, 3)
        if error:
            why = facts_of(error) if isinstance(error, Exception) else problem_facts(_problem_of(error))
            tell(Event.JOB_FAILED, Level.ERROR, seconds=seconds, **why)
        state, problem = (JobState.FAILED, _problem_of(error)) if error else (self._state, None)
        figures = json.dumps(self._figures, ensure_ascii=False)
        self._change(state=state.value, finished=now, seen=now, figures=figures, problem=_dumped(problem))
        if not error:
            tell(Event.JOB_ENDED, state=state.value, seconds=seconds, figures=numbers_of(self._figures))

    def _change(self, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(jobs).where(jobs.c.id == self._key).values(**values))


@contextmanager
def recorded(
    engine: sa.Engine, kind: str, batch: str, runs_on: str, figures: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[Recorder]:
    """A job from its beginning to its end. What it raises goes on, and stands in the log.

    ``figures`` are there from the beginning, and stay if the job is killed.
    Where the database cannot take the end any more, the job's own error goes before that.
    """
    now = _now()
    row = {
        **{"kind": kind, "batch": batch, "engine": runs_on, "host": socket.gethostname(), "pid": os.getpid()},
        **{"started": now, "seen": now, "state": JobState.RUNNING.value, "stage": "", "done": 0, "total": 0},
        **{"figures": json.dumps(dict(figures), ensure_ascii=False), "problem": ""},
    }
    recorder = Recorder(engine, persistent(lambda: _begun(engine, row)), figures)
    with about(job=recorder.job, kind=kind, batch=batch):
        tell(Event.JOB_BEGUN, engine=runs_on)
        try:
            yield recorder
        except BaseException as error:
            with suppress(MinyiError):
                recorder.finish(error)
            raise
        # What was done is done: a database that is away at this very instant does not make a failure of it.
        persistent(lambda: recorder.finish(None))


def _begun(engine: sa.Engine, row: Mapping[str, Any]) -> int:
    with engine.begin() as connection:
        key = connection.execute(sa.insert(jobs).values(row)).inserted_primary_key
    assert key is not None
    number: int = key[0]
    return number


def last_jobs(engine: sa.Engine, most: int) -> tuple[JobEntry, ...]:
    """The latest jobs, the last one first."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(jobs).order_by(jobs.c.id.desc()).limit(most))
        return tuple(map(_entry, rows))


def jobs_of(engine: sa.Engine, kind: str, batches: Sequence[str]) -> Iterator[JobEntry]:
    """The jobs of this kind for these batches, the last one first."""
    with engine.connect() as connection:
        for names in portions(sorted(batches, reverse=True), _NAMES_AT_ONCE):
            wanted = sa.select(jobs).where(jobs.c.kind == kind, jobs.c.batch.in_(names))
            yield from map(_entry, connection.execute(wanted.order_by(jobs.c.id.desc())))


def unfinished(engine: sa.Engine) -> tuple[JobEntry, ...]:
    """The jobs that say that they run, the last one first; some of them may be lost."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(jobs).where(jobs.c.finished.is_(None)).order_by(jobs.c.id.desc()))
        return tuple(map(_entry, rows))


def give_up(engine: sa.Engine, copied_by: str) -> None:
    """Closes the jobs that were at work when this database was copied: none of them works on the copy.

    ``copied_by``: the kind of the job that made the copy. The last such one is done, for the copy is there.
    """
    running = jobs.c.state == JobState.RUNNING.value
    stopped = {"state": JobState.FAILED.value, "finished": jobs.c.seen, "problem": _dumped(Problem("", _STOPPED))}
    copying = sa.select(sa.func.max(jobs.c.id)).where(running, jobs.c.kind == copied_by).scalar_subquery()
    with engine.begin() as connection:
        copier = connection.execute(sa.select(copying)).scalar()
        done = {"state": JobState.DONE.value, "finished": jobs.c.seen}
        connection.execute(sa.update(jobs).where(jobs.c.id == copier).values(**done))
        connection.execute(sa.update(jobs).where(running).values(**stopped))


def last_of_each(engine: sa.Engine) -> tuple[JobEntry, ...]:
    """The last job of each kind that has ended, by kind."""
    last = sa.select(sa.func.max(jobs.c.id)).where(jobs.c.finished.is_not(None)).group_by(jobs.c.kind)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(jobs).where(jobs.c.id.in_(last)).order_by(jobs.c.kind))
        return tuple(map(_entry, rows))


def lost_jobs(engine: sa.Engine) -> tuple[JobEntry, ...]:
    """The jobs that say they run and do not, and were not begun again since; the last one first."""
    running = sa.select(jobs).where(jobs.c.state == JobState.RUNNING.value, ~_begun_again()).order_by(jobs.c.id.desc())
    with engine.connect() as connection:
        return tuple(entry for entry in map(_entry, connection.execute(running)) if entry.is_lost)


def failed_jobs(engine: sa.Engine, since: datetime.datetime) -> tuple[JobEntry, ...]:
    """The jobs that failed since then and were not begun again; the last one first. One that a person stopped did not
    fail."""
    wanted = sa.select(jobs).where(jobs.c.state == JobState.FAILED.value, jobs.c.started > since, ~_begun_again())
    with engine.connect() as connection:
        found = map(_entry, connection.execute(wanted.order_by(jobs.c.id.desc())))
        return tuple(job for job in found if not job.was_stopped)


def _begun_again() -> sa.Exists:
    """Of a job: whether there is a later one of its kind for its batch."""
    later = jobs.alias()
    return sa.exists().where(later.c.id > jobs.c.id, later.c.kind == jobs.c.kind, later.c.batch == jobs.c.batch)


def _entry(row: Any) -> JobEntry:
    return JobEntry(
        **{name: getattr(row, name) for name in ("id", "kind", "batch", "engine", "host", "pid", "stage")},
        started=as_utc(row.started),
        seen=as_utc(row.seen),
        finished=as_utc(row.finished) if row.finished else None,
        state=JobState(row.state),
        done=row.done,
        total=row.total,
        figures=json.loads(row.figures),
        problem=_loaded(row.problem),
    )


def _problem_of(error: BaseException) -> Problem:
    if isinstance(error, MinyiError):
        return error.problem
    if isinstance(error, Exception):
        return defect("", error)
    return Problem("", _STOPPED)


def _dumped(problem: Problem | None) -> str:
    if problem is None:
        return ""
    return json.dumps([problem.where, problem.code, problem.args], ensure_ascii=False)


def _loaded(kept: str) -> Problem | None:
    if not kept:
        return None
    where, code, args = json.loads(kept)
    return Problem(where, code, tuple((name, value) for name, value in args))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
