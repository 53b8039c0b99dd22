"""A folder or a bucket in which files lie by name; each is there whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from corpus import files
from corpus.messages import MinyiError
from corpus.storage.failures import told, without_user

_WHOLE = frozenset(("s3", "s3a", "gs", "gcs", "az", "abfs", "oss", "memory"))
"""Schemes of stores in which a file appears when all of it has arrived. With others (FTP, SSH) a broken connection
leaves half a file under its name, which nobody can tell from a whole one."""

_PROBE = ".minyi-check"


@dataclass(frozen=True, slots=True)
class Place:
    """Files by name below ``url``: names are relative and parted by ``/``.

    It travels to other processes, with the options, and never shows them. Every call raises ``MinyiError``
    (``storage-denied``, ``storage-missing``, ``storage-package``, ``storage-failed``; of a folder ``write-denied`` and
    ``read-denied``), and ``PassingError`` (``storage-lost``) where another attempt may do.
    """

    url: str
    _options: str = field(default="{}", repr=False)

    @classmethod
    def of(cls, url: str, options: Mapping[str, Any] | None = None, base: Path | None = None) -> Place:
        """The place that the setting means: a folder (below ``base`` if it is relative) or a URL of fsspec's.

        Raises ``MinyiError`` (``storage-scheme``) for a URL of another kind.
        """
        scheme, parted, rest = url.partition("://")
        if parted and scheme != "file":
            if scheme not in _WHOLE:
                known = ", ".join(sorted(_WHOLE))
                raise MinyiError("storage-scheme", where=without_user(url), scheme=scheme, known=known)
            return cls(url.rstrip("/"), json.dumps(dict(options or {}), sort_keys=True, default=str))
        folder = Path(rest if parted else url)
        return cls(str((base / folder if base else folder).absolute()))

    @property
    def folder(self) -> Path | None:
        """The folder, None if it is not of this machine's."""
        return None if "://" in self.url else Path(self.url)

    @property
    def shown(self) -> str:
        """The address for a reader, without a password."""
        return without_user(self.url)

    def below(self, name: str) -> Place:
        """The place within this one."""
        return Place(self._path(name), self._options)

    def write_whole(self, name: str, data: bytes) -> None:
        """Writes the file, in the place of a former one, which stays as it was if anything goes wrong."""
        if (folder := self.folder) is not None:
            with _of_folder(folder / _within(name), "write-denied"):
                files.write_whole(folder / _within(name), data)
            return
        path = self._path(name)
        with self._told(path):
            self.filesystem().pipe_file(path, data)

    def write_first(self, name: str, data: bytes) -> bool:
        """Writes the file unless there is one of this name, which stays as it is; whether it was written.

        Of several that do it at once in a folder one writes; in a bucket the last may write over the others.
        """
        if (folder := self.folder) is not None:
            with _of_folder(folder / _within(name), "write-denied"):
                return files.write_first(folder / _within(name), data)
        if self.exists(name):
            return False
        self.write_whole(name, data)
        return True

    @contextmanager
    def whole(self, name: str) -> Iterator[IO[bytes]]:
        """The same for a file too large for the memory: what is written in the block is there when the block ends well.

        At a bucket it lies in a temporary file until then. What the block raises goes on, an ``OSError`` at a folder as
        ``write-denied``.
        """
        if (folder := self.folder) is not None:
            with _of_folder(folder / _within(name), "write-denied"), files.whole(folder / _within(name)) as out:
                yield out
            return
        path = self._path(name)
        with tempfile.TemporaryDirectory(prefix="minyi-") as made:
            part = Path(made, "part")
            with part.open("wb") as out:
                yield out
            with self._told(path):
                self.filesystem().put_file(str(part), path)

    def read(self, name: str) -> bytes:
        """The content of the file. Raises ``MinyiError`` (``storage-missing``) where there is none."""
        if (folder := self.folder) is not None:
            with _of_folder(folder / _within(name), "read-denied"):
                return (folder / _within(name)).read_bytes()
        path = self._path(name)
        with self._told(path):
            data: bytes = self.filesystem().cat_file(path)
            return data

    def fetch(self, name: str, to: Path) -> None:
        """Copies the file to this machine, whole or not at all. Raises as ``read`` does."""
        if self.folder is not None:
            data = self.read(name)
            with _of_folder(to, "write-denied"):
                files.write_whole(to, data)
            return
        path = self._path(name)
        with _of_folder(to, "write-denied"), files.whole(to) as out, self._told(path):
            self.filesystem().get_file(path, out.name)

    def size(self, name: str) -> int | None:
        """How many bytes it has, None if there is no such file."""
        found = self.facts(name)
        return None if found is None else int(found["size"])

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return self.size(name) is not None

    def facts(self, name: str) -> Mapping[str, Any] | None:
        """What the store says of the file without reading it: ``size`` in bytes, and what is its own (``ETag``)."""
        if (folder := self.folder) is not None:
            with _of_folder(folder / _within(name), "read-denied"):
                file = folder / _within(name)
                return {"size": file.stat().st_size} if file.is_file() else None
        path = self._path(name)
        with self._told(path):
            try:
                found: Mapping[str, Any] = self.filesystem().info(path)
            except FileNotFoundError:
                return None
            return found if found["type"] == "file" else None

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """The names of all files below the folder ``prefix`` of it, sorted; none where there is no such folder."""
        below = self.below(prefix) if prefix else self
        if (folder := below.folder) is not None:
            with _of_folder(folder, "read-denied"):
                found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        else:
            with self._told(below.url):
                filesystem = self.filesystem()
                root = filesystem._strip_protocol(below.url)
                try:
                    found = [path[len(root) :].lstrip("/") for path in filesystem.find(root)]
                except FileNotFoundError:
                    found = []
        return tuple(sorted(f"{prefix}/{name}" if prefix else name for name in found if name))

    def remove(self, name: str) -> None:
        """Removes the file; one that is not there is removed already."""
        if (folder := self.folder) is not None:
            with _of_folder(folder / _within(name), "write-denied"):
                (folder / _within(name)).unlink(missing_ok=True)
            return
        path = self._path(name)
        with self._told(path):
            try:
                self.filesystem().rm_file(path)
            except FileNotFoundError:
                return

    def sweep(self) -> None:
        """Removes what writers left that were killed over a file, when nobody writes here any more. In a bucket there
        is no such thing."""
        if (folder := self.folder) is not None:
            with _of_folder(folder, "write-denied"):
                files.sweep(folder)

    def check(self) -> None:
        """Writes a small file and removes it. Raises why it cannot: said now, not after an hour of work."""
        self.write_whole(_PROBE, b"")
        self.remove(_PROBE)

    def filesystem(self) -> Any:
        """fsspec's file system for it: made once a process and for each set of options, by fsspec itself.

        For libraries that write through it. Raises ``MinyiError`` if the package for the scheme is missing.
        """
        import fsspec  # noqa: PLC0415  (a folder must not pay for it)

        with told(self.url, self._settings):
            if self.folder is not None:
                return fsspec.filesystem("file")
            # What another process wrote a moment ago must be seen: no listing is remembered.
            return fsspec.filesystem(self.url.partition("://")[0], use_listings_cache=False, **self._settings)

    @property
    def _settings(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._options)
        return found

    def _path(self, name: str) -> str:
        return f"{self.url}/{_within(name)}"

    def _told(self, path: str) -> AbstractContextManager[None]:
        return told(path, self._settings)


def _within(name: str) -> str:
    """The name, which may lead nowhere else: a list that somebody else wrote must not reach other files."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"not the name of a file below a place: {name!r}")
    return str(path)


@contextmanager
def _of_folder(path: Path, key: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError) and key == "read-denied":
            raise MinyiError("storage-missing", where=str(path)) from error
        raise MinyiError(key, where=str(path), reason=error.strerror or str(error)) from error
