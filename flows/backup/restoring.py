"""An office comes back out of an archive: beside its place first, into it at the very end, and never over anything.

An archive is a database that is executed, so to speak: whoever restores one that a stranger made trusts the stranger.
What is refused are archives that were damaged, and names that lead out of the workspace.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.messages import MinyiError
from corpus.records import Problem
from corpus.settings import settings_of
from flows.alone import alone
from flows.backup.contents import place_of
from flows.backup.databases_back import filled_postgres, filled_sqlite, home_of
from flows.backup.making import sync_folder
from flows.backup.manifest import Manifest
from flows.backup.postgres_programs import shown
from flows.backup.reading import read_archive
from flows.backup.snapshot import SQLITE
from flows.steps import Progress, unwatched


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and what a person should know before the office goes on with it."""

    folder: Path
    manifest: Manifest
    notes: tuple[Problem, ...]


def restore(archive: Path, folder: Path, database: str | None = None, progress: Progress = unwatched) -> Restored:
    """The workspace in ``folder``, which must be new or empty, and its database in the one that ``database`` names
    (else the settings in the archive; else SQLite in the folder), which must be so, too.

    Raises ``MinyiError``; then the folder is as it was, and the database as well, unless the error says otherwise.
    """
    folder = folder.resolve()
    _must_be_free(folder)
    manifest = read_archive(archive, progress=progress)
    try:
        with _beside(folder) as part:
            return _restored(archive, manifest, part, folder, database, progress)
    except OSError as error:
        raise MinyiError("restore-failed", where=str(folder), reason=error.strerror or str(error)) from error


def _restored(
    archive: Path, manifest: Manifest, part: Path, folder: Path, database: str | None, progress: Progress
) -> Restored:
    inside, dump = part / "workspace", part / manifest.database.member
    inside.mkdir()

    def keep(name: str) -> IO[bytes]:
        path = dump if name == manifest.database.member else place_of(name, inside, str(archive))
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")

    if read_archive(archive, keep, progress) != manifest:
        # Somebody has put another one into its place meanwhile.
        raise MinyiError("restore-damaged", where=str(archive), member=archive.name)
    settings = settings_of(inside)
    url = database or settings.database
    if manifest.database.kind == SQLITE:
        with filled_sqlite(dump, manifest.database, home_of(url, folder), folder, inside):
            _take_its_place(inside, folder)
    else:
        with filled_postgres(dump, manifest.database, url):
            _take_its_place(inside, folder)
    notes = []
    if database and database != settings.database:
        notes.append(Problem(shown(database), "restore-note-database"))
    if not manifest.originals:
        notes.append(Problem("", "restore-note-no-originals"))
    elif settings.originals:
        notes.append(Problem("", "restore-note-originals"))
    return Restored(folder, manifest, tuple(notes))


def _must_be_free(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise MinyiError("backup-no-folder", where=str(folder.parent))
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise MinyiError("restore-not-empty", where=str(folder))


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk for what is not finished; what a killed restore left goes at the beginning."""
    part = folder.with_name(f".{folder.name}.minyi-restore.part")
    lock = part.with_suffix(".lock")
    with alone(lock, "restore-busy"):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        try:
            yield part
        finally:
            shutil.rmtree(part, ignore_errors=True)
            lock.unlink(missing_ok=True)


def _take_its_place(inside: Path, folder: Path) -> None:
    """The finished workspace under its name: at once, and only if nobody has put anything there meanwhile."""
    if hasattr(os, "sync"):
        # All files at once: one by one, each would wait for the disk.
        os.sync()
    if folder.exists():
        # An empty one goes, one that has got something meanwhile does not.
        folder.rmdir()
    inside.rename(folder)
    sync_folder(folder.parent)
