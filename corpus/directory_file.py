"""The office's directory in its workbook (目录.xlsx): the sheets 部门, 分工 and 属地, as clerks fill them in.

The words of sheets and columns are in ``data/directory.toml``. A sheet may be missing; its head may stand below a
title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from corpus.directory import TERRITORIAL, UNCLEAR, Directory, Rule, Unit, shipped_directory
from corpus.messages import MinyiError
from corpus.office_workbook import Grid, bare, grids, joined, place
from corpus.records import Problem
from corpus.registry import SHIPPED
from corpus.taxonomy import departments
from corpus.terms import terms
from corpus.territory import Place

SHEETS = ("units", "rules", "places")
_HEAD_WITHIN = 10
"""Rows in which the head of a sheet is sought."""
_PARTED = re.compile(r"[、，,；;\s]+")


def read_directory(path: Path) -> Directory:
    """The directory in this workbook. Raises ``MinyiError`` for the first line that cannot be understood."""
    directory, problems = parsed(path)
    for problem in problems[:1]:
        raise MinyiError(problem.code, where=f"{path} {problem.where}", **dict(problem.args))
    return directory


def parsed(path: Path) -> tuple[Directory, tuple[Problem, ...]]:
    """The directory, and every line of it that cannot be understood (such a line is not in the directory).

    Raises ``MinyiError`` where the file cannot be read or has none of the sheets. Without the sheet 部门 the usual
    departments stay.
    """
    sheets = {key: _Sheet(key, cells) for key, cells in _sheets(path).items()}
    units = tuple(_units(sheets["units"])) if "units" in sheets else shipped_directory().units
    rules = tuple(_rules(sheets["rules"])) if "rules" in sheets else ()
    places = tuple(_places(sheets["places"])) if "places" in sheets else ()
    return Directory(units, rules, places), tuple(p for key in SHEETS if key in sheets for p in sheets[key].problems)


def place_in_sheet(key: str, row: int = 0, column: str = "") -> str:
    """A place of the workbook as a person is told it: sheet, and where given row and column (by its key)."""
    sheet = terms("directory")[key]
    heading = next((c["heading"] for c in sheet["columns"] if c["key"] == column), "")
    return place(sheet["sheet"], row, heading)


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read: ``rows`` gives the filled lines by column key, ``problems`` collects the others."""

    key: str
    cells: Sequence[Sequence[str]]
    problems: list[Problem] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """(row number, text of each column) of the lines below the head; examples and blank lines are left out."""
        columns = terms("directory")[self.key]["columns"]
        needed = [c["key"] for c in columns if c["needed"]]
        heads = (at for at, row in enumerate(self.cells[:_HEAD_WITHIN]) if needed[0] in _columns(self.key, row))
        head = next(heads, None)
        if head is None:
            if any(any(row) for row in self.cells):
                self._note("directory-no-head", 0, "", heading=_heading(self.key, needed[0]))
            return
        where = _columns(self.key, self.cells[head])
        if missing := [key for key in needed if key not in where]:
            self._note("directory-no-column", head + 1, "", heading=_heading(self.key, missing[0]))
            return
        for number, row in enumerate(self.cells[head + 1 :], head + 2):
            line = {key: row[at] if at < len(row) else "" for key, at in where.items()}
            if not any(line.values()) or _is_example(line[needed[0]]) or _is_example(next(filter(None, row))):
                continue
            if empty := [key for key in needed if not _several(line[key])]:
                self._note("directory-cell-empty", number, empty[0], heading=_heading(self.key, empty[0]))
                continue
            yield number, {c["key"]: "" for c in columns} | line

    def unknown_function(self, row: int, word: str) -> None:
        self._note("directory-function-unknown", row, "functions", word=word, known="、".join(_functions()))

    def _note(self, code: str, row: int, column: str, **args: str) -> None:
        self.problems.append(Problem(place_in_sheet(self.key, row, column), code, tuple(args.items())))


def _units(sheet: _Sheet) -> Iterator[Unit]:
    for row, line in sheet.rows():
        functions: dict[str, None] = {}
        for word in _several(line["functions"]):
            meant = _meant(word)
            functions |= dict.fromkeys(meant)
            if not meant:
                sheet.unknown_function(row, word)
        yield Unit(joined(line["name"]), tuple(functions), _several(line["also"]), row)


def _rules(sheet: _Sheet) -> Iterator[Rule]:
    for row, line in sheet.rows():
        yield Rule(_several(line["words"]), joined(line["lead"]), _several(line["supporting"]), row)


def _places(sheet: _Sheet) -> Iterator[Place]:
    for row, line in sheet.rows():
        name, parent, unit = (joined(line[key]) for key in ("name", "parent", "unit"))
        yield Place(name, parent, _several(line["also"]), unit, row)


def _several(cell: str) -> tuple[str, ...]:
    """The words of a cell, parted by 、 or another mark, each once."""
    return tuple(dict.fromkeys(filter(None, _PARTED.split(cell))))


def _is_example(cell: str) -> bool:
    return cell.startswith(str(terms("directory")["example"]))


def _meant(word: str) -> tuple[str, ...]:
    """The functions that a word means: a key, a usual department's name, or a body of the registry; none if unknown."""
    if word in _functions():
        return (word,)
    usual = tuple(f for f in _functions() if departments()[f].name == word)
    body = SHIPPED.resolve(word)
    return usual or (body.functions if body else ())


@cache
def _functions() -> tuple[str, ...]:
    return tuple(key for key in departments() if key not in (UNCLEAR, TERRITORIAL))


def _heading(key: str, column: str) -> str:
    return str(next(c["heading"] for c in terms("directory")[key]["columns"] if c["key"] == column))


def _columns(key: str, row: Sequence[str]) -> dict[str, int]:
    """The columns by key that a row heads; a heading of ours goes before a similar one."""
    cells = list(map(bare, row))
    found: dict[str, int] = {}
    for column in terms("directory")[key]["columns"]:
        said = [word for word in (column["heading"], *column["also"]) if word in cells]
        at = next((cells.index(word) for word in said if cells.index(word) not in found.values()), None)
        if at is not None:
            found[column["key"]] = at
    return found


def _sheets(path: Path) -> dict[str, Grid]:
    """The cells of each of our sheets that is there, by its key. Raises ``MinyiError``."""
    there = grids(path, "directory")
    names: dict[str, str] = {}
    for name in filter(_sheet_key, there):
        if (first := names.setdefault(_sheet_key(name), name)) != name:
            raise MinyiError("directory-sheet-twice", where=str(path), first=first, second=name)
    if not names:
        ours = "、".join(terms("directory")[key]["sheet"] for key in SHEETS)
        raise MinyiError("directory-no-sheet", where=str(path), ours=ours, there="、".join(there))
    return {key: there[name] for key, name in names.items()}


def _sheet_key(name: str) -> str:
    """Which of our sheets goes by this name; empty for another one."""
    said, known = bare(name), terms("directory")
    return next((key for key in SHEETS if said in (known[key]["sheet"], *known[key]["also"])), "")
