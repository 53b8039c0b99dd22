"""The registry: which files hold other files, by their content first and their name second, and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, cast
from weakref import finalize
from zipfile import BadZipFile, ZipFile, is_zipfile

from corpus.messages import UnreadableError, defect
from corpus.records import Problem
from extractors.containers.budget import Budget
from extractors.containers.names import inner_name, told_apart
from extractors.containers.protocol import Container, Member
from extractors.containers.zip import directory_fits
from extractors.limits import Limits
from extractors.readers import unreadable
from extractors.readers.signatures import kind, zip_kind

_BY_CONTENT = {
    "zip": "zip",
    "rar": "rar",
    "7z": "sevenzip",
    "tar": "tar",
    "gzip": "tar",
    "bz2": "tar",
    "xz": "tar",
    "eml": "mail",
    "msg": "outlook",
}
_BY_NAME = {
    **dict.fromkeys((".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz"), "tar"),
    ".zip": "zip",
    ".rar": "rar",
    ".7z": "sevenzip",
    ".eml": "mail",
    ".msg": "outlook",
}
_TAKEN_FOR: dict[str, frozenset[str | None]] = {".eml": frozenset({None, "mhtml"}), ".msg": frozenset({None, "ole"})}
"""What the content of a damaged MSG, or of a mail without receiver in its head, is taken for; others' is unknown."""
_DOCUMENTS = frozenset({".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".ofd", ".et", ".wps", ".odt", ".ods"})
_HEAD = 64 * 1024
_DIRECTORY_FAR = 64 * 1024 * 1024
"""How far into a compound file its directory is looked for."""


class _Kept:
    """The container's file, closed when the last member that needs it is gone."""

    def opened(self, source: Path | bytes) -> IO[bytes]:
        file: IO[bytes] = source.open("rb") if isinstance(source, Path) else BytesIO(source)
        finalize(self, file.close)
        return file


@dataclass(frozen=True, slots=True)
class Found:
    """One file in a container under the name that a person sees, parts by ``/``; how to have it, or why not to."""

    name: str
    shown_as: str
    in_mail: bool
    source: Callable[[], bytes] = field(repr=False, compare=False)
    kept: _Kept = field(repr=False, compare=False)
    skipped: Problem | None = None

    def data(self) -> bytes:
        """The content. Raises ``UnreadableError`` that names this file."""
        try:
            return self.source()
        except UnreadableError as error:
            raise _placed(error, self.shown_as) from None
        except OSError as error:  # the archive is gone, or the disk is full
            raise unreadable(error, self.shown_as) from None
        except Exception as error:
            problem = defect(self.shown_as, error)
            raise UnreadableError(problem.code, where=problem.where, **dict(problem.args)) from None


def container_of(source: Path | bytes, name: str, limits: Limits) -> Container | None:
    """What opens this file, or None for a document. A document that somebody named .zip is a document.

    An Office file that is too damaged to be known as one stays with the reader of its name.
    """
    suffix = PurePath(name).suffix.lower()
    found = _kind(source, limits)
    if found in _BY_CONTENT:
        module = None if suffix in _DOCUMENTS and not _opens(source) else _BY_CONTENT[found]
    else:
        module = _BY_NAME.get(suffix) if found in _TAKEN_FOR.get(suffix, {None}) else None
    return cast(Container, import_module(f"{__name__}.{module}")) if module else None


def may_be_container(name: str) -> bool:
    """Whether a member of this name is worth unpacking to see what it holds: named so, or named like nothing."""
    suffix = PurePath(name).suffix.lower()
    return suffix in _BY_NAME or not suffix


def contents(container: Container, source: Path | bytes, shown_as: str, budget: Budget) -> Iterator[Found | Problem]:
    """What a container holds, archives in the order of names; where it breaks off, a problem comes last."""
    broken = None
    members: list[Member] = []
    kept = _Kept()
    try:
        file = kept.opened(source)
        for member in container.members(file, PurePath(shown_as).name, budget):
            members.append(member)
    except UnreadableError as error:
        broken = _cut(error.problem, len(members), shown_as)
    except OSError as error:
        broken = unreadable(error, shown_as).problem
    except Exception as error:
        broken = defect(shown_as, error)  # the other files of the batch go on
    named = [(inner_name(member.name), member) for member in members]
    taken: set[str] = set()
    for name, member in named if container.IS_MAIL else sorted(named, key=lambda found: found[0]):
        apart = told_apart(name, taken)
        where = f"{shown_as}/{apart}"
        skipped = Problem(where, member.passed_over) if member.passed_over else None
        yield Found(apart, where, container.IS_MAIL, member.data, kept, skipped)
    if broken is not None:
        yield broken


def _kind(source: Path | bytes, limits: Limits) -> str | None:
    """The kind by the first bytes; of a ZIP by the names inside it, which stand at its end."""
    try:
        with source.open("rb") if isinstance(source, Path) else BytesIO(source) as file:
            head = file.read(_HEAD)
            if head.startswith(b"PK"):
                return _zip_kind(file, head, limits)
            return kind(head + file.read(_DIRECTORY_FAR)) if head.startswith(b"\xd0\xcf\x11\xe0") else kind(head)
    except OSError:
        return None


def _zip_kind(file: IO[bytes], head: bytes, limits: Limits) -> str | None:
    try:
        if not directory_fits(file, limits):
            return "zip"
        return zip_kind(frozenset(ZipFile(file).namelist()))
    except (BadZipFile, ValueError, NotImplementedError, UnreadableError):
        return kind(head)


def _opens(source: Path | bytes) -> bool:
    return is_zipfile(source if isinstance(source, Path) else BytesIO(source))


def _cut(problem: Problem, whole: int, shown_as: str) -> Problem:
    """What broke a container off; where members could be had before, the damage is that the others are missing."""
    if problem.code == "read-archive-damaged" and whole:
        args = (("count", str(whole)), ("reason", dict(problem.args)["reason"]))
        return Problem(shown_as, "read-archive-cut", args)
    return Problem(shown_as, problem.code, problem.args)


def _placed(error: UnreadableError, shown_as: str) -> UnreadableError:
    return UnreadableError(error.problem.code, where=shown_as, **dict(error.problem.args))


__all__ = ["Budget", "Container", "Found", "container_of", "contents", "may_be_container"]
