"""时限表: every deadline of the batch, of notices and of tasks, by date; and 时限.ics for calendars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.records import Check, Deadline, DeadlineKind, Extraction, Notice, Source, Task
from outputs.assignment import roles
from outputs.attention import classified, secrecy_line
from outputs.cells import clean, one_line, place
from outputs.deadlines.date_remarks import date_remarks, doubts_of_days
from outputs.deadlines.ics import Event
from outputs.forms import Sheet, fill, word
from outputs.frame import Frame

_Found = tuple[tuple[Check, ...], Deadline]
"""A deadline of a table's row, behind the doubts of the days in its document."""
_TASKS_NAMED = 10
_ADDRESSED = re.compile(r"[贵你](?:.|单位|公司|部门|学院|中心)")
_UNDATED = (DeadlineKind.RELATIVE, DeadlineKind.UNDATED, DeadlineKind.STANDING)
"""The order of deadlines without a date: what runs already, what will be announced, what always holds."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One line of the schedule: a deadline, its ``kind`` in Chinese, and the notice it stands in.

    ``task`` is the task whose own it is, None for one of a notice; ``urgency`` is the notice's 紧急程度, ``remarks``
    are doubts of its day.
    """

    deadline: Deadline
    kind: str
    notice: str
    notice_number: str
    task: Task | None = None
    urgency: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def of_task(self) -> bool:
        """Whether it is a task's own."""
        return self.task is not None


def dated(deadlines: Sequence[tuple[Extraction, Deadline]], tasks: Sequence[Task]) -> tuple[Dated, ...]:
    """All deadlines in the order of their last day; those without a date at the end, by their kind.

    The deadline in a table's row and that of the task from this row are one: it stands here as the task's.
    """
    doubts = {e.sha256: doubts_of_days(e) for e, _ in deadlines}
    rows = {_row(d.source): (doubts[e.sha256], d) for e, d in deadlines if d.source.row is not None}
    urgent = {e.sha256: _urgency(e) for e, _ in deadlines}
    taken: set[tuple[str, int | None, int | None]] = set()
    of_tasks = []
    for task in tasks:
        own = rows.get(_row(task.source))
        if own or task.due or clean(task.deadline):
            of_tasks.append(_of_task(task, own, urgent.get(task.source.sha256, "")))
            again = (
                s
                for s in (*task.other_sources, *task.filled_from)
                if _row(s) in rows and _same_days(rows[_row(s)], own)
            )
            taken |= {_row(task.source), *map(_row, again)}
    found = [
        _of_notice(e, d, doubts[e.sha256]) for e, d in deadlines if d.source.row is None or _row(d.source) not in taken
    ]
    return tuple(sorted((*found, *of_tasks), key=_when))


def last_day(deadline: Deadline) -> date | None:
    """The day that counts: the last, or the first where only that is said."""
    return deadline.end or deadline.start


def _when(item: Dated) -> tuple[date, date, int, bool]:
    deadline = item.deadline
    last = last_day(deadline)
    order = 0 if last else _UNDATED.index(deadline.kind) if deadline.kind in _UNDATED else len(_UNDATED)
    return last or date.max, deadline.start or date.min, order, item.of_task


def _row(source: Source) -> tuple[str, int | None, int | None]:
    return source.sha256, source.table, source.row


def _same_days(one: _Found, other: _Found | None) -> bool:
    return other is not None and (one[1].start, one[1].end) == (other[1].start, other[1].end)


def _urgency(extraction: Extraction) -> str:
    return clean(extraction.notice.urgency if extraction.notice else None)


def _of_notice(extraction: Extraction, deadline: Deadline, doubts: tuple[Check, ...]) -> Dated:
    notice = extraction.notice
    title = clean(notice.title if notice else None).replace("\n", "")
    return Dated(
        replace(deadline, actor=_named(deadline.actor, notice)),
        word("deadline_kind", deadline.kind),
        title,
        clean(notice.number if notice else None),
        urgency=_urgency(extraction),
        remarks=date_remarks(doubts, deadline),
    )


def _named(actor: str | None, notice: Notice | None) -> str | None:
    """贵局, 你单位 with the only addressee behind it: away from its letter nobody knows whom that means."""
    if actor and _ADDRESSED.fullmatch(actor) and notice is not None and len(notice.addressees) == 1:
        return f"{actor}（{notice.addressees[0]}）"
    return actor


def _of_task(task: Task, found: _Found | None, urgency: str) -> Dated:
    own = found[1] if found else None
    kind = "by" if task.due else "unsettled"
    goal = f"\n目标：{one_line(task.goal)}" if clean(task.goal) else ""
    deadline = Deadline(
        quote=clean(task.deadline) or (own.quote if own else task.due.isoformat() if task.due else ""),
        kind=own.kind if own else DeadlineKind.BY if task.due else DeadlineKind.STANDING,
        source=task.source,
        start=own.start if own else None,
        end=own.end if own else task.due,
        actor="、".join(name for name, _ in roles(task)),
        action=f"整改：{clean(task.number) + ' ' if task.number else ''}{one_line(task.text)}{goal}",
        year_inferred=own.year_inferred if own else False,
        counted=own.counted if own else None,
    )
    title, number = clean(task.notice_title).replace("\n", ""), clean(task.notice_number)
    remarks = date_remarks(*found) if found else ()
    return Dated(deadline, word("deadline_kind", own.kind if own else kind), title, number, task, urgency, remarks)


