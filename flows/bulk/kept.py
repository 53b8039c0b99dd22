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
from extractors.containers.names import shown
from extractors.readers import unreadable
from flows.alone import alone
from flows.bulk.parquet_in import files_of, hash_of, hash_of_all
from flows.bulk.spool import Spool

_LOCK = ".lock"


def keep_original(file: Path, sha256: str, workspace: Workspace, store: Store) -> None:
    """Keeps the file, and each file of a folder, under its hash.

    Raises ``MinyiError`` where it cannot be read or was changed meanwhile: what is kept is what was gone through.
    """
    files = files_of(file)
    hashes = (sha256,) if files == (file,) else tuple(map(_hash_of, files))
    if files != (file,) and hash_of_all(hashes) != sha256:
        raise MinyiError("bulk-changed", where=str(file))
    for one, own in zip(files, hashes, strict=True):
        _keep(one, own, workspace.kept)
        store.keep_original(own, one.stat().st_size, shown(one.name))


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


def _hash_of(file: Path) -> str:
    try:
        return hash_of(file)
    except OSError as error:
        raise unreadable(error, str(file)) from None


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
