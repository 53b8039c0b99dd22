"""销号管理台账: how far every task is, with the day and the person of each of the six steps, and its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.records import Closing, Step, StepDone, Task
from corpus.tasks import DEDUCTION
from outputs.cells import NO_MARKS, clean
from outputs.cycle.filed import filed_cells, state
from outputs.cycle.task_table import Rows, batch_lines
from outputs.decided import is_for_nobody
from outputs.forms import Pair, Sheet, fill
from outputs.frame import Frame
from outputs.official_writing import chinese_day

LEDGER = "销号管理台账"
_ON_PAPER = 8
"""Characters of a hash that stand on paper; a workbook has all of them."""
_WHOLE = 64


def ledger_tables(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """The one 销号管理台账 of the batch, with its path. What nobody is to act on is not in it."""
    own = [task for task in tasks if not is_for_nobody(task)]
    yield LEDGER, Pair(_sheet(own, frame, _ON_PAPER), _sheet(own, frame, _WHOLE))


def _sheet(tasks: Sequence[Task], frame: Frame, hashed: int) -> Sheet:
    rows: Rows = {}
    for task in tasks:
        own = rows.setdefault("ledger_deductions" if task.origin == DEDUCTION else "ledger", [])
        own.append(ledger_cells(task, len(own) + 1, frame, hashed))
    states = Counter(state(task, frame) for task in tasks)
    said = "，".join(f"{name}{count}项" for name, count in states.items())
    lines = (*batch_lines(tasks, NO_MARKS, frame), *((f"进度：{said}。",) if said else ()))
    return fill(frame.forms.form("ledger"), rows, lines)


def ledger_cells(task: Task, row: int, frame: Frame, hashed: int) -> dict[str, str]:
    """The cells of one task by column key; ``hashed`` is how many characters of a file's hash stand there."""
    closing = frame.closing(task)
    steps = {str(step): _step(closing.done(step), with_note=hashed == _WHOLE) for step in Step}
    return filed_cells(task, row, frame) | steps | {"evidence": _evidence(closing, hashed), "state": state(task, frame)}


def _step(done: StepDone | None, *, with_note: bool) -> str:
    """The day, who took the step, and what was noted, one below the other; six of them stand side by side on paper."""
    if done is None:
        return ""
    on = done.on
    if not with_note:
        return f"{on.year}年\n{on.month}.{on.day}\n{clean(done.person)}"
    return "\n".join(filter(None, (chinese_day(on), clean(done.person), clean(done.note))))


def _evidence(closing: Closing, hashed: int) -> str:
    return "\n".join(f"{clean(one.name)}（{one.sha256[:hashed]}）" for one in closing.evidence)
