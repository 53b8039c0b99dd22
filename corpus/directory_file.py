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
from typing import Any

from corpus.directory import TERRITORIAL, UNCLEAR, Directory, Rule, Unit, shipped_directory
from corpus.messages import MinyiError, UnreadableError, text
from corpus.records import Problem
from corpus.registry import SHIPPED
from corpus.taxonomy import departments
from corpus.terms import terms
from corpus.territory import Place

SHEETS = ("units", "rules", "places")
LARGEST = 20_000_000
"""Bytes of a workbook: a directory has some hundred lines."""
_HEAD_WITHIN = 10
"""Rows in which the head of a sheet is sought."""
_PARTED = re.compile(r"[、，,；;\s]+")
_NOT_HEADING = re.compile(r"\s|[*＊]|（[^）]*）|\([^)]*\)")


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
    words = text("directory-sheet", sheet=sheet["sheet"])
    words += text("directory-row", row=row) if row else ""
    return words + (text("directory-column", column=heading) if heading else "")


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
        yield Unit(_joined(line["name"]), tuple(functions), _several(line["also"]), row)


def _rules(sheet: _Sheet) -> Iterator[Rule]:
    for row, line in sheet.rows():
        yield Rule(_several(line["words"]), _joined(line["lead"]), _several(line["supporting"]), row)


def _places(sheet: _Sheet) -> Iterator[Place]:
    for row, line in sheet.rows():
        name, parent, unit = (_joined(line[key]) for key in ("name", "parent", "unit"))
        yield Place(name, parent, _several(line["also"]), unit, row)


def _several(cell: str) -> tuple[str, ...]:
    """The words of a cell, parted by 、 or another mark, each once."""
    return tuple(dict.fromkeys(filter(None, _PARTED.split(cell))))


def _is_example(cell: str) -> bool:
    return cell.startswith(str(terms("directory")["example"]))


def _joined(cell: str) -> str:
    """A name without the spaces and line breaks by which clerks set it."""
    return "".join(cell.split())


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
    bare = [_NOT_HEADING.sub("", cell) for cell in row]
    found: dict[str, int] = {}
    for column in terms("directory")[key]["columns"]:
        said = [word for word in (column["heading"], *column["also"]) if word in bare]
        at = next((bare.index(word) for word in said if bare.index(word) not in found.values()), None)
        if at is not None:
            found[column["key"]] = at
    return found


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    """The cells, as text, of each sheet that is there, by its key. Raises ``MinyiError``."""
    where = str(path)
    try:
        if not path.is_file():
            raise UnreadableError("read-no-file" if path.exists() else "read-missing", where=where)
        if path.stat().st_size > LARGEST:
            raise UnreadableError("directory-too-large", where=where, limit=LARGEST // 1_000_000)
        return _read(path)
    except PermissionError:
        raise UnreadableError("read-denied", where=where) from None
    except OSError as error:
        raise UnreadableError("read-io", where=where, reason=error.strerror or str(error)) from None


def _read(path: Path) -> dict[str, list[list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415  (only for a directory)

    try:
        workbook = CalamineWorkbook.from_path(path)
        names: dict[str, str] = {}
        for name in filter(_sheet_key, workbook.sheet_names):
            if (first := names.setdefault(_sheet_key(name), name)) != name:
                raise MinyiError("directory-sheet-twice", where=str(path), first=first, second=name)
        if not names:
            ours = "、".join(terms("directory")[key]["sheet"] for key in SHEETS)
            raise MinyiError("directory-no-sheet", where=str(path), ours=ours, there="、".join(workbook.sheet_names))
        grids = {key: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for key, name in names.items()}
    except PasswordError:
        raise UnreadableError("read-password", where=str(path)) from None
    except CalamineError as error:
        raise UnreadableError("directory-no-workbook", where=str(path), reason=str(error)) from None
    return {key: [[_text(value) for value in row] for row in grid] for key, grid in grids.items()}


def _sheet_key(name: str) -> str:
    """Which of our sheets goes by this name; empty for another one."""
    bare, known = _NOT_HEADING.sub("", name), terms("directory")
    return next((key for key in SHEETS if bare in (known[key]["sheet"], *known[key]["also"])), "")


def _text(value: Any) -> str:
    """A cell's value as text: a whole number without its .0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
