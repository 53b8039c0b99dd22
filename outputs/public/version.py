"""Which tables are published, and with which rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.records import Task
from outputs.assignment import is_given
from outputs.forms import Pair, Sheet


def publishable(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks whose unit a person or the document has named: what a program proposes is nobody's word."""
    return tuple(task for task in tasks if task.verdict is not None or is_given(task))


def public_sheets(made: Iterable[tuple[str, Pair]]) -> tuple[tuple[str, Sheet], ...]:
    """Of the tables of a batch (each with its path) those that the office publishes: columns that are internal are
    gone, and so are the lines above the table, which name files and notices."""
    return tuple((path, _public(pair.screen)) for path, pair in made if pair.screen.form.public)


def _public(sheet: Sheet) -> Sheet:
    tables = []
    for table in sheet.tables:
        shown = [i for i, column in enumerate(table.columns) if column.public]
        columns = tuple(table.columns[i] for i in shown)
        tables.append(replace(table, columns=columns, rows=tuple(tuple(row[i] for i in shown) for row in table.rows)))
    return replace(sheet, lines=(), tables=tuple(tables))
