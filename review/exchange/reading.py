"""What came back, whatever it was edited with: XLSX, CSV, JSON lines, Label Studio's JSON, doccano's JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from corpus.messages import MinyiError, UnreadableError
from corpus.records import Problem
from outputs.safe_text import from_csv
from review.exchange.doccano import is_example, read_examples
from review.exchange.labelstudio import is_task, read_tasks
from review.exchange.rows import ACCEPTED, FIELDS, HEADINGS, KEY, NUMBER
from review.exchange.sent import Arrived, Sent, yes_or_no
from review.exchange.sheets import Line, sheet_lines

_KEY_OF = {heading: key for key, heading in HEADINGS.items()} | {key: key for key in HEADINGS}
_SOUGHT = 10
"""Rows among which the header is: somebody may have written a title above it."""
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
csv.field_size_limit(2**31 - 1)


def read(data: bytes, name: str) -> Arrived:
    """The rows of a file. Raises ``MinyiError`` if it is none of ours, or nothing in it can be told apart."""
    if not data.strip():
        raise MinyiError("read-empty", where=name)
    if data.startswith(_ZIP):
        return _of_sheets(data, name)
    if data.startswith(_OLD):
        raise UnreadableError("import-old-workbook", where=name)
    said = _decoded(data, name)
    if said.lstrip()[:1] == "[":
        return _of_tasks(said, name)
    if said.lstrip()[:1] == "{":
        return _of_objects(said, name)
    lines = ((at, [from_csv(cell) for cell in row]) for at, row in _records(said, name))
    table = _table(lines)
    if table is None:
        raise MinyiError("import-no-header", where=name)
    return Arrived(tuple(table.rows()), table.notes(()))


@dataclass(frozen=True, slots=True)
class _Table:
    """A header, as the places of our columns in it, and the lines below it."""

    at: Mapping[str, int]
    unknown: tuple[str, ...]
    lines: Iterable[Line]
    sheet: str = ""

    def rows(self) -> Iterator[Sent]:
        for number, cells in self.lines:
            if any(cell.strip() for cell in cells):
                yield _sent(f"第{number}行", {key: _cell(cells, at) for key, at in self.at.items()})

    def notes(self, unread: Sequence[str]) -> tuple[Problem, ...]:
        """Which sheets and columns were passed over, and which columns that could have been edited are not there."""
        said = {
            "import-other-sheets": unread,
            "import-other-columns": self.unknown,
            "import-columns-gone": [HEADINGS[key] for key in (ACCEPTED, *FIELDS) if key not in self.at],
        }
        return tuple(Problem(self.sheet, code, (("names", "、".join(names)),)) for code, names in said.items() if names)


def _sent(place: str, cells: Mapping[str, str]) -> Sent:
    edited = {name: cells[name].strip() for name in FIELDS if name in cells}
    problems: tuple[Problem, ...] = ()
    accepted = None
    if ACCEPTED in cells and (accepted := yes_or_no(cells[ACCEPTED])) is None:
        problems = (Problem(HEADINGS[ACCEPTED], "import-yes", (("word", cells[ACCEPTED].strip()[:40]),)),)
    key, number = cells.get(KEY, "").strip(), cells.get(NUMBER, "").strip()
    return Sent(place, key, number, edited, accepted, problems)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _table(lines: Iterator[Line], sheet: str = "") -> _Table | None:
    """The table whose header is among the first rows: it names what a row is known by, and something to edit."""
    for _, (_, cells) in zip(range(_SOUGHT), lines, strict=False):
        at: dict[str, int] = {}
        for place, cell in enumerate(cells):
            if (key := _KEY_OF.get(cell.strip())) is not None:
                at.setdefault(key, place)
        if (KEY in at or NUMBER in at) and (ACCEPTED in at or not at.keys().isdisjoint(FIELDS)):
            ours = {*HEADINGS}
            unknown = tuple(c.strip() for c in cells if c.strip() and _KEY_OF.get(c.strip()) not in ours)
            return _Table(at, unknown, lines, sheet)
    return None


def _of_sheets(data: bytes, name: str) -> Arrived:
    found: Arrived | None = None
    unread: list[str] = []
    table: _Table | None = None
    for sheet, lines in sheet_lines(data, name):
        top = list(islice(lines, _SOUGHT))
        candidate = _table(chain(top, lines), sheet) if found is None else None
        if candidate is not None:
            table = candidate
            found = Arrived(tuple(table.rows()))
        elif sheet not in _OURS and any(any(cells) for _, cells in chain(top, lines)):
            unread.append(sheet)
    if found is None or table is None:
        raise MinyiError("import-no-header", where=name)
    return Arrived(found.rows, table.notes(unread))


_OURS = ("说明", "名录")
"""Sheets of ours that nothing is read from."""


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, GB18030 as Excel in China writes CSV, or UTF-16 with mark."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("import-unknown", where=name)


def _records(said: str, name: str) -> Iterator[Line]:
    header = said.partition("\n")[0]
    delimiter = max(",\t;", key=header.count)
    try:
        yield from enumerate(csv.reader(io.StringIO(said, newline=""), delimiter=delimiter, strict=True), 1)
    except csv.Error as error:
        raise UnreadableError("read-damaged", where=name, format="CSV", reason=error) from None


def _of_tasks(said: str, name: str) -> Arrived:
    try:
        tasks = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("read-damaged", where=name, format="JSON", reason=str(error)[:120]) from None
    if not tasks or not all(map(is_task, tasks)):
        raise MinyiError("import-unknown", where=name)
    return read_tasks(tasks)


def _of_objects(said: str, name: str) -> Arrived:
    found: list[tuple[int, Mapping[str, Any]]] = []
    for at, line in enumerate(said.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            raise UnreadableError("import-json-line", where=name, line=at) from None
        if not isinstance(value, Mapping):
            raise UnreadableError("import-json-line", where=name, line=at)
        found.append((at, value))
    if all(is_task(value) for _, value in found):
        return read_tasks([value for _, value in found])
    if any(is_example(value) for _, value in found):
        return read_examples(found)
    return Arrived(tuple(_of_object(at, value) for at, value in found))


def _of_object(at: int, value: Mapping[str, Any]) -> Sent:
    said = {_KEY_OF[name]: _word(what) for name, what in value.items() if name in _KEY_OF}
    return _sent(f"第{at}行", said)


def _word(value: object) -> str:
    """A value of JSON as a cell: a list of units parted by 、, nothing for null."""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)
