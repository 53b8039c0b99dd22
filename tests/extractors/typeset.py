"""Where text stands on the pages that tests draw, whatever file they become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def width(words: str) -> float:
    """In em: half for ASCII, one for everything else."""
    return sum(0.5 if char.isascii() else 1.0 for char in words)


def typeset(words: Sequence[str], x: float, y: float, pitch: float, em: float) -> Iterator[tuple[float, float, str]]:
    """Lines one under the other, each with its place; one that begins with two wide spaces is indented by as much."""
    for i, line in enumerate(words):
        indent = 2 * em if line.startswith("\u3000\u3000") else 0.0
        yield x + indent, y + i * pitch, line.lstrip("\u3000")
