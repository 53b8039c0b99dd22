"""What arrives: files, folders, archives and mails as one row of files, each under a name that a person recognises."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from io import BytesIO
from pathlib import Path, PurePath

from corpus.messages import UnreadableError
from corpus.records import Problem
from corpus.terms import terms
from extractors.containers import Budget, Container, Found, container_of, contents, may_be_container
from extractors.containers.names import shown
from extractors.containers.volumes import is_first_volume, is_volume
from extractors.limits import DEFAULT, Limits
from extractors.readers import file_bytes, file_size, unreadable

_ORNAMENT_BYTES, _ORNAMENT_PIXELS = 20_000, 300
"""A picture below both in a mail or a page's folder is a logo or a button: a scan of a page has ten times as much."""
DEEPEST = 100
"""Folders inside each other that are looked into; nobody keeps papers deeper, and no path could name what is."""
_PAGE_FOLDER = re.compile(r"[._](?:files|文件)$|^[^.]+\.fld$", re.IGNORECASE)
"""Where browsers, WPS and Word put the pictures of a page that they save."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file to read, one passed over (``skipped`` says why), or one that cannot be had (``problem``).

    ``shown_as`` is the path as given, with the place inside a folder, archive or mail after it
    (``batch.zip/来信.eml/附件.xlsx``). ``path`` is None for a member of an archive or mail.
    """

    shown_as: str
    path: Path | None = None
    skipped: Problem | None = None
    problem: Problem | None = None
    source: Callable[[], bytes] | None = field(default=None, repr=False, compare=False)

    def data(self) -> bytes:
        """The content. Raises ``UnreadableError`` (``read-denied``, ``read-password``, ``read-damaged`` …)."""
        if self.source is None:
            raise ValueError(f"{self.shown_as} is not to be read")
        return self.source()


def arrivals(paths: Sequence[Path], limits: Limits = DEFAULT, apart: Collection[Path] = ()) -> Iterator[Arrival]:
    """Every file behind these paths, in the order given; folders and archives in the order of names.

    A file named by the caller is always tried. In folders, archives and mails hidden files and lock files (``~$``)
    are passed over in silence, files that are plainly no documents are ``skipped``. A folder or archive without any
    document yields the problem ``read-no-documents``, and a link that leads out of its folder is ``skipped``: what the
    caller names is followed, what a folder holds is not. Iterate: members are read when ``data`` is called.

    Files and folders of ``apart`` (resolved paths) are minyi's own, not the sender's: folders pass them over.
    """
    for path in paths:
        shown_as = shown(str(path))
        if os.path.isdir(path):  # noqa: PTH112  (``Path.is_dir`` raises where a folder above may not be entered)
            yield from _or_nothing(_folder(path, shown_as, limits, apart, path.resolve()), shown_as)
        else:
            yield from _file(path, shown_as, limits, named=True)


def _file(path: Path, shown_as: str, limits: Limits, named: bool = False) -> Iterator[Arrival]:
    """A document, or what the file holds. ``named`` by the caller, and not found in a folder."""
    if is_volume(path.name):
        yield _volume(path.name, shown_as, named)
        return
    try:
        file_size(path, shown_as)
    except UnreadableError as error:
        yield Arrival(shown_as, path, problem=error.problem)
        return
    container = container_of(path, path.name, limits)
    if container is None:
        yield Arrival(shown_as, path, source=partial(file_bytes, path, shown_as, limits))
        return
    found = _container(container, path, shown_as, Budget.of(limits), 1)
    yield from _or_nothing(found, shown_as) if named else found


def _or_nothing(found: Iterator[Arrival], shown_as: str) -> Iterator[Arrival]:
    """The arrivals; after them a problem where all of them were passed over."""
    count = 0
    any_document = False
    for arrival in found:
        count += 1
        any_document = any_document or arrival.skipped is None
        yield arrival
    if not any_document:
        yield Arrival(shown_as, problem=Problem(shown_as, "read-no-documents", (("count", str(count)),)))


