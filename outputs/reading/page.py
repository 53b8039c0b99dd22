"""The reading page: text with marks on the left, records on the right, each leading to the other."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from markupsafe import Markup

from corpus.messages import text
from corpus.records import Document, Extraction, TablePlace
from corpus.terms import terms
from outputs.cells import shown_name
from outputs.forms import word
from outputs.reading.body import Body, Key, Portion, in_runs
from outputs.reading.entries import Section, sections
from outputs.reading.entry import Entry, Where
from outputs.reading.marks import Mark
from outputs.reading.places import Places
from outputs.reading.visible import html, visible
from outputs.templating import render

GENERATOR = "minyi show"
"""By what a page of ours is told from any other file."""
_LISTED_TOGETHER = 200
"""Records of one kind that are open at a time; further ones are folded by as many."""
_MOST_LISTED = 30_000
"""Records of one kind on the page; those beyond are counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file: what was read of it (None where nothing could be) and what was found.

    ``tables`` say where the extraction's tables stand in the document, one for one.
    """

    extraction: Extraction
    document: Document | None = None
    tables: tuple[TablePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry on the page; ``place`` is the id that it leads to, and where there is none ``why`` says the reason.

    ``beside`` are further places: an id of their own, a word, the id that they lead to.
    """

    id: str
    entry: Entry
    place: str
    why: str
    beside: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    section: Section
    id: str
    portions: tuple[tuple[_Listed, ...], ...]
    folded: tuple[_Listed, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """One file on the page."""

    id: str
    name: str
    facts: str
    parts: tuple[_Part, ...] = ()
    portions: tuple[Portion, ...] = ()
    asides: tuple[tuple[str, str], ...] = ()


def reading_page(
    readings: Sequence[Reading], name: str, doubtful: float, skipped: Sequence[tuple[str, str]] = ()
) -> str:
    """The page as HTML: one file, nothing loaded from elsewhere; every text of a document is escaped.

    A text recognised with less than ``doubtful`` (0 to 1) is tinted; ``skipped`` are files that were passed over, and
    why.
    """
    folder = Path(__file__).parent.parent / "templates"
    script = (folder / "reading.js").read_text("utf-8")
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    return render(
        "reading.html",
        generator=GENERATOR,
        name=visible(shown_name(name)),
        files=[_shown(reading, number, doubtful) for number, reading in enumerate(readings, 1)],
        skipped=skipped,
        style=Markup((folder / "reading.css").read_text("utf-8")),
        script=Markup(script),
        script_hash=digest,
        seen=lambda words: Markup(html(words)),
    )


def _shown(reading: Reading, number: int, doubtful: float) -> _Shown:
    extraction, document = reading.extraction, reading.document
    listed = sections(extraction)
    facts = [extraction.format.upper(), word("status", extraction.status)]
    shown = _Shown(f"f{number}", visible(extraction.file), "　".join(filter(None, facts)))
    if document is None:
        return replace(shown, parts=tuple(_part(section, number, {}, {}, set()) for section in listed))
    places = Places(document, reading.tables)
    marks: dict[Key, list[Mark]] = defaultdict(list)
    known = {
        identity
        for section in listed
        for identity, entry in _numbered(section, number)
        if _mark(places, marks, entry, identity)
    }
    body = Body(document, reading.tables, marks, f"t{number}", doubtful)
    pages = {text("where-page", page=page): identity for page, identity in body.pages.items()}
    return replace(
        shown,
        parts=tuple(_part(section, number, body.places, pages, known) for section in listed),
        portions=body.portions,
        asides=tuple((terms("reading")["aside"][a.kind.value], a.text) for a in extraction.asides),
    )


def _numbered(section: Section, number: int) -> Iterator[tuple[str, Entry]]:
    """Each entry with its id on the page."""
    for at, entry in enumerate((*section.entries, *section.folded), 1):
        yield f"r{number}-{section.key}-{at}", entry


def _mark(places: Places, marks: dict[Key, list[Mark]], entry: Entry, identity: str) -> bool:
    """Marks every place of an entry (a further one has an id of its own); whether there is any."""
    aims: list[tuple[str, str, Where]] = [(identity, entry.tag, where) for where in entry.sources]
    aims += [(f"{identity}-{n}", name, where) for n, (name, where) in enumerate(entry.beside, 1)]
    is_known = False
    for record, tag, (source, says) in aims:
        place = places.find(source, says)
        if place is not None:
            is_known = True
            start, end = place.span or (None, None)
            marks[place.block, place.row, place.column].append(Mark(entry.kind, record, tag, start, end))
    return is_known


def _part(
    section: Section, number: int, found: Mapping[str, str], pages: Mapping[str, str], known: Collection[str]
) -> _Part:
    """``found`` are the places by record, ``pages`` by their names; ``known`` are the records that have a place."""
    listed = [
        _listed(identity, entry, found, pages, identity in known)
        for identity, entry in islice(_numbered(section, number), _MOST_LISTED)
    ]
    open_ones, folded = listed[: len(section.entries)], listed[len(section.entries) :]
    return _Part(
        section,
        id=f"s{number}-{section.key}",
        portions=tuple(in_runs(open_ones, _LISTED_TOGETHER)),
        folded=tuple(folded),
        left_out=len(section.entries) + len(section.folded) - len(listed),
    )


def _listed(identity: str, entry: Entry, found: Mapping[str, str], pages: Mapping[str, str], is_known: bool) -> _Listed:
    further = ((f"{identity}-{n}", name) for n, (name, _) in enumerate(entry.beside, 1))
    beside = tuple((record, name, found[record]) for record, name in further if record in found)
    if entry.kind == "problems":
        return _Listed(identity, entry, pages.get(entry.label, ""), "", beside)
    place = found.get(identity, "")
    why = "" if place or not entry.is_there else "所在的行未列出" if is_known else "位置未知"
    return _Listed(identity, entry, place, why, beside)
