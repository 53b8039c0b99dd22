"""Checks of 指标扣分: the points in the reason against the column, the parts in the reason, the sum of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from corpus.records import Check, Deduction, Document, Source, Table, TableKind
from corpus.terms import alternatives, terms
from extractors.checks.counts import PARTS_SUM
from extractors.checks.quotes import shortened
from extractors.clean import matching
from extractors.tables.rows import is_sum

DEDUCTION_POINTS, DEDUCTION_TOTAL = "deduction_points", "deduction_total"
_POINTS = re.compile(
    r"(?P<total>(?:共计?|合计|总计|累计|总共)[^，。；\d]{0,6})?扣(?:除|减|掉|去)?(?:分值?|了)?\s*(?P<points>\d+(?:\.\d+)?)\s*分"
)
_STATED_SUM = re.compile(
    r"(?:(?:共计?|合计|总计|累计|总共)[^，。；\d]{0,12}扣(?:除|减)?(?:分值?)?|扣分(?:合计|总计|总分值?|总值|共计))[^，。；\d]{0,4}"
    r"(?P<points>\d+(?:\.\d+)?)\s*分"
)
_BONUS = re.compile(
    r"(?P<total>(?:共计?|合计|总计|累计)[^，。；\d]{0,6})?(?:加|奖励)(?:计|记|了)?\s*(?P<points>\d+(?:\.\d+)?)\s*分"
)
_GOT = re.compile(r"(?:得分?|计分)(?:为)?\s*(?P<points>\d+(?:\.\d+)?)\s*分")
_FULL = re.compile(r"(?:满分|总分|标准分|分值)(?:为|是)?\s*(?P<points>\d+(?:\.\d+)?)\s*分")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")


def check_points(deductions: Sequence[Deduction], tables: Sequence[Table] = ()) -> Iterator[Check]:
    """Row by row: 共被扣2分 (else the last points named, else their sum) against 扣分值; and 1分+1分 against 共2分.

    Points that are given (+0.5 in the column) are compared with what the reason says is added. What was got and what
    was lost make the full marks, where the reason or the row's 分值 names them. A row whose reason names no points
    cannot be decided; where no row names any, nothing is claimed.
    """
    named = [_named(row) for row in deductions]
    if not any(named):
        return
    for row, own in zip(deductions, named, strict=True):
        column = _points(row.points)
        if column is None:
            continue
        yield _against_column(row, column, own)
        yield from _parts(row, own)
        yield from _full_marks(row, own, tables)


def _named(row: Deduction) -> list[re.Match[str]]:
    """The points that the reason says were lost (or given): no rates (每起扣0.1分), and a cap (最高扣1分) only
    where the others exceed it."""
    reason = matching(row.reason)
    found = [one for one in _points_of(row).finditer(reason) if not _led("rates").search(reason, 0, one.start())]
    caps = [one for one in found if _led("caps").search(reason, 0, one.start())]
    lost = [one for one in found if one not in caps]
    reached = caps and sum(Decimal(one["points"]) for one in lost) > Decimal(caps[-1]["points"])
    return caps[-1:] if reached else lost


def _points_of(row: Deduction) -> re.Pattern[str]:
    """How the row's reason says its points: lost, or given where the column has a plus."""
    return _BONUS if matching(row.points).strip().startswith(("+", "＋", "加")) else _POINTS


def _full_marks(row: Deduction, lost: list[re.Match[str]], tables: Sequence[Table]) -> Iterator[Check]:
    """得34分，扣6分 of 满分40分: one mark got, one lost, and the full marks of the reason or of the row's 分值."""
    got = list(_GOT.finditer(matching(row.reason)))
    if len(got) != 1 or len(lost) != 1 or _points_of(row) is _BONUS:
        return
    written = _FULL.search(matching(row.reason))
    full = Decimal(written["points"]) if written else _weight(row, tables)
    if full is None:
        return
    added = Decimal(got[0]["points"]) + Decimal(lost[0]["points"])
    sums = f"{got[0]['points']}+{lost[0]['points']}={added}"
    note = f"得分与扣分 {sums}" + ("，与满分相符。" if added == full else f"，与满分 {full} 相差 {abs(full - added)}。")
    yield Check(
        DEDUCTION_POINTS,
        _short(f"{got[0].group()}，{lost[0].group()}"),
        row.source,
        f"{full}",
        f"{added}",
        added == full,
        note,
    )


