"""Columns that share one for want of room: 意见建议原文／来源, each text below the other behind its label (来源：…).

minyi folds the columns of its papers so, and some offices do. A column counts as shared where a paragraph begins with
the label of one of the later headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Table
from extractors.column_meanings import column_meanings

_PARTED = "／"
_SHORTEST = 2
"""Characters of a label that may be shorter than its heading (责任：below 责任单位)."""
Row = tuple[str, ...]


def own_headings(header: Sequence[str], rows: Sequence[Row]) -> Row:
    """The headings, of each shared column the first, which is that of the text without a label."""
    shared = {at for at, _ in _shared(header, rows)}
    return tuple(name.partition(_PARTED)[0] if at in shared else name for at, name in enumerate(header))


def unfolded(table: Table) -> Table:
    """The table with a column for each text that shares one, behind the others. The places of its rows stay."""
    shared = list(_shared(table.header, table.rows))
    if not shared:
        return table
    more = (_heading(part, table.rows, at) for at, parts in shared for part in parts)
    header = (*own_headings(table.header, table.rows), *more)
    rows = tuple(_unfolded(row, shared) for row in table.rows)
    return replace(table, header=header, columns=column_meanings(header), rows=rows)


def _shared(header: Sequence[str], rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The columns that others share, each with the later headings that have a label in it."""
    for at, name in enumerate(header):
        _, *parts = name.split(_PARTED)
        begun = _labels(rows, at) if parts else ()
        labelled = tuple(part for part in parts if any(_is_label_of(label, part) for label in begun))
        if labelled:
            yield at, labelled


def _labels(rows: Sequence[Row], at: int) -> Sequence[str]:
    """The different labels in a column, as they come."""
    return tuple(dict.fromkeys(label for row in rows for line in row[at].split("\n") if (label := _label(line))))


def _heading(part: str, rows: Sequence[Row], at: int) -> str:
    """The heading of a part, or, where that says nothing (牵头方), its label (牵头)."""
    names = (part, *(label for label in _labels(rows, at) if _is_label_of(label, part)))
    return next((name for name in names if column_meanings((name,)) != (None,)), part)


def _unfolded(row: Row, shared: Sequence[tuple[int, Sequence[str]]]) -> Row:
    cells, more = [*row], []
    for at, parts in shared:
        cells[at], *texts = _parted(row[at], parts)
        more += texts
    return (*cells, *more)


def _parted(cell: str, parts: Sequence[str]) -> list[str]:
    """The cell's own text, and that of each part from its label on: the last one, for what is folded stands last."""
    lines = cell.split("\n")
    starts: dict[int, str] = {}
    for part in parts:
        found = [at for at, line in enumerate(lines) if _is_label_of(_label(line), part)]
        if found:
            starts.setdefault(found[-1], part)
    texts: dict[str, list[str]] = {"": [], **{part: [] for part in parts}}
    current = ""
    for at, line in enumerate(lines):
        current = starts.get(at, current)
        texts[current].append(line.partition("：")[2] if at in starts else line)
    return ["\n".join(texts[part]).strip() for part in ("", *parts)]


def _label(line: str) -> str:
    label, colon, _ = line.partition("：")
    return label.strip() if colon else ""


def _is_label_of(label: str, heading: str) -> bool:
    return len(label) >= _SHORTEST and (heading.startswith(label) or label.startswith(heading))
