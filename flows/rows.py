"""Rows of comments at the edge of the command line: CSV and XLSX in and out, every cell as text, nothing dropped."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.messages import UnreadableError, text
from corpus.records import Grid
from extractors.column_meanings import column_meanings, known_headings
from extractors.limits import DEFAULT
from extractors.readers import file_bytes, read_bytes
from extractors.readers.plain.encoding import decode, looks_like_text
from extractors.readers.signatures import kind
from outputs.safe_text import for_csv, from_csv
from outputs.writing import write_whole

csv.field_size_limit(2**31 - 1)
_LONGEST_CELL = 32_767
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
"""Characters in a cell, rows and columns of a sheet of Excel (its specifications and limits)."""
_WIDEST = 60
"""Of a column of a written sheet, in digits: longer comments are cut on the screen, not in the cell."""
_LOOKED_AT = 1_000
"""Rows by which the width of a column is set."""
TITLES = 9
"""Rows that may stand above the header."""
TEXT = "text"
"""The column of the comments where nobody names one."""
_FIGURE = re.compile(r"(?:[+-]\d{1,15}(?:\.\d{1,15})?%?)?")
_HEADINGS = 2
"""Headings that we know in a row that is a header."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A header and the rows below it, all of the header's length; ``above`` are the title's rows above the header.

    Of a workbook they are those of one ``sheet``; ``unread`` are the others that hold anything.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    above: tuple[tuple[str, ...], ...] = ()
    sheet: str = ""
    unread: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        """The number of the first row below the header, counted from 1 as Excel does."""
        return len(self.above) + 2

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column. Raises ``UnreadableError`` if there is no such column or more than one."""
        at = column_of(self.header, name, self.file)
        return tuple(row[at] for row in self.rows)

    def text_column(self, asked: str | None) -> str:
        """The column of the comments, as the function of this name says."""
        return text_column(self.header, asked)

    def column_or_empty(self, name: str) -> tuple[str, ...]:
        """The cells of a column, empty text in every row where there is no such column."""
        return self.column(name) if name in self.header else ("",) * len(self.rows)


def column_of(header: Sequence[str], name: str, file: str) -> int:
    """Where this column stands, from 0. Raises ``UnreadableError`` if there is no such column or more than one."""
    if header.count(name) > 1:
        raise UnreadableError("rows-column-twice", where=file, name=name, count=header.count(name))
    if name not in header:
        raise UnreadableError("rows-no-column", where=file, name=name, there=", ".join(header))
    return header.index(name)


def text_column(header: Sequence[str], asked: str | None) -> str:
    """The column of the comments: the one asked for, else ``text``, else the one whose heading says so.

    Where there is none, the name that ``column_of`` is to complain of.
    """
    if asked or TEXT in header:
        return asked or TEXT
    meanings = column_meanings(header)
    return header[meanings.index(TEXT)] if TEXT in meanings else TEXT


def read_rows(path: Path, column: str | None = None) -> Rows:
    """CSV in UTF-8 (with or without mark) or GB18030, or a sheet of XLSX: the first with such a header, else the first.

    The header is the first of the first ten rows in which ``column`` (``text`` where it is None) is a heading; where
    there is none, the first with two headings that we know, else the first row.
    Raises ``UnreadableError`` if the file cannot be read, or a row has more cells than the header.
    """
    name = str(path)
    data = file_bytes(path, name, DEFAULT)
    found = kind(data)
    sheet: Grid | None = None
    unread: tuple[str, ...] = ()
    if found in {"xlsx", "xls"}:
        grids = read_bytes(data, name).grids
        sheet, unread = _chosen(grids, column or TEXT)
        lines = [list(row) for row in sheet.cells] if sheet else []
    elif data and not looks_like_text(data):
        raise UnreadableError("rows-no-table", where=name, hint=text(f"kind-{found or 'binary'}"))
    else:
        lines = _lines(data, name)
    if not lines:
        raise UnreadableError("read-empty", where=name)
    at = header_of(lines[: TITLES + 1], column or TEXT)
    header, rows = lines[at], lines[at + 1 :]
    shown = (sheet.source.sheet if sheet else None) or ""
    below = tuple(filled(rows, header, at, name))
    return Rows(name, tuple(header), below, tuple(map(_once, lines[:at])), shown, unread)


def _chosen(grids: Sequence[Grid], column: str) -> tuple[Grid | None, tuple[str, ...]]:
    """The sheet to read, None where none holds anything, and the names of the others."""
    tops = [grid.cells[: TITLES + 1] for grid in grids]
    named = (at for at, top in enumerate(tops) if any(column in row for row in top))
    known = (at for at, top in enumerate(tops) if any(known_headings(row) >= _HEADINGS for row in top))
    at = next(named, next(known, 0))
    return next(iter(grids[at:]), None), tuple(g.source.sheet or "" for i, g in enumerate(grids) if i != at)


def header_of(lines: Sequence[Sequence[str]], column: str) -> int:
    """Which of the first lines of a table is its header, from 0: see ``read_rows``."""
    named = (at for at, row in enumerate(lines) if column in row)
    known = (at for at, row in enumerate(lines) if known_headings(row) >= _HEADINGS)
    return next(named, next(known, 0))


def filled(rows: Iterable[Sequence[str]], header: Sequence[str], at: int, name: str) -> Iterator[tuple[str, ...]]:
    """The rows below a header on line ``at`` (from 0), as long as it. Raises ``UnreadableError`` for a longer one."""
    width = len(header)
    for number, row in enumerate(rows, at + 2):
        if len(row) > width:
            raise UnreadableError("rows-too-long", where=name, row=number, cells=len(row), columns=width)
        yield (*row, *[""] * (width - len(row)))


def _once(title: Sequence[str]) -> tuple[str, ...]:
    """A title's row, what stands in merged cells in the first of them alone."""
    return tuple("" if at and cell == title[at - 1] else cell for at, cell in enumerate(title))


