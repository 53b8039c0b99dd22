"""Marks over a text: where they overlap it is cut, so that no character is lost or said twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from outputs.reading.visible import html

_OF_OTHERS = frozenset({"checks", "outline"})
"""Kinds that speak of a text which is mostly a finding of its own: a checked date is first of all a deadline."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in a text: its characters (``end`` is one past the last), and its record on the page (an id).

    ``kind`` is its section, ``tag`` the small word at its beginning. ``start`` is None for the whole paragraph, cell
    or row.
    """

    kind: str
    record: str
    tag: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text under the same ``marks``; ``begins`` are those that begin with it.

    The shortest (most exact) mark is first, of equal ones one with a tag; what is said of other findings comes after.
    """

    start: int
    end: int
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]


def segments(length: int, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """The whole text in pieces, one after the other. What of a mark lies outside of the text is cut off."""
    bounded = [(max(m.start, 0), min(m.end, length), m) for m in marks if m.start is not None and m.end is not None]
    inside = sorted(
        (b for b in bounded if b[0] < b[1]), key=lambda b: (b[2].kind in _OF_OTHERS, b[1] - b[0], b[0], not b[2].tag)
    )
    cuts = sorted({0, length, *(b[0] for b in inside), *(b[1] for b in inside)})
    over: list[list[Mark]] = [[] for _ in cuts]
    at = {cut: number for number, cut in enumerate(cuts)}
    for start, end, mark in inside:
        for number in range(at[start], at[end]):
            over[number].append(mark)
    begin: dict[int, list[Mark]] = {}
    for start, _, mark in inside:
        begin.setdefault(start, []).append(mark)
    return tuple(
        Segment(cuts[n], cuts[n + 1], tuple(over[n]), tuple(begin.get(cuts[n], ()))) for n in range(len(cuts) - 1)
    )


def marked(text: str, marks: Sequence[Mark], prefix: str) -> tuple[Markup, dict[str, str]]:
    """The text as HTML, each marked piece a link to its record; and by record the id at which its mark begins."""
    if not marks:
        return Markup(html(text)), {}
    made: list[str] = []
    places: dict[str, str] = {}
    for number, piece in enumerate(segments(len(text), marks)):
        content = html(text[piece.start : piece.end])
        if piece.marks:
            identity = f"{prefix}-{number}"
            for mark in piece.begins:
                places.setdefault(mark.record, identity)
            content = f'<a id="{identity}" {link(piece.marks, piece.begins)}>{content}</a>'
        made.append(content)
    return Markup("".join(made)), places


def link(marks: Sequence[Mark], begins: Sequence[Mark]) -> Markup:
    """The attributes of a marked piece: it leads to the record of its first mark and knows those of the others."""
    kinds = dict.fromkeys(mark.kind for mark in marks)
    tags = "·".join(dict.fromkeys(mark.tag for mark in begins if mark.tag))
    classes = " ".join(("m", f"k-{marks[0].kind}", *(f"also-{kind}" for kind in list(kinds)[1:])))
    records = " ".join(dict.fromkeys(mark.record for mark in marks))
    shown = f' data-k="{escape(tags)}"' if tags else ""
    return Markup(f'class="{classes}" href="#{marks[0].record}" data-r="{records}"{shown}')
