"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into that takes the place of ``path`` (its folder is made) when all of it is on the disk.

    A killed process leaves the former file as it was. Raises ``OSError``; after that or any other error nothing is left
    behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name[:60]}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Removes what was left in the folder by processes that were killed within ``whole``. Raises ``OSError``."""
    for left in folder.glob(".*.part"):
        left.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Writes the file as ``whole`` does. Raises ``OSError``."""
    with whole(path) as out:
        out.write(content)


def write_first(path: Path, content: bytes) -> bool:
    """Writes a new file (its folder is made); false where there is one already, which stays as it is. Of several that
    do it at once one writes. Raises ``OSError``, and leaves nothing behind then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        out = path.open("xb")
    except FileExistsError:
        return False
    try:
        with out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True
