"""The name of a body that ends or begins at a place in a text to which grammar points: a bracket, a verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.body_names import is_collective, taken_apart
from corpus.records import Source
from corpus.terms import terms
from extractors.clean import matching
from extractors.names.organisations import LONGEST_NAME, NameAt, is_organisation, organisations_in
from extractors.spans import kept, within

_CLAUSE = re.compile(r"[，。；：！？、《》“”‘’（）\"']")
_QUOTES = "“”‘’\"'"
_BRACKETS = re.compile(r"(?:（[^（）]*）)+$")
_NO_PART = "原和与及同将把"
"""What may stand before a name that begins with its level, and belongs to the sentence."""
_LIKE_ONE = re.compile(r"[\u3400-\u9fff]{2,14}")


@dataclass(frozen=True, slots=True)
class Spaceless:
    """A paragraph or a cell without its spaces. ``even`` is ``bare`` in one width of brackets, for comparing.

    ``places`` says where its characters stand in ``raw``; ``breaks`` are those with a line break before them.
    """

    bare: str
    even: str
    places: tuple[int, ...]
    breaks: tuple[int, ...]
    raw: str
    source: Source

    def quote(self, start: int, end: int) -> tuple[str, Source]:
        """The text as it stands with its spaces, and its place."""
        first, last = self.places[start], self.places[end - 1] + 1
        return self.raw[first:last], within(self.source, first, last)


def spaceless(raw: str, source: Source) -> Spaceless:
    """The text without spaces, invisible signs and converters' marks."""
    places = kept(raw)
    bare = "".join(raw[at] for at in places)
    breaks = tuple(at for at in range(1, len(places)) if "\n" in raw[places[at - 1] : places[at]])
    return Spaceless(bare, matching(bare), places, breaks, raw, source)


def is_body(name: str) -> bool:
    """Whether the whole is the name of one body, by the registry or by its ending."""
    return len(name) <= LONGEST_NAME and not is_collective(name) and (taken_apart(name).known or is_organisation(name))


def may_be_body(name: str) -> bool:
    """The same, or what is made like one (市蚕业办, with its level), for where the text tells that a body is meant."""
    parts = taken_apart(name)
    made_like_one = bool(parts.level) and _LIKE_ONE.fullmatch(parts.office) is not None
    return is_body(name) or (made_like_one and name.endswith(tuple(terms("renamings")["endings"])))


def level_at(name: str, level: str) -> int | None:
    """Where the level (市) last stands as one, and not within a word (城市); None where it does not."""
    inside = tuple(terms("renamings")["no_levels"])
    places = (found.start() for found in re.finditer(level, name) if not name[: found.end()].endswith(inside))
    return max(places, default=None)


def name_before(text: Spaceless, end: int, like: str) -> NameAt | None:
    """The body whose name ends here, further names in brackets (（综治办）, （以下简称…）) and quotes set aside.

    ``like`` is another name of it: one that is not known otherwise begins with the same level.
    """
    earliest = max(0, end - 4 * LONGEST_NAME)
    even = text.even[earliest:end].rstrip(_QUOTES)
    even = even[: len(even) - len(_last(_BRACKETS, even))].rstrip(_QUOTES)
    start, end = max((mark.end() for mark in _CLAUSE.finditer(even)), default=0), earliest + len(even)
    start = _line(text, max(earliest + start, end - 2 * LONGEST_NAME), end)
    piece = text.bare[start:end]
    last = next((span for span in organisations_in(piece) if span.end == len(piece)), None)
    if last is not None:
        start, piece = start + last.start, piece[last.start :]
    while len(piece) > 2 and piece[0] in _NO_PART and _stands_alone(piece[1:], piece):
        start, piece = start + 1, piece[1:]
    level = taken_apart(like).level
    if level and not is_body(piece) and (at := level_at(piece, level)) is not None:
        start, piece = start + at, piece[at:]
    return NameAt(piece, start, end) if may_be_body(piece) else None


def name_after(text: Spaceless, start: int) -> NameAt | None:
    """The body whose name begins here, in quotes or not."""
    even = text.even[start : start + 4 * LONGEST_NAME]
    start += len(even) - len(even.lstrip(_QUOTES))
    latest = start + 2 * LONGEST_NAME
    mark = _CLAUSE.search(text.even, start, latest)
    piece = text.bare[start : mark.start() if mark else latest]
    first = next((span for span in organisations_in(piece) if span.start == 0), None)
    known = (end for end in range(min(len(piece), LONGEST_NAME), 1, -1) if taken_apart(piece[:end]).known)
    end = first.end if first else next(known, len(piece))
    return NameAt(piece[:end], start, start + end) if may_be_body(piece[:end]) else None


def _line(text: Spaceless, start: int, end: int) -> int:
    """Where the name begins that may be broken over the lines of a cell: behind a line that is a whole name itself."""
    lines = [start, *(at for at in text.breaks if start < at < end), end]
    for at in range(len(lines) - 2, 0, -1):
        if is_body(text.bare[lines[at] : end]) and is_body(text.bare[lines[at - 1] : lines[at]]):
            return lines[at]
    return start


def _stands_alone(rest: str, whole: str) -> bool:
    """Whether the rest is a known name of which no place is told, or the whole is no known one (原平市教育局 is)."""
    parts = taken_apart(rest)
    return parts.known and (not parts.place or not taken_apart(whole).known)


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""
