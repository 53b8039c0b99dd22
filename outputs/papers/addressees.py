"""主送机关: the units of a batch as a notice addresses them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.terms import terms
from outputs.assignment import DepartmentTasks

_GROUPS = 3


def addressees(departments: Sequence[DepartmentTasks]) -> str:
    """Units for places, departments, then who is meant together (各…): 、 within a group, ， between groups.

    Empty where there are none. Nobody is joined to 市直各单位 who does not stand so in the documents.
    """
    groups: list[list[str]] = [[] for _ in range(_GROUPS)]
    territorial = tuple(terms("papers")["territorial"])
    for unit in departments:
        group = 0 if unit.department.endswith(territorial) else 2 if unit.collective else 1
        groups[group].append(unit.department)
    return "，".join("、".join(group) for group in groups if group)
