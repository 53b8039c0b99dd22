"""One job of a kind at a time in a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.messages import MinyiError

_A_LOOK = 0.2
"""Seconds for which whoever wants a lock waits in any case: ``is_held`` has it for a moment."""


@contextmanager
def alone(lock: Path, busy: str, patience: float = 0) -> Iterator[None]:
    """Holds the lock file. Raises ``MinyiError``: with the key ``busy`` where another process holds it, at once or
    after ``patience`` seconds, ``write-denied`` where it cannot be made."""
    held = FileLock(lock)
    try:
        held.acquire(timeout=max(patience, _A_LOOK))
    except Timeout:
        raise MinyiError(busy, where=str(lock.parent)) from None
    except OSError as error:
        raise MinyiError("write-denied", where=str(lock), reason=error.strerror or str(error)) from None
    try:
        yield
    finally:
        held.release()


def is_held(lock: Path) -> bool:
    """Whether somebody holds the lock file now. It is not kept; where it is not there, or is not ours, nobody does."""
    try:
        if lock.exists():
            FileLock(lock).acquire(timeout=0).lock.release()
    except Timeout:
        return True
    except OSError:
        pass
    return False
