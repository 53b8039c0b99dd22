"""时限表: every deadline of the batch, of notices and of tasks, by date; and 时限.ics for calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.records import Deadline, DeadlineKind, Extraction, Task
from outputs.assignment import roles
from outputs.cells import clean, place
from outputs.forms import Sheet, fill, form, word
from outputs.ics import Event, calendar
from outputs.workbook import workbook
from outputs.writing import write_whole

_TASKS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Dated:
    """One line of the schedule: a deadline, its ``kind`` in Chinese, and the notice it stands in.

    ``of_task`` says that it is a task's own.
    """

    deadline: Deadline
    kind: str
    notice: str
    notice_number: str
    of_task: bool = False


def dated(deadlines: Sequence[tuple[Extraction, Deadline]], tasks: Sequence[Task]) -> tuple[Dated, ...]:
    """All deadlines in the order of their last day; those without a date (standing, to be announced) at the end."""
    found = [_of_notice(extraction, deadline) for extraction, deadline in deadlines]
    found += [_of_task(task) for task in tasks if task.due or clean(task.deadline)]
    return tuple(sorted(found, key=lambda d: (_last_day(d.deadline) or date.max, d.deadline.start or date.min)))


def _last_day(deadline: Deadline) -> date | None:
    return deadline.end or deadline.start


def _of_notice(extraction: Extraction, deadline: Deadline) -> Dated:
    notice = extraction.notice
    title = clean(notice.title if notice else None).replace("\n", "")
    return Dated(deadline, word("deadline_kind", deadline.kind), title, clean(notice.number if notice else None))


def _of_task(task: Task) -> Dated:
    kind = "by" if task.due else "unsettled"
    deadline = Deadline(
        quote=clean(task.deadline) or (task.due.isoformat() if task.due else ""),
        kind=DeadlineKind.BY if task.due else DeadlineKind.STANDING,
        source=task.source,
        end=task.due,
        actor="、".join(name for name, _ in roles(task)),
        action=f"整改：{clean(task.number) + ' ' if task.number else ''}{clean(task.text)}",
    )
    title, number = clean(task.notice_title).replace("\n", ""), clean(task.notice_number)
    return Dated(deadline, word("deadline_kind", kind), title, number, of_task=True)


def schedule(deadlines: Sequence[tuple[Extraction, Deadline]], tasks: Sequence[Task], made_on: date) -> Sheet:
    """时限表 as a sheet, dates as ISO 8601."""
    rows = []
    for row, item in enumerate(dated(deadlines, tasks), 1):
        deadline = item.deadline
        rows.append(
            {
                "row": str(row),
                "date": days(deadline),
                "quote": clean(deadline.quote),
                "kind": item.kind,
                "actor": clean(deadline.actor),
                "action": clean(deadline.action),
                "recipient": clean(deadline.recipient),
                "notice": item.notice,
                "notice_number": item.notice_number,
                "inferred": "推定" if deadline.year_inferred else "",
                "source": place(deadline.source),
            }
        )
    made = f"制表日期：{made_on.year}年{made_on.month}月{made_on.day}日　　共{len(rows)}项"
    return fill(form("schedule"), rows, (made,))


def days(deadline: Deadline) -> str:
    """``2024-05-01 至 2024-06-30``, one day, or nothing where there is no date."""
    both = [d.isoformat() for d in (deadline.start, deadline.end) if d]
    return " 至 ".join(dict.fromkeys(both))


def events(deadlines: Sequence[tuple[Extraction, Deadline]], tasks: Sequence[Task]) -> Iterator[Event]:
    """What goes into a calendar: every dated deadline of a notice; of tasks one event a day and department."""
    of_tasks: dict[tuple[date, str], list[Dated]] = {}
    for item in dated(deadlines, tasks):
        deadline = item.deadline
        last = _last_day(deadline)
        if last is None:
            continue
        if item.of_task:
            of_tasks.setdefault((last, deadline.actor or ""), []).append(item)
            continue
        subject = clean(deadline.action).replace("\n", "") or clean(deadline.quote)
        summary = f"{clean(deadline.actor)}：{subject}" if deadline.actor else subject
        yield Event(deadline.start or last, last, summary, "\n".join(_description(item)))
    for (last, actor), items in of_tasks.items():
        lines = [clean(i.deadline.action).replace("\n", "") for i in items[:_TASKS_NAMED]]
        more = [f"……其余{len(items) - _TASKS_NAMED}项见时限表"] if len(items) > _TASKS_NAMED else []
        yield Event(last, last, f"{actor}：{len(items)}项整改任务到期", "\n".join([*lines, *more, *_sources(items)]))


def _description(item: Dated) -> Iterable[str]:
    deadline = item.deadline
    yield f"原文：{clean(deadline.quote)}"
    if deadline.recipient:
        yield f"报送：{clean(deadline.recipient)}"
    if item.notice or item.notice_number:
        yield f"公文：{item.notice}{f'（{item.notice_number}）' if item.notice_number else ''}"
    if deadline.year_inferred:
        yield "年份为推定，请核对原件。"
    yield f"来源：{place(deadline.source)}"


def _sources(items: Sequence[Dated]) -> Iterable[str]:
    first = items[0]
    if first.notice or first.notice_number:
        yield f"公文：{first.notice}{f'（{first.notice_number}）' if first.notice_number else ''}"
    yield f"来源：{place(first.deadline.source)}{'等' if len(items) > 1 else ''}"


def write_schedule(
    deadlines: Sequence[tuple[Extraction, Deadline]],
    tasks: Sequence[Task],
    path_xlsx: Path,
    path_ics: Path,
    made_on: date,
) -> None:
    """Write 时限表.xlsx and 时限.ics. Raises ``MinyiError`` where the files cannot be written."""
    write_whole(path_xlsx, workbook(schedule(deadlines, tasks, made_on), made_on))
    write_whole(path_ics, calendar(events(deadlines, tasks)))
