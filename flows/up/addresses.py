"""Where ``minyi up`` can be reached on this workspace, for ``minyi status`` and flows: noted while it is at work."""

from __future__ import annotations

import datetime
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corpus.files import write_whole
from corpus.processes import is_at_work
from corpus.workspace import Workspace
from flows.alone import is_held

SERVER, REVIEW = "server", "review"
"""The roles that have an address."""


@contextmanager
def noted(place: Workspace, addresses: Mapping[str, str]) -> Iterator[None]:
    """Within it the addresses, by role, can be read. What was killed leaves its notes: nobody of ours answers there."""
    whose = f"{socket.gethostname()}\n{os.getpid()}\n{datetime.datetime.now(datetime.UTC).isoformat()}\n"
    for role, address in addresses.items():
        write_whole(_note(place, role), f"{address}\n{whose}".encode())
    try:
        yield
    finally:
        for role in addresses:
            _note(place, role).unlink(missing_ok=True)


def address_of(place: Workspace, role: str) -> str | None:
    """The address of what ``minyi up`` has started in this role, None where it has not. It may have been killed, and
    another account may listen there since: whoever has a secret to tell asks ``address_at_work``."""
    lines = _lines(place, role)
    return lines[0] if lines else None


def address_at_work(place: Workspace, role: str) -> str | None:
    """The same where that ``minyi up`` is at work on this machine now, else None.

    Its lock is held, and by the process that wrote the note: a new one holds the lock before it writes its own.
    """
    if not is_held(place.folder / "prefect" / f"up-{role}.lock"):
        return None
    try:
        address, host, pid, at = _lines(place, role)
        begun_before = datetime.datetime.fromisoformat(at)
        return address if host == socket.gethostname() and is_at_work(int(pid), begun_before) else None
    except ValueError:
        return None


def _lines(place: Workspace, role: str) -> list[str]:
    try:
        return _note(place, role).read_text("utf-8").splitlines()
    except OSError:
        return []


def _note(place: Workspace, role: str) -> Path:
    return place.folder / "prefect" / f"up-{role}.url"
