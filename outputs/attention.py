"""What of the documents themselves wants a person's eye: secrecy, former names, words that recognition has spoilt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.records import Extraction
from corpus.registry import Registry
from corpus.terms import terms
from outputs.cells import clean, one_line, place


@dataclass(frozen=True, slots=True)
class Renamed:
    """A former name in the documents: whether the drafts take both names for one office, and where it stands."""

    former: str
    name: str
    is_one: bool
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A text that recognition seems to have spoilt: how, the text, how sure it is that it is right, where it stands."""

    kind: str
    quote: str
    confidence: str
    place: str


def classified(extractions: Sequence[Extraction]) -> tuple[tuple[str, str], ...]:
    """(file, 密级) of each document that bears one, every edition: each is a paper to be kept safe."""
    marked = ((e.file, clean(e.notice.classification)) for e in extractions if e.notice)
    return tuple((file, degree) for file, degree in marked if degree)


def secrecy_line(degrees: Iterable[str]) -> tuple[str, ...]:
    """The line of a draft that rests on documents with these 密级; none where they are none."""
    said = "、".join(dict.fromkeys(filter(None, degrees)))
    return (f"来文标有密级：{said}，本稿请按保密规定保管和传递。",) if said else ()


def renamed(extractions: Sequence[Extraction], registry: Registry) -> tuple[Renamed, ...]:
    """Each former name once, those whose two names stand apart in the drafts first.

    Two names are one where they are it on the day of every document that says so.
    """
    read: dict[tuple[str, str], list[tuple[bool, str]]] = {}
    for extraction in extractions:
        on = extraction.notice.date if extraction.notice else None
        for found in extraction.renamings:
            is_one = registry.canonical(found.name, on) == registry.canonical(found.former, on)
            read.setdefault((found.former, found.name), []).append((is_one, place(found.source)))
    lines = (
        Renamed(clean(former), clean(name), all(one for one, _ in at), tuple(dict.fromkeys(where for _, where in at)))
        for (former, name), at in read.items()
    )
    return tuple(sorted(lines, key=lambda line: line.is_one))


def spoilt(extractions: Sequence[Extraction]) -> tuple[Spoilt, ...]:
    """The doubts of all files, the surest to be wrong first."""
    doubts = sorted((d for e in extractions for d in e.doubts), key=lambda d: d.confidence)
    said = terms("reading")["doubt"]
    return tuple(Spoilt(said[d.kind.value], one_line(d.quote), f"{d.confidence:.2f}", place(d.source)) for d in doubts)
