"""Where an item came from: its row in the table of the file, with the heading and the rows beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.records import Source, Task
from corpus.schema import extractions

LARGEST = 4_000_000
"""Characters of an extraction that is read for one row; of a larger file the place is told and no more."""
BESIDE = 2
"""Rows that are shown before and behind it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``number`` as the file counts it, ``own`` where it is the item's."""

    number: int | None
    cells: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file says around an item. ``header`` and ``rows`` are empty where it stands in no table that is known;
    the notice's fields are None where the file is none."""

    source: Source
    caption: str | None
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str | None
    number: str | None
    date: str | None


def origin_of(engine: sa.Engine, task: Task) -> Origin:
    """Where the task's row stands, from what was found in its file."""
    source = task.source
    date = task.notice_date.isoformat() if task.notice_date else None
    record = _extraction(engine, source.sha256)
    table = _table(record, source)
    notice = record.get("notice") or {}
    return Origin(
        source=source,
        caption=table.get("caption"),
        header=tuple(table.get("header", ())),
        rows=tuple(_rows(table, source)),
        title=task.notice_title or notice.get("title"),
        number=task.notice_number or notice.get("number"),
        date=date or notice.get("date"),
    )


def _extraction(engine: sa.Engine, sha256: str) -> Mapping[str, Any]:
    """The latest extraction of the file as JSON; empty where there is none or it is too large."""
    short = sa.func.length(extractions.c.record) <= LARGEST
    wanted = sa.select(extractions.c.record).where(extractions.c.sha256 == sha256, short)
    with engine.connect() as connection:
        record = connection.scalar(wanted.order_by(extractions.c.version.desc()).limit(1))
    found: Mapping[str, Any] = json.loads(record) if record else {}
    return found


def _table(record: Mapping[str, Any], source: Source) -> Mapping[str, Any]:
    """The table that has the item's row, empty if none has."""
    for table in record.get("tables", ()):
        if any(_is_row(place, source) for place in table["row_sources"]):
            found: Mapping[str, Any] = table
            return found
    return {}


def _rows(table: Mapping[str, Any], source: Source) -> Sequence[Row]:
    places = table.get("row_sources", ())
    own = next((at for at, place in enumerate(places) if _is_row(place, source)), None)
    if own is None:
        return ()
    first = max(0, own - BESIDE)
    shown = range(first, min(len(places), own + BESIDE + 1))
    return [Row(places[at]["row"], tuple(table["rows"][at]), at == own) for at in shown]


def _is_row(place: Mapping[str, Any], source: Source) -> bool:
    return source.row is not None and (place["sheet"], place["table"], place["row"]) == (
        source.sheet,
        source.table,
        source.row,
    )
