"""What is to be removed from a table, whether all of it was confirmed, and the table without it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from corpus.terms import terms
from outputs.forms import Sheet
from outputs.personal.entity import Entity
from outputs.personal.officials import of_citizens_of_all
from outputs.personal.redaction import replacements
from outputs.public.finding import LONGEST, Finding, Ruling, Rulings, key_of

_BESIDE = 12
"""Characters before and after a finding by which a person knows where it stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text was met first, and whether names stay in all its places: those of ``officials`` do in any case."""

    number: str
    heading: str
    names_stay: bool
    officials: frozenset[str] = frozenset()

    def beside(self, other: Place) -> Place:
        """The same for a text that stands in another place, too."""
        stay = self.names_stay and other.names_stay
        return replace(self, names_stay=stay, officials=self.officials | other.officials)


def findings(sheets: Iterable[Sheet], others: Iterable[tuple[str, Place]] = ()) -> tuple[Finding, ...]:
    """The personal data of citizens in these tables and in ``others``, texts that stand in no table: each text once,
    in the order in which they stand.

    Whom a row names as in charge is an official in the texts of that row alone: a citizen may bear the same name.
    """
    places: dict[str, Place] = {}
    for text, place in chain(_searched(sheets), others):
        places[text] = places[text].beside(place) if text in places else place
    found: list[Finding] = []
    officials = [place.officials for place in places.values()]
    for (text, place), every in zip(places.items(), of_citizens_of_all(tuple(places), officials), strict=True):
        entities = [one for one in every if one.type != "name" or not place.names_stay]
        key, instead = key_of(text), replacements(text, entities)
        found += (
            _finding(text, key, one, _on_a_line(words, one), place.number, place.heading)
            for one, words in zip(entities, instead, strict=True)
            if words != text[one.start : one.end]  # 李老师 stays 李老师: there is nothing to be asked
        )
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
    clean = cleaner(rulings)
    tables = tuple(
        replace(table, rows=tuple(_cleaned(row, [c.key for c in table.columns], clean) for row in table.rows))
        for table in sheet.tables
    )
    return replace(sheet, tables=tables)


def cleaner(rulings: Rulings) -> Callable[[str, bool], str]:
    """What takes out of a text everything that was said to go; with True a name that a rule had found elsewhere, in
    the same words, stays."""
    of_text: dict[str, list[Ruling]] = {}
    for ruling in rulings.values():
        if ruling.removed:
            of_text.setdefault(ruling.text_key, []).append(ruling)

    def clean(text: str, names_stay: bool) -> str:
        gone = of_text.get(key_of(text), ()) if text and of_text else ()
        return cut(text, [one for one in gone if one.by_hand or one.kind != "name" or not names_stay])

    return clean


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


def _cleaned(row: Sequence[str], keys: Sequence[str], clean: Callable[[str, bool], str]) -> tuple[str, ...]:
    cells = zip(keys, row, strict=True)
    return tuple(text if key in _columns("ours") else clean(text, key in _columns("names_stay")) for key, text in cells)


def _searched(sheets: Iterable[Sheet]) -> Iterator[tuple[str, Place]]:
    """Every cell in which somebody may have written of a citizen, with its place."""
    for table in (table for sheet in sheets for table in sheet.tables):
        keys = [c.key for c in table.columns]
        for row in table.rows:
            cells = dict(zip(keys, row, strict=True))
            number = cells.get("number") or cells.get("indicator") or cells.get("row", "")
            officials = frozenset(_officials(cells))
            for column in table.columns:
                if column.key not in _columns("ours") and (text := cells[column.key]):
                    yield text, Place(number, column.heading, column.key in _columns("names_stay"), officials)


def _officials(cells: Mapping[str, str]) -> Iterator[str]:
    for key in _columns("officials"):
        yield from filter(None, cells.get(key, "").replace("\n", "、").split("、"))


def _on_a_line(instead: str, entity: Entity) -> str:
    """As a person can confirm it: an address may run over lines, and one that never ends is only marked."""
    line = "".join(instead.splitlines())
    return line if len(line) <= LONGEST else str(terms("personal")["redaction"][entity.type])


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


@cache  # asked for with every cell
def _columns(which: str) -> Collection[str]:
    """Keys of columns of ``[searched]`` in ``forms.toml``."""
    return frozenset(terms("forms")["searched"][which])
