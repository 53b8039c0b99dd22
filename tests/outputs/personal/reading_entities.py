"""What was found, as a person reads it: the words and their kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from outputs.personal.entity import Entity
from outputs.personal.folding import folded

Finder = Callable[[str], Iterable[Entity]]


def words(find: Finder, text: str) -> list[str]:
    """The words that a finder of numbers takes out of a text."""
    return [text[each.start : each.end] for each in find(folded(text))]


def marked(text: str, found: Iterable[Entity]) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.type) for each in found]
