"""Office files whose parts are too large to be held: they are written piece by piece."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable


def streamed(parts: dict[str, Iterable[str]]) -> bytes:
    """A ZIP whose parts are written piece by piece."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, pieces in parts.items():
            with archive.open(name, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece.encode())
    return buffer.getvalue()


def many(row: str, times: int, together: int = 1000) -> Iterable[str]:
    block = row * together
    return (block for _ in range(times // together))
