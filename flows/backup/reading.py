"""An archive as it is read: every byte of it is accounted for, or it is refused.

What is in it may have been damaged on its way, or made by somebody who means ill: a tar can name files outside of its
folder, links, devices, and a file twice.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO

from corpus.database import HEAD
from corpus.messages import MinyiError
from flows.backup.contents import place_of
from flows.backup.manifest import FORMAT, NAME, Manifest, Member, load, padding
from flows.backup.snapshot import MEMBERS
from flows.backup.writing import AT_ONCE
from flows.steps import Progress, unwatched

_LARGEST_HEADER = 64_000
_LARGEST_MANIFEST = 1_000_000_000
_END = bytes(2 * tarfile.BLOCKSIZE)


def read_archive(
    path: Path, keep: Callable[[str], IO[bytes] | None] | None = None, progress: Progress = unwatched
) -> Manifest:
    """What is in the archive, all of it read and found to be what its manifest says.

    ``keep`` is given the name of every member and says into what its content goes (None: nowhere). What it has got by
    then counts only if nothing is raised. Raises ``MinyiError`` (``restore-…``) that names the member which is not as
    it was written, and ``OSError`` where ``keep`` cannot write.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise MinyiError("read-io", where=str(path), reason=error.strerror or str(error)) from error
    with file:
        return _Reading(file, str(path), keep, progress).whole()


def _nowhere(_name: str) -> IO[bytes] | None:
    return None


class _Reading:
    """One reading of an archive, from its beginning to its end."""

    def __init__(
        self, file: BinaryIO, where: str, keep: Callable[[str], IO[bytes] | None] | None, progress: Progress
    ) -> None:
        self._file = file
        self._where = where
        self._keep = keep or _nowhere
        self._stage = "restore" if keep else "check"
        self._progress = progress
        self._size = os.fstat(file.fileno()).st_size
        self._frame = hashlib.sha256()
        self._found: dict[str, Member] = {}
        self._last = ""

    def whole(self) -> Manifest:
        try:
            with tarfile.open(fileobj=self._file, mode="r:", encoding="utf-8") as tar:
                manifest = self._through(tar)
        except (tarfile.TarError, ValueError, OverflowError, EOFError) as error:
            raise self._cut() from error
        self._compare(manifest)
        return manifest

    def _through(self, tar: tarfile.TarFile) -> Manifest:
        at = 0
        while info := tar.next():
            # tarfile keeps all that it has seen, which a million files feel.
            tar.members.clear()  # type: ignore[attr-defined]
            if info.offset != at or info.offset_data - at > _LARGEST_HEADER:
                raise self._cut()
            before = self._at(at, info.offset_data - at)
            if info.type != tarfile.REGTYPE or info.sparse is not None:
                raise MinyiError("restore-kind", where=self._where, member=info.name)
            at = info.offset_data + info.size + len(padding(info.size))
            if at > self._size:
                self._last = info.name
                raise self._cut()
            if info.name == NAME:
                return self._manifest(info, before, at)
            self._member(info, before)
            self._progress(self._stage, at, self._size)
        raise self._cut()

    def _member(self, info: tarfile.TarInfo, before: bytes) -> None:
        if info.name not in MEMBERS.values():
            place_of(info.name, Path(), self._where)
        if info.name in self._found:
            raise MinyiError("restore-twice", where=self._where, member=info.name)
        self._last = info.name
        digest, left, into = hashlib.sha256(), info.size, self._keep(info.name)
        try:
            self._file.seek(info.offset_data)
            while left and (block := self._file.read(min(left, AT_ONCE))):
                digest.update(block)
                left -= len(block)
                if into is not None:
                    into.write(block)
        finally:
            if into is not None:
                into.close()
        self._frame.update(before)
        self._frame.update(self._file.read(len(padding(info.size))))
        self._found[info.name] = Member(info.size, digest.hexdigest())

    def _manifest(self, info: tarfile.TarInfo, before: bytes, end: int) -> Manifest:
        if info.size > _LARGEST_MANIFEST:
            raise MinyiError("restore-damaged", where=self._where, member=NAME)
        manifest = load(before, self._at(info.offset_data, info.size), self._where)
        if self._file.read() != padding(info.size) + _END or end + len(_END) != self._size:
            raise MinyiError("restore-end", where=self._where)
        return manifest

    def _compare(self, manifest: Manifest) -> None:
        """The manifest with what was there, the first difference by name."""
        if manifest.format > FORMAT or manifest.database.migration > HEAD:
            raise MinyiError("restore-newer", where=self._where, version=manifest.minyi)
        said = manifest.members
        for name in [*self._found, *said]:
            if name not in said:
                raise MinyiError("restore-unlisted", where=self._where, member=name)
            if name not in self._found:
                raise MinyiError("restore-missing", where=self._where, member=name)
            if self._found[name] != said[name]:
                raise MinyiError("restore-damaged", where=self._where, member=name)
        if self._frame.hexdigest() != manifest.frame:
            raise MinyiError("restore-headers", where=self._where)
        kind = manifest.database.kind
        if MEMBERS.get(kind) != manifest.database.member or manifest.database.member not in said:
            raise MinyiError("restore-missing", where=self._where, member=manifest.database.member)

    def _at(self, start: int, count: int) -> bytes:
        self._file.seek(start)
        return self._file.read(count)

    def _cut(self) -> MinyiError:
        """What cannot be read as a tar any more: cut off, overwritten, or never one."""
        if not self._last:
            return MinyiError("restore-foreign", where=self._where)
        return MinyiError("restore-cut", where=self._where, member=self._last)
