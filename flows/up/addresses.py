"""Where ``minyi up`` can be reached on this workspace, for ``minyi status``: noted while it is at work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corpus.files import write_whole
from corpus.workspace import Workspace

SERVER, REVIEW = "server", "review"
"""The roles that have an address."""


@contextmanager
def noted(place: Workspace, addresses: Mapping[str, str]) -> Iterator[None]:
    """Within it the addresses, by role, can be read. What was killed leaves its notes: nobody answers there."""
    for role, address in addresses.items():
        write_whole(_note(place, role), address.encode())
    try:
        yield
    finally:
        for role in addresses:
            _note(place, role).unlink(missing_ok=True)


def address_of(place: Workspace, role: str) -> str | None:
    """The address of what ``minyi up`` has started in this role, None where it has not."""
    try:
        return _note(place, role).read_text("utf-8")
    except OSError:
        return None


def _note(place: Workspace, role: str) -> Path:
    return place.folder / "prefect" / f"up-{role}.url"
