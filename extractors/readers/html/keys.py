"""The keys by which a portal's page tells of a document (索引号：…), and the tables that hold nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.terms import terms

_LEAST_KEYS = 3
_LONGEST_VALUE = 120
_AROUND = "\\s:：\\[\\]【】"


@cache
def keys() -> frozenset[str]:
    """All keys, without spaces and marks."""
    return frozenset(key for listed in terms("notices")["portal"].values() for key in listed)


@cache
def key_pattern() -> re.Pattern[str]:
    """A key with its colon; letters may be spaced out (标　题：)."""
    spaced = (r"\s*".join(map(re.escape, key)) for key in sorted(keys(), key=len, reverse=True))
    return re.compile(rf"[\[【(（]?\s*(?:{'|'.join(spaced)})\s*[\]】)）]?\s*[:：]")


def key_lines(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """A table of keys and values as one line a pair (``索引号：…``), None where the table holds anything else.

    Each row begins with a key, and each cell that is none belongs to the key before it.
    """
    pairs: list[str] = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not _is_key(cells[0]):
            return None
        pairs += _pairs(cells)
    long = any(len(pair) > _LONGEST_VALUE for pair in pairs)
    return None if len(pairs) < _LEAST_KEYS or long else pairs


def _pairs(cells: Sequence[str]) -> Iterator[str]:
    pair = ""
    for cell in cells:
        if _is_key(cell):
            if pair:
                yield pair
            pair = cell if key_pattern().match(cell) else f"{cell}："
        else:
            pair += " ".join(cell.split("\n"))
    yield pair


def _is_key(cell: str) -> bool:
    return re.sub(rf"[{_AROUND}]", "", cell) in keys() or key_pattern().match(cell) is not None
