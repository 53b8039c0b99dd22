"""A task in the words of the forms that units fill in: who answers, what was planned, what became of it."""

from __future__ import annotations

from corpus.closing_rules import before
from corpus.directory import UNCLEAR
from corpus.records import FILED, Step, Task
from corpus.tasks import COMMENT
from corpus.taxonomy import CONSTRUCTIVE
from outputs.assignment import PROPOSED
from outputs.cells import clean, one_line
from outputs.decided import decided_units, given_names, moved, tags
from outputs.forms import word
from outputs.frame import Frame
from outputs.official_writing import chinese_day

_YES, _NO = "是", "否"
UNTOLD_KIND = "类型待核"


def is_constructive(task: Task) -> bool:
    """Whether a comment is one for a plan (建设性): as a person decided, as the document says, as proposed."""
    return task.origin == COMMENT and tags(task).kind == CONSTRUCTIVE


def is_other(task: Task) -> bool:
    """Whether a comment only wants an explanation; so does one whose kind nobody has said, with a remark."""
    return task.origin == COMMENT and tags(task).kind != CONSTRUCTIVE


def filed_cells(task: Task, row: int, frame: Frame) -> dict[str, str]:
    """The cells of one task by column key, all of them texts without what XML forbids.

    The number and the text stand as they came: by them the task is known again when the form comes back.
    """
    lead, responsible = unit_cells(task)
    filing = task.filing
    said: dict[str, str | None] = {name: getattr(filing, name) for name in FILED}
    said |= {
        "number": task.number,
        "text": task.text,
        "indicator": task.indicator or ("" if task.reason else task.text),
        "deduction_reason": task.reason,
        "points": task.points,
        "kind": tags(task).kind,
        "goal": task.goal,
        "measures": task.measures,
        "person": person_in_charge(task),
    }
    cells = {key: clean(value) for key, value in said.items()}
    return cells | {
        "row": str(row),
        "lead": lead,
        "responsible": responsible,
        "units": acting_units(task),
        "deadline": deadline_words(task),
        "closed": _closed(task, frame),
        "remark": UNTOLD_KIND if task.origin == COMMENT and not tags(task).kind else "",
    }


def unit_cells(task: Task) -> tuple[str, str]:
    """(牵头单位, 责任单位): as a person decided (who helps stands as responsible), else as the document has them.

    Where neither has named a unit, the one that is proposed stands as responsible, marked as a proposal.
    """
    if task.verdict is not None:
        lead, helping = decided_units(task.verdict)
        return clean("、".join(lead)), clean("、".join(helping))
    if given_names(task):
        return one_line(task.given_lead), one_line(task.given_responsible)
    return "", _proposed(task)


def acting_units(task: Task) -> str:
    """All units that act, leads first, in one cell."""
    if task.verdict is not None:
        lead, helping = decided_units(task.verdict)
        return clean("、".join((*lead, *helping)))
    return clean("、".join(given_names(task))) or _proposed(task)


def person_in_charge(task: Task) -> str | None:
    """The person in charge (负责人); none where a person gave the task to another unit than the document."""
    return None if moved(task) else task.given_person


def deadline_words(task: Task) -> str:
    """The document's own words, else the day."""
    return one_line(task.deadline) or (chinese_day(task.due) if task.due else "")


def state(task: Task, frame: Frame) -> str:
    """How far a task is on its way to be closed, in a word."""
    closing = frame.closing(task)
    taken = {one.step for one in closing.steps}
    if taken == set(Step):
        code = "done"
    elif closing.closed:
        code = "closed"
    elif taken.issuperset(before(Step.CLOSE)):
        code = "ready"
    else:
        code = "going" if taken or closing.evidence else "none"
    return word("closing", code)


def _closed(task: Task, frame: Frame) -> str:
    closing = frame.closing(task)
    return _YES if closing.closed else (_NO if closing.steps else "")


def _proposed(task: Task) -> str:
    if not task.candidates or task.candidates[0].function == UNCLEAR:
        return ""
    return f"{one_line(task.candidates[0].department)}（{PROPOSED}）"
