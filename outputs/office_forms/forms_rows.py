"""The sheet of one table in 表式.xlsx: its columns, row by row, as an office edited them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from corpus.office_workbook import Grid, bare, cell_of, joined, place
from corpus.records import Problem
from corpus.terms import terms
from outputs.forms import Column, Fold, Part
from outputs.office_forms.forms_words import folded, offered, problem, said
from outputs.word.layout import LANDSCAPE, least_width

NARROWEST = 8.0
"""mm: two characters of 10.5 pt and the margins of a cell."""
OWN = "own:"
"""What the key of an office's own column begins with; its heading follows."""
_OWN_WIDTH = 30.0
_HEAD_WITHIN = 15
_UNIT_OF_LENGTH = re.compile(r"(毫米|mm)$")
_LABELS = ("heading", "tab", "note")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_SHEET_NAME_LENGTH = 31


@dataclass(frozen=True, slots=True)
class Edited:
    """A part as its sheet has it, every mistake in it, and what may be meant so but should be known."""

    part: Part
    problems: tuple[Problem, ...]
    hints: tuple[Problem, ...] = ()


def part_key(name: str, grid: Grid, parts: Mapping[str, Part]) -> str | None:
    """Which table the sheet is of, by the key above its columns, else by its name; None for another sheet."""
    key = _labelled(grid).get("key", (0, ""))[1]
    if key in parts or (key and _head(grid) is not None):
        return key
    return next((part.key for part in parts.values() if bare(name) in (bare(part.tab), bare(part.heading))), None)


def edited_part(sheet: str, grid: Grid, part: Part) -> Edited:
    """The part as the sheet has it. ``part`` is the shipped one."""
    head = _head(grid)
    problems: list[Problem] = []
    said_above = _labelled(grid)
    texts = {key: said_above[key][1] for key in _LABELS if key in said_above}
    texts = {key: value for key, value in texts.items() if value or key == "note"}
    tab = texts.get("tab", part.tab)
    if _SHEET_NAME.search(tab) or len(tab) > _SHEET_NAME_LENGTH:
        problems.append(problem(place(sheet, said_above["tab"][0]), "forms-tab", name=tab))
    if head is None:
        problems.append(problem(place(sheet), "forms-no-head", heading=_heading("heading")))
        return Edited(part, tuple(problems))
    at, where = head
    seen: dict[str, int] = {}
    columns = tuple(_columns(sheet, grid[at + 1 :], at + 2, where, part, seen, problems))
    _wanted_all(sheet, part, columns, problems)
    _unlike(sheet, part, columns, problems)
    edited = replace(part, **texts, columns=tuple(c for _, c in columns), folds=_folds(part, columns))
    hints = _left_out(part, seen)
    _on_paper(sheet, part, edited, problems, hints)
    return Edited(edited, tuple(problems), tuple(hints))


def _left_out(part: Part, seen: Mapping[str, int]) -> list[Problem]:
    """Columns that have no row: it was deleted, or they are newer than the workbook."""
    headings = "、".join(c.heading for c in part.columns if c.key not in seen)
    return [problem("", "forms-left-out", headings=headings)] if headings else []


def _on_paper(sheet: str, part: Part, edited: Part, problems: list[Problem], hints: list[Problem]) -> None:
    """Whether the columns fit when all of them have something in a row.

    Where they do not, the widest is made narrower; more than half of it is not given up. Tables that are wider as
    shipped are for the screen.
    """
    room, least = LANDSCAPE.text_width, least_width(edited.columns, edited.folds)
    if least <= max(room, least_width(part.columns, part.folds)):
        return
    args = {"least": round(least), "room": round(room), "over": math.ceil(least - room)}
    if least - room > max((c.width for c in edited.columns if c.align == "left"), default=0.0) / 2:
        problems.append(problem(place(sheet), "forms-too-wide", **args))
    else:
        hints.append(problem("", "forms-narrow", **args))


def _columns(
    sheet: str,
    rows: Sequence[Sequence[str]],
    first: int,
    where: Mapping[str, int],
    part: Part,
    seen: dict[str, int],
    problems: list[Problem],
) -> Iterator[tuple[int, Column]]:
    """(row number, column) of every row that is wanted; what cannot be understood is told and passed over.

    ``seen`` is filled with the row of each shipped column, wanted or not.
    """
    shipped = {c.key: c for c in part.columns}
    for number, row in enumerate(rows, first):
        line = {key: cell_of(row, column) for key, column in where.items()}
        heading, key = joined(line.get("heading", "")), joined(line.get("key", ""))
        content = joined(line.get("content", ""))
        if not (heading or key or content):
            continue
        if not key and content:
            key = next((c.key for c in part.columns if c.heading == content), content)
        if key and key not in shipped:
            near = get_close_matches(key, shipped, n=1, cutoff=0.5)
            mend = f"{shipped[near[0]].heading} {near[0]}" if near else "、".join(shipped)
            problems.append(problem(place(sheet, number, _heading("key")), "forms-key", word=key, near=mend))
            continue
        if key and seen.setdefault(key, number) != number:
            other = seen[key]
            problems.append(problem(place(sheet, number, _heading("key")), "forms-key-twice", word=key, row=other))
            continue
        before = shipped.get(key) or Column(OWN + heading, heading, _OWN_WIDTH, "left", keep=True)
        wanted = _word(sheet, number, "wanted", "yes_no", line, "yes", problems)
        column = _column(sheet, number, line, before, problems)
        if wanted == "yes":
            yield number, column if key else replace(column, keep=True)


