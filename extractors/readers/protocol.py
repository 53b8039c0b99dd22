"""What a reader is: a module (or an object) that knows one format and nothing of the pipeline.

The registry imports every reader to ask for its score, so a reader's heavy library is imported inside ``read``.
"""

from __future__ import annotations

from typing import Protocol

from corpus.records import Document
from extractors.limits import Limits

CERTAIN = 100
"""The content says so beyond doubt (a signature)."""
LIKELY = 50
"""The content agrees with the name (a text that is named .csv)."""
POSSIBLE = 10
"""Only the content agrees, and other formats look alike (any text)."""


class Reader(Protocol):
    """One format. A module with these two functions and ``FORMAT`` is a reader too."""

    FORMAT: str
    """What goes into ``Document.format``: ``docx``, ``pdf`` …"""

    def score(self, data: bytes, name: str, /) -> int | None:
        """How sure this reader is that the file is its own, None for not at all.

        ``data`` is the whole file (a ZIP tells what it holds at its end) and goes before ``name`` (the shown name
        with its suffix). Look at as little of it as decides: every reader is asked about every file.
        """
        ...

    def read(self, data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
        """The whole file as a Document; ``shown_as`` and ``sha256`` go into every Source.

        Raises ``UnreadableError`` (``read-damaged`` with ``format`` and ``reason``, ``read-password``,
        ``read-too-large`` …) where nothing can be had; a part that fails is a ``Problem``.
        """
        ...
