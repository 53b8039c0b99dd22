"""What a task is counted under: its domain, unit, place, source …, and the word for those that have none."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Task
from corpus.registry import Registry
from corpus.tasks import COMMENT
from outputs.assignment import UNDECIDED, named_roles
from outputs.cells import clean, one_line
from outputs.decided import tags
from outputs.offices import offices
from outputs.statistics.tables import unsaid

_LONGEST = 160
"""Characters of a comment in a list."""


def comments(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks that are comments."""
    return tuple(task for task in tasks if task.origin == COMMENT)


def domain(task: Task) -> str:
    """The domain as it stands now."""
    return one_line(tags(task).domain) or unsaid("domain")


def kind(task: Task) -> str:
    """建设性 or 其他, as it stands now."""
    return one_line(tags(task).kind) or unsaid("kind")


def disposition(task: Task) -> str:
    """处置性质, as it stands now."""
    return one_line(tags(task).disposition) or unsaid("disposition")


def source(task: Task) -> str:
    """The group of people that was asked."""
    return one_line(task.survey_source) or unsaid("source")


def place(task: Task) -> str:
    """The first place that the text names."""
    return one_line(task.territory[0].place) if task.territory else unsaid("place")


def around(task: Task) -> str:
    """The widest of the places that the text names first: 县 of 镇; nothing where it names none."""
    return one_line(task.territory[-1].place) if task.territory else unsaid("place")


def year(task: Task) -> str:
    """The year whose results the task is about."""
    return f"{task.year}年" if task.year else unsaid("year")


def short(text: str) -> str:
    """A comment in one line, its beginning where it is long: the task list has all of it."""
    words = one_line(text)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def said(task: Task) -> str:
    """Its number and its words, as a list names it."""
    return f"{clean(task.number)}\n{short(task.text)}" if task.number else short(task.text)


def leads(tasks: Sequence[Task], registry: Registry) -> tuple[str, ...]:
    """Who leads each task: its first unit, called as the breakdown tables call it.

    待人工确定 where nobody has been found, 经核定不分办 where a person decided so.
    """
    found = [named_roles(task) for task in tasks]
    known = offices([named for roles in found for named, _ in roles], registry)
    return tuple(known[roles[0][0]].name if roles else unsaid("nobody") for roles in found)


NO_UNIT = (UNDECIDED, unsaid("nobody"))
"""What stands last in a table of units."""
