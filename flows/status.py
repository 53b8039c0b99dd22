"""How it stands with an office's minyi: the database, the model, batches, jobs, the inbox, the servers, the disk.

Nothing here waits for a lock, and what cannot be asked is told as such: that is when a person looks.
"""

from __future__ import annotations

import datetime
import itertools
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from corpus.database import as_utc, open_database
from corpus.job_log import JobEntry, failed_jobs, last_jobs, last_of_each, lost_jobs, unfinished
from corpus.messages import MinyiError
from corpus.records import Problem, State
from corpus.review_schema import batches, items
from corpus.workspace import Workspace
from flows import models
from flows.answering import api_answers, page_answers
from flows.checked_settings import check_settings
from flows.inbox import Stand, Standing, batches_in, stands
from flows.office import model_of
from flows.up.addresses import REVIEW, SERVER, address_of
from flows.up.children import api_url
from review.learning.model_record import speaking
from review.people import everybody

_BATCHES, _JOBS = 10, 10
_WHOLES = ("inbox", "nightly")
"""Kinds of jobs that other jobs are stages of."""
_STAGES = 5
"""A job and its stages: how many more rows are read for as many jobs."""
_LEAST_FREE = 0.05
"""The share of the disk below which a person should make room."""
_RECENT = datetime.timedelta(days=30)
"""How long a job that failed and was not done again since is worth a word."""
_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_BETWEEN_LOOKS = 1.0
"""Seconds between two looks at the inbox: what differs is still arriving."""


@dataclass(frozen=True, slots=True)
class Database:
    """``kind`` is SQLite or PostgreSQL. ``problem``: why it cannot be asked. Before a workspace's first run it is not
    there (``exists``)."""

    kind: str
    exists: bool
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Model:
    """Whose word counts: the office's own or the shipped one. ``since`` is when the last training brought it about."""

    own: bool
    version: str
    since: datetime.datetime | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class BatchStands:
    """A batch of the review: how many tasks are open (undecided in any way) and decided."""

    name: str
    updated: datetime.datetime
    open: int
    decided: int
    sealed: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """``stands`` of what is not done; ``arriving`` are those that still change. ``problem``: why nobody can look."""

    folder: Path
    stands: tuple[Stand, ...]
    arriving: frozenset[str]
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Server:
    """A server that ``minyi up`` has started, or that the environment names; ``address`` is None where neither has."""

    role: str
    address: str | None
    answers: bool


