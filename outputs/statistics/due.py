"""Points deducted by unit, and tasks by when they are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from corpus.records import Closing, Task
from corpus.tasks import COMMENT
from outputs.balance import points
from outputs.deadlines.agenda import Line
from outputs.deadlines.agenda import coming as coming_of
from outputs.decided import is_for_nobody
from outputs.statistics import values
from outputs.statistics.shares import shares
from outputs.statistics.tables import (
    Section,
    charted,
    figures,
    heading_of,
    ordered,
    section,
    title_of,
)

OVERDUE_SHOWN = 50
_WEEK, _MONTH = timedelta(days=7), timedelta(days=30)
_BANDS = ("closed", "overdue", "week", "month", "later", "none")


def deductions(tasks: Sequence[Task], leads: Sequence[str]) -> Section:
    """Deductions by the unit that answers first, with their points added up."""
    own = [(lead, points(task.points)) for task, lead in zip(tasks, leads, strict=True) if task.origin != COMMENT]
    if not own:
        return section("deductions", ["本批没有指标扣分事项。"])
    counts = Counter(lead for lead, _ in own)
    sums: dict[str, Decimal] = {name: Decimal(0) for name in counts}
    for lead, number in own:
        sums[lead] += number or 0
    last = {name: at for at, name in enumerate(values.NO_UNIT, 1)}
    order = sorted(counts, key=lambda name: (last.get(name, 0), -sums[name], -counts[name]))
    parts = shares([sums[name] for name in order])
    rows = [
        {"name": name, "count": str(counts[name]), "points": _plain(sums[name]), "share": share}
        for name, share in zip(order, parts, strict=True)
    ]
    whole = sum(sums.values(), Decimal(0))
    total = {"count": str(len(own)), "points": _plain(whole), "share": shares([whole])[0]}
    unread = sum(number is None for _, number in own)
    said = [
        f"指标扣分{len(own)}项，涉及{len(counts)}个单位，扣分合计{_plain(whole)}分。",
        f"其中{unread}项没有写明分值，未计入合计。" if unread else "",
    ]
    bars = [(name, (float(sums[name]),)) for name in order]
    chart = charted(title_of("deductions"), bars, (heading_of("deductions", "points"),))
    return section("deductions", said, [figures("deductions", rows, total, chart=chart)])


def due(
    tasks: Sequence[Task],
    leads: Sequence[str],
    closings: Mapping[str, Closing],
    agenda: Sequence[Line],
    today: date,
) -> Section:
    """Tasks by unit and by how near their day is, those that are overdue, and what the notices ask for next."""
    bands = [_band(task, closings.get(task.key), today) for task in tasks]
    both = Counter(zip(leads, bands, strict=True))
    order = ordered(Counter(leads), values.NO_UNIT)
    rows = [
        {"name": name, **{band: str(both[name, band] or "") for band in _BANDS}, "count": str(n)} for name, n in order
    ]
    sums = Counter(bands)
    total = {**{band: str(sums[band]) for band in _BANDS}, "count": str(len(tasks))}
    held = [(heading_of("due", band), (float(sums[band]),)) for band in _BANDS if sums[band]]
    chart = charted(title_of("due"), held, (heading_of("due", "count"),))
    late = sorted(
        (
            (task.due, at)
            for at, (task, band) in enumerate(zip(tasks, bands, strict=True))
            if band == "overdue" and task.due
        )
    )
    overdue = [
        {
            "row": str(at + 1),
            "text": values.said(tasks[at]),
            "unit": leads[at],
            "day": day.isoformat(),
            "over": f"{(today - day).days}天",
        }
        for day, at in late
    ]
    coming = [
        {
            "day": f"{line.days} {line.weekday}",
            "left": line.left_said,
            "actor": line.actor,
            "text": line.action or line.quote,
        }
        for line in coming_of(agenda)
    ]
    near = sums["week"] + sums["month"]
    said = [f"任务{len(tasks)}项，已逾期{sums['overdue']}项，30日内到期{near}项。" if tasks else ""]
    tables = [
        figures("due", rows, total, chart=chart),
        figures("overdue", overdue, most=OVERDUE_SHOWN),
        figures("coming", coming),
    ]
    return section("due", said, tables)


def _band(task: Task, closing: Closing | None, today: date) -> str:
    if closing is not None and closing.closed:
        return "closed"
    if task.due is None or is_for_nobody(task):
        return "none"
    if task.due < today:
        return "overdue"
    return "week" if task.due <= today + _WEEK else "month" if task.due <= today + _MONTH else "later"


def _plain(number: Decimal) -> str:
    """Without noughts at the end, and never as a power of ten."""
    return f"{number.normalize():f}"
