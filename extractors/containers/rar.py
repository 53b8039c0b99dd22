"""RAR: the list and stored members are read here, packed members by a program of this machine in one pass."""

from __future__ import annotations

import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import SEEK_END
from pathlib import Path
from typing import IO

import rarfile

from corpus.messages import UnreadableError
from extractors.containers.budget import Budget
from extractors.containers.names import decoded
from extractors.containers.protocol import Member, damaged, nothing
from extractors.containers.rar_program import missing, program, unpack
from extractors.containers.spool import Spool

__all__ = ["FORMAT", "IS_MAIL", "members", "program"]

FORMAT = "RAR"
IS_MAIL = False

_BROKEN = (rarfile.Error, struct.error, zlib.error, EOFError, LookupError, ValueError, OverflowError, OSError)
_SPLIT = rarfile.RAR_FILE_SPLIT_BEFORE | rarfile.RAR_FILE_SPLIT_AFTER
_UNICODE = 0x0200
"""Flag of a RAR4 member whose name is kept in Unicode, too (technote of RAR 3, file header)."""
_RAR5 = 50
_MOST_PLACES = 8


def members(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:  # noqa: ARG001
    """The files of a RAR 4 or 5. What they declare is spent at once, and none gives more than it declares.

    Raises ``read-archive-damaged``, ``read-password`` (the names are encrypted), ``read-archive-part`` (one volume of
    several: after the members that are whole), ``read-archive-count``, ``read-too-large``.
    """
    blocks: list[rarfile.RarInfo] = []
    try:
        archive = rarfile.RarFile(file, part_only=True, info_callback=blocks.append)
    except rarfile.RarCannotExec:  # a packed comment of RAR 3
        raise missing() from None
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if archive.needs_password() and not infos:
        raise UnreadableError("read-password")
    budget.count(len(infos))
    budget.spend(sum(info.file_size for info in infos))
    packed = _Packed(file, infos, budget)
    for info in infos:
        if not info.is_file() or info.file_redir is not None:
            yield Member(_name(info), nothing, "skip-link")
        elif not info.flags & _SPLIT:
            yield Member(_name(info), partial(packed.content, info))
    if any(block.type == rarfile.RAR_BLOCK_FILE and block.flags & _SPLIT for block in blocks):
        raise UnreadableError("read-archive-part")
    if not _is_whole(blocks, file.seek(0, SEEK_END)):
        raise damaged(FORMAT, archive.strerror() or "EOF")


def _name(info: rarfile.RarInfo) -> str:
    """Names of RAR 5 and most of RAR 4 are Unicode; the others are UTF-8 on Unix, in Windows' code page elsewhere."""
    original = info.orig_filename
    if info.extract_version < _RAR5 and not info.flags & _UNICODE and isinstance(original, bytes):
        try:
            return original.decode("utf-8" if info.host_os == rarfile.RAR_OS_UNIX else "ascii")
        except UnicodeDecodeError:
            return decoded(original)
    return str(info.filename)


def _is_whole(blocks: list[rarfile.RarInfo], size: int) -> bool:
    """Whether the archive says its end, or ends with its last block (RAR 2 has no end block)."""
    if any(block.type == rarfile.RAR_BLOCK_ENDARC for block in blocks):
        return True
    return bool(blocks) and blocks[-1].data_offset + blocks[-1].add_size == size


class _Packed:
    """What members hold; those that only a program can unpack are, all in one pass, when the first is asked for."""

    def __init__(self, file: IO[bytes], infos: list[rarfile.RarInfo], budget: Budget) -> None:
        self._file = file
        self._infos = infos
        self._budget = budget
        self._spool: Spool | None = None
        self._starts: dict[int, int] = {}

    def content(self, info: rarfile.RarInfo) -> bytes:
        """Raises ``read-password``, ``read-too-large``, ``read-archive-damaged``, ``read-rar-program``."""
        if info.needs_password():
            raise UnreadableError("read-password")
        self._budget.allow(info.file_size)
        if info.file_size == 0:
            return b""
        if info.compress_type == rarfile.RAR_M0:
            return self._stored(info)
        if self._spool is None:
            self._spool = Spool()
            self._unpack(self._spool)
        start = self._starts.get(id(info))
        if start is None:
            raise damaged(FORMAT, "CRC")
        return self._spool.content(start, info.file_size)

    def _stored(self, info: rarfile.RarInfo) -> bytes:
        """Read from its place: the library finds members by name, and names may be there twice."""
        self._file.seek(info.data_offset)
        found = self._file.read(info.file_size)
        if len(found) != info.file_size or not _is_right(info, found):
            raise damaged(FORMAT, "CRC")
        return found

    def _unpack(self, spool: Spool) -> None:
        most = sum(info.file_size for info in self._infos)
        with tempfile.TemporaryDirectory(prefix="minyi-") as folder:
            alone = Path(folder, "archive.rar")  # beside files of like names, unar would look for volumes
            self._file.seek(0)
            with alone.open("wb") as copy:
                shutil.copyfileobj(self._file, copy)
            unpack(alone, spool, most, self._budget.limits)
        self._find(spool)

    def _find(self, spool: Spool) -> None:
        """Where each member begins, by its check sum: what is damaged or has a password may be left out, or not."""
        places = [0]
        for info in self._infos:
            for place in places:
                if info.file_size and _is_right(info, spool.content(place, info.file_size)):
                    self._starts[id(info)] = place
                    places = [place + info.file_size]
                    break
            else:
                places = [*places, places[0] + info.file_size][:_MOST_PLACES]


def _is_right(info: rarfile.RarInfo, content: bytes) -> bool:
    """Whether the content has the check sum of the list: CRC-32, or BLAKE2sp in some of RAR 5."""
    if info.CRC is not None:
        return bool(zlib.crc32(content) == info.CRC)
    expected = getattr(info, "blake2sp_hash", None)
    return expected is None or bool(rarfile.Blake2SP(content).digest() == expected)
