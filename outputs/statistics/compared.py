"""This year against the year before: numbers and shares, what is new and what is gone, and matters that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.records import Closing, Task
from outputs.charts import ChartData
from outputs.cycle.returned import closed_said
from outputs.statistics import values
from outputs.statistics.shares import change, difference, rate, shares
from outputs.statistics.tables import (
    Figures,
    Section,
    charted,
    figures,
    heading_of,
    ordered,
    section,
    title_of,
    unsaid,
    whole_share,
)

RETURNED_SHOWN = 100
"""Rows of the list of matters that came back; the remarks of the task list have all."""
_NAMED = 5
"""Names in a sentence."""


def compared(now: Sequence[Task], before: Sequence[Task], leads: Sequence[str], led: Sequence[str]) -> Section:
    """The tasks of this year and the year before; ``leads`` and ``led`` say who leads each of them."""
    if not before:
        return section("compared", ["工作区中没有上年度的批次，未作比较。"])
    ours, theirs = values.comments(now), values.comments(before)
    by_domain = _columns("compared_domains", map(values.domain, theirs), map(values.domain, ours), unsaid("domain"))
    by_kind = _columns("compared_kinds", map(values.kind, theirs), map(values.kind, ours), unsaid("kind"))
    by_unit = _columns("compared_units", led, leads, *values.NO_UNIT)
    numbers = {
        "全部任务": (len(before), len(now)),
        "群众意见建议": (len(theirs), len(ours)),
        "指标扣分": (len(before) - len(theirs), len(now) - len(ours)),
    }
    rows = [{"name": name, **_pair(*pair)} for name, pair in numbers.items()]
    bars = [(name, pair) for name, pair in numbers.items() if any(pair)]
    said = [
        f"上年度{_years(before)}任务{len(before)}项，本年{len(now)}项，{_more(len(before), len(now), '项')}；"
        f"群众意见建议上年{len(theirs)}条，本年{len(ours)}条，{_more(len(theirs), len(ours), '条')}。",
        _new_and_gone("领域", by_domain, (unsaid("domain"),)),
        _new_and_gone("单位", by_unit, values.NO_UNIT),
    ]
    totals = figures("compared_totals", rows, chart=_two_years("compared_totals", bars))
    return section("compared", said, [totals, by_domain, by_kind, by_unit])


def returned(
    tasks: Sequence[Task],
    before: Mapping[str, tuple[Task, ...]],
    leads: Sequence[str],
    led: Mapping[str, str],
    closings: Mapping[str, Closing],
    *,
    alike: bool,
) -> Section:
    """What was said in the year before, too. ``tasks`` are in the order of the task list.

    ``before`` has the tasks of last year by the keys of this year's, ``led`` who led them by their keys; a closing is
    known where ``closings`` has one. Not ``alike``: there were too many to compare, only equal texts were sought.
    """
    comments = values.comments(tasks)
    again = [(at, task) for at, task in enumerate(tasks, 1) if before.get(task.key)]
    limits = "" if alike else "意见太多，未比较文字相近的，只列出文字相同的。"
    if not again:
        return section("returned", [limits, "没有找到上年度反映过的同类意见。"])
    rows = [
        {
            "row": str(at),
            "text": values.said(task),
            "unit": leads[at - 1],
            "before": "\n".join(map(values.said, _first(before[task.key]))) + _more_of(before[task.key]),
            "before_unit": "\n".join(dict.fromkeys(led.get(one.key, "") for one in before[task.key])),
            "closed": "\n".join(dict.fromkeys(closed_said(closings.get(one.key)) for one in before[task.key])),
        }
        for at, task in again
    ]
    old = {one.key: closed_said(closings.get(one.key)) for found in before.values() for one in found}
    standing = Counter(old.values())
    said = [
        limits,
        f"群众意见建议{len(comments)}条中，有{len(again)}条与上年度的意见相同或相近，"
        f"占{rate(len(again), len(comments))}；涉及上年度{len(old)}条。",
        "上年度的这些意见：" + "，".join(f"{name}{n}条" for name, n in standing.most_common()) + "。",
    ]
    return section("returned", said, [_again(comments, before), figures("returned", rows, most=RETURNED_SHOWN)])


def _again(comments: Sequence[Task], before: Mapping[str, tuple[Task, ...]]) -> Figures:
    whole = Counter(map(values.domain, comments))
    again = Counter(values.domain(task) for task in comments if before.get(task.key))
    order = ordered({name: again[name] for name in whole if again[name]}, (unsaid("domain"),))
    none = sum(n for name, n in whole.items() if not again[name])
    lines = [(name, n, whole[name]) for name, n in order]
    if none:
        lines.append(("其他领域", 0, none))
    rows = [
        {"name": name, "count": str(n), "fresh": str(in_all - n), "all": str(in_all), "rate": rate(n, in_all)}
        for name, n, in_all in lines
    ]
    found, in_all = sum(again.values()), len(comments)
    total = {
        "count": str(found),
        "fresh": str(in_all - found),
        "all": str(in_all),
        "rate": rate(found, in_all),
    }
    bars = [(name, (float(n), float(whole_ - n))) for name, n, whole_ in lines]
    names = [heading_of("returned_domains", key) for key in ("count", "fresh")]
    return figures("returned_domains", rows, total, chart=charted(title_of("returned_domains"), bars, names))


def _columns(key: str, before: Iterable[str], now: Iterable[str], *last: str) -> Figures:
    """A value a row: both years with their shares, the difference and the change; the most frequent now first."""
    old, new = Counter(before), Counter(now)
    names = [name for name, _ in ordered({name: new[name] for name in (*new, *old)}, last)]
    old_shares, new_shares = shares([old[name] for name in names]), shares([new[name] for name in names])
    rows = [
        {"name": name, **_pair(old[name], new[name]), "before_share": one, "now_share": other}
        for name, one, other in zip(names, old_shares, new_shares, strict=True)
    ]
    sums = old.total(), new.total()
    total = {**_pair(*sums), "before_share": whole_share(sums[:1]), "now_share": whole_share(sums[1:])}
    return figures(key, rows, total, chart=_two_years(key, [(name, (old[name], new[name])) for name in names]))


def _two_years(key: str, bars: Sequence[tuple[str, tuple[int, int]]]) -> ChartData | None:
    names = [heading_of(key, "before"), heading_of(key, "now")]
    chart = charted(title_of(key), bars, names)
    return None if chart is None else replace(chart, stacked=False)


def _pair(before: int, now: int) -> dict[str, str]:
    return {
        "before": str(before),
        "now": str(now),
        "difference": difference(before, now),
        "change": change(before, now),
    }


def _more(before: int, now: int, measure: str) -> str:
    if before == now:
        return "持平"
    percent = f"（{change(before, now).lstrip('+-')}）" if before and now else ""
    return f"{'增加' if now > before else '减少'}{abs(now - before)}{measure}{percent}"


def _years(tasks: Sequence[Task]) -> str:
    found = sorted({task.year for task in tasks if task.year})
    return f"（{'、'.join(map(str, found))}年）" if found else ""


def _new_and_gone(what: str, table: Figures, last: Sequence[str]) -> str:
    """Which names have no number in one of the two years."""
    lines = zip(table.column("name"), table.column("before"), table.column("now"), strict=True)
    pairs = [line for line in lines if line[0] not in last]
    new = [name for name, before, _ in pairs if before == "0"]
    gone = [name for name, _, now in pairs if now == "0"]
    said = [f"本年新增的{what}有{_listed(new)}" if new else "", f"本年没有的{what}有{_listed(gone)}" if gone else ""]
    return "；".join(filter(None, said)) + ("。" if new or gone else "")


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (f"等{len(names)}个" if len(names) > _NAMED else "")


def _first(found: Sequence[Task]) -> Sequence[Task]:
    return found[:2]


def _more_of(found: Sequence[Task]) -> str:
    return f"\n等{len(found)}条" if len(found) > len(_first(found)) else ""
