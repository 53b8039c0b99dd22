"""ZIP: members under their right names, within limits, and of a file that is cut off what stands before the cut."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import SEEK_END, BytesIO
from lzma import LZMAError
from typing import IO

from corpus.messages import UnreadableError
from extractors.containers.budget import Budget
from extractors.containers.names import decoded
from extractors.containers.protocol import Member, damaged, nothing
from extractors.containers.zip_cut import directory_of
from extractors.limits import Limits

FORMAT = "ZIP"
IS_MAIL = False

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
    MemoryError,
)
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LINK, _DEVICES = 0o120000, frozenset({0o010000, 0o020000, 0o060000, 0o140000})
_UNIX = 3
_END, _WIDE_END = b"PK\x05\x06", b"PK\x06\x06"
"""End of the directory, and its ZIP64 form with 8 bytes for each number (APPNOTE 4.3.14 to 4.3.16)."""
_DIRECTORY_BYTES = 256
"""Of the directory for each member allowed, names included: a longer one has too many, and is not even parsed."""
_TAIL = 66_000
"""The end record with the longest comment (APPNOTE 4.3.16)."""
_CHUNK, _SMALL_CHUNK = 256 * 1024, 4096
"""bzip2 and LZMA let out whatever the input holds, so they get little input at a time."""


def members(file: IO[bytes], name: str, budget: Budget) -> Iterator[Member]:  # noqa: ARG001
    """The files of a ZIP. What they declare is spent at once, and none gives more than it declares.

    Raises ``read-archive-damaged``, ``read-archive-count``, ``read-archive-part``, ``read-too-large``.
    """
    cut = None
    try:
        if not directory_fits(file, budget.limits):
            budget.count(budget.limits.archive_members + 1)
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        cut = damaged(FORMAT, error)
        archive = _before_the_cut(file, cut, budget)
    infos = [info for info in archive.infolist() if not info.filename.endswith(("/", "\\"))]
    budget.count(len(infos))
    budget.spend(sum(info.file_size for info in infos))
    for info in infos:
        if _is_special(info):
            yield Member(member_name(info), nothing, "skip-link")
        else:
            yield Member(member_name(info), partial(_content, archive, info, budget))
    if cut is not None:
        raise cut


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its sender saw it.

    Without flag 11 (UTF-8) the standard says code page 437, but Windows in Chinese writes GBK and some programs UTF-8
    (APPNOTE 6.3.10, 4.4.4 and appendix D).
    """
    return info.filename if info.flag_bits & _UTF8_NAME else decoded(info.filename.encode("cp437", "replace"))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableError("read-password")
    budget.allow(info.file_size)
    simple = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    chunk = _CHUNK if simple else _SMALL_CHUNK
    found = BytesIO()
    try:
        with archive.open(info) as member:
            while part := member.read(chunk):
                found.write(part)
    except _BROKEN as error:
        raise damaged(FORMAT, error) from None
    if found.tell() != info.file_size:
        raise damaged(FORMAT, f"{found.tell()} / {info.file_size}")
    return found.getvalue()


def _is_special(info: zipfile.ZipInfo) -> bool:
    """A symbolic link or device, as Unix programs store them (their mode is in the upper half of the attributes)."""
    kind = info.external_attr >> 16 & 0o170000
    return info.create_system == _UNIX and (kind == _LINK or kind in _DEVICES)


def directory_fits(file: IO[bytes], limits: Limits) -> bool:
    """Whether the directory can list no more members than allowed. Raises ``read-archive-part`` for a split ZIP."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    file.seek(0)
    end = tail[max(0, tail.rfind(_END)) :]
    if not end.startswith(_END) or len(end) < 22:
        return True
    if end[4:6] not in (b"\x00\x00", b"\xff\xff"):
        raise UnreadableError("read-archive-part")
    length = int.from_bytes(end[12:16], "little")
    wide = tail.rfind(_WIDE_END)
    if length == 0xFFFFFFFF and wide >= 0:
        length = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    return min(length, size) <= limits.archive_members * _DIRECTORY_BYTES + _TAIL


def _before_the_cut(file: IO[bytes], cut: UnreadableError, budget: Budget) -> zipfile.ZipFile:
    """A ZIP without its directory, with the whole members that stand in it; raises ``cut`` where there are none."""
    file.seek(0)
    data = file.read(budget.limits.file_bytes)
    directory = directory_of(data, budget)
    if directory is None:
        raise cut
    try:
        return zipfile.ZipFile(BytesIO(data + directory))
    except _BROKEN:
        raise cut from None
