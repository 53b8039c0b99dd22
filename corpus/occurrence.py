"""Which of many words occur in a text, and where a longest one begins: for lists of some thousand words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words by their first character: a text is asked only for words that begin with one of its characters."""

    by_first: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """The words, each once; an empty one is left out."""
        found: dict[str, list[str]] = {}
        for word in sorted(set(filter(None, words)), key=lambda w: (-len(w), w)):
            found.setdefault(word[0], []).append(word)
        return cls({first: tuple(longest_first) for first, longest_first in found.items()})

    def within(self, text: str) -> frozenset[str]:
        """Every word that occurs in the text, also inside another one."""
        return frozenset([w for first in self.by_first.keys() & set(text) for w in self.by_first[first] if w in text])

    def longest(self, text: str) -> Iterator[tuple[int, str]]:
        """(position, word) from left to right: at each place the longest word, none that overlaps the one before."""
        at = 0
        for start, character in enumerate(text):
            if start < at or character not in self.by_first:
                continue
            for word in self.by_first[character]:
                if text.startswith(word, start):
                    yield start, word
                    at = start + len(word)
                    break
