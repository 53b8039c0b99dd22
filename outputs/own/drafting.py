"""本单位表式: what an office's own templates become with the tasks of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.messages import MinyiError
from corpus.records import Problem, Task
from corpus.terms import terms
from outputs.assignment import DepartmentTasks, by_department
from outputs.cycle.counties import by_county
from outputs.frame import Frame
from outputs.own.fields import Filling, Listed, filling
from outputs.own.template import COUNTY, DEPARTMENT, KINDS, Template, problems_of


def own_forms(
    templates: Sequence[Template], tasks: Sequence[Task], frame: Frame, batch: str
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The filled templates by their path below the output folder, and every mistake in those that cannot be filled.

    ``tasks`` are in the order of the task list. A template is filled wholly or not at all, and the others go on.
    """
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    taken: set[str] = set()
    units = _Units(tasks, frame)
    folder = terms("template_fields")["names"]["folder"]
    for template in templates:
        wrong = problems_of(template)
        problems += wrong
        if wrong:
            continue
        try:
            own: dict[str, bytes] = {}
            for name, texts in _documents(template, units, batch):
                if f"{folder}/{name}".casefold() in taken:
                    raise MinyiError("template-same-name", name=name)
                taken.add(f"{folder}/{name}".casefold())
                own[f"{folder}/{name}"] = KINDS[template.suffix].filled(template.data, texts, frame.made_on)
            made |= own
        except MinyiError as error:
            problems.append(replace(error.problem, where=template.name))
    return made, tuple(problems)


class _Units:
    """The tasks of a batch as its documents list them; each way is worked out when a template first asks for it."""

    def __init__(self, tasks: Sequence[Task], frame: Frame) -> None:
        self._tasks, self.frame = tasks, frame
        self._owned: dict[str, tuple[DepartmentTasks, ...]] = {}
        self._whole: Filling | None = None

    def whole(self, batch: str) -> Filling:
        """All tasks."""
        if self._whole is None:
            listed = [Listed(task, at) for at, task in enumerate(self._tasks, 1)]
            self._whole = filling(listed, self.frame, batch)
        return self._whole

    def owned(self, each: str) -> tuple[DepartmentTasks, ...]:
        """Those of each department or county."""
        if each not in self._owned:
            work = by_department if each == DEPARTMENT else by_county
            self._owned[each] = work(self._tasks, self.frame.registry)
        return self._owned[each]


def _documents(template: Template, units: _Units, batch: str) -> Iterator[tuple[str, Filling]]:
    """(file name, texts) of each document that the template is to become.

    A unit that has nothing in any list of the template gets none.
    """
    each = template.each()
    if not each:
        yield template.file_name(""), units.whole(batch)
        return
    lists = KINDS[template.suffix].lists(template.data)
    for unit in units.owned(each):
        listed = [Listed(share.task, share.position, share.role) for share in unit.shares]
        named = {"county" if each == COUNTY else "department": unit.department}
        texts = filling(listed, units.frame, batch, **named)
        if not lists or any(texts.lists[name] for name in lists):
            yield template.file_name(unit.file_name), texts
