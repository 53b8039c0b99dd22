"""What a container is: a module that knows one kind of archive or mail and gives its members."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Protocol

from corpus.messages import UnreadableError
from extractors.containers.budget import Budget
from extractors.library_words import plain


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a container.

    ``name`` is what the container calls it; it may be hostile, and the registry makes it harmless.
    ``data`` gives the content or raises ``UnreadableError`` (``read-password``, ``read-too-large``,
    ``read-archive-damaged``).
    ``passed_over`` is the code of the message that says why this is nothing to read (a link, a device).
    """

    name: str
    data: Callable[[], bytes] = field(repr=False, compare=False)
    passed_over: str | None = None


class Container(Protocol):
    """One kind of archive or mail. A module with these is a container too."""

    FORMAT: str
    """As a person calls it: ``ZIP``, ``7z``, ``MSG`` …"""

    IS_MAIL: bool
    """A mail's members stand in its own order, and small pictures in it are ornaments."""

    def members(self, file: IO[bytes], name: str, budget: Budget, /) -> Iterator[Member]:
        """The files in the container ``name``; folders are no members. It stays open as long as they are kept.

        Whatever is let out is taken from ``budget`` first. Raises ``UnreadableError`` without a place, at once or
        after some members: what was given until then can be had.
        """
        ...


def nothing() -> bytes:
    """The content of a member that is passed over: never to be asked for."""
    raise ValueError("a member that is passed over has no content")


def damaged(file_format: str, error: object) -> UnreadableError:
    """The exception for what does not open."""
    return UnreadableError("read-archive-damaged", format=file_format, reason=plain(error))
