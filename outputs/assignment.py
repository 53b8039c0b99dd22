"""Which department gets which task: as a person decided, else the document's own word, then the proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.directory import UNCLEAR
from corpus.records import Task
from corpus.registry import SHIPPED, Registry
from corpus.tasks import DEDUCTION
from corpus.unit_cells import units
from outputs.decided import decided_units, given_names
from outputs.file_names import file_names
from outputs.offices import Named, Office, offices

LEAD, RESPONSIBLE, SUPPORTING, PROPOSED = "牵头", "责任", "配合", "建议"
UNDECIDED = "待人工确定"
COLLECTIVE = "集合主体"
_PARTS = ("deductions", "decided", "given", "proposed")


@dataclass(frozen=True, slots=True)
class Share:
    """A task in a department's table: its position in the task list (from 1) and the part the department has in it."""

    position: int
    task: Task
    role: str


@dataclass(frozen=True, slots=True)
class DepartmentTasks:
    """All tasks of one department. ``file_name`` is safe on every system and unlike that of any other department.

    ``also`` are other names by which the documents call it, ``collective`` says that it is several bodies together.
    """

    department: str
    file_name: str
    shares: tuple[Share, ...]
    also: tuple[str, ...] = ()
    collective: bool = False

    @property
    def only_proposed(self) -> bool:
        """Whether no document names this department and no person: the program proposes it for all its tasks."""
        return _only_proposed(self.shares)


def roles(task: Task) -> tuple[tuple[str, str], ...]:
    """(department, role) of a task, leads first; none where a person decided that no unit is to act.

    Where the document fills one column only, that unit alone answers for the task.
    """
    if task.verdict is not None:
        leading, helping = decided_units(task.verdict)
        return (*((name, LEAD) for name in leading), *((name, SUPPORTING) for name in helping))
    lead, responsible = units(task.given_lead), units(task.given_responsible)
    if lead or responsible:
        found: dict[str, list[str]] = {}
        for names, role in ((lead, LEAD), (responsible, RESPONSIBLE)):
            for name in names:
                found.setdefault(name, []).append(role)
        return tuple((name, "、".join(parts)) for name, parts in found.items())
    if task.candidates and task.candidates[0].function != UNCLEAR:
        return (((units(task.candidates[0].department) or (UNDECIDED,))[0], PROPOSED),)
    return ((UNDECIDED, UNDECIDED),)


def named_roles(task: Task) -> tuple[tuple[Named, str], ...]:
    """``roles`` with each name as ``offices`` knows it."""
    given = given_names(task)
    return tuple((Named(name, task.notice_date, proposed=name not in given), role) for name, role in roles(task))


def is_given(task: Task) -> bool:
    """Whether the document itself says who is to act, and no person has decided."""
    return task.verdict is None and bool(given_names(task))


def part_of(task: Task) -> str:
    """The table a task stands in (a part of ``forms.toml``): deductions, or comments by who named the unit."""
    if task.origin == DEDUCTION:
        return "deductions"
    if task.verdict is not None:
        return "decided"
    return "given" if is_given(task) else "proposed"


def in_order(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks as the task list numbers them: by the table they stand in, else as they came."""
    return tuple(sorted(tasks, key=lambda t: _PARTS.index(part_of(t))))


def by_department(tasks: Sequence[Task], registry: Registry = SHIPPED) -> tuple[DepartmentTasks, ...]:
    """The tasks of each department, in the order in which the departments come up; what nobody has been found for last.

    All names of a department are one (``offices``); bodies that are meant together are not expanded.
    """
    shares = [(named, Share(at, task, role)) for at, task in enumerate(tasks, 1) for named, role in named_roles(task)]
    known = offices([named for named, _ in shares], registry)
    merged: dict[Office, list[Share]] = {}
    for named, share in shares:
        merged.setdefault(known[named], []).append(share)
    order = sorted(merged, key=lambda o: (o.name == UNDECIDED, merged[o][0].position))
    owned = {o: tuple(_once(sorted(merged[o], key=lambda s: s.position))) for o in order}
    marks = (f"（{PROPOSED}）" if _only_proposed(owned[o]) else "" for o in order)
    names = file_names(zip((o.name for o in order), marks, strict=True), UNDECIDED)
    return tuple(
        DepartmentTasks(o.name, name, owned[o], o.also, o.collective) for o, name in zip(order, names, strict=True)
    )


def _once(shares: Sequence[Share]) -> Iterable[Share]:
    """One row a task, though both names of a department may stand in it."""
    parts: dict[int, list[Share]] = {}
    for share in shares:
        parts.setdefault(share.position, []).append(share)
    for position, own in parts.items():
        yield Share(position, own[0].task, "、".join(dict.fromkeys(r for s in own for r in s.role.split("、"))))


def _only_proposed(shares: Sequence[Share]) -> bool:
    return all(share.role == PROPOSED for share in shares)
