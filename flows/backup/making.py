"""A backup is made: the database first, then the files, so that every file which the database names is there.

A file comes before the row that names it, always; what arrives after the snapshot is in the archive or not, and no row
misses it. Nobody waits for a backup: runs, reviewers and trainings go on.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain, count
from pathlib import Path

from corpus.database import open_database
from corpus.job_log import recorded
from corpus.messages import MinyiError
from corpus.records import Problem
from corpus.settings import HERE
from corpus.workspace import Workspace
from flows.alone import alone
from flows.backup.contents import FOLDER, ORIGINALS, Found, belongings, found_below, opened
from flows.backup.manifest import FORMAT, Manifest
from flows.backup.snapshot import Snapshot, snapshot
from flows.backup.writing import ArchiveWriter, SourceError
from flows.steps import Progress, both, unwatched
from review.china_time import CHINA

_ATTEMPTS = 3
"""A file of a table that a person saves meanwhile is a short one for a moment."""
_STAGE = "backup"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """The archive: its bytes, members, the rows of its database, and what is not in it as it should be."""

    file: Path
    size: int
    members: int
    rows: int
    problems: tuple[Problem, ...]


def back_up(place: Workspace, target: Path, *, originals: bool = True, progress: Progress = unwatched) -> BackedUp:
    """Makes an archive of the workspace: the file ``target``, or a file in that folder named by the minute.

    Nothing that is there is overwritten; the file is there when all of it is on the disk, or not at all. What is
    missing or damaged in the workspace is among the problems. Raises ``MinyiError``.
    """
    file = _file(place, target)
    engine = open_database(place.database_url)
    try:
        with (
            alone(place.folder / "backup.lock", "backup-busy"),
            recorded(engine, _STAGE, file.name, HERE) as recorder,
            _unfinished(place, file) as folder,
        ):
            start = time.perf_counter()
            done = _made(place, snapshot(engine, folder), folder / "archive", originals, both(recorder, progress))
            _take_its_place(done.file, file)
            figures = {
                "bytes": done.size,
                "members": done.members,
                "database-rows": done.rows,
                "missing": len(done.problems),
            }
            seconds = {_STAGE: round(time.perf_counter() - start, 2)}
            recorder.ended(figures | {"seconds": seconds}, whole=not done.problems)
            return replace(done, file=file)
    finally:
        engine.dispose()


def _made(place: Workspace, taken: Snapshot, part: Path, with_originals: bool, progress: Progress) -> BackedUp:
    now = datetime.datetime.now().astimezone()
    # Accounts, passwords of databases, what citizens wrote: nobody else's to read.
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
        archive = ArchiveWriter(out)
        total = len(taken.originals) * with_originals + len(taken.evidence)
        work = _Filling(place, archive, total, progress)
        with taken.file.open("rb") as source:
            archive.add(taken.database.member, source, taken.file.stat().st_size, int(now.timestamp()))
        taken.file.unlink()
        for top in belongings(place):
            work.add_all(found_below(top, f"{FOLDER}/{top.name}"))
        if with_originals:
            work.add_originals(taken.originals)
            work.verify(taken.originals, ORIGINALS)
        work.verify(taken.evidence, f"{FOLDER}/{place.evidence.folder.name}")
        about = ("", FORMAT, version("minyi"), now.isoformat(timespec="seconds"), with_originals, "")
        archive.close(Manifest(*about, taken.database, {}), int(now.timestamp()))
        out.flush()
        os.fsync(out.fileno())
        return BackedUp(part, out.tell(), len(archive.members), taken.database.rows, tuple(work.problems))


class _Filling:
    """An archive on its way, and what could not be put into it as it should be."""

    def __init__(self, place: Workspace, archive: ArchiveWriter, total: int, progress: Progress) -> None:
        self.problems: list[Problem] = []
        self._place = place
        self._archive = archive
        self._total = total
        self._progress = progress

    def add_all(self, things: Iterable[Found | Problem]) -> None:
        for thing in things:
            if isinstance(thing, Problem):
                self.problems.append(thing)
            elif thing.name in self._archive.members:
                # Two names that differ only in how an accent is written.
                self.problems.append(Problem(str(thing.path), "backup-name"))
            else:
                self._add(thing)
                done = len(self._archive.members)
                self._progress(_STAGE, done, max(done, self._total))

    def add_originals(self, named: Iterable[bytes]) -> None:
        """All of the folder; of a bucket what the database names, for others may keep theirs in it."""
        kept = self._place.kept
        if (folder := kept.place.folder) is not None:
            self.add_all(found_below(folder, ORIGINALS))
            return
        for sha256 in sorted(one.hex() for one in named):
            try:
                path = kept.found(sha256)
            except MinyiError as error:
                self.problems.append(error.problem)
                continue
            if path is not None:
                self.add_all([Found(path, f"{ORIGINALS}/{sha256[:2]}/{sha256}")])
        kept.forget_copies()

    def verify(self, named: Iterable[bytes], folder: str) -> None:
        """Every file that the snapshot names is in the archive, with the hash by which it is named."""
        for sha256 in sorted(one.hex() for one in named):
            name = f"{folder}/{sha256[:2]}/{sha256}"
            member = self._archive.members.get(name)
            if member is None:
                self.problems.append(Problem(name.partition("/")[2], "backup-missing"))
            elif member.sha256 != sha256:
                self.problems.append(Problem(name.partition("/")[2], "backup-damaged"))

    def _add(self, thing: Found) -> None:
        try:
            if not any(self._went(thing) for _ in range(_ATTEMPTS)):
                self.problems.append(Problem(str(thing.path), "backup-changing"))
        except SourceError as error:
            reason = error.strerror or str(error)
            self.problems.append(Problem(str(thing.path), "backup-unread", (("reason", reason),)))

    def _went(self, thing: Found) -> bool:
        """Whether nothing is left to do for it: also where it has gone meanwhile, as outputs of a run at work do."""
        source = opened(thing.path)
        if source is None:
            return True
        with source:
            facts = os.fstat(source.fileno())
            return self._archive.add(thing.name, source, facts.st_size, int(facts.st_mtime))


def _file(place: Workspace, target: Path) -> Path:
    """The file that is to be made. No folder is made for it: where a disk is not there, its folder is not, either."""
    folder, name = (target, "") if target.is_dir() else (target.parent, target.name)
    if not folder.is_dir():
        raise MinyiError("backup-no-folder", where=str(folder))
    if folder.resolve().is_relative_to(place.folder):
        raise MinyiError("backup-inside", where=str(target))
    if name:
        if target.exists():
            raise MinyiError("backup-exists", where=str(target))
        return folder.resolve() / name
    stem = f"民意备份-{datetime.datetime.now(CHINA):%Y-%m-%d-%H%M}"
    paths = (folder.resolve() / f"{stem}{suffix}.tar" for suffix in chain([""], (f"-{n}" for n in count(2))))
    return next(path for path in paths if not path.exists())


@contextmanager
def _unfinished(place: Workspace, file: Path) -> Iterator[Path]:
    """A folder beside the file for what is not finished; it goes in the end, and what a killed backup left of its own
    goes at the beginning. What the system raises within is the target's fault."""
    known = hashlib.sha256(str(place.folder).encode()).hexdigest()[:12]
    folder = file.parent / f".minyi-backup-{known}.part"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise MinyiError("backup-failed", where=str(file), reason=error.strerror or str(error)) from error


def _take_its_place(part: Path, file: Path) -> None:
    """The file under its name, unless somebody else made one meanwhile."""
    try:
        # A second name, and not a new one: that would take the place of a file that is there.
        os.link(part, file)
    except FileExistsError:
        raise MinyiError("backup-exists", where=str(file)) from None
    except OSError:
        # A disk without hard links.
        if file.exists():
            raise MinyiError("backup-exists", where=str(file)) from None
        part.rename(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Makes names in it outlive a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
