"""五个有核对表: what the plan of every task has and lacks, in words that can go back to the unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.records import Task
from corpus.tasks import DEDUCTION
from corpus.terms import terms
from outputs.cells import NO_MARKS
from outputs.cycle.completeness import HAVES, Lack, lacks, summary, told
from outputs.cycle.filed import filed_cells, is_other
from outputs.cycle.task_table import Rows, batch_lines
from outputs.decided import is_for_nobody
from outputs.forms import Pair, fill
from outputs.frame import Frame

FIVE_HAVES = "五个有核对表"


def completeness_tables(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """The one 五个有核对表 of the batch, with its path. What nobody is to act on is not in it."""
    own = [task for task in tasks if not is_for_nobody(task)]
    checked = [lacks(task, frame.closing(task)) for task in own]
    rows: Rows = {}
    for task, lacking in zip(own, checked, strict=True):
        of_part = rows.setdefault(_part(task), [])
        of_part.append(_cells(task, len(of_part) + 1, lacking, frame))
    said = (_summary(own, checked),) if own else ()
    sheet = fill(frame.forms.form("five_haves"), rows, (*batch_lines(own, NO_MARKS, frame), *said))
    yield FIVE_HAVES, Pair(sheet, sheet)


def _part(task: Task) -> str:
    if task.origin == DEDUCTION:
        return "five_deductions"
    return "five_other" if is_other(task) else "five_comments"


def _cells(task: Task, row: int, lacking: Sequence[Lack], frame: Frame) -> dict[str, str]:
    words = terms("five_haves")["words"]
    known = filed_cells(task, row, frame)
    shown = {key: known[key] for key in ("row", "number", "text", "indicator", "deduction_reason", "units")}
    asked: Mapping[str, str] = dict.fromkeys(("explanation",) if is_other(task) else HAVES, words["there"])
    short = {lack.key: lack.short for lack in lacking}
    return {**shown, **asked, **short, "missing": told(lacking)}


def _summary(tasks: Sequence[Task], checked: Sequence[Sequence[Lack]]) -> str:
    """Plans and explanations apart, each where there are some."""
    parts = (
        ("整改计划", [own for task, own in zip(tasks, checked, strict=True) if not is_other(task)]),
        ("其他类情况说明", [own for task, own in zip(tasks, checked, strict=True) if is_other(task)]),
    )
    return "".join(f"{name}{summary(part)}" for name, part in parts if part)
