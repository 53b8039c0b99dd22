"""任务分解表（县区）: what each county, district or town gets to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.records import Task
from outputs.cycle.counties import by_county
from outputs.cycle.task_table import department_table
from outputs.forms import Pair
from outputs.frame import Frame

COUNTIES = "任务分解表（县区）"


def county_tables(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[str, Pair]]:
    """任务分解表 of every county that has a task, with its path; none where the batch knows no county."""
    for county in by_county(tasks, frame.registry):
        yield f"{COUNTIES}/{county.file_name}", department_table(county, frame, "county", "县区")
