"""Rows of comments at the edge of the command line: CSV and XLSX in and out, every cell as text, nothing dropped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.messages import MinyiError, UnreadableError, text
from extractors.limits import DEFAULT
from extractors.readers import file_bytes, read_bytes
from extractors.readers.plain.encoding import decode, looks_like_text
from extractors.readers.signatures import kind
from outputs.writing import write_whole

csv.field_size_limit(2**31 - 1)
_LONGEST_CELL = 32_767
"""Characters in a cell of Excel (its specifications and limits)."""
_TITLES = 9
"""Rows that may stand above the header."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A header and the rows below it, all of the header's length; ``above`` are the title's rows above the header."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    above: tuple[tuple[str, ...], ...] = ()

    @property
    def first(self) -> int:
        """The number of the first row below the header, counted from 1 as Excel does."""
        return len(self.above) + 2

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column. Raises ``MinyiError`` if there is no such column or more than one."""
        if self.header.count(name) > 1:
            raise MinyiError("rows-column-twice", where=self.file, name=name, count=self.header.count(name))
        if name not in self.header:
            raise MinyiError("rows-no-column", where=self.file, name=name, there=", ".join(self.header))
        at = self.header.index(name)
        return tuple(row[at] for row in self.rows)

    def column_or_empty(self, name: str) -> tuple[str, ...]:
        """The cells of a column, empty text in every row where there is no such column."""
        return self.column(name) if name in self.header else ("",) * len(self.rows)


def read_rows(path: Path, column: str) -> Rows:
    """CSV in UTF-8 (with or without mark) or GB18030, or the first sheet of XLSX.

    The header is the first of the first ten rows in which ``column`` is a heading; where there is none, the first row.
    Raises ``UnreadableError`` if the file cannot be read, ``MinyiError`` if a row has more cells than the header.
    """
    name = str(path)
    data = file_bytes(path, name, DEFAULT)
    found = kind(data)
    if found in {"xlsx", "xls"}:
        grids = read_bytes(data, name).grids
        lines: list[list[str]] = [list(row) for row in grids[0].cells] if grids else []
    elif data and not looks_like_text(data):
        raise UnreadableError("rows-no-table", where=name, hint=text(f"kind-{found or 'binary'}"))
    else:
        lines = _lines(data, name)
    if not lines:
        raise MinyiError("read-empty", where=name)
    at = next((at for at, row in enumerate(lines[: _TITLES + 1]) if column in row), 0)
    header, rows = lines[at], lines[at + 1 :]
    for number, row in enumerate(rows, at + 2):
        if len(row) > len(header):
            raise MinyiError("rows-too-long", where=name, row=number, cells=len(row), columns=len(header))
    filled = tuple((*row, *[""] * (len(header) - len(row))) for row in rows)
    return Rows(name, tuple(header), filled, tuple(map(_once, lines[:at])))


def _once(title: Sequence[str]) -> tuple[str, ...]:
    """A title's row, what stands in merged cells in the first of them alone."""
    return tuple("" if at and cell == title[at - 1] else cell for at, cell in enumerate(title))


def _lines(data: bytes, name: str) -> list[list[str]]:
    """The lines of a CSV, blank ones left out."""
    try:
        content = decode(data).text
        return [line for line in csv.reader(io.StringIO(content, newline=""), delimiter=_delimiter(content)) if line]
    except UnreadableError as error:
        raise UnreadableError(error.problem.code, where=name) from None
    except csv.Error as error:
        raise UnreadableError("read-damaged", where=name, format="CSV", reason=error) from None


def write_rows(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], above: Sequence[Sequence[str]] = ()
) -> None:
    """Writes CSV (UTF-8 with mark, which Excel and WPS need) or, by its name, XLSX with every cell as text.

    Raises ``MinyiError`` for a cell longer than Excel holds: nothing is cut off in silence.
    """
    if path.suffix.lower() == ".xlsx":
        import xlsxwriter  # noqa: PLC0415

        memory = io.BytesIO()
        with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_numbers": False}) as workbook:
            sheet = workbook.add_worksheet()
            for at, row in enumerate([*above, header, *rows]):
                for column, cell in enumerate(row):
                    if len(cell) > _LONGEST_CELL:
                        raise MinyiError("rows-cell-too-long", where=str(path), row=at + 1, limit=_LONGEST_CELL)
                    sheet.write_string(at, column, cell)
        write_whole(path, memory.getvalue())
        return
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerows([*above, header, *rows])
    write_whole(path, content.getvalue().encode("utf-8-sig"))


def _delimiter(content: str) -> str:
    """Comma, or tab or semicolon where the header line has more of them."""
    header = content.split("\n", 1)[0]
    return max(",\t;", key=header.count)
