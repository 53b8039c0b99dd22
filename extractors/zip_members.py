"""What is in a ZIP: its members under their right names, within limits. Nothing is unpacked to disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from corpus.messages import UnreadableError
from extractors.limits import Limits, megabytes

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(slots=True)
class Budget:
    """What may still be inflated from one ZIP and the ZIPs inside it; ``spend`` takes from it."""

    bytes_left: int
    members_left: int
    limits: Limits

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        return cls(limits.zip_bytes, limits.zip_members, limits)

    def spend(self, infos: list[zipfile.ZipInfo], shown_as: str) -> None:
        """Count these members. Raises ``read-zip-count`` and ``read-too-large``."""
        self.members_left -= len(infos)
        if self.members_left < 0:
            limit = self.limits.zip_members
            raise UnreadableError("read-zip-count", where=shown_as, count=limit - self.members_left, limit=limit)
        self.bytes_left -= sum(info.file_size for info in infos)
        if self.bytes_left < 0:
            limit = self.limits.zip_bytes
            size = megabytes(limit - self.bytes_left)
            raise UnreadableError("read-too-large", where=shown_as, size=size, limit=megabytes(limit))


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a ZIP: its name as it was given (parts by ``/``), and how to have its bytes."""

    name: str
    shown_as: str
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    limits: Limits

    def data(self) -> bytes:
        """The content. Raises ``read-password``, ``read-too-large``, ``read-damaged``."""
        if self.info.flag_bits & _ENCRYPTED:
            raise UnreadableError("read-password", where=self.shown_as)
        if self.info.file_size > self.limits.file_bytes:
            size, limit = megabytes(self.info.file_size), megabytes(self.limits.file_bytes)
            raise UnreadableError("read-too-large", where=self.shown_as, size=size, limit=limit)
        try:
            return self.archive.read(self.info)
        except _BROKEN as error:
            raise _damaged(self.shown_as, error) from None


def members(source: Path | bytes, shown_as: str, budget: Budget) -> Iterator[Member]:
    """The files of a ZIP in the order of their names; folders are no members.

    The archive stays open as long as its members are kept. Raises ``read-damaged``, ``read-zip-count``,
    ``read-too-large``, and for a path ``read-missing`` and ``read-denied``.
    """
    try:
        archive = zipfile.ZipFile(source if isinstance(source, Path) else BytesIO(source))
    except FileNotFoundError:
        raise UnreadableError("read-missing", where=shown_as) from None
    except PermissionError:
        raise UnreadableError("read-denied", where=shown_as) from None
    except _BROKEN as error:
        raise _damaged(shown_as, error) from None
    infos = [info for info in archive.infolist() if not info.is_dir()]
    budget.spend(infos, shown_as)
    for name, info in sorted(((member_name(info), info) for info in infos), key=lambda found: found[0]):
        yield Member(name, f"{shown_as}/{name}", archive, info, budget.limits)


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its sender saw it, without ``..``, drive and leading ``/``.

    Without flag 11 (UTF-8) the standard says code page 437, but Windows in Chinese writes GBK and some programs UTF-8
    (APPNOTE 6.3.10, 4.4.4 and appendix D).
    """
    name = info.filename if info.flag_bits & _UTF8_NAME else decoded(info.filename.encode("cp437", "replace"))
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in {"..", "/", "//"} and not part.endswith(":")) or name


def decoded(raw: bytes) -> str:
    """A name in bytes of which nobody says the encoding: UTF-8 or GBK."""
    try:
        name = raw.decode("utf-8")
        if raw.isascii() or _CHINESE.search(name):
            return name
    except UnicodeDecodeError:
        pass
    return raw.decode("gb18030", "replace")


def _damaged(shown_as: str, error: Exception) -> UnreadableError:
    reason = (str(error) or type(error).__name__).splitlines()[0][:120]
    return UnreadableError("read-damaged", where=shown_as, format="ZIP", reason=reason)
