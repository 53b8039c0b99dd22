"""What is due by when, a line each: for the head of an office, who reads it in a minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.records import Deadline, Extraction, Task
from outputs.cells import one_line
from outputs.deadlines.schedule import Dated, dated, days, inference, last_day, weekday

_COMING = 6
_ACTORS_NAMED = 8
_LONGEST_TASK = 80
"""Characters of a single task's text; the schedule has all of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline of a notice, or all tasks that are due on one day.

    ``left`` are the days from the day of the report to the last day (negative: it is over); None without one, and where
    only the beginning is said and has come. ``inference`` is 推定 or 推算 where the day is not written like that.
    """

    days: str
    weekday: str
    left: int | None
    quote: str
    kind: str
    actor: str
    action: str
    recipient: str
    notice: str
    inference: str
    urgency: str
    remarks: tuple[str, ...]

    @property
    def left_said(self) -> str:
        """``还有5天``, ``今天``, ``已过``; nothing without a date."""
        if self.left is None:
            return ""
        return "已过" if self.left < 0 else "今天" if not self.left else f"还有{self.left}天"


def agenda(deadlines: Sequence[tuple[Extraction, Deadline]], tasks: Sequence[Task], today: date) -> tuple[Line, ...]:
    """All deadlines in their order, tasks of one notice and day (or of the same words, without a day) in one line."""
    together: dict[tuple[object, ...], list[Dated]] = {}
    for at, item in enumerate(dated(deadlines, tasks)):
        last = last_day(item.deadline)
        same = (last or one_line(item.deadline.quote), item.notice, item.notice_number) if item.of_task else (at,)
        together.setdefault(same, []).append(item)
    return tuple(_line(items, today) for items in together.values())


def coming(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The next that are due, today's included."""
    return tuple(line for line in lines if line.left is not None and line.left >= 0)[:_COMING]


def _line(items: Sequence[Dated], today: date) -> Line:
    first = items[0]
    deadline = first.deadline
    last = last_day(deadline)
    actors = list(dict.fromkeys(name for i in items for name in (i.deadline.actor or "").split("、") if name))
    more = f"等{len(actors)}个单位" if len(actors) > _ACTORS_NAMED else ""
    quotes = dict.fromkeys(one_line(i.deadline.quote) for i in items)
    return Line(
        days=days(deadline) if len(items) == 1 or last is None else last.isoformat(),
        weekday=weekday(deadline),
        left=(last - today).days if last and (deadline.end or last >= today) else None,
        quote="；".join(quotes),
        kind=first.kind,
        actor="、".join(actors[:_ACTORS_NAMED]) + more if first.of_task else one_line(deadline.actor),
        action=_action(items),
        recipient=one_line(deadline.recipient),
        notice=first.notice_number or first.notice,
        inference="、".join(dict.fromkeys(said for i in items if (said := inference(i.deadline)))),
        urgency=first.urgency,
        remarks=tuple(dict.fromkeys(remark for i in items for remark in i.remarks)),
    )


def _action(items: Sequence[Dated]) -> str:
    first = items[0]
    said = one_line(first.deadline.action)
    if not first.of_task:
        return said
    if len(items) == 1:
        return said if len(said) <= _LONGEST_TASK else f"{said[:_LONGEST_TASK]}…"
    return f"{len(items)}项整改任务{'到期' if last_day(first.deadline) else ''}"
