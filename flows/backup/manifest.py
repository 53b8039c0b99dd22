"""What an archive says of itself: ``manifest.json``, its last member.

The database is written first, the files after it, and the manifest when all of that is known. It is sealed: its first
entry is the hash of its own header and content, with zeros in the place of that hash.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.messages import MinyiError

NAME = "manifest.json"
FORMAT = 1
_OPENING = b'{"sha256":"'
_OPEN = b"0" * 64
_END = len(_OPENING) + len(_OPEN)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive: its bytes, as they lie there, and their SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableContent:
    """What a table had: so many rows, and a hash of them that does not depend on their order (``tables``)."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Database:
    """The snapshot: in which ``member`` it is, of which ``kind`` (sqlite, postgresql), at which ``migration`` of ours.

    ``dumped_by`` is the major version of pg_dump, 0 with SQLite. ``tables``: what was in them, by name.
    """

    member: str
    kind: str
    migration: str
    dumped_by: int
    tables: Mapping[str, TableContent]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is in an archive. ``frame`` is the hash of what lies between the contents: headers and padding.

    ``made``: ISO 8601 with its zone. ``originals``: whether they are in it (``--without-originals``).
    """

    sha256: str
    format: int
    minyi: str
    made: str
    originals: bool
    frame: str
    database: Database
    members: Mapping[str, Member]


def header(name: str, size: int, modified: int) -> bytes:
    """What stands before a member: one header, and a second one (PAX) where the first has no room for name or size."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, modified, 0o600
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")


def padding(size: int) -> bytes:
    """The zeros that fill the last block of so many bytes."""
    return bytes(-size % tarfile.BLOCKSIZE)


def dump(manifest: Manifest, modified: int) -> bytes:
    """The manifest as it lies in the archive, header and all, sealed. ``manifest.sha256`` does not count."""
    content: bytes = _adapter().dump_json(manifest)
    opened = _OPENING + _OPEN + content[content.index(b'"', len(_OPENING)) :]
    before = header(NAME, len(opened), modified)
    seal = hashlib.sha256(before + opened).hexdigest().encode()
    return before + _OPENING + seal + opened[_END:] + padding(len(opened))


def load(before: bytes, content: bytes, where: str) -> Manifest:
    """The manifest again, from its header and its content. Raises ``MinyiError`` if it is not as it was written."""
    from pydantic import ValidationError  # noqa: PLC0415  (as in _adapter)

    seal = content[len(_OPENING) : _END]
    opened = _OPENING + _OPEN + content[_END:]
    if not content.startswith(_OPENING) or hashlib.sha256(before + opened).hexdigest().encode() != seal:
        raise MinyiError("restore-damaged", where=where, member=NAME)
    try:
        found: Manifest = _adapter().validate_json(content)
    except ValidationError:
        raise MinyiError("restore-foreign", where=where) from None
    return found


def _adapter() -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415  (--help must not pay for it)

    return TypeAdapter(Manifest)
