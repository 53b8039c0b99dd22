"""期限冲突: which two deadlines or days of a batch contradict each other, where they stand, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.body_names import is_collective
from corpus.records import Check, Deadline, DeadlineKind, Extraction, Source
from corpus.registry import Registry
from corpus.terms import terms
from corpus.unit_cells import units
from corpus.working_days import is_working_day, last_working_day
from outputs.cells import clean, one_line, place, shown_name
from outputs.checks import mend
from outputs.deadlines.date_remarks import doubts_of_days
from outputs.deadlines.schedule import Dated, last_day
from outputs.forms import word
from outputs.official_writing import chinese_day

_ROWS_NAMED = 8
_WEEKDAYS = "一二三四五六日"
_DAY = re.compile(r"\d\s*[日号]|\d[-./]\d")
_AFTER_REPORT, _BEFORE_NOTICE, _CLOSED = "after_report", "before_notice", "closed_day"
"""The conflicts that are found here, beside those of the checks: words of ``forms.toml``."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: its words and where they stand."""

    quote: str
    place: str


@dataclass(frozen=True, slots=True)
class _Report:
    """By when whoever answers for a task must report its result; ``units`` is empty where that is everybody."""

    end: date
    deadline: Deadline
    extraction: Extraction
    units: frozenset[str]


def conflict_rows(
    extractions: Sequence[Extraction], items: Sequence[Dated], positions: Mapping[int, int], registry: Registry
) -> list[dict[str, str]]:
    """The cells of each conflict. ``items`` are the lines of the schedule, ``positions`` the places of tasks in the
    task list by their ``id``.

    From the checks: what speaks of days and does not hold or cannot be decided. Beside them tasks that are due after
    the result must be reported or before their notice was signed, and days on which no office is open. Beyond the
    known calendar of holidays nothing is said.
    """
    reports = _reports(extractions)
    late = list(_after_report(items, positions, reports, registry))
    told = {(report.extraction.sha256, one_line(report.deadline.quote)) for report, _ in late}
    rows = [
        *(row for e in extractions for c in doubts_of_days(e) if (row := _of_check(e, c, told))),
        *(row for _, row in late),
        *_before_notice(items, positions),
        *_closed_days(items, positions),
    ]
    return [{"row": str(number), **row} for number, row in enumerate(rows, 1)]


def _of_check(extraction: Extraction, check: Check, told: set[tuple[str, str]]) -> dict[str, str] | None:
    """A check as a conflict; None for a report before its tasks that is told with its tasks."""
    quote = one_line(check.quote)
    against = _against(extraction, check)
    if (extraction.sha256, quote) in told and check.ok is False and against is not None and against.source.table:
        return None
    if against is not None:
        second = _Side(one_line(against.quote), place(against.source))
    else:
        second = _other_side(extraction, check)
    return _row(extraction, _Side(quote, place(check.source)), second, clean(check.note), mend(check.rule))


def _against(extraction: Extraction, check: Check) -> Deadline | None:
    """The other deadline: one whose day was found, or whose words the check quotes."""
    others = [d for d in extraction.deadlines if d.source != check.source or one_line(d.quote) != one_line(check.quote)]
    note = clean(check.note)
    quoted = [d for d in others if f"“{one_line(d.quote)}”" in note]
    found = [d for d in others if check.rule == "deadline_order" and (last := last_day(d)) and str(last) == check.found]
    return next(iter((*quoted, *found)), None)


def _other_side(extraction: Extraction, check: Check) -> _Side:
    """What a check holds the day against where that is no deadline: the day of signing, or the calendar."""
    notice = extraction.notice
    signed = notice.date if notice else None
    if signed is not None and str(signed) in (check.found, check.stated) and check.rule != "weekday":
        return _Side(f"成文日期{chinese_day(signed)}", _place_of_day(extraction))
    said = clean(check.found)
    return _Side(f"日历：{said}" if check.rule == "weekday" and said else said, "")


def _place_of_day(extraction: Extraction) -> str:
    places = extraction.notice.places if extraction.notice else ()
    found = [one.source for one in places if one.field == "date"]
    return place(found[0]) if found else shown_name(extraction.file)


def _reports(extractions: Sequence[Extraction]) -> tuple[_Report, ...]:
    """The deadlines by which results are to be reported: the last of each notice and of those who must."""
    words = terms("claims")["deadlines"]
    last: dict[tuple[str, frozenset[str]], _Report] = {}
    for extraction in extractions:
        for deadline in extraction.deadlines:
            said = f"{clean(deadline.action)}{clean(deadline.recipient)}"
            reported = any(one in said for one in words["reported"]) or bool(deadline.recipient)
            results, between = (any(one in said for one in words[key]) for key in ("results", "in_between"))
            if deadline.kind is not DeadlineKind.BY or deadline.end is None or deadline.source.table is not None:
                continue
            if not reported or not results or between:
                continue
            named = frozenset(name for name in units(deadline.actor) if not is_collective(name))
            report = _Report(deadline.end, deadline, extraction, named)
            key = (extraction.sha256, named)
            if key not in last or last[key].end < report.end:
                last[key] = report
    return tuple(last.values())


