"""All drafts of a batch, in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.records import Task
from outputs.assignment import in_order
from outputs.batch import Batch, Written
from outputs.cautions import cautions
from outputs.cells import groups
from outputs.checks import checks
from outputs.document import document
from outputs.forms import Pair
from outputs.frame import Frame
from outputs.ics import calendar
from outputs.manifest import are_there, settle
from outputs.report import report
from outputs.schedule import events, schedule
from outputs.task_table import department_tables, task_lists
from outputs.workbook import workbook

_TABLES: tuple[Callable[[Sequence[Task], Frame], Iterable[tuple[str, Pair]]], ...] = (task_lists, department_tables)
"""Each gives the tables of one form: the path of each below the output folder, without its suffix."""
VERSION = "9"
"""Part of what tells whether drafts are up to date: raise it when the same batch is to give other drafts."""


def drafts(batch: Batch) -> dict[str, bytes]:
    """Every draft by its path below the output folder (parted by /): the same batch gives the same bytes."""
    batch = replace(batch, tasks=in_order(batch.tasks))
    frame = _frame(batch)
    day = batch.made_on
    deadlines = [(e, d) for e in batch.extractions for d in e.deadlines]
    made = {
        "时限表.xlsx": workbook(schedule(deadlines, batch.tasks, frame), day),
        "时限.ics": calendar(events(deadlines, batch.tasks)),
        "核对.xlsx": workbook(checks(batch.extractions, frame), day),
        "批次报告.html": report(batch).encode("utf-8"),
    }
    for tables in _TABLES:
        for path, pair in tables(batch.tasks, frame):
            made[f"{path}.docx"] = document(pair.paper, day)
            made[f"{path}.xlsx"] = workbook(pair.screen, day)
    return made


def _frame(batch: Batch) -> Frame:
    known, similar = cautions(batch.extractions), groups(batch.tasks)
    return Frame(batch.made_on, batch.registry, known, batch.forms, batch.closings, similar)


def write_drafts(batch: Batch, out: Path) -> Written:
    """Write all drafts of the batch below ``out`` and say what became of each.

    A file that a person has edited is kept and the new draft laid beside it. Raises ``MinyiError`` where ``out`` cannot
    be written at all.
    """
    return settle(out, drafts(batch))


def drafts_are_there(out: Path) -> bool:
    """Whether every draft that was last written below ``out`` is still there (as written, or edited by a person)."""
    return are_there(out)
