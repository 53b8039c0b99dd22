"""Which of many words occur in a text, and where a longest one begins: for lists of some thousand words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words by their first character, and where in a text one may begin: there stands the first character of a word,
    and behind it the second one of a word. A text is asked only for words that begin with a character found so."""

    by_first: Mapping[str, tuple[str, ...]]
    beginnings: re.Pattern[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """The words, each once; an empty one is left out."""
        found: dict[str, list[str]] = {}
        for word in sorted(set(filter(None, words)), key=lambda w: (-len(w), w)):
            found.setdefault(word[0], []).append(word)
        return cls({first: tuple(longest_first) for first, longest_first in found.items()}, _beginnings(found))

    def within(self, text: str) -> frozenset[str]:
        """Every word that occurs in the text, also inside another one."""
        return frozenset([w for first in set(self.beginnings.findall(text)) for w in self.by_first[first] if w in text])

    def longest(self, text: str) -> Iterator[tuple[int, str]]:
        """(position, word) from left to right: at each place the longest word, none that overlaps the one before."""
        at = 0
        for found in self.beginnings.finditer(text):
            start = found.start()
            if start < at:
                continue
            for word in self.by_first[found[0]]:
                if text.startswith(word, start):
                    yield start, word
                    at = start + len(word)
                    break


def _beginnings(by_first: Mapping[str, list[str]]) -> re.Pattern[str]:
    words = [word for longest_first in by_first.values() for word in longest_first]
    seconds = _one_of(word[1] for word in words if len(word) > 1)
    alone = _one_of(word for word in words if len(word) == 1)
    return re.compile(f"{_one_of(by_first)}(?:(?={seconds})|(?<={alone}))")


def _one_of(characters: Iterable[str]) -> str:
    """An expression for one of these characters; of none, for nothing."""
    inside = re.escape("".join(sorted(set(characters))))
    return f"[{inside}]" if inside else "(?!)"
