"""An archive as it is written: a plain tar, member after member, each hashed on its way."""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from flows.backup.manifest import Manifest, Member, dump, header, padding

AT_ONCE = 1 << 20
"""Bytes in memory."""


class SourceError(OSError):
    """A file that was to be added cannot be read; the archive is as it was before."""


class ArchiveWriter:
    """Writes into a file that can go back: a member that turns out shorter than it was is taken out again."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._frame = hashlib.sha256()
        self._members: dict[str, Member] = {}

    @property
    def members(self) -> Mapping[str, Member]:
        """What is in it so far, by name."""
        return self._members

    def add(self, name: str, source: BinaryIO, size: int, modified: int) -> bool:
        """Adds the first ``size`` bytes of the source; what a log has grown by since then belongs to the next backup.

        False where there are fewer: then the archive is as it was before. Raises ``SourceError``, ``OSError`` where the
        archive cannot be written, and ``ValueError`` for a name that is there.
        """
        if name in self._members:
            raise ValueError(f"{name} is there already")
        start = self._out.tell()
        before, after = header(name, size, modified), padding(size)
        self._out.write(before)
        digest, left = hashlib.sha256(), size
        try:
            while left and (block := _block(source, left)):
                self._out.write(block)
                digest.update(block)
                left -= len(block)
        except SourceError:
            self._back_to(start)
            raise
        if left:
            self._back_to(start)
            return False
        self._out.write(after)
        self._frame.update(before)
        self._frame.update(after)
        self._members[name] = Member(size, digest.hexdigest())
        return True

    def close(self, manifest: Manifest, modified: int) -> None:
        """Writes the manifest, with the members as they are, and the end of the archive."""
        whole = replace(manifest, frame=self._frame.hexdigest(), members=self._members)
        self._out.write(dump(whole, modified))
        self._out.write(bytes(2 * tarfile.BLOCKSIZE))

    def _back_to(self, start: int) -> None:
        self._out.seek(start)
        self._out.truncate()


def _block(source: BinaryIO, left: int) -> bytes:
    try:
        return source.read(min(left, AT_ONCE))
    except OSError as error:
        raise SourceError(error.errno, error.strerror) from error