def _folder(
    folder: Path, shown_as: str, limits: Limits, apart: Collection[Path], root: Path, depth: int = 1
) -> Iterator[Arrival]:
    """``root``: the folder that the caller named, resolved. No link to a folder is followed: one that leads to another
    place within ``root`` would give the same files again, and any other leads to files that nobody has handed in."""
    if depth > DEEPEST:
        yield Arrival(shown_as, folder, problem=Problem(shown_as, "read-folder-depth", (("limit", str(DEEPEST)),)))
        return
    real = folder.resolve()
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Arrival(shown_as, folder, problem=unreadable(error, shown_as).problem)
        return
    for entry in entries:
        name = f"{shown_as}/{shown(entry.name)}"
        path = folder / entry.name
        if _hidden(entry.name) or real / entry.name in apart:
            continue
        if entry.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
            yield Arrival(name, path, skipped=Problem(name, "skip-link-out"))
        elif os.path.isdir(path):  # noqa: PTH112
            if not entry.is_symlink():
                yield from _folder(path, name, limits, apart, root, depth + 1)
        elif (reason := _not_a_document(name)) is not None:
            yield Arrival(name, path, skipped=reason)
        elif _PAGE_FOLDER.search(folder.name) and _is_ornament(name, partial(file_bytes, path, name, limits)):
            yield Arrival(name, path, skipped=Problem(name, "skip-ornament"))
        else:
            yield from _file(path, name, limits)


def _container(
    container: Container, source: Path | bytes, shown_as: str, budget: Budget, depth: int
) -> Iterator[Arrival]:
    path = source if isinstance(source, Path) else None
    if depth > budget.limits.archive_depth:
        args = (("limit", str(budget.limits.archive_depth)),)
        yield Arrival(shown_as, path, problem=Problem(shown_as, "read-archive-depth", args))
        return
    for member in contents(container, source, shown_as, budget):
        if isinstance(member, Problem):
            yield Arrival(shown_as, path, problem=member)
        else:
            yield from _member(member, budget, depth)


def _member(member: Found, budget: Budget, depth: int) -> Iterator[Arrival]:
    parts = member.name.split("/")
    if any(map(_hidden, parts)) or parts[0] == "__MACOSX":
        return
    where = member.shown_as
    reason = member.skipped or _not_a_document(where)
    if reason is not None:
        yield Arrival(where, skipped=reason)
    elif is_volume(parts[-1]):
        yield _volume(parts[-1], where, named=False)
    elif (member.in_mail or any(map(_PAGE_FOLDER.search, parts[:-1]))) and _is_ornament(where, member.data):
        yield Arrival(where, skipped=Problem(where, "skip-ornament"))
    elif may_be_container(where):
        yield from _opened(member, budget, depth)
    else:
        yield Arrival(where, source=member.data)


def _opened(member: Found, budget: Budget, depth: int) -> Iterator[Arrival]:
    """What is in a member that is called an archive or mail; the member itself where it turns out to be none."""
    try:
        data = member.data()
    except UnreadableError as error:
        yield Arrival(member.shown_as, problem=error.problem)
        return
    container = container_of(data, member.name, budget.limits)
    if container is None:
        yield Arrival(member.shown_as, source=lambda: data)
    else:
        yield from _container(container, data, member.shown_as, budget, depth + 1)


def _volume(name: str, shown_as: str, named: bool) -> Arrival:
    """One piece of a split archive: the first one says so for all that lie beside it."""
    problem = Problem(shown_as, "read-archive-part")
    if named or is_first_volume(name):
        return Arrival(shown_as, problem=problem)
    return Arrival(shown_as, skipped=problem)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name in {"Thumbs.db", "desktop.ini"}


def _not_a_document(name: str) -> Problem | None:
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    for group, code in (("images", "skip-image"), ("others", "skip-no-document")):
        if suffix in _passed_over()[group]:
            return Problem(name, code, (("suffix", f".{suffix}"),))
    return None


def _is_ornament(name: str, data: Callable[[], bytes]) -> bool:
    """Whether a picture is too small for text: only for pictures by name, and their size is in their head."""
    if PurePath(name).suffix.lower().removeprefix(".") not in _passed_over()["pictures"]:
        return False
    from PIL import Image  # noqa: PLC0415  (only for pictures in mails and pages)

    try:
        content = data()
        if len(content) >= _ORNAMENT_BYTES:
            return False
        with Image.open(BytesIO(content)) as picture:
            return max(picture.size) < _ORNAMENT_PIXELS
    except (UnreadableError, OSError, ValueError, Image.DecompressionBombError):
        return False  # whoever reads it says what is wrong with it


@cache
def _passed_over() -> dict[str, frozenset[str]]:
    return {name: frozenset(suffixes) for name, suffixes in terms("passed_over").items()}
