"""The forms of an office in its workbook (表式.xlsx): names, columns and what the office says of itself.

The words of the sheets are in ``data/forms_file.toml``. What a sheet does not say is as shipped, and so is every sheet
that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.messages import MinyiError
from corpus.office_workbook import Grid, bare, cell_of, grids, joined, place
from corpus.records import Problem
from corpus.terms import terms
from outputs.forms import Form, Forms, Part, shipped_forms
from outputs.office_forms.forms_rows import edited_part, part_key
from outputs.office_forms.forms_words import folded, offered, problem, said


@dataclass(frozen=True, slots=True)
class FormsRead:
    """A workbook as it was understood: ``sheets`` has the sheet's name of each part, ``problems`` every mistake.

    ``hints`` are (key of the part, what is said) of what may be meant so but should be known.
    """

    forms: Forms
    sheets: Mapping[str, str]
    problems: tuple[Problem, ...]
    hints: tuple[tuple[str, Problem], ...] = ()


def editable(forms: Forms) -> tuple[Form, ...]:
    """The forms that an office may change: all but those that are read back cell by cell."""
    return tuple(f for f in forms.by_key.values() if f.key not in terms("forms_file")["fixed"]["forms"])


def editable_parts(forms: Forms) -> Mapping[str, Part]:
    """The tables of these forms by their key, each once."""
    return {part.key: part for form in editable(forms) for part in form.parts}


def form_name(form: Form) -> str:
    """What a shipped form is called where it has to be told from all others."""
    return str(terms("forms_file")["forms"]["called"].get(form.key, form.title))


def read_forms(path: Path) -> Forms:
    """The forms in this workbook. Raises ``MinyiError`` for the first mistake: no workbook counts by half."""
    read = parsed(path)
    for mistake in read.problems[:1]:
        raise MinyiError(mistake.code, where=f"{path} {mistake.where}", **dict(mistake.args))
    return read.forms


def parsed(path: Path) -> FormsRead:
    """The forms, and every mistake in the workbook (what it stands on is then as shipped).

    Raises ``MinyiError`` where the file cannot be read or has none of the sheets.
    """
    sheets, shipped = grids(path, "forms"), shipped_forms()
    parts = dict(editable_parts(shipped))
    problems: list[Problem] = []
    office, forms = dict(shipped.office), dict(shipped.by_key)
    of_part: dict[str, str] = {}
    hints: list[tuple[str, Problem]] = []
    found = False
    for name, grid in sheets.items():
        if bare(name) == bare(terms("forms_file")["guide"]["sheet"]):
            continue
        if _is(name, "office"):
            found, office = True, _office(name, grid, office, problems)
        elif _is(name, "forms"):
            found, forms = True, _forms(name, grid, forms, problems)
        elif (key := part_key(name, grid, editable_parts(shipped))) is not None:
            found = True
            if key not in parts:
                problems.append(problem(place(name), "forms-part", word=key, known=_sheet_names(shipped)))
            elif (first := of_part.setdefault(key, name)) != name:
                problems.append(problem(place(name), "forms-sheet-twice", first=first, second=name))
            else:
                edited = edited_part(name, grid, parts[key])
                parts[key] = edited.part
                problems += edited.problems
                hints += ((key, hint) for hint in edited.hints)
    if not found:
        raise MinyiError("forms-no-sheet", where=str(path), there="、".join(sheets))
    fixed = terms("forms_file")["fixed"]["forms"]
    made = {
        key: form if key in fixed else replace(form, parts=tuple(parts[p.key] for p in form.parts))
        for key, form in forms.items()
    }
    problems += _same_tabs(made, of_part)
    return FormsRead(Forms(made, office), of_part, tuple(problems), tuple(hints))


def _sheet_names(forms: Forms) -> str:
    return "、".join(part.key for part in editable_parts(forms).values())


def _is(name: str, key: str) -> bool:
    words = terms("forms_file")[key]
    return bare(name) in (words["sheet"], *words["also"])


def _office(sheet: str, grid: Grid, office: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    """What the office says of itself; a line is known by its key, else by its name."""
    names = office_names()
    known = {folded(name): key for key, name in names.items()} | {key: key for key in office}
    told = dict(office)
    for number, row in enumerate(grid, 1):
        label, key = cell_of(row, 0), folded(cell_of(row, 3))
        found = known.get(key) or known.get(folded(bare(label)))
        if found:
            told[found] = cell_of(row, 1)
        elif cell_of(row, 1) and number > 1 and bare(label) != terms("forms_file")["office"]["head"][0]:
            args = {"word": label or cell_of(row, 1), "known": "、".join(names.values())}
            problems.append(problem(place(sheet, number), "forms-office-unknown", **args))
    return told


def office_names() -> Mapping[str, str]:
    """What each line of 单位信息 is called, by its key."""
    words = terms("forms_file")["office"]
    return {key: str(words[key]["name"]) if key in words else key for key in shipped_forms().office}


def _forms(sheet: str, grid: Grid, forms: Mapping[str, Form], problems: list[Problem]) -> dict[str, Form]:
    """Titles, what stands where a form is empty, and whether a place is left for the number."""
    told = dict(forms)
    head = terms("forms_file")["forms"]["head"]
    known = {form_name(form): form.key for form in editable(shipped_forms())}
    at = next((n for n, row in enumerate(grid) if [bare(c) for c in row[:2]] == head[:2]), None)
    for number, row in enumerate(grid, 1):
        if at is None or number <= at + 1 or not any(row):
            continue
        shown, key = joined(cell_of(row, 0)), joined(cell_of(row, 4))
        key = key or known.get(shown, shown)
        if key not in known.values():
            args = {"word": key or cell_of(row, 1), "known": "、".join(f"{name} {one}" for name, one in known.items())}
            problems.append(problem(place(sheet, number), "forms-form-unknown", **args))
            continue
        form, cell = told[key], cell_of(row, 3)
        meant = said("yes_no", cell) if folded(cell) else ("yes" if form.placeholder else "no")
        if meant is None:
            args = {"word": cell, "known": "、".join(offered("yes_no"))}
            problems.append(problem(place(sheet, number, head[3]), "forms-word", **args))
        title = joined(cell_of(row, 1)) or form.title
        told[key] = replace(form, title=title, empty=cell_of(row, 2) or form.empty, placeholder=meant == "yes")
    if at is None and any(map(any, grid)):
        problems.append(problem(place(sheet), "forms-no-head", heading=head[1]))
    return told


def _same_tabs(forms: Mapping[str, Form], sheets: Mapping[str, str]) -> Sequence[Problem]:
    """Two tables of one workbook cannot have one name."""
    found: dict[str, Problem] = {}
    for form in forms.values():
        first: dict[str, str] = {}
        for part in form.parts:
            other = first.setdefault(part.tab.casefold(), part.key)
            if other != part.key and part.key in sheets:
                where = place(sheets[part.key])
                found[part.key] = problem(where, "forms-tab-twice", name=part.tab, form=form.title)
    return tuple(found.values())


def is_of_forms(path: Path) -> bool:
    """Whether the workbook has a sheet of forms, and is no template (which has fields, and may have such a name, too).

    Raises ``MinyiError`` where it cannot be read.
    """
    parts, sheets = editable_parts(shipped_forms()), grids(path, "forms")
    if any("{{" in cell for grid in sheets.values() for row in grid for cell in row):
        return False
    return any(
        _is(name, "office") or _is(name, "forms") or part_key(name, grid, parts) is not None
        for name, grid in sheets.items()
    )
