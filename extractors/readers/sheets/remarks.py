"""What a person should know of a worksheet: hidden parts, numbers that lost digits, formulas without a result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from corpus.records import Problem
from extractors.readers.sheets.long_numbers import letters, ranges
from extractors.readers.sheets.sheet import Sheet

if TYPE_CHECKING:
    from extractors.readers.package import Package

_COUNTED = {
    "xl/media": "note-images",
    "xl/embeddings": "note-objects",
    "xl/charts": "note-charts",
    "xl/externalLinks": "note-linked",
}
_LISTED = 8
_COMMENTS = re.compile(r"xl/comments\d*\.xml|xl/comments/comment\d*\.xml")
_COMMENT = re.compile(rb"<(?:\w+:)?comment\b")


def sheet_remarks(sheet: Sheet) -> Iterator[Problem]:
    """The notes and problems of one sheet; hidden rows and columns count only where they hold something."""
    filled = [at for at in sorted(sheet.hidden_rows) if at < len(sheet.rows) and any(sheet.rows[at])]
    columns = [at for at in sorted(sheet.hidden_columns) if any(at < len(row) and row[at] for row in sheet.rows)]
    if sheet.hidden and any(map(any, sheet.rows)):
        yield Problem(sheet.name, "note-hidden-sheet")
    if filled:
        yield Problem(sheet.name, "note-hidden-rows", (("rows", ranges(filled)), ("count", str(len(filled)))))
    if columns:
        named = ", ".join(map(letters, columns[:_LISTED])) + (" …" if len(columns) > _LISTED else "")
        yield Problem(sheet.name, "note-hidden-columns", (("columns", named), ("count", str(len(columns)))))
    yield from sheet.numbers.problems(sheet.name)
    if sheet.uncalculated:
        yield Problem(sheet.name, "read-uncalculated", (("count", str(sheet.uncalculated)),))


def part_remarks(package: Package, shown_as: str) -> Iterator[Problem]:
    """The notes on what else an Excel package holds, by the names of its parts. Raises one of ``BROKEN``."""
    names = package.names()
    comments = [name for name in names if _COMMENTS.fullmatch(name)]
    if count := sum(len(_COMMENT.findall(package.content(name))) for name in comments):
        yield Problem(shown_as, "note-comments", (("count", str(count)),))
    counted = Counter(
        _COUNTED[str(path.parent)]
        for path in map(PurePosixPath, names)
        if str(path.parent) in _COUNTED and not path.name.startswith(("style", "colors"))
    )
    for note in _COUNTED.values():
        if counted[note]:
            yield Problem(shown_as, note, (("count", str(counted[note])),))
    if any(name.endswith("vbaProject.bin") for name in names):
        yield Problem(shown_as, "note-macros")
