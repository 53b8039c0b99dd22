"""The deadlines of a notice: in its sentences, behind the headings of its steps, and in the columns of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.records import AsideKind, Deadline, DeadlineKind, Document, Grid, Notice, Paragraph, Source, Table
from corpus.terms import terms
from extractors.deadlines.dates import Anchor, anchor
from extractors.deadlines.obligations import obligation, row_obligation
from extractors.deadlines.time_expressions import TimeExpression, time_expressions
from extractors.names.organisations import is_organisation
from extractors.spans import within
from extractors.tables.rows import is_section, is_sum, meant_rows

_ANNEX_LIST = re.compile(r"附件\d*[:：]")
_ABOVE = 10
"""Paragraphs above a time in which its heading, its list's lead-in or its card of labels may stand."""


def deadlines(document: Document, notice: Notice | None, tables: Sequence[Table]) -> tuple[Deadline, ...]:
    """Every deadline, in document order; a year that is not written is taken from the notice and marked as inferred.

    What a document is called (its title, the entries of its annex list) sets none, and one that reports results (公示,
    报告) has only those that are still to come. A table gives one deadline for each row whose deadline column says
    something; a heading merged over all columns is read as a sentence, and sums have none. Those of footnotes and
    endnotes come last.
    """
    origin = anchor(notice)
    reports = notice is not None and notice.kind in terms("deadlines")["reports"]["kinds"]
    names = _names(notice)
    waiting = list(tables)
    paragraphs = document.paragraphs
    found: list[Deadline] = []
    following = {id(p): nxt.text for p, nxt in pairwise(paragraphs)}
    above = {id(p): tuple(q.text for q in paragraphs[max(at - _ABOVE, 0) : at]) for at, p in enumerate(paragraphs)}
    for block in document.blocks:
        if isinstance(block, Paragraph) and _is_name(block, names):
            continue
        if isinstance(block, Paragraph):
            in_text = _in_paragraph(block, origin, following.get(id(block), ""), above[id(block)])
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


def _names(notice: Notice | None) -> tuple[str, ...]:
    """What the notice, its enclosure and its annexes are called, without white space."""
    if notice is None:
        return ()
    return tuple("".join(name.split()) for name in (notice.title, notice.enclosed_title, *notice.annexes) if name)


def _is_name(paragraph: Paragraph, names: Sequence[str]) -> bool:
    """Whether it is a line of a title or an entry of the annex list: what a document is called asks for nothing."""
    text = "".join(paragraph.text.split())
    return bool(_ANNEX_LIST.match(text)) or any(text in name for name in names if text)


def _notes(document: Document) -> Iterator[Paragraph]:
    """Footnotes and endnotes: a deadline that stands in one is a deadline."""
    where = Source(document.file, document.sha256)
    for aside in document.asides:
        if aside.kind in {AsideKind.FOOTNOTE, AsideKind.ENDNOTE}:
            yield Paragraph(aside.text, where)


def _in_paragraph(
    paragraph: Paragraph, origin: Anchor, following: str, above: Sequence[str] = ()
) -> Iterator[Deadline]:
    text = paragraph.text
    times = time_expressions(text, origin)
    spans = [(time.start, time.end) for time in times]
    for time in times:
        around = obligation(text, time.start, time.end, following, above, spans)
        yield replace(
            _dated(text[time.start : time.end], time, _at(paragraph.source, time.start, time.end)),
            actor=around.actor,
            action=around.action,
            recipient=around.recipient,
        )


def _at(source: Source, start: int, end: int) -> Source:
    """The source down to the characters, counted in the paragraph as it was read; notes have no place of their own."""
    if source.paragraph is None and source.row is None:
        return source
    return within(source, start, end)


def _dated(quote: str, time: TimeExpression, source: Source) -> Deadline:
    """A deadline with its days as its kind has them: by and relative have an end, from-on a start, a range both."""
    first, last = time.period.start, time.period.end
    match time.kind:
        case "by":
            kind, first = DeadlineKind.BY, None
        case "range":
            kind = DeadlineKind.RANGE
        case "start":
            kind, last = DeadlineKind.RANGE, None
        case "relative":
            kind, first = DeadlineKind.RELATIVE, None
        case other:
            kind, first, last = DeadlineKind(other), None, None
    inferred = time.period.year_inferred and (first or last) is not None
    return Deadline(quote, kind, source, first, last, year_inferred=inferred, counted=time.counted)


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
    for row, written, whole in zip(meant_rows(table), table.rows, sources, strict=True):
        source = replace(whole, column=at + 1)
        if is_section(row):
            yield from _in_paragraph(Paragraph(row[at], source), origin, "")
        elif is_sum(row):
            continue
        elif deadline := _in_cell(row[at], source, origin, row[at] == written[at]):
            who, what = row_obligation(table, row)
            yield replace(deadline, actor=_bodies(who), action=what or None)


def _in_cell(cell: str, source: Source, origin: Anchor, written: bool) -> Deadline | None:
    """The one deadline of a cell: its last day where it names days, else what it says without a day; None if blank.

    It is quoted whole. What is not ``written`` in the cell itself (同上) has no characters there.
    """
    words = terms("deadlines")["cells"]
    quote = cell.strip()
    bare = "".join(quote.split())
    if not bare or bare in words["blank"]:
        return None
    if written:
        start = cell.index(quote)
        source = _at(source, start, start + len(quote))
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
