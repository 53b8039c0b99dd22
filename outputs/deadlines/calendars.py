"""时限/<部门>.ics: the deadlines of each department as a calendar of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.body_names import is_collective
from corpus.records import Task
from corpus.registry import Registry
from corpus.unit_cells import units
from outputs.assignment import UNDECIDED, DepartmentTasks, by_department
from outputs.deadlines.ics import calendar
from outputs.deadlines.schedule import Dated, events_of, last_day
from outputs.offices import Named, offices

FOLDER = "时限"


def calendars(items: Sequence[Dated], tasks: Sequence[Task], registry: Registry) -> Iterator[tuple[str, bytes]]:
    """(path, calendar) of every department that has a task, and anything with a day before it.

    ``items`` are the lines of the schedule of these ``tasks``. A department's calendar has its tasks, and of the
    notices' deadlines those that name it, everybody, or nobody. Paths are those of the breakdown tables.
    """
    of_notices = [item for item in items if not item.of_task and last_day(item.deadline) is not None]
    of_tasks = {id(item.task): item for item in items if item.of_task and last_day(item.deadline) is not None}
    departments = [one for one in by_department(tasks, registry) if one.department != UNDECIDED]
    known = _offices(of_notices, departments, registry)
    for department in departments:
        own = [of_tasks[id(share.task)] for share in department.shares if id(share.task) in of_tasks]
        called = [replace(item, deadline=replace(item.deadline, actor=department.department)) for item in own]
        theirs = [item for item in of_notices if _concerns(item, known.get(department.department, frozenset()))]
        if called or theirs:
            yield f"{FOLDER}/{department.file_name}.ics", calendar(events_of([*theirs, *called]), department.department)


def _concerns(item: Dated, names: frozenset[str]) -> bool:
    """Whether the deadline is for the department with these names: it names it, or everybody, or nobody."""
    actor = item.deadline.actor
    named = units(actor)
    return not named or any(name in names or is_collective(name) for name in named)


def _offices(
    items: Sequence[Dated], departments: Sequence[DepartmentTasks], registry: Registry
) -> dict[str, frozenset[str]]:
    """By each department the names in the deadlines that are its own."""
    written = dict.fromkeys(name for item in items for name in units(item.deadline.actor))
    called = [one.department for one in departments]
    found = offices([Named(name) for name in dict.fromkeys((*called, *written))], registry)
    own: dict[str, set[str]] = {name: {name} for name in called}
    by_office = {found[Named(name)]: name for name in called}
    for name in written:
        if department := by_office.get(found[Named(name)]):
            own[department].add(name)
    return {name: frozenset(names) for name, names in own.items()}
