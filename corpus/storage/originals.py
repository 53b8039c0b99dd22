"""The originals: every file that ever arrived, by its SHA-256, in a folder or a bucket."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.files import write_whole
from corpus.messages import MinyiError
from corpus.storage.place import Place

CACHED = 2_000_000_000
"""Bytes of copies that a machine keeps of a bucket's originals: a large batch, and not a year."""


@dataclass(frozen=True, slots=True)
class Originals:
    """``ab/abcdef…`` at the place for a file whose hash begins so.

    ``cache`` is a folder of this machine in which copies of a bucket's files lie, laid in the same way; a place that is
    a folder needs none. A copy is read and compared with its hash before it is handed out. Raises as ``Place`` does.
    """

    place: Place
    cache: Path

    def keep(self, sha256: str, data: bytes) -> None:
        """Keeps the file, anew if what lies there is damaged.

        A folder's file is read for that. A bucket is asked for size and ETag; where that is not the MD5 of the data, as
        of encrypted files and of those that were sent in parts, the file is fetched and compared.
        """
        name = _name(sha256)
        if self.place.folder is None:
            # Whoever reads it next is on this machine, more often than not.
            self._lay_down(sha256, data)
        if not self._is_whole(name, sha256, data):
            self.place.write_whole(name, data)

    def size(self, sha256: str) -> int | None:
        """The bytes of the file where it is kept, None if it is not."""
        return self.place.size(_name(sha256))

    def being_written(self, sha256: str) -> AbstractContextManager[IO[bytes]]:
        """``Place.whole`` for a file too large for the memory; whoever writes it sees to its hash."""
        return self.place.whole(_name(sha256))

    def path(self, sha256: str) -> Path:
        """Where the bytes lie on this machine: in the folder (if they are there at all), or copied from the bucket.

        Raises ``MinyiError`` (``storage-missing``, ``storage-damaged``) where the bucket does not have them whole.
        """
        name = _name(sha256)
        if (folder := self.place.folder) is not None:
            return folder / name
        copy = self.cache / name
        if _hash_of(copy) == sha256:
            with suppress(OSError):  # another process may forget copies at the same time
                os.utime(copy)  # it was of use just now: others are forgotten first
            return copy
        self.place.fetch(name, copy)
        if _hash_of(copy) != sha256:
            copy.unlink(missing_ok=True)
            raise self._damaged(name)
        return copy

    def found(self, sha256: str) -> Path | None:
        """The same, and None where the place does not have it."""
        if (folder := self.place.folder) is not None:
            path = folder / _name(sha256)
            return path if path.is_file() else None
        try:
            return self.path(sha256)
        except MinyiError as error:
            if error.problem.code == "storage-missing":
                return None
            raise

    def read(self, sha256: str) -> bytes:
        """The bytes, which are those that arrived. Raises ``MinyiError`` (``storage-missing``, ``storage-damaged``)."""
        data = self.place.read(_name(sha256))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise self._damaged(_name(sha256))
        return data

    def forget_copies(self, most: int = CACHED) -> None:
        """Removes the copies that were of no use for longest, until the cache has ``most`` bytes at the most."""
        if self.place.folder is not None:
            return
        copies = sorted(_copies(self.cache))
        held = sum(size for _, size, _ in copies)
        for _, size, path in copies:
            if held <= most:
                return
            path.unlink(missing_ok=True)
            held -= size

    def _is_whole(self, name: str, sha256: str, data: bytes) -> bool:
        facts = self.place.facts(name)
        if facts is None or int(facts["size"]) != len(data):
            return False
        if str(facts.get("ETag", "")).strip('"') == hashlib.md5(data, usedforsecurity=False).hexdigest():
            return True
        return hashlib.sha256(self.place.read(name)).hexdigest() == sha256

    def _damaged(self, name: str) -> MinyiError:
        return MinyiError("storage-damaged", where=f"{self.place.shown}/{name}")

    def _lay_down(self, sha256: str, data: bytes) -> None:
        copy = self.cache / _name(sha256)
        if _hash_of(copy) == sha256:
            return
        try:
            write_whole(copy, data)
        except OSError as error:
            raise MinyiError("write-denied", where=str(copy), reason=error.strerror or str(error)) from error


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _copies(cache: Path) -> Iterator[tuple[float, int, Path]]:
    """Time of the last use, bytes and path of each."""
    for path in cache.glob("[0-9a-f][0-9a-f]/[0-9a-f]*"):
        with suppress(FileNotFoundError):  # another process has forgotten it
            facts = path.stat()
            yield facts.st_mtime, facts.st_size, path


def _hash_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
