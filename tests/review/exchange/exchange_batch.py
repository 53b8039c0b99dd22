"""An invented batch, its people, and files of it that somebody edits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import sqlalchemy as sa

from corpus.directory import Directory, Unit
from corpus.records import Candidate, Decision, Source, Task
from corpus.review_schema import items
from review import people
from review.access import Person, Role
from review.batches import Batch, batches_of
from review.exchange.exporting import Format, Job
from review.exchange.importing import carry_out, file_wins, plan_of
from review.exchange.plan import Plan
from review.exchange.reading import read
from review.filters import Filter
from review.history import ledger
from review.ledger import Done, Reviewing
from review.publishing import publish

DIRECTORY = Directory(
    (
        Unit("市教育局", ("教育",), ("市教育委员会",)),
        Unit("市交通运输局", ("交通",)),
        Unit("市水利局", ("水利",)),
        Unit("市城市管理局", ("城管",)),
    )
)
NAME = "2026年第一批"


def task(at: int, text: str = "", number: str | None = "", **more: Any) -> Task:
    """A comment with a number of fifteen digits, for which 市交通运输局 is proposed."""
    usual: dict[str, Any] = {
        "domain": "交通运输",
        "kind": "建设性",
        "disposition": "立行立改",
        "candidates": (
            Candidate("市交通运输局", "交通", 0.71, "公交、班次"),
            Candidate("市城市管理局", "城管", 0.2),
        ),
        "supporting": ("市城市管理局",),
        "domain_score": 0.8,
        "key": f"task-{at}",
        "model_version": "first",
    }
    said = text or f"第{at}路公交车班次太少，早上等了四十分钟才来一辆。"
    known = f"12026031070{at:04d}" if number == "" else number
    return Task("群众意见建议", said, Source("意见.xlsx", "0" * 64, sheet="表", row=at + 1), known, **usual | more)


def publish_batch(engine: sa.Engine, *tasks: Task, name: str = NAME) -> Batch:
    """A batch with these tasks, ten of them unless others are given."""
    publish(engine, name, tasks or [task(at) for at in range(1, 11)], [], "first")
    return next(batch for batch in batches_of(engine, READER) if batch.name == name)


READER = Person(0, "", "", Role.READER)


def account(engine: sa.Engine, login: str, role: Role = Role.REVIEWER, unit: str | None = None) -> Person:
    """A new account, called as its login."""
    return people.add(engine, login, login, role, f"{login}-的口令要长一些才行", unit)


def export(engine: sa.Engine, batch: Batch, path: Path, state: str = "all") -> Path:
    """The batch in a file, in the format that its name says (``x.doccano`` for doccano)."""
    by_suffix = {".xlsx": Format.XLSX, ".csv": Format.CSV, ".json": Format.LABEL_STUDIO, ".doccano": Format.DOCCANO}
    how = by_suffix.get(path.suffix, Format.JSONL)
    Job(engine, READER, batch, Filter(state=state), DIRECTORY).write(path, how)
    return path


def edit(path: Path, change: Callable[[Any, dict[str, int]], None]) -> Path:
    """The workbook after somebody's work: ``change`` gets the sheet and the columns by heading, from 1."""
    book = openpyxl.load_workbook(path)
    sheet = book["核定表"]
    change(sheet, {cell.value: cell.column for cell in sheet[1]})
    book.save(path)
    return path


def set_cells(path: Path, cells: Mapping[tuple[int, str], str]) -> Path:
    """The workbook with these cells, by row (the header is 1) and heading."""

    def change(sheet: Any, columns: dict[str, int]) -> None:
        for (row, heading), value in cells.items():
            sheet.cell(row, columns[heading]).value = value

    return edit(path, change)


def planned(engine: sa.Engine, person: Person, batch: Batch, path: Path | bytes, name: str = "核定表.xlsx") -> Plan:
    """What the file would change."""
    data = path if isinstance(path, bytes) else path.read_bytes()
    return plan_of(engine, person, batch.id, read(data, name), name, DIRECTORY)


def imported(engine: sa.Engine, person: Person, plan: Plan, *, override: bool = False, new_units: bool = False) -> Done:
    """The plan, carried out."""
    done = carry_out(Reviewing(engine, person), plan, file_wins(plan) if override else {}, new_units=new_units)
    assert done is not None
    return done


def entries(engine: sa.Engine, batch: Batch) -> tuple[Decision, ...]:
    """The whole ledger of the batch."""
    with engine.connect() as connection:
        return ledger(connection, batch.id, size=100_000)


def differences(decision: Decision) -> dict[str, tuple[Any, Any]]:
    """What an entry of the ledger changed, before and after, by field."""
    names = ("lead", "supporting", "domain", "kind", "disposition", "note")
    pairs = {name: (getattr(decision.before, name), getattr(decision.after, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def by_number(engine: sa.Engine, batch: Batch) -> dict[str, int]:
    """The items' own numbers by 问题编号."""
    wanted = sa.select(items.c.number, items.c.id).where(items.c.batch_id == batch.id)
    with engine.connect() as connection:
        return {row.number: row.id for row in connection.execute(wanted)}


def lines(path: Path) -> list[Any]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