@dataclass(frozen=True, slots=True)
class Status:
    """All of it, at one moment; times in UTC. ``free`` and ``size`` of the workspace's disk are bytes.

    ``lost`` and ``failed`` are jobs that were not begun again since; ``settings`` is what the next job will find wrong
    in 设置.toml.
    """

    at: datetime.datetime
    workspace: Path
    settings: Problem | None
    database: Database
    model: Model
    free: int
    size: int
    servers: tuple[Server, ...]
    batches: tuple[BatchStands, ...]
    running: tuple[JobEntry, ...]
    lost: tuple[JobEntry, ...]
    failed: tuple[JobEntry, ...]
    jobs: tuple[JobEntry, ...]
    backup: JobEntry | None
    inbox: Inbox

    @property
    def disk_is_full(self) -> bool:
        """Whether less than a twentieth is free."""
        return self.free < self.size * _LEAST_FREE

    @property
    def is_well(self) -> bool:
        """Whether nothing needs a person."""
        unread = any(stand.standing is Standing.UNREAD for stand in self.inbox.stands)
        away = any(server.address and not server.answers for server in self.servers)
        problems = (self.settings, self.database.problem, self.model.problem, self.inbox.problem)
        return not (any(problems) or self.lost or self.failed or unread or away or self.disk_is_full)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the database says."""

    batches: tuple[BatchStands, ...] = ()
    running: tuple[JobEntry, ...] = ()
    lost: tuple[JobEntry, ...] = ()
    failed: tuple[JobEntry, ...] = ()
    jobs: tuple[JobEntry, ...] = ()
    backup: JobEntry | None = None
    trained: datetime.datetime | None = None
    people: bool = False


def status_of(place: Workspace, sleep: Callable[[float], None] = time.sleep) -> Status:
    """How it stands now. Takes a second where something new lies in the inbox: it looks twice. Raises nothing."""
    now = datetime.datetime.now(datetime.UTC)
    database, engine = _database(place)
    told = _Told()
    try:
        if engine:
            told = _told(engine, now - _RECENT)
            inbox = _inbox(place, engine, sleep)
        else:
            inbox = _inbox(place, None, sleep)
    except MinyiError as error:
        database, inbox = Database(database.kind, database.exists, error.problem), _inbox(place, None, sleep)
    finally:
        if engine:
            engine.dispose()
    disk = shutil.disk_usage(place.folder)
    return Status(
        now,
        place.folder,
        _settings(place),
        database,
        _model(place, told.trained),
        disk.free,
        disk.total,
        _servers(place, told.people),
        told.batches,
        told.running,
        told.lost,
        told.failed,
        told.jobs,
        told.backup,
        inbox,
    )


def _settings(place: Workspace) -> Problem | None:
    """The first thing that is wrong with the settings that a job asks for when it begins."""
    try:
        check_settings(place)
    except MinyiError as error:
        return error.problem
    return None


def _database(place: Workspace) -> tuple[Database, sa.Engine | None]:
    url = sa.make_url(place.database_url)
    is_file = url.get_backend_name() == "sqlite"
    kind = _KINDS.get(url.get_backend_name(), url.get_backend_name())
    if is_file and not Path(url.database or "").is_file():
        return Database(kind, False, None), None
    try:
        return Database(kind, True, None), open_database(place.database_url)
    except MinyiError as error:
        return Database(kind, True, error.problem), None


def _told(engine: sa.Engine, since: datetime.datetime) -> _Told:
    lost = tuple(job for job in lost_jobs(engine) if job.seen > since)
    speaker = speaking(engine)
    return _Told(
        batches=_batches(engine),
        running=tuple(job for job in unfinished(engine) if not job.is_lost),
        lost=lost,
        failed=failed_jobs(engine, since),
        jobs=_jobs(engine),
        backup=next((job for job in last_of_each(engine) if job.kind == "backup"), None),
        trained=speaker.at if speaker else None,
        people=any(account.active for account in everybody(engine)),
    )


def _jobs(engine: sa.Engine) -> tuple[JobEntry, ...]:
    """The last jobs that have ended. The stages of one are none of their own: it tells of them."""
    found = last_jobs(engine, _JOBS * _STAGES)
    wholes = [job for job in found if job.kind in _WHOLES]
    ended = (job for job in found if job.finished and not any(_is_stage(job, whole) for whole in wholes))
    return tuple(itertools.islice(ended, _JOBS))


def _is_stage(job: JobEntry, whole: JobEntry) -> bool:
    """Stages are done in the process of the whole; a person may have another job done meanwhile."""
    if job.kind in _WHOLES or job.kind == "backup" or whole.batch not in ("", job.batch):
        return False
    if (job.host, job.pid) != (whole.host, whole.pid):
        return False
    return whole.started <= job.started and (whole.finished is None or job.started <= whole.finished)


def _batches(engine: sa.Engine) -> tuple[BatchStands, ...]:
    latest = sa.select(batches).order_by(batches.c.updated.desc(), batches.c.id.desc()).limit(_BATCHES)
    with engine.connect() as connection:
        rows = connection.execute(latest).all()
        counted = (
            sa.select(items.c.batch_id, items.c.state, sa.func.count())
            .where(items.c.batch_id.in_([row.id for row in rows]), items.c.state != State.GONE.value)
            .group_by(items.c.batch_id, items.c.state)
        )
        counts = [(batch, state, n) for batch, state, n in connection.execute(counted)]
    return tuple(_batch(row, [(state, n) for batch, state, n in counts if batch == row.id]) for row in rows)


def _batch(row: sa.Row[tuple[object, ...]], counts: Sequence[tuple[str, int]]) -> BatchStands:
    decided = sum(n for state, n in counts if state == State.DECIDED.value)
    undecided = sum(n for _, n in counts) - decided
    return BatchStands(row.name, as_utc(row.updated), undecided, decided, bool(row.sealed))


def _inbox(place: Workspace, engine: sa.Engine | None, sleep: Callable[[float], None]) -> Inbox:
    folder = place.inbox
    if not folder.is_dir() and not place.settings.inbox:
        return Inbox(folder, (), frozenset(), None)
    try:
        found = tuple(batches_in(place).values())
        known = stands(engine, found) if engine else (Stand(batch, Standing.NEW) for batch in found)
        waiting = tuple(stand for stand in known if stand.standing is not Standing.DONE)
        arriving: frozenset[str] = frozenset()
        if any(stand.standing is Standing.NEW for stand in waiting):
            sleep(_BETWEEN_LOOKS)
            now = batches_in(place)
            arriving = frozenset(stand.batch.name for stand in waiting if now.get(stand.batch.name) != stand.batch)
    except MinyiError as error:
        if error.problem.code not in ("inbox-away", "inbox-own"):
            raise
        return Inbox(folder, (), frozenset(), error.problem)
    return Inbox(folder, waiting, arriving, None)


def _model(place: Workspace, trained: datetime.datetime | None) -> Model:
    try:
        folder = model_of(None, place)
        version = models.version_of(folder, meaning=True)
    except MinyiError as error:
        return Model(True, "", None, error.problem)
    return Model(folder is not None, version, trained if folder else None, None)


def _servers(place: Workspace, people: bool) -> tuple[Server, ...]:
    """The review page waits until there are ``people`` who may log in. Prefect's server may be another machine's: that
    which the environment names."""
    server, review = address_of(place, SERVER) or _named_server(), address_of(place, REVIEW) if people else None
    return (
        Server(SERVER, server, server is not None and api_answers(f"{server}api")),
        Server(REVIEW, review, review is not None and page_answers(review)),
    )


def _named_server() -> str | None:
    named = os.environ.get("PREFECT_API_URL")
    return api_url(named).removesuffix("api") if named else None
