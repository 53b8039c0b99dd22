"""公文要素: every element of the notice in the order of the standard, those it lacks too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from corpus.records import Annex, Citation, Contact, Notice
from corpus.terms import terms
from outputs.reading.entry import Entry, Where

_KIND = "notice"
_NONE = "—"


def elements(notice: Notice | None) -> Iterator[Entry]:
    """One entry a value; an element without any is one entry that says so. Nothing where the file is no notice."""
    if notice is None:
        return
    for about in terms("reading")["element"]:
        field, label = about["field"], about["label"]
        values = list(_values(notice, field, label))
        if not values:
            yield Entry(_KIND, _NONE, label=label, is_there=False)
        for number, entry in enumerate(values):
            yield replace(entry, label="" if number else label, tag="" if field == "kind" else label)


def _values(notice: Notice, field: str, label: str) -> Iterator[Entry]:
    value = getattr(notice, field)
    if field == "annexes" and notice.annex_entries:
        value = notice.annex_entries
    items: Sequence[object] = value if isinstance(value, tuple) else () if value is None else (value,)
    for at, item in enumerate(items):
        entry = _entry(item)
        says = item if isinstance(item, str) else entry.head
        sources = entry.sources or tuple(_places(notice, field, at, says))
        if field == "kind" and not sources and (notice.title or "").endswith(says):
            sources = tuple(_places(notice, "title", 0, says))[-1:]
        if field == "number" and notice.number_raw and notice.number_raw != notice.number:
            entry = replace(entry, lines=(("原文写作", notice.number_raw),))
            sources = tuple((source, notice.number_raw) for source, _ in sources)
        yield replace(entry, label=label, sources=sources)


def _places(notice: Notice, field: str, item: int, says: str) -> Iterator[Where]:
    """A place without a number is that of all entries of its list. The kind is read from the end of the title."""
    for place in notice.places:
        if place.field == field and place.item in (None, item):
            yield place.source, says


def _entry(value: object) -> Entry:
    match value:
        case date():
            return Entry(_KIND, value.isoformat())
        case Citation():
            return Entry(_KIND, value.number, lines=(("", f"《{value.title}》"),) if value.title else ())
        case Contact():
            head = "，".join(filter(None, (value.name, value.phone)))
            return Entry(_KIND, head, sources=((value.source, value.phone or value.name or ""),))
        case Annex():
            head = f"{value.number}. {value.title}" if value.number is not None else value.title
            body = (("附件正文", (value.body, value.title)),) if value.body else ()
            flags = () if value.body else ("未见正文",)
            return Entry(_KIND, head, flags=flags, sources=((value.source, value.title),), beside=body)
        case _:
            return Entry(_KIND, str(value))
