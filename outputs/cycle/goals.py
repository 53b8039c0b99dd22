"""整改目标表: the goals of all constructive comments and of the deductions, in nine columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.records import Task
from corpus.tasks import DEDUCTION
from outputs.cells import NO_MARKS
from outputs.cycle.filed import filed_cells, is_constructive, is_other
from outputs.cycle.task_table import batch_lines
from outputs.decided import is_for_nobody
from outputs.forms import Pair, fill
from outputs.frame import Frame

GOALS = "整改目标表"


def goal_tables(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """The one 整改目标表, with its path. What nobody is to act on is not in it."""
    own = [task for task in tasks if not is_for_nobody(task)]
    parts = {
        "goal_deductions": [task for task in own if task.origin == DEDUCTION],
        "goals": [task for task in own if is_constructive(task)],
    }
    listed = [task for part in parts.values() for task in part]
    rows: Mapping[str, list[dict[str, str]]] = {
        key: [filed_cells(task, row, frame) for row, task in enumerate(part, 1)] for key, part in parts.items()
    }
    others = sum(map(is_other, own))
    more = f"其他类意见建议{others}项另见《{frame.forms.form('explanations').title}》。" if others else ""
    lines = (*batch_lines(listed, NO_MARKS, frame), *((more,) if more else ()))
    sheet = fill(frame.forms.form("goals"), rows, lines)
    yield GOALS, Pair(sheet, sheet)
