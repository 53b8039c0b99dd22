"""Checks of a table's rows: running numbers (序号), and the numbers of comments (问题编号)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.records import Check, Source, Table
from extractors.clean import plain_digits, squeezed
from extractors.scans.doubts import DOUBTFUL
from extractors.tables.comments import QUESTION_NUMBER

SEQUENCE, REPEATED_NUMBER, NUMBER_FORM = "sequence", "repeated_number", "number_form"
_RUNNING = re.compile(r"[（(]?\s*(\d{1,4})\s*[)）.．、]?")
_SHORTEST_NUMBER = 6
"""Characters; a shorter one counts rows, and may begin anew."""
_MOST_SLIPS = 2
"""Breaks of a running number in a table; where there are more, or most numbers are breaks, it is an extract, or sorted
by something else."""
_FIT = 2 / 3


def check_rows(tables: Sequence[Table]) -> Iterator[Check]:
    """All checks of rows, table by table."""
    for table in tables:
        yield from _sequence(table)
        yield from _repeated(table)
        yield from _form(table)


def _sequence(table: Table) -> Iterator[Check]:
    """序号 1, 2, 4: each against the one before; 1 begins a new section, and a merged cell says its number twice."""
    numbers = [(row, int(found[1])) for row, text in _cells(table, "sequence") if (found := _RUNNING.fullmatch(text))]
    if len(numbers) > 1 and all(number == last - 1 for (_, last), (_, number) in pairwise(numbers)):
        return  # sorted downwards
    breaks = []
    for (before, last), (row, number) in pairwise(numbers):
        same = number == last and not _differ(table, before, row)
        if number not in (1, last + 1) and not same:
            breaks.append((row, last, number))
    if len(breaks) > _MOST_SLIPS or 1 < len(breaks) > len(numbers) // 2:
        row, last, number = breaks[0]
        note = f"序号有 {len(breaks)} 处不连续，首处“{last}”之后为“{number}”，可能为摘录或合并单元格，请核对。"
        yield _check(table, row, SEQUENCE, str(number), str(last + 1), None, note)
        return
    for row, last, number in breaks:
        ok: bool | None = False
        if number == last:
            ok, note = None, f"序号“{number}”出现在内容不同的两行，请核对是否重复。"
        elif number < last:
            note = f"序号“{last}”之后为“{number}”，顺序颠倒。"
        else:
            missing = f"{last + 1}" if number == last + 2 else f"{last + 1} 至 {number - 1}"
            note = f"序号“{last}”之后为“{number}”，缺 {missing}。"
        yield _check(table, row, SEQUENCE, str(number), str(last + 1), ok, note)


def _repeated(table: Table) -> Iterator[Check]:
    """Two rows with one 问题编号. Rows of one merged cell are one; the same comment in two places may be meant."""
    first: dict[str, int] = {}
    last = -1
    for row, number in _cells(table, "number"):
        earlier = first.setdefault(number, row) if len(number) >= _SHORTEST_NUMBER else row
        merged = row == last + 1 and _cell(table, last, "number") == number and not _differ(table, last, row)
        last = row
        if earlier == row or merged:
            continue
        other = _differ(table, earlier, row)
        what = "两行内容不同，编号有误" if other else "内容相同，请核对是否重复"
        note = f"第 {earlier + 1} 行与第 {row + 1} 行编号相同，{what}。"
        yield _check(table, row, REPEATED_NUMBER, number, None, False if other else None, note)


def _form(table: Table) -> Iterator[Check]:
    """A 问题编号 that has not the 15 digits of the others in its column."""
    numbers = list(_cells(table, "number"))
    fitting = [number for _, number in numbers if QUESTION_NUMBER.fullmatch(number)]
    if len(fitting) < 2 or len(fitting) < _FIT * len(numbers):
        return
    for row, number in numbers:
        if QUESTION_NUMBER.fullmatch(number):
            continue
        if re.fullmatch(r"[\d.]+[Ee]\+?\d+", number):
            note = "编号成了科学计数法，后几位已失，请查原件。"
        elif not number.isdecimal():
            note = "编号应为 15 位数字，此处有其他字符。"
        elif len(number) != len(fitting[0]):
            note = f"编号应为 15 位数字，此处 {len(number)} 位。"
        else:
            note = "编号不合“类别、年度、地市、来源、流水号”的编法，请核对。"
        yield _check(table, row, NUMBER_FORM, number, None, False, note)


def _cells(table: Table, meaning: str) -> Iterator[tuple[int, str]]:
    """Row (from 0) and text of each filled cell of this meaning."""
    if table.column(meaning) is None:
        return
    for row in range(len(table.rows)):
        if text := _cell(table, row, meaning):
            yield row, text


def _cell(table: Table, row: int, meaning: str) -> str:
    return plain_digits(squeezed(table.value(table.rows[row], meaning)))


def _differ(table: Table, one: int, other: int) -> bool:
    """Whether two rows are about two matters, by their comment or indicator."""
    pairs = ((_cell(table, one, meaning), _cell(table, other, meaning)) for meaning in ("text", "indicator"))
    return any(first and second and first != second for first, second in pairs)


def _check(table: Table, row: int, rule: str, found: str, stated: str | None, ok: bool | None, note: str) -> Check:
    """A doubtful reading decides nothing."""
    meaning = "sequence" if rule == SEQUENCE else "number"
    sure = table.least_sure(row) >= DOUBTFUL
    return Check(rule, found, _place(table, row, meaning), stated, found, ok if sure else None, note)


def _place(table: Table, row: int, meaning: str) -> Source:
    at = table.column(meaning)
    source = table.row_sources[row] if row < len(table.row_sources) else table.source
    return replace(source, column=None if at is None else at + 1)
