"""The figures as tables of words and numbers, for the page and for the workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from corpus.records import State
from review.figures.crosstab import Cross, Head, cross, sums
from review.figures.efforts import Rate
from review.figures.figures import CROSSES, FILES, Figures
from review.figures.grouping import Counts
from review.figures.words import AXES, DUE, GROUPS, headed, named
from review.filters import ALL
from review.web.wording import STATES

Cell: TypeAlias = str | int | float | datetime.date
"""A float is a share from 0 to 1, an int a number of items."""
_DECIDED, _UNDECIDED, _SUM = "已定", "未定", "合计"


@dataclass(frozen=True, slots=True)
class Table:
    """``wide`` columns stand under a head of their own (``over``: its words and how many columns it spans).

    ``asks`` says for each row, where there is one, which items of the list it is of (values of ``Filter``). With
    ``summed`` the last row is what the others add up to.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    over: tuple[tuple[str, int], ...] = ()
    asks: tuple[Mapping[str, str], ...] = ()
    summed: bool = False


def tables(figures: Figures, *, top: int | None = None) -> dict[str, Table]:
    """Every table but the cross tables, by its key, in the order in which they are shown; empty ones are left out.

    Beyond ``top`` departments and domains the rest is one row.
    """
    of = figures.of
    found = [
        _states(of["lead,state"]),
        _progress("leads", "各单位进度", "lead", of["lead,state"], top),
        _progress("years", "各年度进度", "year", of["year,state"], None),
        _progress("origins", "各来源进度", "origin", of["origin,state"], None),
        _batches(figures),
        _due(of["lead,due,state"], top),
        _groups(of["standing,size"]),
        *_of_ledger(figures, top),
    ]
    return {table.key: table for table in found if table.rows}


def crosses(figures: Figures, *, top_rows: int | None = None, top_columns: int | None = None) -> tuple[Cross, ...]:
    """The cross tables, the last one type by disposition. Each adds up to ``figures.total``.

    Those of a column that no item has a value of are left out: many a batch names no places.
    """
    wanted = (*CROSSES, ("kind", "disposition"))
    made = (
        cross(figures.of[f"{down},{across}"], down, across, top_rows=top_rows, top_columns=top_columns)
        for down, across in wanted
    )
    return tuple(one for one in made if any(h.said for h in one.rows) and any(h.said for h in one.columns))


def _states(counts: Counts) -> Table:
    numbers = sums(counts, 1)
    whole = sum(numbers.values())
    rows = tuple((STATES[one], numbers[one], numbers[one] / whole) for one in FILES if one in numbers)
    asks = tuple({"state": one.value} for one in FILES if one in numbers)
    return Table("states", "各状态", ("状态", "条数", "占比"), rows, asks=asks)


def _progress(key: str, title: str, axis: str, counts: Counts, top: int | None) -> Table:
    """How much is decided and how much not, by a column."""
    folded = cross(_by_decided(counts), axis, "decided", top_rows=top)
    heads = [headed(axis, head) for head in folded.rows]
    parts = list(zip(heads, *_columns(folded, (_DECIDED, _UNDECIDED)), strict=True))
    return _parted(key, title, AXES[axis], parts, _asks(axis, folded.rows))


def _batches(figures: Figures) -> Table:
    """Batches in the order of their list, where there are several."""
    counts = _by_decided(figures.of["batch_id,state"])
    names = {f"{one.id}": one.name for one in figures.batches} if len(figures.batches) > 1 else {}
    parts = [(name, counts.get((one, _DECIDED), 0), counts.get((one, _UNDECIDED), 0)) for one, name in names.items()]
    return _parted("batches", "各批次进度", "批次", parts, tuple({"batch": one} for one in names))


def _parted(
    key: str, title: str, head: str, parts: Sequence[tuple[str, int, int]], asks: tuple[Mapping[str, str], ...]
) -> Table:
    """Decided, undecided, both, and the share of what is decided; the last row is of all."""
    whole = (_SUM, sum(one for _, one, _ in parts), sum(other for *_, other in parts))
    rows = tuple(
        (name, one, other, one + other, one / (one + other) if one + other else 0.0)
        for name, one, other in ((*parts, whole) if parts else ())
    )
    return Table(key, title, (head, _DECIDED, _UNDECIDED, _SUM, "占比"), rows, asks=(*asks, {}), summed=True)


