"""Names of files after departments and places: safe on every system, and no two alike."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST_NAME = 60
"""Characters in a file name: a Chinese one takes three of the 255 bytes that most systems allow."""
_UNSAFE = str.maketrans(
    {"/": "／", "\\": "＼", ":": "：", "*": "＊", "?": "？", '"': "”", "<": "〈", ">": "〉", "|": "｜"}
)


def file_names(titles: Iterable[tuple[str, str]], nameless: str) -> list[str]:
    """A file name for each (name, mark); a long name is cut, the mark stays; ``nameless`` where nothing is left."""
    taken: set[str] = set()
    names = []
    for title, mark in titles:
        safe = (_safe(title) or nameless) + mark
        name, number = safe, 2
        while name.casefold() in taken:
            name, number = f"{safe}（{number}）", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _safe(name: str) -> str:
    return "".join(c for c in name.translate(_UNSAFE) if c.isprintable()).strip(". ")[:_LONGEST_NAME]
