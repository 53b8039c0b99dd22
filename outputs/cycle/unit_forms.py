"""The two forms that a department fills in: the kind of a comment decides in which of them it is.

建设性 comments go into 建设性意见建议整改措施表, all others into 其它意见建议情况说明表.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from corpus.records import Task
from outputs.assignment import UNDECIDED, DepartmentTasks, by_department
from outputs.cells import NO_MARKS
from outputs.cycle.filed import filed_cells, is_constructive, is_other
from outputs.cycle.task_table import batch_lines, department_line
from outputs.forms import Pair, fill, word
from outputs.frame import Frame

MEASURES, EXPLANATIONS = "建设性意见建议整改措施表", "其它意见建议情况说明表"


def measure_forms(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """建设性意见建议整改措施表 of every department that has such a comment, with its path."""
    return _forms(tasks, frame, MEASURES, "measures", is_constructive)


def explanation_forms(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """其它意见建议情况说明表 of every department that has such a comment, with its path."""
    return _forms(tasks, frame, EXPLANATIONS, "explanations", is_other)


def fillers(tasks: Sequence[Task], frame: Frame) -> Iterator[DepartmentTasks]:
    """The departments that can fill in a form: not those tasks for which nobody has been found."""
    return (one for one in by_department(tasks, frame.registry) if one.department != UNDECIDED)


def form_lines(department: DepartmentTasks, tasks: Sequence[Task], frame: Frame) -> tuple[str, ...]:
    """What stands above a department's form: whose it is, the notices, the day, and who fills it in."""
    return (department_line(department), *batch_lines(tasks, NO_MARKS, frame), word("filled_in", "by"))


def _forms(
    tasks: Sequence[Task], frame: Frame, folder: str, key: str, belongs: Callable[[Task], bool]
) -> Iterator[tuple[str, Pair]]:
    for department in fillers(tasks, frame):
        shares = [share for share in department.shares if belongs(share.task)]
        if not shares:
            continue
        roles = {share.role for share in shares}
        rows = [
            filed_cells(share.task, row, frame) | {"role": share.role if len(roles) > 1 else ""}
            for row, share in enumerate(shares, 1)
        ]
        lines = form_lines(department, [share.task for share in shares], frame)
        sheet = fill(frame.forms.form(key), {key: rows}, lines)
        yield f"{folder}/{department.file_name}", Pair(sheet, sheet)
