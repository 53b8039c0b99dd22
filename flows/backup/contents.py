"""Which files of a workspace belong into its backup, under which names, and which names may come back out of one."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from corpus.messages import MinyiError
from corpus.records import Problem
from corpus.workspace import Workspace
from flows.backup.writing import SourceError

FOLDER = "workspace"
"""The folder of the archive in which they lie."""
ORIGINALS = f"{FOLDER}/originals"
_PASSING = (".part", ".lock")
"""Files that are being written, and locks: they mean something to a process at work only."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file and its name in the archive."""

    path: Path
    name: str


def belongings(place: Workspace) -> tuple[Path, ...]:
    """The folders and files of a workspace that are kept, beside its originals. Prefect's are not: a run needs none of
    them, and what it needs again it makes again."""
    folders = (place.evidence.folder, place.model, place.templates, place.outputs, place.logs)
    return (place.settings_file, place.directory, place.forms, *folders)


def found_below(top: Path, name: str) -> Iterator[Found | Problem]:
    """Every file at or below ``top``, which is ``name`` in the archive, in order; nothing where nothing is.

    Links and devices are none: what they lead to is not the workspace's. They, folders that cannot be read, and names
    that are no text are given back as problems.
    """
    try:
        mode = top.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        yield _unread(top, error)
        return
    if stat.S_ISDIR(mode):
        try:
            inside = sorted(top.iterdir())
        except OSError as error:
            yield _unread(top, error)
            return
        for one in inside:
            yield from found_below(one, f"{name}/{unicodedata.normalize('NFC', one.name)}")
    elif not stat.S_ISREG(mode):
        yield Problem(str(top), "backup-link")
    elif not top.name.endswith(_PASSING):
        yield Found(top, name) if is_text(name) else Problem(repr(top), "backup-name")


def opened(path: Path) -> BinaryIO | None:
    """The file, to be read, None where it has gone meanwhile or is none any more. Raises ``SourceError``."""
    never = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, os.O_RDONLY | never)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SourceError(error.errno, error.strerror) from error
    file = os.fdopen(handle, "rb")
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return file
    file.close()
    return None


def is_text(name: str) -> bool:
    """Whether every system can write the name: UTF-8, without characters of control."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return not any(unicodedata.category(character) == "Cc" for character in name)


def place_of(name: str, folder: Path, where: str) -> Path:
    """Where a member of an archive lies in a workspace. Raises ``MinyiError`` for a name that no backup gives: one
    that leads elsewhere, or to something that is not kept."""
    path = PurePosixPath(name)
    kept = {ORIGINALS, *(f"{FOLDER}/{one.name}" for one in belongings(Workspace(folder, "")))}
    as_written = str(path) == name == unicodedata.normalize("NFC", name) and is_text(name)
    inside = "/".join(path.parts[:2]) in kept and ".." not in path.parts and "\\" not in name
    if not (as_written and inside):
        raise MinyiError("restore-name", where=where, member=repr(name)[1:-1])
    return folder.joinpath(*path.parts[1:])


def _unread(path: Path, error: OSError) -> Problem:
    return Problem(str(path), "backup-unread", (("reason", error.strerror or str(error)),))
