"""Checks of deadlines against each other, against the stage that they stand in, and against the day of signing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.records import Check, Deadline, DeadlineKind, Document, Notice, Paragraph, Table, TableKind
from corpus.terms import terms
from extractors.checks.dates import chinese_day, signing_day
from extractors.clean import clean, matching, plain_digits
from extractors.outline.heading_numbers import Form, read_number

DEADLINE_ORDER = "deadline_order"
_FRESH = timedelta(days=60)
"""A day without a year that is longer over than this comes round every year."""
_HALF_A_YEAR = timedelta(days=183)
_STEP = re.compile(r"第[一二三四五六七八九十]{1,3}(?:阶段|步)")
_BACKWARDS = re.compile(r"(?P<month>\d{1,2})月(?P<first>\d{1,2})日?[-—–~～至到]+(?P<last>\d{1,2})日")
_LONGEST_HEADING = 60
_SAME_ACTION = 10
"""Characters: two shorter phrases may be the same and mean different things."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """A step with its own period: the deadline that its heading sets, and the deadlines of its section."""

    period: Deadline
    heading: str
    within: tuple[Deadline, ...]


def check_deadlines(
    document: Document, notice: Notice | None, tables: Sequence[Table], deadlines: Sequence[Deadline]
) -> Iterator[Check]:
    """Deadlines that contradict: ``stated`` is the one that is looked at, ``found`` the day that it is held against.

    Wrong is what ends before the notice was signed or before it begins, and a report of results that is due before the
    tasks of the table are. What may have its reason (a stage that began before, a day outside its stage, one action
    with two days) is left to a person.
    """
    yield from _before_signing(document, notice, tables, deadlines)
    yield from _backwards(deadlines)
    yield from _outside_stage(document, deadlines)
    yield from _report_before_tasks(document, tables, deadlines)
    yield from _twice(deadlines)


def _before_signing(
    document: Document, notice: Notice | None, tables: Sequence[Table], deadlines: Sequence[Deadline]
) -> Iterator[Check]:
    signing = signing_day(document, notice)
    if notice is None or signing is None:
        return
    signed = signing[0]
    lasting = any(word in (notice.title or "") for word in terms("claims")["deadlines"]["lasting"])
    for deadline in deadlines:
        if deadline.kind not in (DeadlineKind.BY, DeadlineKind.RANGE) or deadline.source.table is not None:
            continue
        last, first = deadline.end, deadline.start
        if last is not None and last < signed:
            if not deadline.year_inferred:
                yield _check(
                    deadline, last, signed, False, f"截止日{chinese_day(last)}早于成文日期{chinese_day(signed)}"
                )
            elif not lasting and signed - last <= _FRESH:
                yield _check(
                    deadline,
                    last,
                    signed,
                    None,
                    f"未写年份，如为当年则截止日{chinese_day(last)}早于成文日期{chinese_day(signed)}",
                )
        elif first is not None and first < signed and _begins_late(first, signed) and not lasting:
            yield _check(deadline, first, signed, None, f"起始日{chinese_day(first)}早于成文日期{chinese_day(signed)}")
    for table in tables:
        if table.column("result") is None:
            yield from _rows_before_signing(table, deadlines, signed)


def _begins_late(first: date, signed: date) -> bool:
    """Whether a stretch began shortly before the signing; one from New Year on is the year's."""
    return signed - first <= _HALF_A_YEAR and (first.month, first.day) != (1, 1)


def _rows_before_signing(table: Table, deadlines: Sequence[Deadline], signed: date) -> Iterator[Check]:
    """The rows of a plan that were due before it was signed, in one check: they may be done already."""
    over = [
        deadline
        for deadline in deadlines
        if deadline.source.table == table.source.table
        and deadline.source.row is not None
        and deadline.end is not None
        and deadline.end < signed
        and not deadline.year_inferred
    ]
    if over:
        rows = "、".join(f"{deadline.source.row}" for deadline in over)
        note = f"表{table.source.table}第 {rows} 行的完成时限早于成文日期{chinese_day(signed)}，请核对。"
        yield Check(DEADLINE_ORDER, clean(over[0].quote), over[0].source, str(over[0].end), str(signed), None, note)


def _backwards(deadlines: Sequence[Deadline]) -> Iterator[Check]:
    """A stretch that ends before it begins: 7月20日至15日."""
    for deadline in deadlines:
        start, end = deadline.start, deadline.end
        if deadline.kind is not DeadlineKind.RANGE or start is None or end is None:
            continue
        days = _BACKWARDS.search(plain_digits("".join(deadline.quote.split())))
        if end < start:
            yield _check(deadline, end, start, False, f"截止日{chinese_day(end)}早于起始日{chinese_day(start)}")
        elif days and int(days["last"]) < int(days["first"]):
            note = f"“{clean(deadline.quote)}”的截止日早于起始日，请核对。"
            yield Check(
                DEADLINE_ORDER,
                clean(deadline.quote),
                deadline.source,
                f"{days['last']}日",
                f"{days['first']}日",
                False,
                note,
            )


def _outside_stage(document: Document, deadlines: Sequence[Deadline]) -> Iterator[Check]:
    for stage in _stages(document, deadlines):
        first, last = stage.period.start, stage.period.end
        for deadline in stage.within:
            if deadline.end is None or deadline.kind is not DeadlineKind.BY:
                continue
            relation = "早于" if first and deadline.end < first else "晚于" if last and deadline.end > last else None
            if relation is None:
                continue
            note = (
                f"“{clean(deadline.quote)}”（{chinese_day(deadline.end)}）{relation}所在阶段"
                f"“{stage.heading}”的期间“{clean(stage.period.quote)}”，请核对。"
            )
            found = clean(stage.period.quote)
            yield Check(DEADLINE_ORDER, clean(deadline.quote), deadline.source, str(deadline.end), found, None, note)