def _after_report(
    items: Sequence[Dated], positions: Mapping[int, int], reports: Sequence[_Report], registry: Registry
) -> Iterator[tuple[_Report, dict[str, str]]]:
    """Tasks that are due after their unit must report the result, those of one day and report in one row."""
    together: dict[tuple[int, date], list[Dated]] = {}
    for item in items:
        last = item.deadline.end
        report = _report_of(item, reports, registry) if item.task is not None and last else None
        if report is not None and last is not None and last > report.end:
            together.setdefault((reports.index(report), last), []).append(item)
    for (at, last), late in together.items():
        report = reports[at]
        why = (
            f"完成情况须于{chinese_day(report.end)}前报送，{_tasks(late, positions)}的完成期限"
            f"{chinese_day(last)}在其后，报送时还没有完成。"
        )
        first = _Side(one_line(report.deadline.quote), place(report.deadline.source))
        yield report, _row(report.extraction, first, _side(late), why, word("conflict_mend", _AFTER_REPORT))


def _report_of(item: Dated, reports: Sequence[_Report], registry: Registry) -> _Report | None:
    """By when the task's unit must report: as its own notice says, else as a notice of the batch for that year does;
    what names the unit goes before what is for everybody."""
    task = item.task
    if task is None:
        return None
    own = [r for r in reports if r.extraction.sha256 == task.source.sha256]
    year = item.deadline.end.year if item.deadline.end else None
    among = own or [r for r in reports if r.end.year == year]
    names = {registry.canonical(name, task.notice_date) for name in units(item.deadline.actor)}
    named = [r for r in among if names & {registry.canonical(name, task.notice_date) for name in r.units}]
    return max(named or [r for r in among if not r.units], key=lambda r: r.end, default=None)


def _before_notice(items: Sequence[Dated], positions: Mapping[int, int]) -> Iterator[dict[str, str]]:
    """Tasks whose day was over when their notice was signed."""
    together: dict[tuple[str, date, date], list[Dated]] = {}
    for item in items:
        task, last = item.task, item.deadline.end
        if task is not None and last is not None and task.notice_date is not None and last < task.notice_date:
            together.setdefault((task.source.sha256, task.notice_date, last), []).append(item)
    for (_, signed, last), early in together.items():
        why = f"{_tasks(early, positions)}的完成期限{chinese_day(last)}早于来文的成文日期{chinese_day(signed)}。"
        second = _Side(f"成文日期{chinese_day(signed)}", early[0].notice_number or early[0].notice)
        yield _cells(_notice(early[0]), _side(early), second, why, word("conflict_mend", _BEFORE_NOTICE))


def _closed_days(items: Sequence[Dated], positions: Mapping[int, int]) -> Iterator[dict[str, str]]:
    """Days on which no office is open, each with all that is due on it; the end of a month (6月底前) names no day."""
    together: dict[date, list[Dated]] = {}
    for item in items:
        last = item.deadline.end
        if last is not None and item.deadline.kind is DeadlineKind.BY and _DAY.search(item.deadline.quote):
            together.setdefault(last, []).append(item)
    for last, due in together.items():
        if is_working_day(last) is not False:
            continue
        before = last_working_day(last)
        tasks, others = [i for i in due if i.of_task], [i for i in due if not i.of_task]
        whose = "、".join(
            filter(None, (_tasks(tasks, positions) if tasks else "", "、".join(map(_subject, others[:3]))))
        )
        why = f"{chinese_day(last)}（星期{_WEEKDAYS[last.weekday()]}）是休息日，到期的有：{whose}。"
        second = _Side(f"放假安排：{chinese_day(last)}休息", "")
        earlier = f"（{chinese_day(before)}）" if before else ""
        yield _cells(_notice(due[0]), _side(due), second, why, word("conflict_mend", _CLOSED).format(before=earlier))


def _subject(item: Dated) -> str:
    subject = one_line(item.deadline.action) or one_line(item.deadline.quote)
    return f"“{subject if len(subject) <= 30 else f'{subject[:30]}…'}”"


def _tasks(items: Sequence[Dated], positions: Mapping[int, int]) -> str:
    """``清单第5、7项任务``."""
    rows = sorted(positions[id(item.task)] for item in items)
    named = "、".join(map(str, rows[:_ROWS_NAMED]))
    return f"清单第{named}{f'等{len(rows)}' if len(rows) > _ROWS_NAMED else ''}项任务"


def _side(items: Sequence[Dated]) -> _Side:
    """The words of the first, and of others where they differ; the place of the first."""
    quotes = list(dict.fromkeys(one_line(item.deadline.quote) for item in items))
    where: Source = items[0].deadline.source
    return _Side("；".join(quotes[:3]), place(where) + ("等" if len(items) > 1 else ""))


def _row(extraction: Extraction, first: _Side, second: _Side, why: str, what: str) -> dict[str, str]:
    notice = extraction.notice
    title = clean(notice.title if notice else None).replace("\n", "")
    number = clean(notice.number if notice else None)
    return _cells("\n".join(filter(None, (number, title))) or shown_name(extraction.file), first, second, why, what)


def _cells(notice: str, first: _Side, second: _Side, why: str, what: str) -> dict[str, str]:
    return {
        "first": first.quote,
        "first_place": first.place,
        "second": second.quote,
        "second_place": second.place,
        "why": why,
        "mend": what,
        "notice": notice,
    }


def _notice(item: Dated) -> str:
    return "\n".join(filter(None, (item.notice_number, item.notice))) or shown_name(item.deadline.source.file)
