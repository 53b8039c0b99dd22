"""What the documents give cause to say beside the tasks that come from them: their 密级, and checks against a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.records import Extraction, Source, Task
from outputs.attention import classified, secrecy_line
from outputs.cells import clean

_OF_ROWS = frozenset({"deduction_points", "place_mismatch", "repeated_number", "number_form"})
"""The rules of the checks that speak of one row."""

_Row = tuple[str, str | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Cautions:
    """``degrees`` are the 密级 by file, ``notes`` what checks say against a row of a table."""

    degrees: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[_Row, tuple[str, ...]] = field(default_factory=dict)

    def of(self, task: Task) -> tuple[str, ...]:
        """What the checks say against the rows that the task comes from."""
        rows = (_row(source) for source in (task.source, *task.other_sources, *task.filled_from))
        return tuple(dict.fromkeys(note for row in rows for note in self.notes.get(row, ())))

    def secrecy(self, tasks: Iterable[Task]) -> tuple[str, ...]:
        """The line above a table of these tasks; none where no document of theirs bears a 密级."""
        files = dict.fromkeys(source.file for task in tasks for source in (task.source, *task.other_sources))
        return secrecy_line(self.degrees.get(file, "") for file in files)


NO_CAUTIONS = Cautions()


def cautions(extractions: Sequence[Extraction]) -> Cautions:
    """Those of a batch. Of the checks only what does not hold or cannot be decided, and speaks of a single row."""
    notes: dict[_Row, list[str]] = defaultdict(list)
    for check in (c for e in extractions for c in e.checks):
        if check.rule in _OF_ROWS and check.ok is not True and check.source.row is not None and clean(check.note):
            notes[_row(check.source)].append(clean(check.note))
    return Cautions(dict(classified(extractions)), {row: tuple(said) for row, said in notes.items()})


def _row(source: Source) -> _Row:
    return source.sha256, source.sheet, source.table, source.row
