"""What travels of a large table: the rows of a part on the way out, a few figures on the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ROWS = 5_000
"""Rows of a part: a third of a second of work, one file, one transaction."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows of one part, each as long as the header. Parts are numbered from 0, ``first`` is the number of its first
    row among those below the header, from 1."""

    number: int
    first: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PartDone:
    """A part that is written: the hash of its file, how many of its rows a person has to see, have no text, and have a
    text for which the store had a suggestion already; how many texts were tagged; and the
    seconds of a processor for each stage."""

    number: int
    rows: int
    sha256: str
    review: int
    empty: int
    known: int
    tagged: int
    seconds: Mapping[str, float] = field(default_factory=dict)


def file_of(number: int) -> str:
    """The name of a part's file: their order by name is that of the table."""
    return f"part-{number:05d}.parquet"