def _stages(document: Document, deadlines: Sequence[Deadline]) -> Iterator[_Stage]:
    """Each heading with a period of its own, and the deadlines up to the next heading of its level or above."""
    by_paragraph: dict[int | None, list[Deadline]] = {}
    for deadline in deadlines:
        if deadline.source.table is None and deadline.source.paragraph is not None:
            by_paragraph.setdefault(deadline.source.paragraph, []).append(deadline)
    paragraphs = [paragraph for paragraph in document.paragraphs if paragraph.text.strip()]
    for at, paragraph in enumerate(paragraphs):
        own = by_paragraph.get(paragraph.source.paragraph, [])
        level = _level(paragraph)
        if not own or level is None or (own[0].start is None and own[0].kind is not DeadlineKind.BY):
            continue
        heading = _heading(paragraph.text, own[0].quote)
        if heading is None:
            continue
        within = own[1:]
        for following in paragraphs[at + 1 :]:
            other = _level(following)
            if other is not None and other <= level:
                break
            within += by_paragraph.get(following.source.paragraph, [])
        yield _Stage(own[0], heading, tuple(within))


def _level(paragraph: Paragraph) -> Form | None:
    """The form of a paragraph's number, the highest first; None where it has none. 第一阶段 stands with 一、."""
    text = (paragraph.label or "") + paragraph.text
    number = read_number(text)
    if number is None and _STEP.match(text.strip().lstrip("-• ")):
        return Form.HAN
    return number.form if number else None


def _heading(text: str, quote: str) -> str | None:
    """The heading whose bracket the time fills: （二）制定方案（7月至11月）; None where it is a sentence."""
    bare, at = matching(text), text.find(quote)
    opened = bare.rfind("（", 0, max(at, 0))
    if at < 0 or opened != at - 1 or not bare.startswith("）", at + len(quote)):
        return None
    title = clean(text[:opened]).rstrip("。：: ")
    return title if 0 < len(title) <= _LONGEST_HEADING and "。" not in title else None


def _report_before_tasks(document: Document, tables: Sequence[Table], deadlines: Sequence[Deadline]) -> Iterator[Check]:
    """The last report of results in the text against the last day in the tables of tasks."""
    kinds = {table.source.table: table.kind for table in tables}
    tasks = [
        deadline
        for deadline in deadlines
        if deadline.end is not None and kinds.get(deadline.source.table) is TableKind.RECTIFICATION
    ]
    texts = {paragraph.source.paragraph: paragraph.text for paragraph in document.paragraphs}
    reports = [
        deadline
        for deadline in deadlines
        if deadline.source.table is None
        and deadline.kind is DeadlineKind.BY
        and _reports_results(deadline, texts.get(deadline.source.paragraph, ""))
    ]
    if not tasks or not reports:
        return
    report = max(reports, key=lambda deadline: deadline.end or date.min)
    task = max(tasks, key=lambda deadline: deadline.end or date.min)
    if report.end is None or task.end is None or report.end >= task.end:
        return
    later = [deadline for deadline in tasks if deadline.end and deadline.end > report.end]
    rows = "、".join(f"{deadline.source.row}" for deadline in later if deadline.source.row is not None)
    note = (
        f"完成情况须于{chinese_day(report.end)}前报送，早于表{task.source.table}中的完成时限{chinese_day(task.end)}"
        f"{f'（第 {rows} 行）' if rows else ''}。"
    )
    yield Check(DEADLINE_ORDER, clean(report.quote), report.source, str(report.end), str(task.end), False, note)


def _reports_results(deadline: Deadline, text: str) -> bool:
    """Whether the sentence behind a deadline asks for the results, and not for those of a part of the time."""
    at = max(text.find(deadline.quote), 0)
    behind = re.split("[。；;]", text[at:], maxsplit=1)[0]
    words = terms("claims")["deadlines"]
    reported, results, in_between = (
        any(word in behind for word in words[key]) for key in ("reported", "results", "in_between")
    )
    return reported and results and not in_between


def _twice(deadlines: Sequence[Deadline]) -> Iterator[Check]:
    """The same body, the same action, two days of one year, in two paragraphs."""
    first: dict[tuple[str | None, str | None, int], Deadline] = {}
    for deadline in deadlines:
        said = deadline.source.table is None and deadline.kind is DeadlineKind.BY and deadline.actor
        if not said or deadline.end is None or len(deadline.action or "") < _SAME_ACTION:
            continue
        before = first.setdefault((deadline.actor, deadline.action, deadline.end.year), deadline)
        if before.end == deadline.end or before.source.paragraph == deadline.source.paragraph:
            continue
        note = (
            f"同一事项“{deadline.action}”（{deadline.actor}）有两个期限：“{clean(before.quote)}”和"
            f"“{clean(deadline.quote)}”，请核对。"
        )
        yield Check(
            DEADLINE_ORDER, clean(deadline.quote), deadline.source, str(deadline.end), str(before.end), None, note
        )


def _check(deadline: Deadline, stated: date, found: date, ok: bool | None, relation: str) -> Check:
    quote = clean(deadline.quote)
    note = f"“{quote}”{relation}{'' if ok is False else '，请核对'}。"
    return Check(DEADLINE_ORDER, quote, deadline.source, str(stated), str(found), ok, note)
