"""整改任务清单 and 任务分解表: tasks as drafts in Word and Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.records import Task
from outputs.assignment import (
    COLLECTIVE,
    LEAD,
    PROPOSED,
    RESPONSIBLE,
    SUPPORTING,
    DepartmentTasks,
    Share,
    by_department,
    is_given,
    part_of,
)
from outputs.cells import NO_MARKS, clean, file_marks, groups, notice_named, shown_name, task_cells
from outputs.decided import awaits_review
from outputs.forms import Pair, Sheet, fill
from outputs.frame import Frame

DEPARTMENTS = "任务分解表"
_NOTICES_NAMED = 4
Rows = dict[str, list[Mapping[str, str]]]
"""The cells of each part, by its key in ``forms.toml``."""


def task_list(tasks: Sequence[Task], frame: Frame) -> Pair:
    """整改任务清单: every task, in the order given, and in the workbook how many tasks each department has."""
    similar = groups(tasks)

    def sheet(marks: Mapping[str, str], more: Rows) -> Sheet:
        rows = _by_part(
            (t, task_cells(t, n, similar, marks=marks, notes=frame.notes(t))) for n, t in enumerate(tasks, 1)
        )
        return fill(frame.forms.form("task_list"), rows | more, batch_lines(tasks, marks, frame))

    return Pair(sheet(file_marks(tasks), {}), sheet(NO_MARKS, {"summary": _summary(tasks, frame)}))


def task_lists(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """The one 整改任务清单, with its path."""
    yield "整改任务清单", task_list(tasks, frame)


def department_line(department: DepartmentTasks, called: str = "单位") -> str:
    """Whose table it is: with its other names, and whether nobody has decided that or several bodies are meant."""
    doubt = "（由程序建议，须核定）" if department.only_proposed else ""
    several = f"（{COLLECTIVE}，未展开，须分解到具体单位）" if department.collective else ""
    also = f"（来文又作：{'、'.join(map(clean, department.also))}）" if department.also else ""
    return f"{called}：{clean(department.department)}{doubt}{several}{also}"


def department_table(department: DepartmentTasks, frame: Frame, form: str = "department", called: str = "单位") -> Pair:
    """任务分解表 of one department; remarks name positions of the whole task list (``frame.similar``).

    Who else might act is said only where no document and no person has decided it.
    """
    tasks = [s.task for s in department.shares]

    def sheet(marks: Mapping[str, str]) -> Sheet:
        rows = _by_part(
            (
                s.task,
                _cells(s, marks, frame) | {"row": str(row)},
            )
            for row, s in enumerate(department.shares, 1)
        )
        lines = (department_line(department, called), *batch_lines(tasks, marks, frame))
        return fill(frame.forms.form(form), rows, lines)

    return Pair(sheet(file_marks(tasks)), sheet(NO_MARKS))


def _cells(share: Share, marks: Mapping[str, str], frame: Frame) -> dict[str, str]:
    task, propose, notes = share.task, not is_given(share.task), frame.notes(share.task)
    cells = task_cells(task, share.position, frame.similar, propose=propose, list_name="清单", marks=marks, notes=notes)
    return cells | {"list_row": str(share.position), "role": share.role}


def department_tables(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """任务分解表 of every department that has a task, with its path."""
    for department in by_department(tasks, frame.registry):
        yield f"{DEPARTMENTS}/{department.file_name}", department_table(department, frame)


def _by_part(filled: Iterable[tuple[Task, Mapping[str, str]]]) -> Rows:
    rows: dict[str, list[Mapping[str, str]]] = {}
    for task, cells in filled:
        rows.setdefault(part_of(task), []).append(cells)
    return rows


def _summary(tasks: Sequence[Task], frame: Frame) -> list[Mapping[str, str]]:
    rows: list[Mapping[str, str]] = []
    for number, department in enumerate(by_department(tasks, frame.registry), 1):
        parts = Counter(part for share in department.shares for part in share.role.split("、"))
        rows.append(
            {
                "row": str(number),
                "department": clean(department.department) + (f"（{COLLECTIVE}）" if department.collective else ""),
                "lead": str(parts[LEAD] or ""),
                "responsible": str(parts[RESPONSIBLE] or ""),
                "supporting": str(parts[SUPPORTING] or ""),
                "proposed": str(parts[PROPOSED] or ""),
                "decided": str(sum(s.task.verdict is not None for s in department.shares) or ""),
                "review": str(sum(awaits_review(s.task) for s in department.shares) or ""),
                "tasks": str(len(department.shares)),
                "file": department.file_name,
            }
        )
    return rows


def batch_lines(tasks: Sequence[Task], marks: Mapping[str, str], frame: Frame) -> tuple[str, ...]:
    """What stands above a table of these tasks: their 密级, notices, files, the day and how many there are."""
    notices = list(dict.fromkeys(n for t in tasks if (n := notice_named(t))))
    named = "；".join(notices[:_NOTICES_NAMED])
    more = f"等{len(notices)}件" if len(notices) > _NOTICES_NAMED else ""
    files = "；".join(f"{mark}{shown_name(file)}" for file, mark in marks.items())
    decided = sum(t.verdict is not None for t in tasks)
    of_them = f"，其中已核定{decided}项" if decided else ""
    made = f"{frame.made_line}　　共{len(tasks)}项{of_them}"
    return (
        *frame.known.secrecy(tasks),
        *((f"来文：{named}{more}",) if notices else ()),
        *((f"来源文件：{files}",) if files else ()),
        made,
    )
