"""The table forms of the cycle: which maker gives the tables of which form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from corpus.records import Task
from outputs.cycle.completeness_table import completeness_tables
from outputs.cycle.completion import completion_tables
from outputs.cycle.county_table import county_tables
from outputs.cycle.goals import goal_tables
from outputs.cycle.ledger import ledger_tables
from outputs.cycle.task_table import department_tables, task_lists
from outputs.cycle.unit_forms import explanation_forms, measure_forms
from outputs.forms import Pair
from outputs.frame import Frame

Maker = Callable[[Sequence[Task], Frame], Iterable[tuple[str, Pair]]]
"""Of tasks in the order of the task list: the path of each table below the output folder without suffix, the table."""

TABLES: Mapping[str, Maker] = {
    "task_list": task_lists,
    "department": department_tables,
    "county": county_tables,
    "goals": goal_tables,
    "measures": measure_forms,
    "explanations": explanation_forms,
    "completion": completion_tables,
    "ledger": ledger_tables,
    "five_haves": completeness_tables,
}
"""By the key of the form in ``forms.toml``."""
