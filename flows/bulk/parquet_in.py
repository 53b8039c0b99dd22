"""Parquet as a table of comments: a file, or a folder of files with one schema, every value as text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.messages import UnreadableError

_MARK = b"PAR1"
_AT_ONCE = 5_000


def is_parquet(file: Path) -> bool:
    """Whether it is a file of Parquet by its first bytes, or a folder with such files."""
    if file.is_dir():
        return any(file.glob("*.parquet"))
    try:
        with file.open("rb") as opened:
            return opened.read(len(_MARK)) == _MARK
    except OSError:
        return False  # whoever reads it says why


def hash_of(file: Path) -> str:
    """SHA-256 of the file; of a folder, of the hashes of its files in the order of their names."""
    if not file.is_dir():
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    hashes = [hash_of(one) for one in sorted(file.glob("*.parquet"))]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def names_of(file: Path) -> tuple[str, ...]:
    """The names of the columns. Raises ``UnreadableError``."""
    return tuple(_opened(file).schema.names)


def batches_of(file: Path) -> Iterator[tuple[str, ...]]:
    """The rows in order, an empty text where there is no value. Raises ``UnreadableError``."""
    import pyarrow as pa  # noqa: PLC0415  (slow to import)

    try:
        for batch in _opened(file).to_batches(batch_size=_AT_ONCE):
            yield from zip(*map(_texts, batch.columns), strict=True)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(file, error) from error


def _opened(file: Path) -> Any:
    import pyarrow as pa  # noqa: PLC0415  (slow to import)
    from pyarrow import dataset  # noqa: PLC0415

    try:
        paths = [str(one) for one in sorted(file.glob("*.parquet"))] if file.is_dir() else str(file)
        return dataset.dataset(paths, format="parquet")
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(file, error) from error


def _texts(column: Any) -> list[str]:
    """The values as they are told: a day as 2026-11-26, lists as Python shows them; no NUL, which no database keeps."""
    import pyarrow as pa  # noqa: PLC0415  (slow to import)

    try:
        told = column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return ["" if value is None else str(value) for value in column.to_pylist()]
    return ["" if value is None else value.replace("\0", "") for value in told.to_pylist()]


def _unreadable(file: Path, error: Exception) -> UnreadableError:
    return UnreadableError("read-damaged", where=str(file), format="Parquet", reason=str(error).partition("\n")[0])
