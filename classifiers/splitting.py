"""A comment with several matters for different departments: a proposal for each, with its part of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from classifiers.matters import Part, may_have_points, parts
from corpus.directory import UNCLEAR
from corpus.records import Matter, Suggestion

SURE = 0.5
"""The score from which on a part stands for a matter of its own."""

Propose = Callable[[Sequence[str]], Sequence[Suggestion]]


def with_matters(texts: Sequence[str], found: Sequence[Suggestion], propose: Propose) -> list[Suggestion]:
    """The suggestions, in order, with ``matters`` where the writer has set apart points that go to different
    departments: a person then says whether they are to be parted.

    ``propose`` makes a suggestion for each part; it is asked once, for the parts of all texts.
    """
    pointed = ((row, parts(text, points_only=True)) for row, text in enumerate(texts) if may_have_points(text))
    cut = {row: pieces for row, pieces in pointed if len(pieces) > 1}
    asked = [texts[row][p.start : p.end] for row, pieces in cut.items() for p in pieces]
    proposals = iter(propose(asked) if asked else ())
    settled = list(found)
    for row, pieces in cut.items():
        matters = _joined(zip(pieces, proposals, strict=False))
        if len({m.candidates[0].function for m in matters}) > 1:
            settled[row] = replace(settled[row], matters=tuple(matters), needs_review=True)
    return settled


def _joined(proposed: Iterable[tuple[Part, Suggestion]]) -> list[Matter]:
    """Neighbours for the same department are one matter. What is unsure goes with what stands before it, and is in no
    matter where nothing does."""
    found: list[Matter] = []
    for part, one in proposed:
        if not one.candidates:
            continue
        first = one.candidates[0]
        sure = first.score >= SURE and first.function != UNCLEAR
        if found and (not sure or found[-1].candidates[0].function == first.function):
            found[-1] = replace(found[-1], end=part.end)
        elif sure:
            found.append(Matter(part.start, part.end, one.domain, one.candidates))
    return found