def schedule(
    deadlines: Sequence[tuple[Extraction, Deadline]],
    tasks: Sequence[Task],
    frame: Frame,
    conflicts: Sequence[Mapping[str, str]] = (),
) -> Sheet:
    """时限表 as a sheet, dates as ISO 8601, and below it the ``conflicts`` (``conflicts.conflict_rows``)."""
    rows = []
    for row, item in enumerate(dated(deadlines, tasks), 1):
        deadline = item.deadline
        rows.append(
            {
                "row": str(row),
                "date": days(deadline),
                "weekday": weekday(deadline),
                "quote": one_line(deadline.quote),
                "kind": item.kind,
                "actor": clean(deadline.actor),
                "action": clean(deadline.action),
                "recipient": clean(deadline.recipient),
                "notice": item.notice,
                "notice_number": item.notice_number,
                "inferred": inference(deadline),
                "remark": "\n".join(item.remarks),
                "urgency": item.urgency,
                "source": place(deadline.source),
            }
        )
    made = f"{frame.made_line}　　共{len(rows)}项"
    secret = secrecy_line(degree for _, degree in classified([e for e, _ in deadlines]))
    return fill(frame.forms.form("schedule"), {"schedule": rows, "conflicts": conflicts}, (*secret, made))


def days(deadline: Deadline) -> str:
    """``2024-05-01 至 2024-06-30``, one day, ``2024-10-01 起``, or nothing where there is no date."""
    both = [d.isoformat() for d in (deadline.start, deadline.end) if d]
    return " 至 ".join(dict.fromkeys(both)) + (" 起" if deadline.start and not deadline.end else "")


def weekday(deadline: Deadline) -> str:
    """The weekday of the day that counts (周六 tells that an office is closed), nothing where there is none."""
    last = last_day(deadline)
    return f"周{'一二三四五六日'[last.weekday()]}" if last else ""


def inference(deadline: Deadline) -> str:
    """What of the date is not written: 推算 where the day was counted out, 推定 where the year came from the notice."""
    if deadline.counted and deadline.end:
        return "推算"
    return "推定" if deadline.year_inferred else ""


def events(deadlines: Sequence[tuple[Extraction, Deadline]], tasks: Sequence[Task]) -> Iterator[Event]:
    """What goes into a calendar: every dated deadline of a notice; of tasks one event a day and department."""
    return events_of(dated(deadlines, tasks))


def events_of(items: Iterable[Dated]) -> Iterator[Event]:
    """The same of some lines of the schedule."""
    of_tasks: dict[tuple[date, str], list[Dated]] = {}
    for item in items:
        deadline = item.deadline
        last = last_day(deadline)
        if last is None:
            continue
        if item.of_task:
            of_tasks.setdefault((last, deadline.actor or ""), []).append(item)
            continue
        subject = one_line(deadline.action) or one_line(deadline.quote)
        summary = f"{clean(deadline.actor)}：{subject}" if deadline.actor else subject
        yield Event(deadline.start or last, last, summary, "\n".join(_description(item)))
    for (last, actor), due in of_tasks.items():
        lines = [one_line(i.deadline.action) for i in due[:_TASKS_NAMED]]
        more = [f"……其余{len(due) - _TASKS_NAMED}项见时限表"] if len(due) > _TASKS_NAMED else []
        whose = f"{actor}：" if actor else ""
        yield Event(last, last, f"{whose}{len(due)}项整改任务到期", "\n".join([*lines, *more, *_sources(due)]))


def _description(item: Dated) -> Iterable[str]:
    deadline = item.deadline
    yield f"原文：{one_line(deadline.quote)}"
    if deadline.recipient:
        yield f"报送：{clean(deadline.recipient)}"
    if item.notice or item.notice_number:
        yield f"公文：{item.notice}{f'（{item.notice_number}）' if item.notice_number else ''}"
    match inference(deadline):
        case "推算":
            yield "日期为推算，请核对原件。"
        case "推定":
            yield "年份为推定，请核对原件。"
    yield from (f"注意：{remark}" for remark in item.remarks)
    yield f"来源：{place(deadline.source)}"


def _sources(items: Sequence[Dated]) -> Iterable[str]:
    first = items[0]
    if first.notice or first.notice_number:
        yield f"公文：{first.notice}{f'（{first.notice_number}）' if first.notice_number else ''}"
    yield f"来源：{place(first.deadline.source)}{'等' if len(items) > 1 else ''}"
