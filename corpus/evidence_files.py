"""The files of evidence (佐证材料) of a workspace: by their SHA-256, each once, read back only if they are whole."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.messages import MinyiError

_AT_ONCE = 1 << 20
_HEAD = 64
"""Bytes by which a type is told."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that has been read and hashed, and lies beside the others under a name of its own until it is kept."""

    sha256: str
    size: int
    head: bytes
    _part: Path
    _place: Path

    def keep(self) -> None:
        """Puts it into its place, anew if what lies there is damaged. Raises ``MinyiError`` if it cannot."""
        try:
            if self._place.is_file() and _hash_of(self._place) == self.sha256:
                return
            self._place.parent.mkdir(parents=True, exist_ok=True)
            self._part.replace(self._place)
        except OSError as error:
            raise MinyiError("write-denied", where=str(self._place), reason=error.strerror or str(error)) from error


@dataclass(frozen=True, slots=True)
class EvidenceFiles:
    """The folder that they lie in: ``ab/abcdef…`` for a file whose hash begins so."""

    folder: Path

    def place(self, sha256: str) -> Path:
        """Where the bytes with this hash lie."""
        return self.folder / sha256[:2] / sha256

    @contextmanager
    def incoming(self, stream: BinaryIO, name: str, largest: int) -> Iterator[Incoming]:
        """The file as it is read, synced to disk; it is gone at the end of the block unless it was kept.

        Raises ``MinyiError`` (``evidence-empty``, ``evidence-large``, ``write-denied``); ``name`` is for what is said.
        """
        part, handle = self._part()
        try:
            digest, size, head = hashlib.sha256(), 0, b""
            try:
                with handle:
                    while block := stream.read(_AT_ONCE):
                        size += len(block)
                        if size > largest:
                            raise MinyiError("evidence-large", name, limit=f"{largest // 1_000_000} MB")
                        head += block[: _HEAD - len(head)]
                        digest.update(block)
                        handle.write(block)
                    handle.flush()
                    os.fsync(handle.fileno())
            except OSError as error:
                raise MinyiError("write-denied", where=str(part), reason=error.strerror or str(error)) from error
            if not size:
                raise MinyiError("evidence-empty", name)
            sha256 = digest.hexdigest()
            yield Incoming(sha256, size, head, part, self.place(sha256))
        finally:
            part.unlink(missing_ok=True)

    def whole(self, sha256: str, name: str) -> Path:
        """Where the file lies, read and found to be what was attached.

        Raises ``MinyiError``: ``evidence-missing``, or ``evidence-damaged`` where its hash is another one.
        """
        place = self.place(sha256)
        try:
            found = _hash_of(place)
        except OSError:
            raise MinyiError("evidence-missing", name, sha256=sha256) from None
        if found != sha256:
            raise MinyiError("evidence-damaged", name, sha256=sha256, found=found)
        return place

    def _part(self) -> tuple[Path, BinaryIO]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self.folder / f".{uuid.uuid4().hex}.part"
            return part, part.open("xb")
        except OSError as error:
            raise MinyiError("write-denied", where=str(self.folder), reason=error.strerror or str(error)) from error


def _hash_of(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
