"""The registry: which reader a file belongs to, by its content first and its name second."""

from __future__ import annotations

import stat
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import cast

from corpus.messages import UnreadableError, text
from corpus.records import Document
from extractors.limits import DEFAULT, Limits, megabytes
from extractors.readers.protocol import Reader
from extractors.readers.signatures import kind

READERS = (
    "pdf",
    "image",
    "docx",
    "sheets.xlsx",
    "sheets.ods",
    "sheets.spreadsheet_xml",
    "ofd",
    "office",
    "html",
    "html.mhtml",
    "sheets.csv_table",
    "plain.txt",
)
"""Modules of this package, imported when the first file is read. Each imports its heavy library when it reads."""


def read(path: Path, shown_as: str | None = None, limits: Limits = DEFAULT) -> Document:
    """The file as a Document, under the name ``shown_as`` (the path as given where None).

    Raises ``UnreadableError``: ``read-missing``, ``read-denied``, ``read-io``, ``read-too-large``, and what
    ``read_bytes`` raises.
    """
    name = shown_as if shown_as is not None else str(path)
    return read_bytes(file_bytes(path, name, limits), name, limits)


def read_bytes(data: bytes, shown_as: str, limits: Limits = DEFAULT) -> Document:
    """The same for content in memory (a member of an archive or mail).

    Raises ``UnreadableError``: ``read-empty``, ``read-password``, ``read-unknown`` (saying what it really is),
    ``read-damaged`` and whatever else the reader finds.
    """
    if not data:
        raise UnreadableError("read-empty", where=shown_as)
    return reader_of(data, shown_as).read(data, shown_as, sha256(data).hexdigest(), limits)


def file_bytes(path: Path, shown_as: str, limits: Limits = DEFAULT) -> bytes:
    """The content of a file; what keeps it from being had is an ``UnreadableError``."""
    size = file_size(path, shown_as)
    if size > limits.file_bytes:
        raise UnreadableError(
            "read-too-large", where=shown_as, size=megabytes(size), limit=megabytes(limits.file_bytes)
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(error, shown_as) from None


def file_size(path: Path, shown_as: str) -> int:
    """The bytes of a file. Raises ``UnreadableError``, for a pipe or a device too: reading it might never end."""
    try:
        about = path.stat()
    except OSError as error:
        raise unreadable(error, shown_as) from None
    if not stat.S_ISREG(about.st_mode):
        raise UnreadableError("read-no-file", where=shown_as)
    return about.st_size


def unreadable(error: OSError, shown_as: str) -> UnreadableError:
    """What the system said, as a person can mend it."""
    if isinstance(error, FileNotFoundError):
        return UnreadableError("read-missing", where=shown_as)
    if isinstance(error, PermissionError):
        return UnreadableError("read-denied", where=shown_as)
    return UnreadableError("read-io", where=shown_as, reason=error.strerror or error)


def reader_of(data: bytes, name: str) -> Reader:
    """The reader with the highest score; raises ``read-unknown`` or ``read-password`` where none wants the file."""
    scores = [(reader.score(data, name), reader) for reader in map(_reader, READERS)]
    wanting = [(score, reader) for score, reader in scores if score is not None]
    if wanting:
        return max(wanting, key=lambda found: found[0])[1]
    found = kind(data)
    if found == "encrypted":
        raise UnreadableError("read-password", where=name)
    raise UnreadableError("read-unknown", where=name, hint=text(f"kind-{found or 'binary'}"))


def _reader(module: str) -> Reader:
    return cast(Reader, import_module(f"{__name__}.{module}"))
