"""A table of any length, row by row: CSV as it comes from the disk, Parquet by batches, a workbook as ``read_rows``.

The grammar of a CSV is that of ``flows.rows``, and so are its errors. It is gone through twice: first to see that every
row can be read, how many there are and what they hash to, so that nothing is found wrong after hours of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from corpus.messages import MinyiError, UnreadableError, text
from extractors.column_meanings import column_meanings
from extractors.readers import file_size, unreadable
from extractors.readers.plain.encoding import decode, looks_like_text
from extractors.readers.signatures import kind
from flows.bulk.parquet_in import batches_of, files_of, hash_of, is_parquet, names_of
from flows.bulk.parts import Chunk
from flows.models import THOROUGH
from flows.rows import TEXT, TITLES, column_of, delimiter_of, filled, header_of, read_rows, records, text_column

_HEAD = 1 << 20
"""Bytes by which the encoding is guessed; all of the file must then be in it."""
_SNIFFED = 1 << 16
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin (ZIP, Compound File)."""
_TRIED = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was gone through once. ``first`` is the number of the row below its header, as Excel counts.

    ``count`` rows; ``text_at``, ``title_at`` and ``number_at`` are the columns of comments, their titles and their
    numbers (问题编号), None where there is none. ``different`` counts different texts with their titles, and is
    ``THOROUGH`` + 1 where there are more. ``stamp`` tells that the file has not changed since. ``sheet`` and ``unread``
    as in ``flows.rows.Rows``, whose rows ``held`` are; of other files they are read again.
    """

    file: Path
    sha256: str
    header: tuple[str, ...]
    first: int
    count: int
    text_at: int
    title_at: int | None
    number_at: int | None
    different: int = 0
    encoding: str = ""
    sheet: str = ""
    unread: tuple[str, ...] = ()
    stamp: tuple[tuple[int, int, int], ...] = ()
    held: tuple[tuple[str, ...], ...] | None = None

    def chunks(self, size: int) -> Iterator[Chunk]:
        """The rows, ``size`` at a time; one chunk without any where the table has none.

        Raises ``MinyiError`` where the file was changed meanwhile.
        """
        rows = self._rows()
        for number, start in enumerate(range(0, max(self.count, 1), size)):
            portion = tuple(islice(rows, size))
            # Asked after the rows are read, and before anybody has them: they are those that were hashed.
            changed = self.held is None and _stamp(self.file) != self.stamp
            if changed or len(portion) != min(size, self.count - start):
                raise MinyiError("bulk-changed", where=str(self.file))
            yield Chunk(number, start + 1, portion)
        if next(rows, None) is not None:
            raise MinyiError("bulk-changed", where=str(self.file))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        if self.held is not None:
            return iter(self.held)
        if not self.encoding:
            return _parquet_rows(self)
        lines = _lines(self.file, self.encoding)
        return filled(islice(lines, self.first - 1, None), self.header, self.first - 2, str(self.file))


def gone_through(file: Path, column: str | None, title: str) -> Table:
    """The table in this file; ``column`` as in ``read_rows``, ``title`` is the heading of the titles' column.

    Where no column is called ``title``, it is the one whose heading says so, as ``minyi run`` takes it. Raises as
    ``read_rows`` does, and where a line is not in the encoding of the others.
    """
    stamp = _stamp(file)
    return replace(_gone_through(file, column, title), stamp=stamp)


def _stamp(file: Path) -> tuple[tuple[int, int, int], ...]:
    """What changes when the file does, or one of a folder's; nothing where it cannot be had: its reader says why."""
    try:
        found = [one.stat() for one in files_of(file)]
    except (OSError, UnreadableError):
        return ()
    return tuple((about.st_ino, about.st_size, about.st_mtime_ns) for about in found)


def _gone_through(file: Path, column: str | None, title: str) -> Table:
    name = str(file)
    if is_parquet(file):
        header = names_of(file)
        table = Table(file, hash_of(file), header, 2, *_columns(header, column, title, name))
        return _counted(table, _parquet_rows(table))
    file_size(file, name)
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
        sha256 = hash_of(file)
    except OSError as error:
        raise unreadable(error, name) from None
    if head.startswith(_PACKED):
        rows = read_rows(file, column)
        columns = _columns(rows.header, column, title, name)
        found = Table(file, sha256, rows.header, rows.first, *columns, sheet=rows.sheet, unread=rows.unread)
        return _counted(replace(found, held=rows.rows), rows.rows)
    if head and not looks_like_text(head[:_SNIFFED]):
        raise UnreadableError("rows-no-table", where=name, hint=text(f"kind-{kind(head) or 'binary'}"))
    return _csv(file, sha256, head, column, title)


def _parquet_rows(table: Table) -> Iterator[tuple[str, ...]]:
    read = {table.header[at] for at in (table.text_at, table.title_at) if at is not None}
    return batches_of(table.file, table.header, read)


def _csv(file: Path, sha256: str, head: bytes, column: str | None, title: str) -> Table:
    name = str(file)
    try:
        guessed = decode(head).encoding
    except UnreadableError as error:
        raise UnreadableError(error.problem.code, where=name) from None
    for encoding in dict.fromkeys((guessed, *_TRIED)):
        lines = _lines(file, encoding)
        try:
            top = list(islice(lines, TITLES + 1))
            if not top:
                raise UnreadableError("read-empty", where=name)
            at = header_of(top, column or TEXT)
            header = tuple(top[at])
            columns = _columns(header, column, title, name)
            rows = filled(chain(top[at + 1 :], lines), header, at, name)
            return _counted(Table(file, sha256, header, at + 2, *columns, encoding=encoding), rows)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("bulk-encoding", where=name, row=_first_bad(file, guessed))


def _columns(
    header: Sequence[str], column: str | None, title: str, name: str
) -> tuple[int, int, int | None, int | None]:
    """``count`` and ``text_at`` to ``number_at`` of a table of which only the header is known."""
    meanings = column_meanings(header)
    title_at = column_of(header, title, name) if title in header else _place(meanings, "title")
    return 0, column_of(header, text_column(header, column), name), title_at, _place(meanings, "number")


def _place(meanings: Sequence[str | None], meaning: str) -> int | None:
    return meanings.index(meaning) if meaning in meanings else None


def _counted(table: Table, rows: Iterable[Sequence[str]]) -> Table:
    different: set[tuple[str, str]] = set()
    count = 0
    for row in rows:
        count += 1
        if len(different) <= THOROUGH:
            different.add((row[table.text_at], "" if table.title_at is None else row[table.title_at]))
    return replace(table, count=count, different=len(different))


def _lines(file: Path, encoding: str) -> Iterator[list[str]]:
    """The rows of a CSV with those of its header. Raises ``UnicodeDecodeError`` where it is in another encoding."""
    try:
        with file.open(encoding=encoding, newline="") as opened:
            delimiter = delimiter_of(opened.read(_SNIFFED))
            opened.seek(0)
            first = opened.readline().removeprefix("\ufeff")
            yield from records(chain((first,), opened), delimiter, str(file))
    except OSError as error:
        raise unreadable(error, str(file)) from None


def _first_bad(file: Path, encoding: str) -> int:
    """The first line that is not in this encoding, from 1; the last one where only the file's end is cut off."""
    number = 0
    with file.open("rb") as opened:
        for number, line in enumerate(opened, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return number
