"""The fields of templates: what they are called, and their texts for the tasks of one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from corpus.records import Source, Task
from corpus.tasks import COMMENT, DEDUCTION
from corpus.terms import terms
from outputs.assignment import is_given
from outputs.cells import clean, notice_named, task_cells
from outputs.cycle.filed import is_constructive, is_other
from outputs.cycle.ledger import ledger_cells
from outputs.decided import awaits_review
from outputs.forms import shipped_forms
from outputs.frame import Frame
from outputs.office_forms.forms_file import office_names
from outputs.official_writing import chinese_day

_ANY_DAY = date(2000, 1, 1)
_WHOLE_HASH = 64
_NOT_A_NAME = re.compile(r"\W")
Row = Mapping[str, str]
_LISTS: Mapping[str, Callable[[Task], bool]] = {
    "all": lambda _: True,
    "comments": lambda task: task.origin == COMMENT,
    "constructive": is_constructive,
    "other": is_other,
    "deductions": lambda task: task.origin == DEDUCTION,
}
"""Which tasks are in a list of a template, by its key in ``template_fields.toml``."""


@dataclass(frozen=True, slots=True)
class Known:
    """Every name that a template may use; ``row`` gives the column key of each field of a row."""

    batch: tuple[str, ...]
    lists: tuple[str, ...]
    row: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filling:
    """The texts of one document: ``batch`` by field, the rows of each of the ``lists``, by field again."""

    batch: Row
    lists: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A task as a document lists it: its place in the whole task list (from 1), and the unit's part in it."""

    task: Task
    position: int
    role: str = ""


@cache
def known() -> Known:
    """The names of all fields: those of a row are the headings that minyi's own tables of tasks have."""
    words = terms("template_fields")
    blank = Listed(Task("", "", Source("", "")), 1)
    there = _cells(blank, 1, Frame(_ANY_DAY)).keys()
    row: dict[str, str] = {extra["name"]: extra["key"] for extra in words["row"]}
    forms = [form for form in shipped_forms().by_key.values() if form.key not in words["names"]["other_forms"]]
    parts = {part.key: part for form in forms for part in form.parts}
    for part in parts.values():
        keys = [c.key for c in part.columns]
        if any(key in keys for key in words["names"]["task_columns"]):
            for column in part.columns:
                if column.key in there:
                    row.setdefault(_NOT_A_NAME.sub("", column.heading), column.key)
    batch = (*(field["name"] for field in words["batch"]), *office_names().values())
    return Known(tuple(dict.fromkeys(batch)), tuple(one["name"] for one in words["list"]), row)


def described() -> Iterator[tuple[str, str]]:
    """(field as it is written, what it is) of every field; a list stands with the loop over it."""
    words, names = terms("template_fields"), known()
    office = {
        terms("forms_file")["office"][key]["name"]: terms("forms_file")["office"][key]["what"] for key in _office()
    }
    said = {field["name"]: field["what"] for field in words["batch"]} | office
    for name in names.batch:
        yield f"{{{{ {name} }}}}", said.get(name, "")
    for one in words["list"]:
        yield f"{{%tr for 行 in {one['name']} %}} … {{%tr endfor %}}", one["what"]
    extra = {row["name"]: row["what"] for row in words["row"]}
    for name in names.row:
        yield f"{{{{ 行.{name} }}}}", extra.get(name, "")


def _office() -> Iterator[str]:
    words = terms("forms_file")["office"]
    return (key for key in office_names() if key in words)


def filling(listed: Sequence[Listed], frame: Frame, batch: str, department: str = "", county: str = "") -> Filling:
    """The texts of a document with these tasks."""
    words = terms("template_fields")
    chosen = {key: [one for one in listed if belongs(one.task)] for key, belongs in _LISTS.items()}
    tasks = [one.task for one in listed]
    known_office = {"signatory": frame.forms.office["issuer"]} | {k: v for k, v in frame.forms.office.items() if v}
    office = {name: known_office.get(key, "") for key, name in office_names().items()}
    texts = {
        "name": batch,
        "day": chinese_day(frame.made_on),
        "department": department,
        "county": county,
        "decided": str(sum(t.verdict is not None for t in tasks)),
        "review": str(sum(map(awaits_review, tasks))),
        "notices": "；".join(dict.fromkeys(filter(None, map(notice_named, tasks)))),
        "secrecy": "\n".join(frame.known.secrecy(tasks)),
        **{key: str(len(ones)) for key, ones in chosen.items()},
    }
    own = {field["name"]: texts[field["key"]] for field in words["batch"]}
    lists = {one["name"]: [_row(row, n, frame) for n, row in enumerate(chosen[one["key"]], 1)] for one in words["list"]}
    return Filling({name: clean(text) for name, text in (office | own).items()}, lists)


def _row(one: Listed, number: int, frame: Frame) -> Row:
    cells = _cells(one, number, frame)
    return {name: cells[key] for name, key in known().row.items()}


def _cells(one: Listed, number: int, frame: Frame) -> dict[str, str]:
    """The cells of a task by column key, as minyi's own tables have them; those that units fill in go first."""
    task, given = one.task, is_given(one.task)
    cells = task_cells(task, one.position, frame.similar, propose=not given, notes=frame.known.of(task))
    filed = ledger_cells(task, number, frame, _WHOLE_HASH)
    filed["evidence"] = clean(task.filing.evidence) or filed["evidence"]
    own = {
        "list_row": str(one.position),
        "role": one.role,
        "remark": "\n".join(filter(None, (cells["remark"], filed["remark"]))),
        "basis": "核定" if task.verdict else "来文" if given else "建议",
        "given_lead": clean(task.given_lead),
        "given_responsible": clean(task.given_responsible),
    }
    return cells | filed | own
