"""Work that is struck in the middle: small pieces of it, where the strike falls, and what must be the same afterwards.

Strikes fall on the n-th statement of a kind, within a transaction, so that each run is hit at the same place and what
it had begun to keep is lost.
"""

from __future__ import annotations

import csv
import hashlib
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from corpus.database import open_database
from corpus.jobs_schema import metadata
from corpus.storage.place import Place
from corpus.workspace import Workspace
from flows.batch import Job, Outcome, run_batch
from flows.bulk.job import TableDone, TableJob, tag_table
from flows.engines.loop import in_turn
from flows.steps import Each, unwatched

C = TypeVar("C")
R = TypeVar("R")

ROWS, PARTS, COMMENTS = 60, 6, 90
"""Rows of a part, parts of the table, and comments of the batch."""
WAITS = (0.2, 0.5, 1.0, 2.0, 4.0)
_PLACES = ("东门", "西街", "河口", "新村", "城北", "老圩", "渡头")
_TROUBLES = ("公交车太少", "垃圾没人清运", "小学门口堵车")
_TIMED = {"run.json", "批次报告.html", ".minyi-outputs.json"}
"""Drafts that tell how long the run took."""


def comments(path: Path, count: int) -> Path:
    """A table of so many different invented comments; every seventh comes twice."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["问题编号", "意见内容"])
        for n in range(count):
            m = n - 1 if n % 7 == 6 else n
            said = f"{_PLACES[m % 7]}{m}号一带{_TROUBLES[m // 7 % 3]}，已经{m % 30 + 1}天了，请尽快处理"
            writer.writerow([f"12026{n:010d}", said])
    return path


def table_job(folder: Path, url: str | None = None) -> TableJob:
    """A table with its workspace in this folder."""
    folder.mkdir(exist_ok=True)
    source = comments(folder / "热线.csv", ROWS * PARTS)
    out = Place.of(str(folder / "out"))
    return TableJob(source, out, meaning=False, workspace=Workspace.open(folder / "w", url))


def batch_job(folder: Path, url: str | None = None) -> Job:
    """A batch with its workspace in this folder: a notice, and a table of comments."""
    source = folder / "三月来文"
    source.mkdir(parents=True, exist_ok=True)
    comments(source / "2026年3月群众意见.csv", COMMENTS)
    notice = "澜江市绩效办关于做好意见整改的通知\n\n各县（区）绩效办：\n请于2026年5月8日前报送整改方案。\n"
    (source / "通知.txt").write_text(notice, "utf-8")
    return Job((Path(source.name),), Workspace.open(folder / "w", url), folder / "out")


@contextmanager
def small() -> Iterator[pytest.MonkeyPatch]:
    """Portions of a few rows, and the model that reads the wording alone: the middle is reached soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.bulk.job.ROWS", ROWS)
        patch.setattr("flows.bulk.spool.AT_ONCE", 2)
        patch.setattr("review.publishing._AT_ONCE", 25)
        patch.setattr("flows.proposing._TEXTS_AT_ONCE", 25)
        patch.setattr("flows.models.THOROUGH", 0)
        patch.setattr("corpus.retries.WAITS", WAITS)
        yield patch


def tagged(job: TableJob, each: Each = in_turn) -> TableDone:
    with small():
        return tag_table(job, each, unwatched)


def run(job: Job, each: Each = in_turn) -> Outcome:
    """In the folder of the job, so that its files have the same names wherever that is."""
    with small(), chdir(job.out.parent):
        return run_batch(job, each)


@dataclass(frozen=True)
class Strike:
    """What falls just before the ``at``-th statement (from 1) that begins so is sent to the database."""

    statement: str
    at: int
    falls: Callable[[], None]

    @contextmanager
    def awaited(self) -> Iterator[list[int]]:
        """Until the block ends, in this process. The list has the number of the statement that was struck."""
        seen: list[int] = []
        struck: list[int] = []

        def disturbed(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            if statement.lstrip().startswith(self.statement):
                seen.append(1)
                if len(seen) == self.at:
                    struck.append(self.at)
                    self.falls()

        sa.event.listen(sa.Engine, "before_cursor_execute", disturbed)
        try:
            yield struck
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", disturbed)


def killed() -> None:
    """The end of this process, as the kernel brings it when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(statement: str, at: int, work: Callable[[Any], object], job: Any) -> int | None:
    """How a process of its own ended that does the work and is killed in the middle of it."""
    process = get_context("spawn").Process(target=_until_killed, args=(statement, at, work, job))
    process.start()
    process.join(120)
    return process.exitcode


def _until_killed(statement: str, at: int, work: Callable[[Any], object], job: Any) -> None:
    with Strike(statement, at, killed).awaited():
        work(job)


@dataclass(frozen=True)
class KilledWorker:
    """A step whose process is killed in the middle of the first transaction of a part with this number or a later one,
    between the comments and what is proposed for them."""

    step: Callable[[Any], Any]
    number: int
    died: Path

    def __call__(self, chunk: Any) -> Any:
        with small():
            if getattr(chunk, "number", -1) < self.number or self.died.exists():
                return self.step(chunk)
            with Strike("INSERT INTO suggestion", 1, self._die).awaited():
                return self.step(chunk)

    def _die(self) -> None:
        self.died.touch()
        killed()


def with_a_worker_killed(each: Each, number: int, died: Path) -> Each:
    """The loop, in which a worker is killed once; then ``died`` is there."""

    def struck(name: str, step: Callable[[C], R], chunks: Iterable[C]) -> Iterator[R]:
        return each(name, KilledWorker(step, number, died), chunks)

    return struck


def content(url: str) -> dict[str, tuple[int, str]]:
    """For each table how many rows it has, and a hash of them. Numbers that a database gives, times and the places of
    outputs are left out, and so is the log of jobs, in which every attempt has a row."""
    engine = open_database(url)
    found = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name != "job":
                rows = sorted(map(repr, connection.execute(sa.select(*_said(table)))))
                found[table.name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        number = connection.scalar(sa.text("SELECT count(*) FROM item_search")) or 0
        found["item_search"] = (number, "")
    engine.dispose()
    return found


def _said(table: sa.Table) -> list[Any]:
    """The columns that do not depend on when and where the work was done."""
    given = {"id", "number"} if table.name in ("renaming", "job") else {"id"}
    return [
        *(c for c in table.c if not (c.name in given or c.name == "out" or c.name.endswith("_id") or _is_time(c))),
        sa.literal(table.name),
    ]


def _is_time(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.DateTime)


def files(out: Path) -> dict[str, str]:
    """The hash of every output by its path."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in _TIMED
    }


@dataclass(frozen=True)
class Done:
    """What is in the database and in the outputs after the work."""

    content: Mapping[str, tuple[int, str]]
    files: Mapping[str, str]

    @classmethod
    def at(cls, folder: Path, url: str | None = None) -> Done:
        """After the work of ``table_job`` or ``batch_job`` in this folder."""
        return cls(content(url or f"sqlite:///{folder / 'w' / 'minyi.db'}"), files(folder / "out"))
