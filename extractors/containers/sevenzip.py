"""7z: unpacked once, block by block, when the first member is asked for, since members of a block hang together."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import IO, Any, cast

from py7zr import Py7zIO, SevenZipFile, WriterFactory
from py7zr.compressor import SupportedMethods
from py7zr.exceptions import ArchiveError, PasswordRequired

from corpus.messages import UnreadableError
from extractors.containers.budget import Budget
from extractors.containers.protocol import Member, damaged, nothing
from extractors.containers.spool import Spool

FORMAT = "7z"
IS_MAIL = False

_BROKEN = (
    ArchiveError,
    lzma.LZMAError,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    MemoryError,
    OSError,
)
"""What the library raises on damaged lists: it trusts them in places."""
_LZMA, _LZMA2, _PPMD = b"\x03\x01\x01", b"\x21", b"\x03\x04\x01"
_MOST_BROKEN = 20
"""Blocks that fail before the rest is given up: each costs another look at the whole list."""


def members(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:  # noqa: ARG001
    """The files of a 7z. What they declare is spent at once; the library lets out no more.

    Raises ``read-archive-damaged``, ``read-password`` (the names are encrypted), ``read-archive-count``,
    ``read-too-large``.
    """
    try:
        archive = SevenZipFile(file)
        entries = [(entry, entry.filename) for entry in archive.files if not entry.is_directory]
    except PasswordRequired:
        raise UnreadableError("read-password") from None
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None
    if any(entry.uncompressed < 0 for entry, _ in entries):
        raise damaged(FORMAT, "size < 0")
    budget.count(len(entries))
    budget.spend(sum(entry.uncompressed for entry, _ in entries))
    unpacked = _Unpacked(archive)
    for entry, inner in entries:
        if entry.is_symlink or entry.is_junction or entry.is_socket:
            yield Member(inner, nothing, "skip-link")
        else:
            yield Member(inner, partial(unpacked.content, entry.id, entry.uncompressed, budget))


class _Unpacked:
    """All members by their number, unpacked in one pass; a block that fails costs its own members alone."""

    def __init__(self, archive: SevenZipFile) -> None:
        self._archive = archive
        self._factory: _Factory | None = None
        self._failed: dict[int, UnreadableError] = {}

    def content(self, number: int, size: int, budget: Budget) -> bytes:
        """Raises ``read-password``, ``read-archive-damaged``, ``read-too-large``, ``read-memory``."""
        budget.allow(size)
        if self._factory is None:
            self._factory = _Factory(Spool())
            self._unpack(self._factory, budget)
        if number in self._failed:
            raise self._failed[number]
        return self._factory.spool.content(self._factory.starts[number], size)

    def _unpack(self, factory: _Factory, budget: Budget) -> None:
        blocks: dict[int, Any] = {}
        for number, entry in enumerate(self._archive.header.files_info.files):
            entry["filename"] = str(number)  # the library refuses the whole archive for one name that leads out of it
            if entry["folder"] is not None and SupportedMethods.needs_password(entry["folder"].coders):
                self._failed[number] = UnreadableError("read-password")
            elif entry["folder"] is not None and _dictionary(entry["folder"].coders) > budget.dictionary_bytes:
                self._failed[number] = budget.too_much_memory()
            else:
                blocks[number] = entry["folder"]
        for attempt in range(_MOST_BROKEN):
            factory.begun = None
            try:
                self._archive.reset()
                self._archive.extract(targets=[str(number) for number in blocks], factory=factory)
                return
            except (*_BROKEN, PasswordRequired) as error:
                blocks = {number: block for number, block in blocks.items() if number not in factory.starts}
                whole = factory.begun is None or attempt == _MOST_BROKEN - 1
                lost = [n for n, block in blocks.items() if whole or block is blocks[cast(int, factory.begun)]]
                for number in lost:
                    del blocks[number]
                    self._failed[number] = damaged(FORMAT, error)
            if not blocks:
                return


def _dictionary(coders: Sequence[Mapping[str, Any]]) -> int:
    """Bytes of the largest dictionary among a block's coders, as their properties declare it (7-Zip's ``Methods.txt``).

    LZMA and PPMd write it after one byte, LZMA2 as one byte: 2 or 3 times a power of two.
    """
    sizes = [0]
    for coder in coders:
        properties = coder.get("properties") or b""
        if coder.get("method") in (_LZMA, _PPMD):
            sizes.append(int.from_bytes(properties[1:5], "little"))
        elif coder.get("method") == _LZMA2 and properties:
            sizes.append((2 | properties[0] & 1) << (properties[0] // 2 + 11))
    return max(sizes)


class _Factory(WriterFactory):
    """Hands the library a writer for each member, by its number; ``starts`` has the members that are whole."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.starts: dict[int, int] = {}
        self.begun: int | None = None

    def create(self, filename: str) -> Py7zIO:
        self.begun = int(filename)
        return _Writer(self, self.begun)


class _Writer(Py7zIO):
    """One member on its way into the spool; the library only writes, and closes what came out right."""

    def __init__(self, factory: _Factory, number: int) -> None:
        self._factory = factory
        self._number = number
        self._start = factory.spool.place()

    def write(self, s: bytes | bytearray) -> int:
        self._factory.spool.write(s)
        return len(s)

    def close(self) -> None:
        self._factory.starts[self._number] = self._start
        self._factory.begun = None

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002  (asked for by the interface, never called)
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
        return 0

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self._factory.spool.place() - self._start
