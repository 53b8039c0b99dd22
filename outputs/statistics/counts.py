"""The sections that count one thing each: the way of the comments, domains, units, places, sources, kinds, years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.records import Task
from corpus.taxonomy import CONSTRUCTIVE, OTHER
from outputs.assignment import PROPOSED, UNDECIDED, roles
from outputs.balance import Balance, after_merging
from outputs.cells import groups, one_line
from outputs.statistics import values
from outputs.statistics.shares import rate, shares
from outputs.statistics.tables import (
    Figures,
    Section,
    charted,
    counted,
    figures,
    heading_of,
    ordered,
    section,
    title_of,
    unsaid,
    whole_share,
)

_GROUPS_SHOWN = 10


def flow(balance: Balance, tasks: Sequence[Task]) -> Section:
    """收到 → 去重 → 归并, and the tasks that came of it."""
    comments = values.comments(tasks)
    merged = after_merging(comments)
    rows = [
        {"name": "收到意见", "count": str(balance.comments_in)},
        _step("去重后", balance.comments_in, len(comments)),
        _step("归并后", len(comments), merged),
    ]
    said = [
        f"任务{len(tasks)}项，其中群众意见建议{len(comments)}项、指标扣分{len(tasks) - len(comments)}项。",
        f"收到意见{balance.comments_in}条，去重后{len(comments)}条，归并后{merged}条，"
        f"归并率{rate(len(comments) - merged, len(comments))}。"
        if comments
        else "",
        f"收到的与列入任务的相差{balance.difference}条，请核对来件。" if balance.difference else "",
    ]
    numbers = (balance.comments_in, len(comments), merged)
    bars = [(row["name"], (float(n),)) for row, n in zip(rows, numbers, strict=True)]
    chart = charted(title_of("flow"), bars, (heading_of("flow", "count"),))
    return section("flow", said, [figures("flow", rows if comments else [], chart=chart)])


def _step(name: str, before: int, after: int) -> dict[str, str]:
    return {"name": name, "count": str(after), "less": str(before - after), "rate": rate(before - after, before)}


def domains(tasks: Sequence[Task]) -> Section:
    """Comments by domain and kind."""
    comments = values.comments(tasks)
    of_domain = ordered(Counter(map(values.domain, comments)), (unsaid("domain"),))
    both = Counter((values.domain(task), values.kind(task)) for task in comments)

    def parts(name: str) -> tuple[int, int, int]:
        constructive, other = both[name, CONSTRUCTIVE], both[name, OTHER]
        return constructive, other, dict(of_domain)[name] - constructive - other

    rows = [(name, parts(name), n) for name, n in of_domain]
    table = _crossed("domains", rows, ("constructive", "other", "unsaid"))
    return section("domains", _most("群众意见建议", "条", "个领域", of_domain, (unsaid("domain"),)), [table])


def units(tasks: Sequence[Task], leads: Sequence[str]) -> Section:
    """All tasks by the unit that leads, and whether the program alone says so."""
    of_unit = ordered(Counter(leads), values.NO_UNIT)
    by_program = Counter(
        lead for lead, task in zip(leads, tasks, strict=True) if any(role in _BY_PROGRAM for _, role in roles(task)[:1])
    )
    rows = [(name, (n - by_program[name], by_program[name]), n) for name, n in of_unit]
    table = _crossed("units", rows, ("given", "proposed"))
    return section("units", _most("全部任务", "项", "个单位", of_unit, values.NO_UNIT), [table])


_BY_PROGRAM = (PROPOSED, UNDECIDED)


def places(tasks: Sequence[Task]) -> Section:
    """Comments by the place that they name, and by what it lies in."""
    comments = values.comments(tasks)
    nowhere = (unsaid("place"),)
    named = Counter(map(values.place, comments))
    if not any(name not in nowhere for name in named):
        return section("places", ["没有意见提及本单位目录所列的地方。"] if comments else [])
    order = ordered(named, nowhere)
    within = {
        values.place(task): one_line(task.territory[-1].place) for task in reversed(comments) if len(task.territory) > 1
    }
    counts = [n for _, n in order]
    rows = [
        {"name": name, "within": within.get(name, ""), "count": str(n), "share": share}
        for (name, n), share in zip(order, shares(counts), strict=True)
    ]
    chart = charted(title_of("places"), [(n, (c,)) for n, c in order], (heading_of("places", "count"),))
    total = {"count": str(sum(counts)), "share": whole_share(counts)}
    tables = [figures("places", rows, total, chart=chart)]
    if within:
        tables.insert(0, counted("counties", map(values.around, comments), nowhere))
    return section("places", _most("群众意见建议", "条", "个地方", order, nowhere), tables)


def sources(tasks: Sequence[Task]) -> Section:
    """Comments by the group of people that was asked."""
    unknown = (unsaid("source"),)
    table = counted("sources", map(values.source, values.comments(tasks)), unknown)
    names = [name for name in table.column("name") if name not in unknown] if table.rows else []
    if not names:
        return section("sources", ["来件没有注明意见的来源。"] if table.rows else [])
    return section("sources", [f"来件注明的来源有{len(names)}种。"], [table])


def kinds(tasks: Sequence[Task]) -> Section:
    """Comments by kind, and by how they are to be dealt with."""
    comments = values.comments(tasks)
    one = counted("kinds", map(values.kind, comments), (unsaid("kind"),))
    other = counted("dispositions", map(values.disposition, comments), (unsaid("disposition"),))
    lines = zip(one.column("name"), one.column("count"), one.column("share"), strict=True) if one.rows else ()
    said = [f"建设性意见建议{n}条，占{share}。" for name, n, share in lines if name == CONSTRUCTIVE]
    return section("kinds", said, [one, other])


def merged(tasks: Sequence[Task]) -> Section:
    """Groups of near-duplicates by their size, and the largest. ``tasks`` are in the order of the task list."""
    comments = values.comments(tasks)
    together = list(groups(tasks).values())
    if not together:
        return section("merged", ["没有相近的意见。"] if comments else [])
    sizes = Counter(map(len, together))
    sizes[1] = len(comments) - sum(map(len, together))
    by_size = [(size, n) for size, n in sorted(sizes.items()) if n]
    parts = [size * n for size, n in by_size]
    rows = [
        {"name": _size(size), "groups": str(n), "count": str(size * n), "share": share}
        for (size, n), share in zip(by_size, shares(parts), strict=True)
    ]
    total = {"groups": str(sum(n for _, n in by_size)), "count": str(sum(parts)), "share": whole_share(parts)}
    chart = charted(title_of("merged"), [(_size(s), (s * n,)) for s, n in by_size], (heading_of("merged", "count"),))
    largest = [
        {
            "name": _positions(at),
            "text": values.short(max((tasks[p - 1].text for p in at), key=len)),
            "count": str(len(at)),
        }
        for at in sorted(together, key=lambda at: (-len(at), at))
    ]
    joined = sum(map(len, together))
    said = f"相近意见{len(together)}组，共{joined}条，可以归并办理；归并后减少{joined - len(together)}条。"
    tables = [figures("merged", rows, total, chart=chart), figures("largest", largest, most=_GROUPS_SHOWN)]
    return section("merged", [said], tables)


def _size(size: int) -> str:
    return f"{size}条" if size > 1 else "1条（没有相近的）"


def _positions(at: Sequence[int]) -> str:
    return "、".join(map(str, at[:5])) + (f"等{len(at)}项" if len(at) > 5 else "")


def years(tasks: Sequence[Task]) -> Section:
    """All tasks by the year that they are about."""
    unknown = unsaid("year")
    found = sorted(Counter(map(values.year, tasks)).items(), key=lambda one: (one[0] == unknown, one[0]))
    own = Counter(map(values.year, values.comments(tasks)))
    rows = [(name, (own[name], n - own[name]), n) for name, n in found]
    said = "" if len(found) != 1 or unknown in dict(found) else f"全部任务都属{found[0][0]}度。"
    return section("years", [said], [_crossed("years", rows, ("comments", "deductions"))])


def _crossed(key: str, rows: Sequence[tuple[str, tuple[int, ...], int]], parts: Sequence[str]) -> Figures:
    """A table of names with parts that add up to a count, in each row and in the total, and its chart."""
    counts = [n for _, _, n in rows]
    cells = [
        {"name": name, **_filled(parts, numbers), "count": str(n), "share": share}
        for (name, numbers, n), share in zip(rows, shares(counts), strict=True)
    ]
    sums = [sum(numbers[at] for _, numbers, _ in rows) for at in range(len(parts))]
    total = {**_filled(parts, sums), "count": str(sum(counts)), "share": whole_share(counts)}
    names = [heading_of(key, part) for part in parts]
    bars = [(name, tuple(map(float, numbers))) for name, numbers, _ in rows]
    return figures(key, cells, total, chart=charted(title_of(key), bars, names))


def _filled(parts: Sequence[str], numbers: Sequence[int]) -> dict[str, str]:
    return {part: str(n or "") for part, n in zip(parts, numbers, strict=True)}


def _most(what: str, measure: str, things: str, order: Sequence[tuple[str, int]], last: Sequence[str]) -> list[str]:
    """``群众意见建议38条，涉及7个领域，最多的是城市管理（10条，26.3%）、……。``"""
    whole = sum(n for _, n in order)
    named = [(name, n, share) for (name, n), share in zip(order, shares([n for _, n in order]), strict=True)]
    named = [one for one in named if one[0] not in last]
    if not named:
        return []
    most = "、".join(f"{name}（{n}{measure}，{share}）" for name, n, share in named[:3])
    rest = "".join(f"；{name}{n}{measure}" for name, n in order if name in last)
    return [f"{what}{whole}{measure}，涉及{len(named)}{things}，最多的是{most}{rest}。"]
