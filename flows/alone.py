"""One job of a kind at a time in a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.messages import MinyiError


@contextmanager
def alone(lock: Path, busy: str, patience: float = 0) -> Iterator[None]:
    """Holds the lock file. Raises ``MinyiError``: with the key ``busy`` where another process holds it, at once or
    after ``patience`` seconds, ``write-denied`` where it cannot be made."""
    held = FileLock(lock)
    try:
        held.acquire(timeout=patience)
    except Timeout:
        raise MinyiError(busy, where=str(lock.parent)) from None
    except OSError as error:
        raise MinyiError("write-denied", where=str(lock), reason=error.strerror or str(error)) from None
    try:
        yield
    finally:
        held.release()
