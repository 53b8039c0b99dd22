"""All drafts of a batch, in one folder."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path

from corpus.records import Problem, Status
from corpus.terms import terms
from outputs.assignment import in_order
from outputs.batch import Batch, Written
from outputs.cautions import cautions
from outputs.cells import groups
from outputs.checks import checks
from outputs.cycle.tables import TABLES
from outputs.deadlines.calendars import calendars
from outputs.deadlines.conflicts import conflict_rows
from outputs.deadlines.ics import calendar
from outputs.deadlines.schedule import dated, events_of, schedule
from outputs.forms import Pair
from outputs.frame import Frame
from outputs.manifest import are_there, settle
from outputs.papers.notice_draft import notice_draft
from outputs.papers.public_statement import public_statement
from outputs.public.public_drafts import NO_PUBLIC_DRAFTS, PublicDrafts
from outputs.report import report
from outputs.statistics.page import page
from outputs.statistics.statistics import statistics
from outputs.statistics.written import written
from outputs.table_files import is_for_word, table_files
from outputs.word.paper import document
from outputs.workbook import workbook

VERSION = "12"
"""Part of what tells whether drafts are up to date: raise it when the same batch is to give other drafts."""


def drafts(batch: Batch) -> dict[str, bytes]:
    """Every draft by its path below the output folder (parted by /): the same batch gives the same bytes."""
    return _drafts(*_framed(batch))[0]


def _drafts(batch: Batch, frame: Frame) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every draft by its path, and the paths (without suffix) of the tables that are too long for Word."""
    day = batch.made_on
    deadlines = [(e, d) for e in batch.extractions for d in e.deadlines]
    items = dated(deadlines, batch.tasks)
    positions = {id(task): at for at, task in enumerate(batch.tasks, 1)}
    conflicts = conflict_rows(batch.extractions, items, positions, batch.registry)
    times = schedule(deadlines, batch.tasks, frame, conflicts)
    figures = statistics(batch)
    made = {
        "时限.ics": calendar(events_of(items)),
        **dict(calendars(items, batch.tasks, batch.registry)),
        "核对.xlsx": workbook(checks(batch.extractions, frame), day),
        "统计报告.html": page(figures, day).encode("utf-8"),
        "统计报告.docx": document(written(figures, day), day),
    }
    forms: dict[str, str] = {}
    too_long: list[str] = []
    cycle = (tables(batch.tasks, frame) for tables in TABLES.values())
    # One after the other: each is let go as soon as its files are made.
    for path, pair in chain([("时限表", Pair(times, times))], *cycle):
        forms[pair.paper.form.key] = pair.paper.form.title
        made |= table_files(path, pair.paper, pair.screen, day)
        if not is_for_word(pair.paper):
            too_long.append(path)
    made["批次报告.html"] = report(batch, too_long).encode("utf-8")
    sent = [forms[key] for key in terms("papers")["sent"] if key in forms]
    # Where nothing could be read they would say that there is nothing to be done, and somebody might send them.
    if any(e.status is not Status.FAILED for e in batch.extractions):
        made["通知稿.docx"] = document(notice_draft(batch, frame, sent), day)
        made["公示稿.docx"] = document(public_statement(batch, frame), day)
    return made, tuple(too_long)


def _framed(batch: Batch) -> tuple[Batch, Frame]:
    """The batch with its tasks as the task list numbers them, and what every table is made with."""
    batch = replace(batch, tasks=in_order(batch.tasks))
    known, similar = cautions(batch.extractions), groups(batch.tasks)
    return batch, Frame(batch.made_on, batch.registry, known, batch.forms, batch.closings, similar, batch.returned)


def write_drafts(batch: Batch, out: Path) -> Written:
    """Write all drafts of the batch below ``out`` and say what became of each.

    A file that a person has edited is kept and the new draft laid beside it. Raises ``MinyiError`` where ``out`` cannot
    be written at all.
    """
    batch, frame = _framed(batch)
    own, wrong = _own_forms(batch, frame)
    public = _public(batch, frame)
    made, too_long = _drafts(batch, frame)
    written = settle(out, {**made, **own, **public.files})
    return replace(
        written,
        problems=(*wrong, *written.problems),
        excel_only=(*too_long, *public.excel_only),
        found=public.found,
        unconfirmed=len(public.unconfirmed),
    )


def _public(batch: Batch, frame: Frame) -> PublicDrafts:
    """The public version, where it is asked for."""
    if batch.rulings is None:
        return NO_PUBLIC_DRAFTS
    from outputs.public.drafts import public_drafts  # noqa: PLC0415  (loads what tells names, and not always needed)

    return public_drafts(batch, frame, batch.rulings)


def _own_forms(batch: Batch, frame: Frame) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The office's templates filled in, and what is wrong in those that cannot be."""
    if not batch.templates:
        return {}, ()
    from outputs.own.drafting import own_forms  # noqa: PLC0415  (most offices have no templates)

    return own_forms(batch.templates, batch.tasks, frame, batch.name)


def drafts_are_there(out: Path) -> bool:
    """Whether every draft that was last written below ``out`` is still there (as written, or edited by a person)."""
    return are_there(out)
