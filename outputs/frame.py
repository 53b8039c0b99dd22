"""What every table of a batch is made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from corpus.records import Closing, Task
from corpus.registry import SHIPPED, Registry
from outputs.cautions import NO_CAUTIONS, Cautions
from outputs.cycle.returned import returned_notes
from outputs.forms import Forms, shipped_forms
from outputs.official_writing import chinese_day

NO_CLOSING = Closing()


@dataclass(frozen=True, slots=True)
class Frame:
    """``made_on`` is printed on every draft. ``registry`` says which names are one department's, ``known`` what the
    documents give cause to say beside the tasks, ``forms`` which columns there are, ``closings`` how far tasks are (by
    their key). ``similar`` has the positions in the task list of each group of near-duplicates (``cells.groups``),
    ``returned`` what the year before had of a task (by its key).
    """

    made_on: date
    registry: Registry = SHIPPED
    known: Cautions = NO_CAUTIONS
    forms: Forms = field(default_factory=shipped_forms)
    closings: Mapping[str, Closing] = field(default_factory=dict)
    similar: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    returned: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)

    def closing(self, task: Task) -> Closing:
        """How far a task is."""
        return self.closings.get(task.key, NO_CLOSING)

    def notes(self, task: Task) -> tuple[str, ...]:
        """What a remark says of the task that it does not know itself: what checks say, and that it came back."""
        checked = (f"核对：{note}" for note in self.known.of(task))
        return (*checked, *returned_notes(self.returned.get(task.key, ()), self.closings))

    @property
    def made_line(self) -> str:
        """``制表日期：2026年3月2日``."""
        return f"制表日期：{chinese_day(self.made_on)}"