def _lines(data: bytes, name: str) -> list[list[str]]:
    """The lines of a CSV, blank ones left out."""
    try:
        content = decode(data).text
    except UnreadableError as error:
        raise UnreadableError(error.problem.code, where=name) from None
    return list(records(io.StringIO(content, newline=""), delimiter_of(content), name))


def records(lines: Iterable[str], delimiter: str, name: str) -> Iterator[list[str]]:
    """The rows of a CSV, blank ones left out; ``lines`` have their ends. Stray quotes are let pass within a line.

    A NUL is no character of any text, and no database keeps one: it is left out. Raises ``UnreadableError`` where
    a quote has made several lines into one, and where it is no CSV.
    """
    taken: list[str] = []

    def fed() -> Iterator[str]:
        for line in lines:
            kept = line.replace("\0", "")
            taken.append(kept)
            yield kept

    row = 0
    try:
        for record in csv.reader(fed(), delimiter=delimiter):
            row += bool(record)
            if len(taken) > 1:
                try:
                    list(csv.reader(taken, delimiter=delimiter, strict=True))
                except csv.Error:
                    raise UnreadableError("rows-quote-open", where=name, row=row) from None
            taken.clear()
            if record:
                yield [from_csv(cell) for cell in record]
    except csv.Error as error:
        raise UnreadableError("read-damaged", where=name, format="CSV", reason=error) from None


def write_rows(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], above: Sequence[Sequence[str]] = ()
) -> None:
    """Writes CSV (UTF-8 with mark, which Excel and WPS need) or, by its name, XLSX with every cell as text.

    In CSV a ' stands before what a spreadsheet would take for a formula; ``read_rows`` takes it away again.
    Raises ``UnreadableError`` for what is longer or wider than Excel holds: nothing is cut off in silence.
    """
    if path.suffix.lower() == ".xlsx":
        import xlsxwriter  # noqa: PLC0415

        lines = [*above, header, *rows]
        if len(lines) > _MOST_ROWS or len(header) > _MOST_COLUMNS:
            sizes = {"rows": len(lines), "columns": len(header)}
            raise UnreadableError("rows-sheet-too-large", str(path), **sizes, high=_MOST_ROWS, wide=_MOST_COLUMNS)
        memory = io.BytesIO()
        with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_numbers": False}) as workbook:
            sheet = workbook.add_worksheet()
            for at, row in enumerate(lines):
                for column, cell in enumerate(row):
                    if len(cell) > _LONGEST_CELL:
                        raise UnreadableError("rows-cell-too-long", where=str(path), row=at + 1, limit=_LONGEST_CELL)
                    sheet.write_string(at, column, cell)
            for column, cells in enumerate(zip(header, *lines[len(above) + 1 :][:_LOOKED_AT], strict=False)):
                sheet.set_column(column, column, min(_WIDEST, max(map(_width, cells)) + 2))
            sheet.freeze_panes(len(above) + 1, 0)
            sheet.autofilter(len(above), 0, len(lines) - 1, len(header) - 1)
        write_whole(path, memory.getvalue())
        return
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerows([_marked(cell) for cell in row] for row in (*above, header, *rows))
    write_whole(path, content.getvalue().encode("utf-8-sig"))


def _marked(cell: str) -> str:
    """As ``for_csv``; but a figure with its sign starts no formula, and no sum would count it with a mark."""
    return cell if cell[:1] in "+-" and _FIGURE.fullmatch(cell) else for_csv(cell)


def _width(cell: str) -> int:
    """Of a cell as Excel counts it: a Chinese character takes two digits' room."""
    return len(cell.encode("gb18030", "replace"))


def delimiter_of(content: str) -> str:
    """Of a text or its beginning: comma, or tab or semicolon where the header line has more of them."""
    header = content.split("\n", 1)[0]
    return max(",\t;", key=header.count)
