"""Programs that unpack RAR: the method is Roshal's own, so Python has a reader of the list and none of the content."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Timer

from corpus import programs
from corpus.messages import UnreadableError
from extractors.containers.spool import Spool
from extractors.limits import Limits

_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class _Program:
    """How a program is asked for itself, what it then says, and how it writes all members to standard output.

    The archive's path follows. No member is named to it: a name may look like an option or a pattern.
    """

    name: str
    ask: Sequence[str]
    says: bytes
    unpack: Sequence[str]


_PROGRAMS = (
    _Program("unrar", (), b"Alexander Roshal", ("p", "-inul", "-p-", "--")),
    _Program("unar", ("-version",), b"", ("-q", "-o", "-", "-p", "", "--")),
    _Program("7z", ("i",), b"Rar5", ("e", "-so", "-bd", "-p", "--")),
    _Program("7zz", ("i",), b"Rar5", ("e", "-so", "-bd", "-p", "--")),
    _Program("bsdtar", ("--version",), b"bsdtar", ("-x", "--to-stdout", "-f")),
)
"""The better first. Debian's unrar is mostly unrar-free, which writes nothing to standard output; its 7z is without
the RAR codec; libarchive's bsdtar knows no solid RAR4."""


def program() -> str | None:
    """The path of the first program on this machine that can unpack RAR, None where there is none."""
    found = _found(os.environ.get("PATH", ""))
    return found[1] if found else None


def missing() -> UnreadableError:
    """The exception that names the program and says how to get it."""
    return UnreadableError("read-rar-program", program=programs.name("rar"), command=programs.how_to_install("rar"))


def unpack(archive: Path, spool: Spool, most: int, limits: Limits) -> None:
    """All members' bytes one after another into the spool, at most ``most`` of them.

    The program gets no input, may take ``limits.memory_bytes`` and ``limits.conversion_seconds``, and is ended after
    that: some never come to an end with broken archives. Raises ``read-rar-program`` where there is no program.
    """
    found = _found(os.environ.get("PATH", ""))
    if found is None:
        raise missing()
    kind, path = found
    silent, pipe = subprocess.DEVNULL, subprocess.PIPE
    command = [path, *kind.unpack, str(archive)]
    with subprocess.Popen(command, stdin=silent, stdout=pipe, stderr=silent) as process:
        _bound(process.pid, limits)
        watch = Timer(limits.conversion_seconds, process.kill)
        watch.start()
        try:
            left = most
            while left > 0 and process.stdout and (part := process.stdout.read(min(left, _CHUNK))):
                spool.write(part)
                left -= len(part)
        finally:
            watch.cancel()
            process.kill()


@cache
def _found(path: str) -> tuple[_Program, str] | None:
    for candidate in _PROGRAMS:
        place = shutil.which(candidate.name, path=path)
        if place is not None and candidate.says in _answer([place, *candidate.ask]):
            return candidate, place
    return None


def _answer(command: Sequence[str]) -> bytes:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout + done.stderr if done.returncode in (0, 7) else b""


def _bound(pid: int, limits: Limits) -> None:
    """Memory of another process can be bounded on Linux alone; elsewhere the sizes that RAR declares must do."""
    try:
        from resource import RLIMIT_AS, prlimit  # noqa: PLC0415  (not on Windows, and not on macOS)
    except ImportError:
        return
    try:
        prlimit(pid, RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    except OSError:
        return  # it has come to its end already
