"""Where unpacked members wait until they are asked for: one file without a name, so that nothing of it stays behind."""

from __future__ import annotations

import tempfile
from threading import Lock
from typing import IO
from weakref import finalize

from extractors.containers.budget import Budget


class Spool:
    """Members one after another in a temporary file that the system removes with its last user.

    No name of an archive ever becomes a name on disk. What is written is taken from the budget first, unless the
    archive's declared sizes already were.
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self._budget = budget
        self._lock = Lock()
        self.file: IO[bytes] = tempfile.TemporaryFile(prefix="minyi-")  # noqa: SIM115  (closed with this object)
        finalize(self, self.file.close)

    def write(self, part: bytes | bytearray) -> None:
        """Append. Raises ``read-too-large``."""
        if self._budget is not None:
            self._budget.spend(len(part))
        self.file.write(part)

    def place(self) -> int:
        """Where the next byte goes."""
        return self.file.tell()

    def content(self, start: int, size: int) -> bytes:
        """Bytes that were written before."""
        with self._lock:
            end = self.file.tell()
            self.file.seek(start)
            try:
                return self.file.read(size)
            finally:
                self.file.seek(end)
