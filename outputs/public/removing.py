"""What is to be removed from a table, whether all of it was confirmed, and the table without it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from outputs.forms import Sheet
from outputs.personal.entity import Entity
from outputs.personal.officials import of_citizens_of_all
from outputs.personal.redaction import replacements
from outputs.public.finding import Finding, Ruling, key_of

_NOT_SEARCHED = frozenset(
    {
        "row",
        "number",
        "domain",
        "kind",
        "disposition",
        "points",
        "lead",
        "responsible",
        "supporting",
        "territory",
        "department",
        "person",
        "leader",
        "deadline",
        "closed",
        "satisfaction",
    }
)
"""Columns of a form that hold words of the office, units, days, and the officials in charge, whose names stay."""
_OFFICIALS = ("person", "leader")
_BESIDE = 12
"""Characters before and after a finding by which a person knows where it stands."""
Rulings = Mapping[tuple[str, int, int], Ruling]


def findings(sheets: Iterable[Sheet]) -> tuple[Finding, ...]:
    """The personal data of citizens in these tables, each text once, in the order in which they stand."""
    sheets = tuple(sheets)
    officials = frozenset(_officials(sheets))
    places: dict[str, tuple[str, str]] = {}
    for number, heading, text in _searched(sheets):
        places.setdefault(text, (number, heading))
    found: list[Finding] = []
    for text, entities in zip(places, of_citizens_of_all(tuple(places), officials), strict=True):
        key, instead = key_of(text), replacements(text, entities)
        found += (_finding(text, key, *pair, *places[text]) for pair in zip(entities, instead, strict=True))
    return tuple(found)


def unconfirmed(found: Iterable[Finding], rulings: Rulings) -> tuple[Finding, ...]:
    """The findings of which nobody has said whether they go or stay. One that lies within a removal has gone."""
    removed: dict[str, list[Ruling]] = {}
    for ruling in rulings.values():
        if ruling.removed:
            removed.setdefault(ruling.text_key, []).append(ruling)
    return tuple(
        one
        for one in found
        if one.place not in rulings
        and not any(r.start <= one.start and one.end <= r.end for r in removed.get(one.text_key, ()))
    )


def without(sheet: Sheet, rulings: Rulings) -> Sheet:
    """The table with everything removed that was said to go, in whichever column the text stands."""
    of_text: dict[str, list[Ruling]] = {}
    for ruling in rulings.values():
        if ruling.removed:
            of_text.setdefault(ruling.text_key, []).append(ruling)

    def clean(text: str) -> str:
        return cut(text, of_text.get(key_of(text), ())) if text else text

    if not of_text:
        return sheet
    tables = tuple(
        replace(table, rows=tuple(_cleaned(row, [c.key for c in table.columns], clean) for row in table.rows))
        for table in sheet.tables
    )
    return replace(sheet, tables=tables)


def cut(text: str, removed: Collection[Ruling]) -> str:
    """The text with the removals replaced; where two overlap both go, and the first one's words stand instead."""
    parts: list[str] = []
    at = 0
    for ruling in sorted(removed, key=lambda r: (r.start, -r.end)):
        if ruling.end <= at:
            continue
        if ruling.start >= at:
            parts += (text[at : ruling.start], ruling.replacement)
        at = ruling.end
    return "".join((*parts, text[at:]))


def _cleaned(row: Sequence[str], keys: Sequence[str], clean: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(text if key in _NOT_SEARCHED else clean(text) for key, text in zip(keys, row, strict=True))


def _searched(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str, str]]:
    """(number, heading, text) of every cell in which somebody may have written of a citizen."""
    for table in (table for sheet in sheets for table in sheet.tables):
        keys = [c.key for c in table.columns]
        for row in table.rows:
            cells = dict(zip(keys, row, strict=True))
            number = cells.get("number") or cells.get("indicator") or cells.get("row", "")
            for column in table.columns:
                if column.key not in _NOT_SEARCHED and cells[column.key]:
                    yield number, column.heading, cells[column.key]


def _officials(sheets: Sequence[Sheet]) -> Iterator[str]:
    for table in (table for sheet in sheets for table in sheet.tables):
        for at in (i for i, c in enumerate(table.columns) if c.key in _OFFICIALS):
            for row in table.rows:
                yield from filter(None, row[at].replace("\n", "、").split("、"))


def _finding(text: str, key: str, entity: Entity, instead: str, number: str, heading: str) -> Finding:
    start, end = entity.start, entity.end
    return Finding(
        text_key=key,
        start=start,
        end=end,
        kind=entity.type,
        words=text[start:end],
        replacement=instead,
        before=text[max(0, start - _BESIDE) : start],
        after=text[end : end + _BESIDE],
        number=number,
        heading=heading,
    )
