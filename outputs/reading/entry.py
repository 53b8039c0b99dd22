"""One record as the page lists it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.records import Source

Said = tuple[tuple[str, str], ...]
"""Labels and texts, in order; a label may be empty."""
Where = tuple[Source, str]
"""A source, and what stands there as the record quotes it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``head`` leads to the first of ``sources``; ``beside`` are further places with a word for each.

    ``kind`` is the section's key, ``tag`` the word at the mark in the text. ``is_there`` is false for an element that
    the notice does not have; ``is_folded`` puts a record that asks for nothing out of the way.
    """

    kind: str
    head: str
    label: str = ""
    tag: str = ""
    lines: Said = ()
    flags: tuple[str, ...] = ()
    sources: tuple[Where, ...] = ()
    beside: tuple[tuple[str, Where], ...] = ()
    level: int = 0
    is_there: bool = True
    is_bad: bool = False
    is_folded: bool = False


def said(lines: Mapping[str, str | None]) -> Said:
    """The lines that say something."""
    return tuple((label, text) for label, text in lines.items() if text and text.strip())
