"""Parquet as a table of comments: a file, or a folder of files with the same columns, every value as text."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.messages import MinyiError, UnreadableError, text
from extractors.containers.names import shown
from extractors.readers import unreadable

_ENDING = ".parquet"
_HIDDEN = (".", "_")
"""How names begin that readers of Parquet pass over: files that are being written, lists of parts."""
_MARK = b"PAR1"
_AT_ONCE = 5_000
_AHEAD = 4
"""Files that are begun before their turn comes."""
_TOLD = 6
"""Names of columns that an error tells at the most."""


def files_of(file: Path) -> tuple[Path, ...]:
    """The files of a table: itself, or those of a folder in the order of their names, without hidden ones.

    Raises ``UnreadableError`` where a folder cannot be looked into, where it has Parquet in a folder below, whose rows
    would be lost, and where it has a link to Parquet or to a folder, which may lead to what is none of its owner's.
    """
    if not os.path.isdir(file):  # noqa: PTH112  (``Path.is_dir`` raises where it may not be entered)
        return (file,)
    try:
        return tuple(_files_in(file))
    except OSError as error:
        raise unreadable(error, error.filename or str(file)) from None


def is_parquet(file: Path) -> bool:
    """Whether it is a file of Parquet by its first bytes, or a folder with such files. Raises as ``files_of`` does."""
    files = files_of(file)
    if files != (file,):
        return bool(files)
    try:
        with file.open("rb") as opened:
            return opened.read(len(_MARK)) == _MARK
    except OSError:
        return False  # whoever reads it says why


def hash_of(file: Path) -> str:
    """SHA-256 of the file; of a folder as ``hash_of_all`` its files. Raises as ``files_of`` does, and ``OSError``."""
    files = files_of(file)
    return _hash_of(file) if files == (file,) else hash_of_all(map(_hash_of, files))


def hash_of_all(hashes: Iterable[str]) -> str:
    """SHA-256 of the hashes of a folder's files, in the order of their names."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def names_of(file: Path) -> tuple[str, ...]:
    """The names of the columns, in the order of a folder's first file.

    Raises ``UnreadableError``, also where a folder's files have not all the same columns, in whatever order: cells that
    a file lacks would be taken for empty ones.
    """
    first, *others = files_of(file)
    names = _names(first)
    for other in others:
        own = _names(other)
        if differing := [name for name in dict.fromkeys((*names, *own)) if name not in names or name not in own]:
            there = {"file": shown(other.name), "first": shown(first.name)}
            raise UnreadableError("bulk-columns-differ", where=str(file), names=_told(differing), **there)
    return names


def batches_of(file: Path, names: Sequence[str], read: Collection[str] = ()) -> Iterator[tuple[str, ...]]:
    """The rows in order, with the columns of these names, an empty text where there is no value.

    Each file's values are told by its own types. Bytes in the columns that are ``read`` are text. Raises
    ``UnreadableError``, also where text is not UTF-8; ``MinyiError`` where a column is no longer there.
    """
    for one, batches in _begun(files_of(file)):
        with _readable(one):
            for batch in batches:
                columns: list[list[str]] = []
                for name in names:
                    try:
                        columns.append(_texts(batch.column(name), name in read))
                    except KeyError:
                        raise MinyiError("bulk-changed", where=str(file)) from None
                    except UnicodeDecodeError:
                        there = {"file": shown(one.name), "column": name}
                        raise UnreadableError("bulk-not-utf-8", where=str(file), **there) from None
                yield from zip(*columns, strict=True)


def _files_in(folder: Path) -> Iterator[Path]:
    for entry in _visible(folder):
        is_called_so = entry.name.lower().endswith(_ENDING)
        if entry.is_symlink():
            if is_called_so or os.path.isdir(entry.path):  # noqa: PTH112  (as above)
                raise UnreadableError("bulk-link", where=str(folder), file=shown(entry.name))
        elif entry.is_dir():
            if below := _parquet_below(folder / entry.name):
                raise UnreadableError("bulk-subfolder", where=str(folder), file=shown(str(below.relative_to(folder))))
        elif is_called_so and entry.is_file():
            yield folder / entry.name


def _parquet_below(folder: Path) -> Path | None:
    """A file, or a link, that is called as Parquet is, at whatever depth; no link is followed."""
    waiting = [folder]
    while waiting:
        within = waiting.pop()
        for entry in _visible(within):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(within / entry.name)
            elif entry.name.lower().endswith(_ENDING):
                return within / entry.name
    return None


def _visible(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((one for one in entries if not one.name.startswith(_HIDDEN)), key=lambda one: one.name)


def _hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _names(file: Path) -> tuple[str, ...]:
    with _readable(file):
        return tuple(_opened(file).schema.names)


def _told(names: Sequence[str]) -> str:
    told = "、".join(name or text("bulk-no-name") for name in names[:_TOLD])
    return f"{told}……" if len(names) > _TOLD else told


def _begun(files: Iterable[Path]) -> Iterator[tuple[Path, Iterator[Any]]]:
    """Each file with its batches; the next files are read meanwhile, as Arrow does with a table of many files."""
    waiting: deque[tuple[Path, Iterator[Any]]] = deque()
    for file in files:
        with _readable(file):
            waiting.append((file, _opened(file).to_batches(batch_size=_AT_ONCE)))
        if len(waiting) > _AHEAD:
            yield waiting.popleft()
    yield from waiting


def _opened(file: Path) -> Any:
    from pyarrow import dataset  # noqa: PLC0415  (slow to import)

    # In a list, and so a path: a text alone may be taken for an address.
    return dataset.dataset([str(file)], format="parquet")


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    import pyarrow as pa  # noqa: PLC0415  (slow to import)

    try:
        yield
    except (pa.ArrowException, OSError, UnicodeError) as error:  # a name may be no UTF-8, of the file or of a column
        reason = str(error).partition("\n")[0]
        raise UnreadableError("read-damaged", where=str(file), format="Parquet", reason=reason) from error


def _texts(column: Any, is_read: bool) -> list[str]:
    """The values as they are told: a day as 2026-11-26, lists as Python shows them; no NUL, which no database keeps.

    Raises ``UnicodeDecodeError``; of bytes only in a column that is read, for others may hold numbers or pictures.
    """
    import pyarrow as pa  # noqa: PLC0415  (slow to import)

    try:
        values = column.cast(pa.string()).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = [_shown(value, is_read) for value in column.to_pylist()]
    return ["" if value is None else value.replace("\0", "") for value in values]


def _shown(value: object, is_read: bool) -> str | None:
    if isinstance(value, bytes) and is_read:
        return value.decode()
    return None if value is None else str(value)