def _column(sheet: str, number: int, line: Mapping[str, str], before: Column, problems: list[Problem]) -> Column:
    keep = _word(sheet, number, "keep", "yes_no", line, "yes" if before.keep else "no", problems)
    public = _word(sheet, number, "public", "yes_no", line, "yes" if before.public else "no", problems)
    width = _width(sheet, number, line.get("width", ""), before.width, problems)
    return replace(
        before,
        heading=joined(line.get("heading", "")) or before.heading,
        width=width,
        align=_word(sheet, number, "align", "align", line, before.align, problems),
        screen=max(before.screen, width) if before.screen and width != before.width else before.screen,
        keep=keep == "yes",
        public=public == "yes",
    )


def _word(
    sheet: str,
    number: int,
    key: str,
    kind: str,
    line: Mapping[str, str],
    usual: str,
    problems: list[Problem],
) -> str:
    cell = line.get(key, "")
    if not folded(cell):
        return usual
    meant = said(kind, cell)
    if meant is None:
        known = "、".join(offered(kind))
        problems.append(problem(place(sheet, number, _heading(key)), "forms-word", word=cell, known=known))
    return meant or usual


def _width(sheet: str, number: int, cell: str, usual: float, problems: list[Problem]) -> float:
    bare_number = _UNIT_OF_LENGTH.sub("", folded(cell)).replace(",", "")
    if not bare_number:
        return usual
    room = LANDSCAPE.text_width
    if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", bare_number) and NARROWEST <= float(bare_number) <= room:
        return usual if float(bare_number) == usual else float(bare_number)
    args = {"word": cell, "least": f"{NARROWEST:g}", "most": f"{room:g}", "usual": f"{usual:g}"}
    problems.append(problem(place(sheet, number, _heading("width")), "forms-width", **args))
    return usual


def _wanted_all(sheet: str, part: Part, columns: Sequence[tuple[int, Column]], problems: list[Problem]) -> None:
    keys = [c.key for c in part.columns]
    needed = next((key for key in terms("forms_file")["needed"]["columns"] if key in keys), None)
    if needed and needed not in (c.key for _, c in columns):
        heading = next(c.heading for c in part.columns if c.key == needed)
        problems.append(problem(place(sheet), "forms-text-missing", heading=heading, key=needed))
    elif not columns:
        problems.append(problem(place(sheet), "forms-no-column"))


def _unlike(sheet: str, part: Part, columns: Sequence[tuple[int, Column]], problems: list[Problem]) -> None:
    """No two columns have one name, unless they were shipped so."""
    shipped = {c.key: c.heading for c in part.columns}
    twice = {heading for heading, count in Counter(shipped.values()).items() if count > 1}
    first: dict[str, int] = {}
    for number, column in columns:
        if column.heading in twice and shipped.get(column.key) == column.heading:
            continue
        if (other := first.setdefault(column.heading, number)) != number:
            where = place(sheet, number, _heading("heading"))
            problems.append(problem(where, "forms-heading-twice", word=column.heading, row=other))


def _folds(part: Part, columns: Sequence[tuple[int, Column]]) -> tuple[Fold, ...]:
    """The folds with the office's names in place of the short ones that no longer fit."""
    shipped = {c.key: c.heading for c in part.columns}
    renamed = {c.key: c.heading for _, c in columns if shipped.get(c.key, c.heading) != c.heading}
    return tuple(
        replace(
            fold,
            heading=renamed[fold.column],
            label=f"{renamed[fold.column]}：" if fold.label.endswith("：") else fold.label,
        )
        if fold.column in renamed
        else fold
        for fold in part.folds
    )


def _heading(key: str) -> str:
    return str(next(c["heading"] for c in terms("forms_file")["columns"] if c["key"] == key))


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of the head and where each of its columns is; None where there is none."""
    for at, row in enumerate(grid[:_HEAD_WITHIN]):
        cells = [bare(cell) for cell in row]
        where: dict[str, int] = {}
        for column in terms("forms_file")["columns"]:
            names = [bare(word) for word in (column["heading"], *column["also"])]
            found = next((cells.index(name) for name in names if name in cells), None)
            if found is not None and found not in where.values():
                where[column["key"]] = found
        if "heading" in where and len(where) > 1:
            return at, where
    return None


def _labelled(grid: Grid) -> dict[str, tuple[int, str]]:
    """(row number, text) of what stands above the columns behind a label: key, heading, tab, note."""
    labels = {bare(label): key for key, label in terms("forms_file")["part"].items() if isinstance(label, str)}
    found: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(grid[:_HEAD_WITHIN], 1):
        key = labels.get(bare(cell_of(row, 0)))
        if key and key not in found:
            found[key] = (number, cell_of(row, 1))
    return found
