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
_GZIP, _BZ2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_SUFFIXES = frozenset({".gz", ".bz2", ".xz"})


def members(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:
    """The files of a TAR, packed or not; of a packed file that is no TAR, the one file in it.

    Raises ``read-archive-damaged``, ``read-archive-count``, ``read-too-large``, ``read-memory``. Of an archive that is
    cut off, the members before the cut are given first.
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
    """The stream without its packing (None where it is not packed), and how it breaks off.

    Raises ``read-too-large``, and ``read-memory`` where to unpack it takes more than ``Budget.dictionary_bytes``.
    """
    magic = file.read(6)
    file.seek(0)
    if not magic.startswith((_GZIP, _BZ2, _XZ)):
        return None, None
    spool = Spool(budget)
    broken = None
    try:
        for part in _of_xz(file, budget) if magic == _XZ else _of_gzip_or_bz2(file, magic):
            spool.write(part)
    except _BROKEN as error:
        broken = damaged(FORMAT, error)
    spool.file.seek(0)
    return spool, broken


def _of_gzip_or_bz2(file: IO[bytes], magic: bytes) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) if magic.startswith(_GZIP) else bz2.BZ2File(file) as stream:
        while part := stream.read1(_CHUNK):
            yield part


def _of_xz(file: IO[bytes], budget: Budget) -> Iterator[bytes]:
    """The streams of an .xz one after the other, with zeros between them (The .xz File Format 1.2.1, 2.2).

    ``LZMAFile`` would take as much memory as the file asks for.
    """
    data = file.read(_CHUNK)
    while _XZ.startswith(data[: len(_XZ)]):  # what else follows is no stream
        decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=budget.dictionary_bytes)
        while not decoder.eof:
            if decoder.needs_input and not data and not (data := file.read(_CHUNK)):
                raise EOFError("xz")
            try:
                part = decoder.decompress(data, _CHUNK)
            except lzma.LZMAError as error:
                if "emory" in str(error):  # the library has one exception for all that goes wrong
                    raise budget.too_much_memory() from None
                raise
            data = b""
            yield part
        data = decoder.unused_data.lstrip(b"\0")
        while not data and (more := file.read(_CHUNK)):
            data = more.lstrip(b"\0")
        if not data:
            return


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
