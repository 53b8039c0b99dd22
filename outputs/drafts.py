"""All drafts of a batch, in one folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from outputs.assignment import in_order
from outputs.batch import Batch, Written
from outputs.cautions import cautions
from outputs.checks import checks
from outputs.document import document
from outputs.ics import calendar
from outputs.manifest import are_there, settle
from outputs.report import report
from outputs.schedule import events, schedule
from outputs.task_table import department_tables, task_list
from outputs.workbook import workbook

DEPARTMENTS = "任务分解表"
VERSION = "8"
"""Part of what tells whether drafts are up to date: raise it when the same batch is to give other drafts."""


def drafts(batch: Batch) -> dict[str, bytes]:
    """Every draft by its path below the output folder (parted by /): the same batch gives the same bytes."""
    batch = replace(batch, tasks=in_order(batch.tasks))
    day = batch.made_on
    deadlines = [(e, d) for e in batch.extractions for d in e.deadlines]
    known = cautions(batch.extractions)
    tasks = task_list(batch.tasks, day, batch.registry, known)
    made = {
        "整改任务清单.docx": document(tasks.paper, day),
        "整改任务清单.xlsx": workbook(tasks.screen, day),
        "时限表.xlsx": workbook(schedule(deadlines, batch.tasks, day), day),
        "时限.ics": calendar(events(deadlines, batch.tasks)),
        "核对.xlsx": workbook(checks(batch.extractions, day), day),
    }
    for name, pair in department_tables(batch.tasks, day, batch.registry, known):
        made[f"{DEPARTMENTS}/{name}.docx"] = document(pair.paper, day)
        made[f"{DEPARTMENTS}/{name}.xlsx"] = workbook(pair.screen, day)
    made["批次报告.html"] = report(batch).encode("utf-8")
    return made


def write_drafts(batch: Batch, out: Path) -> Written:
    """Write all drafts of the batch below ``out`` and say what became of each.

    A file that a person has edited is kept and the new draft laid beside it. Raises ``MinyiError`` where ``out`` cannot
    be written at all.
    """
    return settle(out, drafts(batch))


def drafts_are_there(out: Path) -> bool:
    """Whether every draft that was last written below ``out`` is still there (as written, or edited by a person)."""
    return are_there(out)
