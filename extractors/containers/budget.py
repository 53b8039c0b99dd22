"""What may come out of one archive and the archives inside it: a bomb must fill neither memory nor disk."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.messages import UnreadableError
from extractors.limits import Limits, megabytes

_DICTIONARY_SHARE = 8
"""Of a worker's memory, the part that unpacking may take in the parent, where archives are opened: 512 MB by default;
the strongest settings of 7-Zip take 256 MB, those of xz 65 MB."""


@dataclass(slots=True)
class Budget:
    """Bytes and members that may still come out; ``count`` and ``spend`` take from them."""

    bytes_left: int
    members_left: int
    limits: Limits

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        return cls(limits.archive_bytes, limits.archive_members, limits)

    def count(self, members: int = 1) -> None:
        """Take in so many members more. Raises ``read-archive-count``."""
        self.members_left -= members
        if self.members_left < 0:
            limit = self.limits.archive_members
            raise UnreadableError("read-archive-count", count=limit - self.members_left, limit=limit)

    def spend(self, size: int) -> None:
        """Let out so many bytes more, declared or real; a size below 0 is a lie. Raises ``read-too-large``."""
        self.bytes_left -= max(0, size)
        if self.bytes_left < 0:
            limit = self.limits.archive_bytes
            raise UnreadableError("read-too-large", size=megabytes(limit - self.bytes_left), limit=megabytes(limit))

    def allow(self, size: int) -> None:
        """Whether one member may have this size. Raises ``read-too-large``."""
        if size > self.limits.file_bytes:
            limit = megabytes(self.limits.file_bytes)
            raise UnreadableError("read-too-large", size=megabytes(size), limit=limit)

    @property
    def dictionary_bytes(self) -> int:
        """The largest dictionary (LZMA, PPMd) that an archive may ask for: memory taken before a byte is out."""
        return self.limits.memory_bytes // _DICTIONARY_SHARE

    def too_much_memory(self) -> UnreadableError:
        """The exception for an archive, or a block of one, that asks for a larger dictionary."""
        return UnreadableError("read-memory", limit=megabytes(self.dictionary_bytes))
