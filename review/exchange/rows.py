"""What an exported row is: an item as it stood, the columns that show it, and those that a person may edit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.records import State, Task, Verdict
from corpus.review_schema import items
from corpus.serial import load_task
from corpus.unit_cells import units
from outputs.safe_text import for_xml
from review.access import Person
from review.differences import FIELDS as WORDS
from review.differences import said
from review.filters import Filter
from review.items import standing

FIELDS = tuple(WORDS)
"""The fields of a verdict, each a column that can be edited."""
ACCEPTED, KEY, NUMBER = "accepted", "key", "number"
CHOICES = ("choice_1", "choice_2", "choice_3")
HEADINGS: Mapping[str, str] = {
    NUMBER: "问题编号",
    "text": "意见建议内容",
    "source": "来源",
    "state": "状态",
    "choice_1": "建议单位1",
    "choice_2": "建议单位2",
    "choice_3": "建议单位3",
    "reason": "依据",
    ACCEPTED: "核定",
    **WORDS,
    KEY: "识别码",
}
"""The columns of a table, in their order; what comes back is found by the heading, wherever it stands."""
YES = "是"
_KEY = re.compile(r"E(\d{1,9})([a-z]{6})-(\d{1,18})-(\d{1,9})")
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Key:
    """What a row is known by again: the export, its mark (another workspace has another one), item and ``seq``."""

    export: int
    mark: str
    item: int
    seq: int

    def __str__(self) -> str:
        return f"E{self.export}{self.mark}-{self.item}-{self.seq}"

    @classmethod
    def of(cls, text: str) -> Key | None:
        """The key that a cell holds, None where it holds something else."""
        found = _KEY.fullmatch(text)
        return cls(int(found[1]), found[2], int(found[3]), int(found[4])) if found else None


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it stands when it is exported; ``stands`` is the proposal until somebody has decided."""

    key: Key
    task: Task
    state: State
    stands: Verdict

    @property
    def accepted(self) -> bool:
        return self.state is State.DECIDED

    @property
    def cells(self) -> dict[str, str]:
        """What can be edited, as the cells of a table."""
        return cells_of(self.stands)


def cells_of(verdict: Verdict) -> dict[str, str]:
    """A verdict as cells: several units parted by 、, nothing where nobody said."""
    return {name: said(verdict, name) for name in FIELDS}


def same(field: str, one: str, other: str) -> bool:
    """Whether two cells say the same: edges, kinds of line breaks and what no workbook can hold do not count, nor how
    units are parted."""
    if one == other:
        return True
    if field == "supporting":
        return units(one) == units(other)
    return for_xml(one).strip() == for_xml(other).strip()


def rows_of(engine: sa.Engine, person: Person, batch: int, what: Filter, export: int, mark: str) -> Iterator[Row]:
    """The items of a filter in the order of the files, read some at a time. Raises as the filter does."""
    wanted = (
        sa.select(
            *(items.c[name] for name in ("id", "seq", "record", "state")),
            *(items.c[name] for name in FIELDS),
        )
        .where(*what.conditions(batch, person, engine.dialect.name))
        .order_by(items.c.position, items.c.id)
    )
    with engine.connect().execution_options(yield_per=_AT_ONCE) as connection:
        for row in connection.execute(wanted):
            key = Key(export, mark, row.id, row.seq)
            yield Row(key, load_task(row.record), State(row.state), standing(row))
