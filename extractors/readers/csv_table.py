"""Comma-, semicolon- and tab-separated files as one Grid (RFC 4180; the encodings of plain text)."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from pathlib import PurePath

from corpus.messages import UnreadableError
from corpus.records import Document, Grid, Problem, Source
from extractors.limits import Limits
from extractors.readers.protocol import LIKELY
from extractors.readers.text_encoding import decode, looks_like_text

FORMAT = "csv"
_DELIMITERS = {".csv": ",;\t", ".tsv": "\t,;"}
_ROWS_LOOKED_AT = 50
_LONGEST_FIELD = 10_000_000
"""Characters. The module's own limit (131,072) is short for a cell that a whole report was pasted into."""


def score(data: bytes, name: str, /) -> int | None:
    """A text that is named so: by its content alone a CSV is any text with commas."""
    if PurePath(name).suffix.lower() not in _DELIMITERS or not looks_like_text(data):
        return None
    return LIKELY + 1


def read(data: bytes, shown_as: str, sha256: str, _limits: Limits, /) -> Document:
    """All rows as one Grid; empty lines are left out, short rows padded. Raises ``read-encoding``, ``read-damaged``."""
    try:
        decoded = decode(data)
    except UnreadableError as error:
        raise UnreadableError(error.problem.code, where=shown_as) from None
    try:
        rows = _rows(decoded.text, _DELIMITERS[PurePath(shown_as).suffix.lower()])
    except csv.Error as error:
        raise UnreadableError("read-damaged", where=shown_as, format="CSV", reason=error) from None
    problems: tuple[Problem, ...] = ()
    if decoded.replaced:
        args = (("count", str(decoded.replaced)), ("encoding", decoded.encoding.upper()))
        problems = (Problem(shown_as, "read-replaced", args),)
    width = max(map(len, rows), default=0)
    cells = tuple((*row, *("",) * (width - len(row))) for row in rows)
    grids = (Grid(cells, Source(shown_as, sha256, table=1)),) if cells else ()
    return Document(shown_as, sha256, FORMAT, grids, problems)


def _rows(text: str, delimiters: str) -> list[list[str]]:
    """The rows, split at the delimiter whose first rows agree best on a number of columns over one."""
    csv.field_size_limit(_LONGEST_FIELD)
    best = max(delimiters, key=lambda delimiter: _agreement(text, delimiter))
    parsed = ([field.strip() for field in row] for row in csv.reader(StringIO(text, newline=""), delimiter=best))
    return [row for row in parsed if any(row)]


def _agreement(text: str, delimiter: str) -> int:
    widths: Counter[int] = Counter()
    for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        if len(row) > 1:
            widths[len(row)] += 1
        if widths.total() == _ROWS_LOOKED_AT:
            break
    return widths.most_common(1)[0][1] if widths else 0
