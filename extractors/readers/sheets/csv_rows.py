"""The rows of a text with separated fields (RFC 4180): which sign separates them, and what broke the quotes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Literal

DELIMITERS = ",;\t|"
_ROWS_LOOKED_AT = 50
LONGEST_FIELD = 10_000_000
"""Characters. The module's own limit (131,072) is short for a cell that a whole report was pasted into."""
_QUOTED = re.compile(r'(?:^|(?<=[\t\n]))"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)')
_NEEDED = re.compile(r'["\t\r\n,]')
"""What Excel quotes a field for; one that is quoted without it has marks of its own."""
_STATED = re.compile(r'"?sep=(.)"?\r?(?:\n|$)', re.IGNORECASE)
"""The line by which a CSV tells Excel its separator; it is no row."""


def rows_of(text: str, delimiters: str = DELIMITERS) -> tuple[list[list[str]], bool]:
    """All rows, empty ones too, fields stripped; and whether the quotes are paired as they should be.

    The separator is the one that the first line states, else the one whose first rows agree best on a number of
    columns over one (``delimiters`` has the likelier ones first). Raises ``csv.Error`` for a field that is longer than
    ``LONGEST_FIELD``.
    """
    stated = _STATED.match(text)
    text = text[stated.end() :] if stated else text
    best = stated[1] if stated else likeliest(text, delimiters)
    rows = list(_parsed(text, best, csv.QUOTE_MINIMAL))
    if text.count('"') % 2 == 0:
        return rows, True
    # One quote that is not closed draws all that follows into one field: taken as a sign, it costs one field.
    plain = list(_parsed(text, best, csv.QUOTE_NONE))
    return (plain if _most_alike(plain) > _most_alike(rows) else rows), False


def likeliest(text: str, delimiters: str = DELIMITERS) -> str:
    """The separator whose first rows agree best on a number of columns over one; the first of them where none does."""
    return max(delimiters, key=lambda delimiter: _most_alike(_first_rows(text, delimiter)))


def widths(text: str, delimiter: str) -> list[int]:
    """How many fields each of the first rows with content has."""
    return [len(row) for row in _first_rows(text, delimiter) if any(row)]


def is_quoted_by_tabs(text: str, whole: bool) -> bool:
    """Whether a text is what Excel saves as Unicode 文本: TABs between fields, and quotes where a field needs them.

    Each row has as many fields as the others, and at least one field is quoted for what is in it (RFC 4180, 2.6). The
    last row of a text that is not ``whole`` may be cut and is not asked. Raises ``csv.Error`` as ``rows_of``.
    """
    if not any(_NEEDED.search(field[1]) for field in _QUOTED.finditer(text)):
        return False
    found = [len(row) for row in _parsed(text, "\t", csv.QUOTE_MINIMAL) if any(row)]
    found = found if whole else found[:-1]
    return len(found) > 1 and found[0] > 1 and len(set(found)) == 1


def _parsed(text: str, delimiter: str, quoting: Literal[0, 3]) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    return ([field.strip() for field in row] for row in reader)


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    for row in _parsed(text, delimiter, csv.QUOTE_MINIMAL):
        if row:
            found.append(row)
        if len(found) == _ROWS_LOOKED_AT:
            break
    return found


def _most_alike(rows: list[list[str]]) -> int:
    """How many rows have the commonest number of columns over one."""
    found = Counter(len(row) for row in rows if len(row) > 1)
    return found.most_common(1)[0][1] if found else 0
