"""整改完成情况一览表: of the whole batch, for the office that sums up, and of each department, which fills it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.records import Task
from corpus.tasks import DEDUCTION
from outputs.cells import NO_MARKS, clean
from outputs.cycle.filed import filed_cells, is_constructive, is_other
from outputs.cycle.task_table import Rows, batch_lines
from outputs.cycle.unit_forms import fillers, form_lines
from outputs.decided import is_for_nobody
from outputs.forms import Pair, fill
from outputs.frame import Frame

COMPLETION = "整改完成情况一览表"


def completion_tables(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """The one 整改完成情况一览表 of the batch, and one of every department, with their paths."""
    own = [task for task in tasks if not is_for_nobody(task)]
    yield COMPLETION, _pair(own, batch_lines(own, NO_MARKS, frame), frame)
    for department in fillers(tasks, frame):
        of_it = [share.task for share in department.shares]
        if of_it:
            yield f"{COMPLETION}/{department.file_name}", _pair(of_it, form_lines(department, of_it, frame), frame)


def _pair(tasks: Sequence[Task], lines: Sequence[str], frame: Frame) -> Pair:
    parts = {
        "completion_deductions": [task for task in tasks if task.origin == DEDUCTION],
        "completion": [task for task in tasks if is_constructive(task)],
        "completion_other": [task for task in tasks if is_other(task)],
    }
    rows: Rows = {key: [_cells(task, row, frame) for row, task in enumerate(own, 1)] for key, own in parts.items()}
    sheet = fill(frame.forms.form("completion"), rows, lines)
    return Pair(sheet, sheet)


def _cells(task: Task, row: int, frame: Frame) -> dict[str, str]:
    """The unit's own list of evidence, and the files that are attached."""
    cells = filed_cells(task, row, frame)
    names = (clean(one.name) for one in frame.closing(task).evidence)
    files = [name for name in names if name not in cells["evidence"]]
    return cells | {"evidence": "\n".join(filter(None, (cells["evidence"], *files)))}
