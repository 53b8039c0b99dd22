"""The deadlines of a notice: in its sentences, behind the headings of its steps, and in the columns of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.records import AsideKind, Deadline, DeadlineKind, Document, Grid, Notice, Paragraph, Source, Table
from corpus.terms import terms
from extractors.dates import Anchor, anchor
from extractors.obligations import obligation
from extractors.organisations import is_organisation
from extractors.rows import is_section, is_sum, meant_rows
from extractors.time_expressions import TimeExpression, time_expressions


def deadlines(document: Document, notice: Notice | None, tables: Sequence[Table]) -> tuple[Deadline, ...]:
    """Every deadline, in document order; a year that is not written is taken from the notice and marked as inferred.

    A document that reports results (公示, 报告) has only those that are still to come. A table gives one
    deadline for each row whose deadline column says something; a heading merged over all columns is read as a sentence,
    and sums have none. Those of footnotes and endnotes come last.
    """
    origin = anchor(notice)
    reports = notice is not None and notice.kind in terms("deadlines")["reports"]["kinds"]
    waiting = list(tables)
    paragraphs = document.paragraphs
    found: list[Deadline] = []
    following = {id(p): nxt.text for p, nxt in pairwise(paragraphs)}
    for block in document.blocks:
        if isinstance(block, Paragraph):
            in_text = _in_paragraph(block, origin, following.get(id(block), ""))
            found += [d for d in in_text if not reports or _is_to_come(d, origin)]
        else:
            mine = [table for table in waiting if _begins(table, block)]
            waiting = [table for table in waiting if table not in mine]
            for table in mine:
                found += _in_table(table, origin)
    for table in waiting:
        found += _in_table(table, origin)
    for note in _notes(document):
        found += [d for d in _in_paragraph(note, origin, "") if not reports or _is_to_come(d, origin)]
    return tuple(found)


def _notes(document: Document) -> Iterator[Paragraph]:
    """Footnotes and endnotes: a deadline that stands in one is a deadline."""
    where = Source(document.file, document.sha256)
    for aside in document.asides:
        if aside.kind in {AsideKind.FOOTNOTE, AsideKind.ENDNOTE}:
            yield Paragraph(aside.text, where)


def _in_paragraph(paragraph: Paragraph, origin: Anchor, following: str) -> Iterator[Deadline]:
    text = paragraph.text
    for time in time_expressions(text, origin):
        around = obligation(text, time.start, time.end, following)
        yield replace(
            _dated(text[time.start : time.end], time, paragraph.source),
            actor=around.actor,
            action=around.action,
            recipient=around.recipient,
        )


def _dated(quote: str, time: TimeExpression, source: Source) -> Deadline:
    """A deadline with its days as its kind has them: by has an end, from-on has a start, a range has both."""
    first, last = time.period.start, time.period.end
    match time.kind:
        case "by":
            kind, first = DeadlineKind.BY, None
        case "range":
            kind = DeadlineKind.RANGE
        case "start":
            kind, last = DeadlineKind.RANGE, None
        case other:
            kind, first, last = DeadlineKind(other), None, None
    inferred = time.period.year_inferred and (first or last) is not None
    return Deadline(quote, kind, source, first, last, year_inferred=inferred)


def _is_to_come(deadline: Deadline, origin: Anchor) -> bool:
    if any(word in deadline.quote for word in terms("deadlines")["reports"]["counted"]):
        return True
    return deadline.end is not None and origin.signed is not None and deadline.end > origin.signed


def _begins(table: Table, grid: Grid) -> bool:
    """Whether the table's first part is this grid."""
    ours, its = table.source, grid.source
    return (ours.sheet, ours.table) == (its.sheet, its.table) and its.table is not None


def _in_table(table: Table, origin: Anchor) -> Iterator[Deadline]:
    at = table.column("deadline")
    if at is None:
        return
    sources = table.row_sources or tuple(table.source for _ in table.rows)
    for row, source in zip(meant_rows(table), sources, strict=True):
        if is_section(row):
            yield from _in_paragraph(Paragraph(row[at], source), origin, "")
        elif is_sum(row):
            continue
        elif deadline := _in_cell(row[at], source, origin):
            yield replace(
                deadline,
                actor=_bodies(table.value(row, "responsible") or table.value(row, "lead")),
                action="".join(table.value(row, "goal").split("\n")) or None,
            )


def _in_cell(cell: str, source: Source, origin: Anchor) -> Deadline | None:
    """The one deadline of a cell: its last day where it names days, else what it says without a day; None if blank."""
    words = terms("deadlines")["cells"]
    quote = cell.strip()
    bare = "".join(quote.split())
    if not bare or bare in words["blank"]:
        return None
    times = time_expressions(quote, origin, cell=True)
    dated = [time for time in times if time.period.end]
    if dated:
        return _dated(quote, max(dated, key=lambda time: (time.period.end, time.kind == "range")), source)
    if any(word in bare for word in words["standing"]):
        return Deadline(quote, DeadlineKind.STANDING, source)
    return _dated(quote, times[0], source) if times else Deadline(quote, DeadlineKind.UNDATED, source)


def _bodies(cell: str) -> str | None:
    """The organisations of a cell; a line each are several, else one name that is broken over lines."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    apart = all(is_organisation(line) for line in lines)
    return ("、" if apart else "").join(lines) or None
