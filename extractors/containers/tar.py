"""TAR, TAR.GZ and single compressed files: the stream is unpacked once, so that members can be had in any order."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import SEEK_END
from pathlib import PurePath
from typing import IO

from corpus.messages import UnreadableError
from extractors.containers.budget import Budget
from extractors.containers.names import decoded
from extractors.containers.protocol import Member, damaged, nothing
from extractors.containers.spool import Spool

FORMAT = "TAR"
IS_MAIL = False

_BROKEN = (
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    ValueError,
    OverflowError,
    OSError,
    MemoryError,
)
_CHUNK = 256 * 1024
_PACKED = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
)
_SUFFIXES = frozenset({".gz", ".bz2", ".xz"})


def members(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:
    """The files of a TAR, packed or not; of a packed file that is no TAR, the one file in it.

    Raises ``read-damaged``, ``read-archive-count``, ``read-too-large``. Of an archive that is cut off, the members
    before the cut are given first.
    """
    spool, broken = _unpacked(file, budget)
    unpacked = spool.file if spool else file
    if not _is_tar(unpacked):
        if broken is not None or spool is None:
            raise broken or damaged(FORMAT, "ustar")
        budget.count()
        yield Member(_name_within(name), partial(_whole, spool, budget))
        return
    try:
        archive = tarfile.TarFile(fileobj=unpacked, encoding="utf-8", errors="surrogateescape")
        for info in archive:
            if info.isdir():
                continue
            budget.count()
            inner = decoded(info.name.encode("utf-8", "surrogateescape"))
            if info.isreg():
                if info.sparse is not None:
                    budget.spend(info.size)  # holes are in no file and may be of any size
                yield Member(inner, partial(_content, archive, info, budget, spool))
            else:
                yield Member(inner, nothing, "skip-link")
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None
    if broken is not None:
        raise broken


def _unpacked(file: IO[bytes], budget: Budget) -> tuple[Spool | None, UnreadableError | None]:
    """The stream without its packing (None where it is not packed), and how it breaks off."""
    magic = file.read(6)
    file.seek(0)
    packed = next((opened for first, opened in _PACKED if magic.startswith(first)), None)
    if packed is None:
        return None, None
    spool = Spool(budget)
    broken = None
    try:
        with packed(file) as stream:
            while part := stream.read1(_CHUNK):
                spool.write(part)
    except _BROKEN as error:
        broken = damaged(FORMAT, error)
    spool.file.seek(0)
    return spool, broken


def _is_tar(file: IO[bytes]) -> bool:
    try:
        tarfile.TarInfo.frombuf(file.read(tarfile.BLOCKSIZE), "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    finally:
        file.seek(0)
    return True


def _name_within(name: str) -> str:
    """``通知.docx`` for ``通知.docx.gz``; what has no such suffix keeps its name."""
    path = PurePath(name)
    return path.stem if path.suffix.lower() in _SUFFIXES else name


def _whole(spool: Spool, budget: Budget) -> bytes:
    size = spool.file.seek(0, SEEK_END)
    budget.allow(size)
    return spool.content(0, size)


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget, _kept: Spool | None) -> bytes:
    budget.allow(info.size)
    try:
        member = archive.extractfile(info)
        found = member.read() if member is not None else b""
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None
    if len(found) != info.size:
        raise damaged(FORMAT, f"{len(found)} / {info.size}")
    return found
