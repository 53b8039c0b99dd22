"""Comma-, semicolon-, tab- and bar-separated files as one Grid (RFC 4180; the encodings of plain text)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import PurePath

from corpus.messages import UnreadableError
from corpus.records import Document, Grid, Problem, Source
from extractors.limits import Limits, megabytes
from extractors.readers.plain.encoding import decode, looks_like_text
from extractors.readers.protocol import LIKELY
from extractors.readers.sheets.csv_rows import DELIMITERS, LONGEST_FIELD, is_quoted_by_tabs, likeliest, rows_of, widths
from extractors.readers.sheets.long_numbers import LongNumbers
from extractors.readers.sheets.sheet import check_size
from extractors.readers.signatures import is_markup

FORMAT = "csv"
_NAMED = {".csv": DELIMITERS, ".tsv": "\t,;|"}
_LEAST = {".txt": (5, 3, ",;|"), "": (5, 3, ",;|")} | dict.fromkeys((".xls", ".xlsx", ".et"), (3, 2, "\t,;|"))
"""By a wrong suffix: the rows and columns that make a text a table, and the separators that may.

A text with tabs that is named .txt is left to the reader of texts, which finds tables among paragraphs, unless its
quotes show that a workbook was saved so.
"""
_SAMPLE = 64 * 1024
_MOST_NULS = 0.01
"""Databases leave a few of these bytes in what they export. In UTF-16 without its mark there are many more."""


def score(data: bytes, name: str, /) -> int | None:
    """A text that is named so, or one named otherwise of which every row has the same number of fields."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _NAMED:
        return LIKELY + 1 if looks_like_text(_without_nuls(data[:_SAMPLE])) else None
    if suffix not in _LEAST or is_markup(data) or not looks_like_text(data):
        return None
    return LIKELY + 1 if _is_table(data, *_LEAST[suffix]) or _is_quoted(data) else None


def read(data: bytes, shown_as: str, sha256: str, limits: Limits, /) -> Document:
    """All rows as one Grid; empty lines are left out, short rows padded.

    Raises ``read-encoding``, ``read-field-too-long``, ``read-too-large``, ``read-sheet-too-large``. Quotes without a
    partner and numbers that were saved as 1.2E+14 are Problems.
    """
    if len(data) > limits.inflated_bytes:
        size, limit = megabytes(len(data)), megabytes(limits.inflated_bytes)
        raise UnreadableError("read-too-large", where=shown_as, size=size, limit=limit)
    problems: list[Problem] = []
    text = _text(data, shown_as, problems)
    try:
        rows, paired = rows_of(text, _delimiters(text, PurePath(shown_as).suffix.lower()))
    except csv.Error:
        raise UnreadableError("read-field-too-long", where=shown_as, limit=f"{LONGEST_FIELD:,}") from None
    if not paired:
        problems.append(Problem(shown_as, "read-quotes"))
    if "E+" in text:
        problems += _long_numbers(rows, shown_as)
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    check_size(len(rows), width, 0, 0, shown_as, PurePath(shown_as).name, limits)
    cells = tuple((*row, *("",) * (width - len(row))) if len(row) < width else tuple(row) for row in rows)
    grids = (Grid(cells, Source(shown_as, sha256, table=1)),) if cells else ()
    return Document(shown_as, sha256, FORMAT, grids, tuple(problems))


def _text(data: bytes, shown_as: str, problems: list[Problem]) -> str:
    clean = _without_nuls(data)
    try:
        decoded = decode(clean)
    except UnreadableError as error:
        raise UnreadableError(error.problem.code, where=shown_as) from None
    if replaced := decoded.replaced + len(data) - len(clean):
        args = (("count", str(replaced)), ("encoding", decoded.encoding.upper()))
        problems.append(Problem(shown_as, "read-replaced", args))
    return decoded.text


def _without_nuls(data: bytes) -> bytes:
    count = data.count(0)
    return data.replace(b"\x00", b"") if 0 < count < _MOST_NULS * len(data) else data


def _delimiters(text: str, suffix: str) -> str:
    """The separators that a text may have, the likelier ones first."""
    if suffix in _NAMED:
        return _NAMED[suffix]
    return "\t" if is_quoted_by_tabs(text[:_SAMPLE], len(text) <= _SAMPLE) else DELIMITERS


def _is_quoted(data: bytes) -> bool:
    """Whether the beginning of a text is a workbook's with TABs and quotes."""
    try:
        return b"\t" in data[:_SAMPLE] and is_quoted_by_tabs(decode(data[:_SAMPLE]).text, len(data) <= _SAMPLE)
    except (UnreadableError, csv.Error):
        return False


def _is_table(data: bytes, rows: int, columns: int, delimiters: str) -> bool:
    """Whether the beginning of a text is rows and columns and nothing else."""
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1]
    try:
        text = decode(sample).text
        found = widths(text, likeliest(text, delimiters))
    except (UnreadableError, csv.Error):
        return False
    return len(found) >= rows and len(set(found)) == 1 and found[0] >= columns


def _long_numbers(rows: list[list[str]], shown_as: str) -> Iterator[Problem]:
    """Puts back the digits of numbers that still have them all, and says which have not."""
    numbers = LongNumbers()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if "E+" in cell:
                row[column] = numbers.see_text(at, column, cell)
    return numbers.problems(shown_as)
