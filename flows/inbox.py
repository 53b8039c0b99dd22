"""The watched folder (收件箱): what lies in it by batch, and which batches have something new.

The folder is the office's: nothing in it is moved, renamed or deleted. What was done with a batch stands in the log of
jobs (kind ``inbox``) beside the batch's signature, for that is where it survives a restart and where another machine
finds it, too; a mark in the folder would be a file of ours among theirs.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import stat
import time
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.messages import MinyiError, PassingError
from corpus.terms import terms
from corpus.workspace import Workspace
from extractors.containers.names import shown
from extractors.intake import DEEPEST

if TYPE_CHECKING:
    import sqlalchemy as sa

    from corpus.job_log import JobEntry

KIND = "inbox"
QUIET = 10.0
"""Seconds between two looks that must find the same before a batch counts as complete: a network share copies in
bursts. Looks are compared with each other, for the clock of the machine that copies may be wrong."""
LARGE = 40_000_000
"""Bytes of a CSV, some 200,000 comments. Of more there are no tasks and no drafts: they would take gigabytes of memory,
and nobody reads them one by one."""
_CSV, _PARQUET = (".csv", ".tsv"), ".parquet"
_PAUSE = datetime.timedelta(minutes=1)
_LONGEST_PAUSE = datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class InboxBatch:
    """What in the inbox goes by one name, as ``minyi run`` calls it. ``signature`` is of names, sizes and times."""

    name: str
    paths: tuple[Path, ...]
    signature: str

    @property
    def large_table(self) -> Path | None:
        """Its one file where that is to be tagged as a whole: a CSV above ``LARGE``, or Parquet."""
        path, *others = self.paths
        suffix = path.suffix.lower()
        if others or suffix not in (*_CSV, _PARQUET):
            return None
        try:
            about = path.stat()
        except OSError:
            return None  # whoever reads it says why
        is_large = suffix == _PARQUET or about.st_size > LARGE
        return path if is_large and stat.S_ISREG(about.st_mode) else None


@dataclass(frozen=True, slots=True)
class Taken:
    """What an attempt at a batch has taken in: files, comments, and files that could not be read, with the reason.
    ``table`` is where a large table lies tagged."""

    files: int
    rows: int
    failures: tuple[tuple[str, str], ...] = ()
    table: str = ""

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Taken:
        """By the record of a run (``run.json``)."""
        failed = (file for file in record["files"] if file["status"] == "failed")
        return cls(len(record["files"]), record["comments_in"], tuple(map(_failure, failed)))


class Standing(StrEnum):
    """How it stands with a batch. ``unread``: something in it could not be read, and it has not changed since.
    ``later``: the attempt failed as a whole and is made again after a pause. ``working``: it is worked on now."""

    NEW = "new"
    DONE = "done"
    UNREAD = "unread"
    LATER = "later"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Stand:
    """A batch of the inbox and how it stands with it. ``job`` is the last attempt at it, as it lies there now."""

    batch: InboxBatch
    standing: Standing
    job: JobEntry | None = None

    @property
    def failures(self) -> tuple[tuple[str, str], ...]:
        """Files that could not be read, with the reason."""
        return tuple((file, why) for file, why in self.job.figures.get("failures", ())) if self.job else ()


def batches_in(workspace: Workspace) -> Mapping[str, InboxBatch]:
    """What lies in the inbox now, by name; the workspace's own inbox is made if need be.

    A folder's name has no ending, a file's is left out, and what then has the same name is one batch: two would take
    each other's items away. Hidden, lock and partial files are passed over, as are minyi's own and empty folders; and
    links, for whoever may write here must not have us read, and show, what he may not.
    Raises ``PassingError`` if the inbox cannot be looked into: a network share may come back; ``MinyiError`` if it lies
    where minyi itself writes.
    """
    inbox = workspace.inbox
    real = Path(os.path.realpath(inbox))
    if not workspace.written.isdisjoint((real, *real.parents)):
        raise MinyiError("inbox-own", where=str(inbox))
    try:
        if not workspace.settings.inbox:
            inbox.mkdir(exist_ok=True)
        entries = sorted(os.scandir(inbox), key=lambda entry: entry.name)
    except OSError as error:
        raise PassingError("inbox-away", where=str(inbox), reason=error.strerror or str(error)) from error
    own = workspace.belongings
    found: dict[str, list[tuple[Path, list[str]]]] = {}
    for entry in entries:
        path = inbox / entry.name
        if _is_passed_over(entry.name) or entry.is_symlink() or real / entry.name in own:
            continue
        is_folder = os.path.isdir(path)  # noqa: PTH112  (``Path.is_dir`` raises where it may not be entered)
        if lines := list(_lines(real / entry.name, entry.name, own)):
            name = unicodedata.normalize("NFC", shown(entry.name if is_folder else path.stem))
            found.setdefault(name, []).append((path, lines))
    return {name: _batch(name, parts) for name, parts in found.items()}


def stands(engine: sa.Engine, batches: Iterable[InboxBatch], now: datetime.datetime | None = None) -> Iterator[Stand]:
    """How it stands with each, by the log of jobs. ``now`` (UTC) is for the pauses after failures."""
    from corpus.job_log import jobs_of  # noqa: PLC0415  (SQLAlchemy is slow to import)

    there = tuple(batches)
    now = now or datetime.datetime.now(datetime.UTC)
    past: dict[str, list[JobEntry]] = {}
    for job in jobs_of(engine, KIND, [batch.name for batch in there]):
        if job.figures.get("signature"):
            past.setdefault(job.batch, []).append(job)
    for batch in there:
        yield _stand(batch, past.get(batch.name, ()), now)


def waiting_batches(
    workspace: Workspace,
    engine: sa.Engine,
    *,
    quiet: float = QUIET,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[InboxBatch, ...]:
    """The batches that are complete and have something new since they were last taken in, by name.

    Where there is something new a second look after ``quiet`` seconds says whether all of it has arrived. Raises as
    ``batches_in`` does.
    """
    first = {stand.batch for stand in stands(engine, batches_in(workspace).values()) if stand.standing is Standing.NEW}
    if not first:
        return ()
    sleep(quiet)
    return tuple(sorted(first & set(batches_in(workspace).values()), key=lambda batch: batch.name))


@contextmanager
def attempt(engine: sa.Engine, batch: InboxBatch, runs_on: str) -> Iterator[Callable[[Taken], None]]:
    """A batch of the inbox while it is worked on. What it yields is told what was taken in.

    The signature is noted at the beginning, so that an attempt that was killed counts as one, too.
    """
    from corpus.job_log import recorded  # noqa: PLC0415  (SQLAlchemy is slow to import)

    signed = {"signature": batch.signature}
    with recorded(engine, KIND, batch.name, runs_on, signed) as job:

        def ended(taken: Taken) -> None:
            figures = {"files": taken.files, "rows": taken.rows, "failures": taken.failures}
            table = {"table": taken.table} if taken.table else {}
            job.ended({**signed, **figures, **table}, whole=not taken.failures)

        yield ended


def _stand(batch: InboxBatch, past: Iterable[JobEntry], now: datetime.datetime) -> Stand:
    """``past``: the attempts at this name, the last one first."""
    from corpus.job_log import JobState  # noqa: PLC0415  (SQLAlchemy is slow to import)

    tries = 0
    last = None
    for job in past:
        if job.figures["signature"] != batch.signature:
            break
        last = last or job
        if job.state in (JobState.DONE, JobState.PARTLY):
            if last is job:
                return Stand(batch, Standing.DONE if job.state is JobState.DONE else Standing.UNREAD, job)
            break
        if job.state is JobState.RUNNING and not job.is_lost:
            return Stand(batch, Standing.WORKING, job)
        # Who stops minyi means no ill of the batch: it goes on at once.
        tries += not job.was_stopped
    if last is None or not tries:
        return Stand(batch, Standing.NEW, last)
    # A file that cannot be read fails no attempt: what does, a full disk or a database that is away, may pass.
    pause = min(_PAUSE * 2 ** min(tries - 1, 10), _LONGEST_PAUSE)
    # A clock that was wrong and was set back since says nothing: nobody waits for a day in the future to come.
    waits = datetime.timedelta(0) <= now - (last.finished or last.seen) < pause
    return Stand(batch, Standing.LATER if waits else Standing.NEW, last)


def _batch(name: str, parts: Iterable[tuple[Path, list[str]]]) -> InboxBatch:
    paths, lines = zip(*parts, strict=True)
    content = "\n".join(line for some in lines for line in some)
    return InboxBatch(name, tuple(paths), hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest())


def _lines(path: Path, name: str, own: Collection[Path], depth: int = 0) -> Iterator[str]:
    """A line for each file: its name, size, time and rights, for who was kept out may be let in."""
    try:
        about = path.stat(follow_symlinks=False)
        if not stat.S_ISDIR(about.st_mode):
            yield f"{name}\t{about.st_size}\t{about.st_mtime_ns}\t{about.st_mode}"
            return
        inside = sorted(one.name for one in os.scandir(path) if not one.is_symlink()) if depth < DEEPEST else ()
    except OSError as error:
        yield f"{name}\t{error.errno}"
        return
    for one in inside:
        if not _is_passed_over(one) and path / one not in own:
            yield from _lines(path / one, f"{name}/{one}", own, depth + 1)


def _is_passed_over(name: str) -> bool:
    return name.startswith(_passed_over()["beginnings"]) or name.lower().endswith(_passed_over()["endings"])


@cache
def _passed_over() -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in terms("inbox").items()}


def _failure(file: Mapping[str, Any]) -> tuple[str, str]:
    return file["file"], file["errors"][0]["message"] if file["errors"] else ""
