"""Compound files (OLE) opened with olefile, which trusts what their header says ([MS-CFB], 2.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from olefile import OleFileIO

_SHIFT = 30
_SHIFTS = frozenset({9, 12})
"""Sectors have 512 or 4,096 bytes."""
_COUNTS = {40: "directory", 44: "FAT", 64: "mini FAT", 72: "DIFAT"}
"""Where the header says how many sectors each of the tables has."""


@contextmanager
def opened(data: bytes) -> Iterator[OleFileIO]:
    """The file's storages and streams. Raises ``OSError`` for whatever is broken, now or while it is read."""
    import olefile  # noqa: PLC0415 - few files need it

    shift = int.from_bytes(data[_SHIFT : _SHIFT + 2], "little")
    if shift not in _SHIFTS:
        raise OSError(f"sector shift {shift}")
    for at, table in _COUNTS.items():
        count = int.from_bytes(data[at : at + 4], "little")
        if count > len(data) >> shift:
            raise OSError(f"{table}: {count}")
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            yield file
    except (ValueError, OverflowError, IndexError, TypeError, AttributeError, struct.error, RecursionError) as error:
        raise OSError(str(error) or type(error).__name__) from None