def _due(counts: Counts, top: int | None) -> Table:
    """By when, of each department, what is decided and what not."""
    keys = [(band, done) for band in DUE for done in (_DECIDED, _UNDECIDED)]
    joined: dict[tuple[str, ...], int] = {}
    for (lead, band, state), number in counts.items():
        key = (lead, f"{band}{_decided(state)}")
        joined[key] = joined.get(key, 0) + number
    folded = cross(joined, "lead", "due", top_rows=top)
    ordered = [*zip(*_columns(folded, [band + done for band, done in keys]), strict=True)]
    rows: list[tuple[Cell, ...]] = [
        (headed("lead", head), *line, sum(line)) for head, line in zip(folded.rows, ordered, strict=True)
    ]
    if rows:
        lasts = [sum(column) for column in zip(*ordered, strict=True)]
        rows.append((_SUM, *lasts, sum(lasts)))
    return Table(
        "due",
        "任务期限（按牵头单位）",
        (AXES["lead"], *(done for _, done in keys), _SUM),
        tuple(rows),
        over=(("", 1), *((name, 2) for name in DUE.values()), ("", 1)),
        asks=(*_asks("lead", folded.rows), {}),
        summed=True,
    )


def _groups(counts: Counts) -> Table:
    """Groups of near-duplicates, and how many items they have."""
    rows: list[tuple[Cell, ...]] = []
    for key, words in GROUPS.items():
        sizes = {int(size): number for (standing, size), number in counts.items() if standing == key}
        if sizes:
            rows.append((words, sum(sizes.values()), sum(size * number for size, number in sizes.items())))
    return Table("groups", "相似意见组", ("决定情况", "组数", "条数"), tuple(rows))


def _of_ledger(figures: Figures, top: int | None) -> Iterable[Table]:
    if figures.effort is not None:
        people = tuple((one.name, one.today, one.in_all) for one in figures.effort.reviewers)
        yield Table("reviewers", "各审核人", ("审核人", "今日决定", "累计决定"), people)
        dates = tuple(reversed(figures.effort.days))
        yield Table("days", "近30日每日决定数", ("日期", "决定数"), dates if any(n for _, n in dates) else ())
    if figures.hits is not None:
        for axis, rates in figures.hits.by.items():
            rows = tuple((words, one.hits, one.asked, one.share) for words, one in _folded(axis, rates, top))
            title = f"首选采纳率（按{AXES[axis] if axis != 'lead' else '建议单位'}）"
            head = "建议单位" if axis == "lead" else AXES[axis]
            yield Table(f"hits-{axis}", title, (head, "采纳首选", "首次决定", "采纳率"), rows)


def _folded(axis: str, rates: Mapping[str, Rate], top: int | None) -> Iterable[tuple[str, Rate]]:
    said = [(named(axis, value), rate) for value, rate in rates.items()]
    if axis not in ("lead", "domain") or top is None or len(said) <= top + 1:
        return said
    rest = [rate for _, rate in said[top:]]
    joined = Rate(sum(one.hits for one in rest), sum(one.asked for one in rest))
    return [*said[:top], (headed(axis, Head(None, len(rest))), joined)]


def _by_decided(counts: Counts) -> Counts:
    joined: dict[tuple[str, ...], int] = {}
    for (value, state), number in counts.items():
        key = (value, _decided(state))
        joined[key] = joined.get(key, 0) + number
    return joined


def _decided(state: str) -> str:
    return _DECIDED if state == State.DECIDED else _UNDECIDED


def _columns(folded: Cross, wanted: Sequence[str]) -> list[list[int]]:
    """The columns of these values, noughts for one that there is not."""
    place = {head.value: at for at, head in enumerate(folded.columns)}
    return [[line[place[one]] if one in place else 0 for line in folded.cells] for one in wanted]


def _asks(axis: str, heads: tuple[Head, ...]) -> tuple[Mapping[str, str], ...]:
    """Of all states, whatever was asked for: the rows tell how much is decided."""
    return tuple({} if head.value is None else {axis: head.value, "state": ALL} for head in heads)
