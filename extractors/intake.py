"""What arrives: files, folders and ZIPs as one row of files, each under a name that a person recognises."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path, PurePath

from corpus.messages import UnreadableError
from corpus.records import Problem
from corpus.terms import terms
from extractors.limits import DEFAULT, Limits
from extractors.readers import file_bytes, file_size, unreadable
from extractors.readers.signatures import kind
from extractors.zip_members import Budget, Member, decoded, members

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Line ends and terminal codes, marks that turn the reading direction, and halves of characters."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file to read, one passed over (``skipped`` says why), or one that cannot be had (``problem``).

    ``shown_as`` is the path as given, with the place inside a folder or ZIP after it (``batch.zip/通知.docx``).
    ``path`` is None for a member of a ZIP.
    """

    shown_as: str
    path: Path | None = None
    skipped: Problem | None = None
    problem: Problem | None = None
    source: Callable[[], bytes] | None = field(default=None, repr=False, compare=False)

    @property
    def readable(self) -> bool:
        """Whether there is something to read."""
        return self.source is not None

    def data(self) -> bytes:
        """The content. Raises ``UnreadableError`` (``read-denied``, ``read-password``, ``read-damaged`` …)."""
        if self.source is None:
            raise ValueError(f"{self.shown_as} is not to be read")
        return self.source()


def arrivals(paths: Sequence[Path], limits: Limits = DEFAULT, apart: Collection[Path] = ()) -> Iterator[Arrival]:
    """Every file behind these paths, in the order given; folders and ZIPs in the order of names.

    A file named by the caller is always tried. In folders and ZIPs hidden files and lock files (``~$``) are passed
    over in silence, files that are plainly no documents are ``skipped``. A folder or ZIP without any document yields
    the problem ``read-no-documents``. Iterate: members of a ZIP are read when ``data`` is called.

    Files and folders of ``apart`` (resolved paths) are minyi's own, not the sender's: folders pass them over.
    """
    for path in paths:
        shown_as = shown(str(path))
        if os.path.isdir(path):  # noqa: PTH112  (``Path.is_dir`` raises where a folder above may not be entered)
            yield from _or_nothing(_folder(path, shown_as, limits, apart, ()), shown_as)
        elif _is_archive(path):
            yield from _or_nothing(_archive(path, shown_as, Budget.of(limits), 1), shown_as)
        else:
            yield _file(path, shown_as, limits)


def shown(name: str) -> str:
    """A file's name in one line: what cannot stand there is ``\ufffd``, bytes that are no UTF-8 are read as GBK."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = decoded(os.fsencode(name))
    return _UNSHOWABLE.sub("\ufffd", name)


def _file(path: Path, shown_as: str, limits: Limits) -> Arrival:
    try:
        file_size(path, shown_as)
    except UnreadableError as error:
        return Arrival(shown_as, path, problem=error.problem)
    return Arrival(shown_as, path, source=partial(file_bytes, path, shown_as, limits))


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
    folder: Path, shown_as: str, limits: Limits, apart: Collection[Path], above: tuple[Path, ...]
) -> Iterator[Arrival]:
    real = folder.resolve()
    if real in above:
        return  # a link back to a folder that is being read
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
        if os.path.isdir(path):  # noqa: PTH112
            yield from _folder(path, name, limits, apart, (*above, real))
        elif (reason := _not_a_document(name)) is not None:
            yield Arrival(name, path, skipped=reason)
        elif _is_archive(path):
            yield from _archive(path, name, Budget.of(limits), 1)
        else:
            yield _file(path, name, limits)


def _archive(source: Path | bytes, shown_as: str, budget: Budget, depth: int) -> Iterator[Arrival]:
    path = source if isinstance(source, Path) else None
    if depth > budget.limits.zip_depth:
        args = (("limit", str(budget.limits.zip_depth)),)
        yield Arrival(shown_as, problem=Problem(shown_as, "read-zip-depth", args))
        return
    try:
        for member in members(source, shown_as, budget):
            yield from _member(member, budget, depth)
    except UnreadableError as error:
        yield Arrival(shown_as, path, problem=error.problem)


def _member(member: Member, budget: Budget, depth: int) -> Iterator[Arrival]:
    if any(map(_hidden, member.name.split("/"))) or member.name.startswith("__MACOSX/"):
        return
    reason = _not_a_document(member.name, member.shown_as)
    if reason is not None:
        yield Arrival(member.shown_as, skipped=reason)
    elif PurePath(member.name).suffix.lower() == ".zip":
        try:
            inner = member.data()
        except UnreadableError as error:
            yield Arrival(member.shown_as, problem=error.problem)
            return
        yield from _archive(inner, member.shown_as, budget, depth + 1)
    else:
        yield Arrival(member.shown_as, source=member.data)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name in {"Thumbs.db", "desktop.ini"}


def _is_archive(path: Path) -> bool:
    """A .zip that holds files; an Office document that somebody named .zip is a document."""
    if path.suffix.lower() != ".zip" or not os.path.isfile(path):  # noqa: PTH113
        return False
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return True
    return kind(head) not in {"docx", "xlsx", "ooxml", "pptx", "ofd"}


def _not_a_document(name: str, shown_as: str | None = None) -> Problem | None:
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    where = shown_as or name
    if suffix in _passed_over()["images"]:
        return Problem(where, "skip-image")
    return (
        Problem(where, "skip-no-document", (("suffix", f".{suffix}"),)) if suffix in _passed_over()["others"] else None
    )


@cache
def _passed_over() -> dict[str, frozenset[str]]:
    return {name: frozenset(suffixes) for name, suffixes in terms("passed_over").items()}
