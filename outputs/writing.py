"""Files that are whole or not there at all, and the same bytes for the same records."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from corpus import files
from corpus.messages import MinyiError

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can hold: the same for every run."""


def write_whole(path: Path, data: bytes) -> None:
    """Write the file in one step, making its folder if need be.

    Raises ``MinyiError`` (``draft-denied``, ``draft-failed``); the former file is then as it was.
    """
    try:
        files.write_whole(path, data)
    except OSError as error:
        raise write_error(path, error) from error


def write_error(path: Path, error: OSError) -> MinyiError:
    """What a person should know of a failed write: who forbids it, or what else went wrong."""
    if isinstance(error, PermissionError):
        return MinyiError("draft-denied", where=str(path))
    return MinyiError("draft-failed", where=str(path), reason=error.strerror or type(error).__name__)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An Office package of these parts, in the order given, with no trace of the time it was made."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            package.writestr(entry, text)
    return buffer.getvalue()
