"""Where a finding stands: its characters in the text as it was read, also if that was cleaned or cut before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.records import Source
from extractors.clean import visible

_SPACE_OR_MARK = re.compile(r"\[(?:bookmark|image): [^\[\]]*\]|\s+")

Span = tuple[int, int]
"""First character and one past the last, from 0."""


def within(source: Source, start: int, end: int) -> Source:
    """The source down to these characters of its text; those of a portion are counted in the whole paragraph."""
    begins = begin_of(source)
    return replace(source, span=(begins + start, begins + end))


def begin_of(source: Source) -> int:
    """Where the text of a block begins in its paragraph: 0, but in the portions of a long one (``portions``)."""
    return source.span[0] if source.span else 0


def kept(raw: str, span: Span | None = None) -> tuple[int, ...]:
    """The indexes of the characters (of ``span``, else of all) that cleaning keeps: no spaces, nothing invisible."""
    return tuple(_kept(raw, *(span or (0, len(raw)))))


def without_spaces(text: str) -> str:
    """The text as its kept characters read."""
    return re.sub(r"\s", "", visible(text))


def located(raws: Sequence[tuple[str, Span]], wanted: str, after: str = "") -> tuple[tuple[int, Span], ...]:
    """Where ``wanted`` stands in texts that are read one after the other, spaces aside: the text's index and its span.

    A name that is broken over texts has a span in each; empty where it stands nowhere. It is looked for behind as many
    characters as ``after`` has.
    """
    places, text = _read(tuple(raws))
    bare = without_spaces(wanted)
    first = text.find(bare, len(without_spaces(after))) if bare else -1
    if first < 0:
        return ()
    spans: dict[int, Span] = {}
    for index, at in places[first : first + len(bare)]:
        spans[index] = (spans[index][0] if index in spans else at, at + 1)
    return tuple(spans.items())


@lru_cache(maxsize=16)  # the addressees of a list are looked for one after the other
def _read(raws: tuple[tuple[str, Span], ...]) -> tuple[tuple[Span, ...], str]:
    """The kept characters of texts that are read one after the other: the text's index and the place in it; and what
    they read."""
    places = tuple((index, at) for index, (raw, span) in enumerate(raws) for at in _kept(raw, *span))
    return places, "".join(raws[index][0][at] for index, at in places)


def _kept(raw: str, start: int, end: int) -> Iterator[int]:
    for first, last in _pieces(raw, start, end):
        plain = len(visible(raw[first:last])) == last - first
        yield from (at for at in range(first, last) if plain or visible(raw[at]))


def _pieces(raw: str, start: int, end: int) -> Iterator[Span]:
    for gap in _SPACE_OR_MARK.finditer(raw, start, end):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if end > start:
        yield start, end
