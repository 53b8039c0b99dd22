"""Gaps and clashes of an office's directory: what nobody holds, what two hold, what cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from corpus.body_names import taken_apart
from corpus.directory import TERRITORIAL, UNCLEAR, Directory, Unit
from corpus.directory_file import SHEETS, place_in_sheet
from corpus.records import Problem
from corpus.registry import SHIPPED
from corpus.taxonomy import departments
from corpus.territory import SHORTEST

_Finding = tuple[str, int, Problem]
"""The sheet (its key) and the row that are to be mended, and what is wrong there."""


def findings(directory: Directory) -> tuple[Problem, ...]:
    """Everything that an office should mend in its directory, by sheet and row; none where all is clear.

    The names of units are compared as the registry of organisations knows them (市人社局 is 人力资源和社会保障局).
    """
    found = [
        *_unheld(directory),
        *_names_of_two(directory),
        *_held_by_two(directory),
        *_unlisted(directory),
        *_one_matter_two_leads(directory),
        *_places_in_places(directory),
        *_places_of_one_name(directory),
    ]
    return tuple(problem for *_, problem in sorted(found, key=lambda f: (SHEETS.index(f[0]), f[1])))


def _finding(code: str, sheet: str, row: int, column: str, /, **args: object) -> _Finding:
    return sheet, row, Problem(place_in_sheet(sheet, row, column), code, tuple((k, str(v)) for k, v in args.items()))


def _unheld(directory: Directory) -> Iterator[_Finding]:
    held = directory.holders
    if missing := [key for key in departments() if key not in held and key not in (UNCLEAR, TERRITORIAL)]:
        yield _finding("directory-unheld", "units", 0, "functions", functions="、".join(missing))


def _names_of_two(directory: Directory) -> Iterator[_Finding]:
    """A name of one unit that is one of another's, too, or its former name as the registry knows it.

    A unit is told once, against the first that it clashes with.
    """
    by_body: dict[str, list[tuple[Unit, str]]] = {}
    for unit in directory.units:
        for name in unit.names:
            by_body.setdefault(SHIPPED.canonical(name), []).append((unit, name))
    told: set[int] = set()
    for known in by_body.values():
        for at, (second, other) in enumerate(known):
            before = (one for one in islice(known, at) if one[0] is not second and _may_be_one(one[1], other))
            if second.row not in told and (clash := next(before, None)):
                told.add(second.row)
                first, name = clash
                column = "name" if other == second.name else "also"
                yield _finding(
                    "directory-name-twice", "units", second.row, column, name=other, other=name, row=first.row
                )


def _may_be_one(name: str, other: str) -> bool:
    one, two = taken_apart(name), taken_apart(other)
    return one.may_be_of(two) or two.may_be_of(one)


def _held_by_two(directory: Directory) -> Iterator[_Finding]:
    """A function of several units: all but the first need a line in 分工 that says what is theirs."""
    leading = {unit.name for rule in directory.rules if (unit := directory.unit(rule.lead))}
    for function, (first, *others) in directory.holders.items():
        for unit in others:
            if unit.name not in leading:
                yield _finding(
                    "directory-held-twice",
                    "units",
                    unit.row,
                    "functions",
                    function=function,
                    unit=unit.name,
                    other=first.name,
                    row=first.row,
                )


def _unlisted(directory: Directory) -> Iterator[_Finding]:
    for rule in directory.rules:
        for column, names in (("lead", (rule.lead,)), ("supporting", rule.supporting)):
            for name in names:
                if directory.unit(name) is None:
                    yield _finding("directory-unit-unknown", "rules", rule.row, column, name=name)


def _one_matter_two_leads(directory: Directory) -> Iterator[_Finding]:
    first_of: dict[frozenset[str], int] = {}
    for at, rule in enumerate(directory.rules):
        first = directory.rules[first_of.setdefault(frozenset(rule.words), at)]
        if directory.called(first.lead) != directory.called(rule.lead):
            words = "、".join(rule.words)
            yield _finding(
                "directory-two-leads",
                "rules",
                rule.row,
                "lead",
                words=words,
                lead=rule.lead,
                other=first.lead,
                row=first.row,
            )


def _places_in_places(directory: Directory) -> Iterator[_Finding]:
    gazetteer = directory.gazetteer
    for at, place in enumerate(directory.places):
        parents = gazetteer.parents(at)
        if place.parent and not parents:
            yield _finding("directory-parent-unknown", "places", place.row, "parent", name=place.parent)
        elif len(parents) > 1:
            yield _finding("directory-parent-unclear", "places", place.row, "parent", name=place.parent)
        elif at in (inner for outer in gazetteer.chain(at)[-1:] for inner in gazetteer.parents(outer)):
            yield _finding("directory-ring", "places", place.row, "parent", name=place.name)
        for name in place.whole_names:
            if len(name) < SHORTEST:
                yield _finding("directory-place-short", "places", place.row, "name", name=name)
        if not gazetteer.unit(at):
            yield _finding("directory-no-unit", "places", place.row, "unit", name=place.name)


def _places_of_one_name(directory: Directory) -> Iterator[_Finding]:
    """Places of one name are told apart by what they lie in, if that is listed and another for each of them."""
    gazetteer = directory.gazetteer
    for name, places in gazetteer.by_name.items():
        outer = {at: gazetteer.chain(at)[1:2] for at in places}
        for at in places:
            alike = [other for other in places if other != at and outer[at] in ((), outer[other])]
            if alike and (not outer[at] or alike[0] < at):
                row, other = (directory.places[one].row for one in (at, alike[0]))
                yield _finding("directory-place-twice", "places", row, "name", name=name, row=other)