def _weight(row: Deduction, tables: Sequence[Table]) -> Decimal | None:
    for table in tables:
        if table.source.table == row.source.table and row.source.row is not None and row.source.row <= len(table.rows):
            return _points(table.value(table.rows[row.source.row - 1], "weight"))
    return None


def check_sum(document: Document, tables: Sequence[Table], deductions: Sequence[Deduction]) -> Iterator[Check]:
    """The sum that the prose or a 合计 row states against the sum of the column. Nothing where none is stated."""
    by_table: dict[int | None, list[Deduction]] = {}
    for row in deductions:
        by_table.setdefault(row.source.table, []).append(row)
    if not by_table:
        return
    for table in tables:
        if table.kind is TableKind.DEDUCTIONS and table.source.table in by_table:
            yield from _sum_rows(table, _sums(by_table[table.source.table]))
    possible = [*_sums(deductions), *(added for rows in by_table.values() for added in _sums(rows))]
    for paragraph in document.paragraphs:
        for found in _STATED_SUM.finditer(matching(paragraph.text)):
            yield _sum(found.group(), Decimal(found["points"]), possible, paragraph.source)


def _points(cell: str) -> Decimal | None:
    """Points as a number without their sign (-0.2, 0.2分, 扣0.2 are 0.2), None where the cell has none or several."""
    numbers = _AMOUNT.findall(matching(cell))
    return Decimal(numbers[0]) if len(numbers) == 1 else None


def _against_column(row: Deduction, column: Decimal, named: list[re.Match[str]]) -> Check:
    if not named:
        quote = _short(row.reason or row.indicator)
        return Check(DEDUCTION_POINTS, quote, row.source, str(column), note="扣分理由未写明分值，无法由文本核对。")
    total = next((match for match in reversed(named) if match["total"]), named[-1])
    points = Decimal(total["points"])
    every = sum((Decimal(match["points"]) for match in named), Decimal(0))
    if points != column and total["total"] is None and every == column:
        points = every
    note = None if points == column else f"“{row.indicator}”扣分理由写 {points} 分，扣分值栏为 {column}。"
    return Check(DEDUCTION_POINTS, _short(total.group()), row.source, str(column), str(points), points == column, note)


def _parts(row: Deduction, named: list[re.Match[str]]) -> Iterator[Check]:
    at = next((at for at, match in enumerate(named) if match["total"]), None)
    if at is None or at < 2:
        return
    total = Decimal(named[at]["points"])
    parts = [Decimal(match["points"]) for match in named[:at]]
    found = sum(parts, Decimal(0))
    listed = "+".join(map(str, parts))
    note = None if found == total else f"“{row.indicator}”各项 {listed}={found} 分，与“{named[at].group()}”不符。"
    yield Check(PARTS_SUM, _short(named[at].group()), row.source, str(total), str(found), found == total, note)


def _sums(rows: Sequence[Deduction]) -> tuple[Decimal, Decimal]:
    """All points; and all but those of a cell merged over several rows of one indicator, counted once."""
    points = [_points(row.points) or Decimal(0) for row in rows]
    again = (
        points[at]
        for at in range(1, len(rows))
        if (rows[at].indicator, rows[at].points) == (rows[at - 1].indicator, rows[at - 1].points)
    )
    everything = sum(points, Decimal(0))
    return everything, everything - sum(again, Decimal(0))


def _sum_rows(table: Table, possible: Sequence[Decimal]) -> Iterator[Check]:
    for row, source in zip(table.rows, table.row_sources, strict=True):
        stated = _points(table.value(row, "points"))
        if is_sum(row) and stated is not None and "小计" not in "".join(row):
            yield _sum("合计 " + table.value(row, "points"), stated, possible, source)


def _sum(quote: str, stated: Decimal, possible: Sequence[Decimal], source: Source) -> Check:
    counted = stated if stated in possible else possible[0]
    note = None if stated == counted else f"扣分值栏相加为 {counted}，与文中 {stated} 相差 {abs(stated - counted)}。"
    return Check(DEDUCTION_TOTAL, _short(quote), source, str(stated), str(counted), stated == counted, note)


@cache
def _led(words: str) -> re.Pattern[str]:
    """One of these words right before, in the same clause."""
    return re.compile(rf"(?:{alternatives(terms('claims')['points'][words])})[^，。；：、\d]{{0,8}}\Z")


def _short(text: str) -> str:
    return shortened(" ".join(text.split()))
