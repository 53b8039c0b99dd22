"""Tables in plain text: the two grammars that converters leave behind.

*Cell lines* (Word to text): each cell begins with a TAB on a line of its own and has one line a paragraph; lines
without a TAB go on with the cell; an empty line ends the row.
*Row lines* (tab-separated): one line a row, its fields separated by TABs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Rows = tuple[tuple[str, ...], ...]

_EVIDENCE = 4
"""Rows looked at before a run of lines is taken for a table; two of one length are needed."""
_PROSE_SHARE = 0.5
"""From this share of cells that end a sentence on, the lines are paragraphs with an indent."""
_MOST_CELLS = 63
"""Word's own limit of a row. More lines that begin with a TAB and no empty one between are indented paragraphs."""
_SENTENCE_END = tuple("。；：;:")


@dataclass(frozen=True, slots=True)
class TextTable:
    """Rows of one length, found in lines ``start`` (from 0) to ``end`` (exclusive)."""

    rows: Rows
    start: int
    end: int


def tables_at(lines: Sequence[str], start: int) -> tuple[TextTable, ...]:
    """The tables that begin at this line and follow one another without a paragraph between; empty where none does."""
    if "\t" not in lines[start]:
        return ()
    if _is_row_grammar(lines, start):
        return _row_lines(lines, start)
    if lines[start].startswith("\t"):
        return _cell_lines(lines, start)
    return ()


def _is_row_grammar(lines: Sequence[str], start: int) -> bool:
    seen = _next_tabbed(lines, start)
    widths = [line.count("\t") + 1 for line in seen]
    inner = sum("\t" in line.lstrip("\t") for line in seen)
    if len(seen) < 2 or inner * 2 <= len(seen) or Counter(widths).most_common(1)[0][1] < 2:
        return False
    # "附件：⇥1.…" with "⇥2.…" under it is a hanging indent.
    return max(widths) > 2 or any(line.split("\t")[0].strip() for line in seen[1:])


def _next_tabbed(lines: Sequence[str], start: int) -> list[str]:
    seen: list[str] = []
    for at in range(start, len(lines)):
        line = lines[at]
        if "\t" in line:
            seen.append(line)
        elif line.strip():
            break
        if len(seen) == _EVIDENCE:
            break
    return seen


def _row_lines(lines: Sequence[str], start: int) -> tuple[TextTable, ...]:
    """A part after blank lines (the next page) goes on with the table unless two of its rows agree on another width."""
    parts: list[list[int]] = [[]]
    at = start
    while at < len(lines) and ("\t" in lines[at] or not lines[at].strip()):
        if "\t" in lines[at]:
            parts[-1].append(at)
        elif parts[-1]:
            parts.append([])
        at += 1
    tables: list[list[int]] = []
    width = 0
    for part in filter(None, parts):
        usual, times = Counter(lines[row].count("\t") for row in part).most_common(1)[0]
        if tables and (usual == width or times < 2):
            tables[-1].extend(part)
        else:
            tables.append(list(part))
            width = usual
    return tuple(
        TextTable(_even([[field.strip() for field in lines[row].split("\t")] for row in rows]), rows[0], rows[-1] + 1)
        for rows in tables
    )


def _cell_lines(lines: Sequence[str], start: int) -> tuple[TextTable, ...]:
    width = _cell_width(lines, start)
    if width is None:
        return ()
    tables: list[TextTable] = []
    rows: list[list[str]] = []
    begun = end = at = start
    blanks = 0
    while at < len(lines):
        if not lines[at]:
            blanks += 1
            at += 1
        elif lines[at].startswith("\t"):
            cells, after = _row(lines, at, width)
            if rows and blanks > 1 and len(cells) != width:
                # More than one empty line and another number of columns: the next table.
                tables.append(TextTable(_even(rows), begun, end))
                rows, begun, width = [], at, len(cells)
            rows.append(cells)
            at = end = after
            blanks = 0
        else:
            break
    return (*tables, TextTable(_even(rows), begun, end))


def _cell_width(lines: Sequence[str], start: int) -> int | None:
    """How many cells a row has, or None where the lines are not a table."""
    rows: list[list[str]] = []
    at = start
    while at < len(lines) and len(rows) < _EVIDENCE:
        if not lines[at]:
            at += 1
        elif lines[at].startswith("\t"):
            cells, at = _row(lines, at, len(rows[0]) if rows else None)
            if len(cells) > _MOST_CELLS:
                return None
            rows.append(cells)
        else:
            break
    usual, times = Counter(map(len, rows)).most_common(1)[0]
    texts = [cell for cells in rows for cell in cells]
    sentences = sum(cell.endswith(_SENTENCE_END) for cell in texts)
    if len(rows[0]) < 2 or usual < 2 or times < 2 or sentences >= _PROSE_SHARE * len(texts):
        return None
    return usual


def _row(lines: Sequence[str], at: int, width: int | None) -> tuple[list[str], int]:
    """The row that begins at a TAB line, and the line after it.

    An empty line ends it, unless the row is short and what follows up to the next empty line makes it whole: then the
    empty line was an empty paragraph within a cell. A line of spaces is such a paragraph while the row is short, and
    the end of a row that has its cells.
    """
    cells: list[list[str]] = []
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            cells.append([line[1:]])
            if width is None and len(cells) > _MOST_CELLS:
                break
        elif line.strip():
            cells[-1].append(line)
        elif width is None or len(cells) >= width or (not line and not _completes(lines, at + 1, width - len(cells))):
            # What is left of a line of spaces belongs to nothing.
            at += bool(line)
            break
        at += 1
    return ["\n".join(filter(None, (part.strip() for part in parts))) for parts in cells], at


def _completes(lines: Sequence[str], at: int, missing: int) -> bool:
    """Whether the lines up to the next empty one hold exactly the cells that a row lacks."""
    found = 0
    while at < len(lines) and lines[at].strip() and found <= missing:
        found += lines[at].startswith("\t")
        at += 1
    return found == missing


def _even(rows: Sequence[Sequence[str]]) -> Rows:
    width = max(map(len, rows))
    return tuple((*row, *("",) * (width - len(row))) for row in rows)
