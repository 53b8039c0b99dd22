"""What a large table leaves in the workspace beside the store: its original, and rows on their way."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.messages import MinyiError
from corpus.storage.originals import Originals
from corpus.store import Store
from corpus.workspace import Workspace, writable_folder
from extractors.readers import unreadable
from flows.alone import alone
from flows.bulk.parquet_in import hash_of
from flows.bulk.spool import Spool

_LOCK = ".lock"


def keep_original(file: Path, sha256: str, workspace: Workspace, store: Store) -> None:
    """Keeps the file, and each file of a folder, under its hash. Raises ``MinyiError`` if it was changed meanwhile."""
    files = sorted(file.glob("*.parquet")) if file.is_dir() else [file]
    for one in files:
        own = sha256 if one is file else hash_of(one)
        _keep(one, own, workspace.kept)
        store.keep_original(own, one.stat().st_size, one.name)


@contextmanager
def spooled(workspace: Workspace) -> Iterator[Spool]:
    """A folder for rows on their way into the store; it goes in the end, and with it those that killed jobs have left.

    Its lock says that its job is there: of times nothing is believed, for a machine may sleep for days, and a clock be
    set. Raises ``MinyiError`` where the workspace cannot be written.
    """
    folder = writable_folder(workspace.spool)
    for lock in folder.glob(f"*{_LOCK}"):
        with suppress(MinyiError), alone(lock, "workspace-busy"):
            _remove(lock)
    lock = folder / f"{uuid.uuid4().hex}{_LOCK}"
    with alone(lock, "workspace-busy"):
        try:
            own = lock.with_suffix("")
            own.mkdir()
            yield Spool(own)
        finally:
            _remove(lock)


def _remove(lock: Path) -> None:
    shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
    with suppress(OSError):
        lock.unlink()


def _keep(file: Path, sha256: str, kept: Originals) -> None:
    try:
        if kept.size(sha256) == file.stat().st_size:
            return
        with file.open("rb") as source, kept.being_written(sha256) as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            source.seek(0)
            if hashlib.file_digest(source, "sha256").hexdigest() != sha256:
                raise MinyiError("bulk-changed", where=str(file))
    except OSError as error:
        raise unreadable(error, str(file)) from None
