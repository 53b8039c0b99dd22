"""One table of comments, tagged part by part: the core, without Prefect."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.job_log import recorded
from corpus.messages import MinyiError
from corpus.retries import persistent
from corpus.settings import HERE
from corpus.storage.place import Place
from corpus.store import Store
from corpus.table_parts import NotedPart, noted_parts
from corpus.workspace import Workspace
from extractors.containers.names import shown
from flows.bulk.columns import names_for
from flows.bulk.kept import keep_original, spooled
from flows.bulk.out import Out
from flows.bulk.parts import ROWS, Chunk, PartDone
from flows.bulk.reading import Table, gone_through
from flows.bulk.tagging_step import Columns, Keeping, KeepRest, Reading, TagPart
from flows.models import THOROUGH, TRUSTED
from flows.office import directory_of
from flows.office import model_of as folder_of
from flows.opened import url_of
from flows.steps import Each, Progress, both, unwatched
from flows.tagging_step import model_of

VERSION = "1"
"""Part of what a part is noted under: raise it when the same table is to come out otherwise."""
_SHORT = 8
"""Characters of a key in a name."""
STAGES = ("read", "know", "tag", "route", "write", "store")


@dataclass(frozen=True, slots=True)
class TableJob:
    """One call of ``minyi tag`` for a large table.

    ``out`` is the folder of the parts. ``text_column`` None: the one that the headings tell. ``meaning`` None: read for
    its meaning where the table has few different texts (``flows.models.THOROUGH``). ``model`` and ``directory`` are
    paths, which every worker must be able to read; None for what the workspace has, else for the shipped ones. Without
    a ``workspace`` nothing is kept but the table, and a job that was killed does all of it again. ``batch`` is what the
    log of jobs calls it, empty for the file's name. A table that is ``named`` has a folder of that name and its own
    key within ``out``: other content, or another model or directory, gives another one.
    """

    source: Path
    out: Place
    text_column: str | None = None
    title_column: str = "title"
    model: Path | None = None
    directory: Path | None = None
    precision: float = TRUSTED
    meaning: bool | None = None
    workspace: Workspace | None = None
    batch: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True)
class TableDone:
    """What came of it. ``renamed`` are the input's columns that are called otherwise, and ``table`` is the input.

    ``out`` is the folder of the parts. ``review`` rows are for a person, ``empty`` ones have no text. ``known`` had
    a suggestion in the store already, ``kept`` parts were there already, ``tagged`` counts the texts that the model
    read. ``meaning``: whether it read for the meaning, too. ``seconds`` are those of a processor for each of the
    ``STAGES``, summed over the workers.
    """

    table: Table
    out: Place
    rows: int
    parts: int
    kept: int
    review: int
    empty: int
    known: int
    tagged: int
    meaning: bool
    renamed: Mapping[str, str]
    seconds: Mapping[str, float]

    @property
    def figures(self) -> dict[str, Any]:
        """As the log of jobs has them."""
        names = ("rows", "parts", "kept", "review", "empty", "known", "tagged")
        return {name: getattr(self, name) for name in names} | {"seconds": dict(self.seconds)}


def tag_table(job: TableJob, each: Each, progress: Progress = unwatched, runs_on: str = HERE) -> TableDone:
    """Tags the table; ``runs_on`` is the engine's name, for the log of jobs.

    Raises ``MinyiError`` where the input cannot be read, ``out`` holds another table or cannot be written, or there is
    no usable model.
    """
    with ExitStack() as stack:
        store: Store | None = None
        recorder = None
        if job.workspace:
            url = job.workspace.database_url
            store = stack.enter_context(closing(persistent(lambda: Store(url))))
            recorder = stack.enter_context(recorded(store.engine, "tag", job.batch or shown(job.source.name), runs_on))
        done = _Work(job, store, both(progress, recorder) if recorder else progress).done(each)
        if recorder:
            recorder.ended(done.figures)
        return done


class _Work:
    """A job with its table gone through once and its folder seen to be its own."""

    def __init__(self, job: TableJob, store: Store | None, progress: Progress) -> None:
        start = time.thread_time()
        self._table = gone_through(job.source, job.text_column, job.title_column)
        self._seconds = dict.fromkeys(STAGES, 0.0) | {"read": time.thread_time() - start}
        self._job, self._store, self._progress = job, store, progress
        self._reading = _reading(job, self._table, progress)
        names = names_for(self._table.header)
        self._columns = Columns(names, self._table.text_at, self._table.title_at, self._table.number_at)
        self._key = _key(self._table, self._columns, self._reading)
        name = f"{job.named}-{self._key[:_SHORT]}.parquet"
        self._out = Out(job.out.below(name) if job.named else job.out, self._key)
        self._out.claim()

    def done(self, each: Each) -> TableDone:
        with ExitStack() as stack:
            keeping, noted = self._kept(stack)
            stack.enter_context(self._reading.at_home(self._store))
            parts, kept = self._parts(each, keeping, noted)
            if keeping and keeping.spool:
                start = time.thread_time()
                list(each("store", KeepRest(keeping.database), [keeping.spool]))
                self._seconds["store"] += time.thread_time() - start
            self._check_kept(parts)
        every = sorted((*parts, *kept), key=lambda one: one.number)
        done = self._counted(every, len(kept))
        self._out.finish(self._manifest(done, every))
        return done

    def _check_kept(self, parts: Collection[PartDone]) -> None:
        """Raises ``MinyiError`` where the store has not noted a part: what waited for it was removed by somebody."""
        store, out = self._store, self._out.place.url
        if store is None:
            return
        noted = persistent(lambda: noted_parts(store.engine, out, self._key))
        if lost := sum(part.number not in noted for part in parts):
            raise MinyiError("bulk-rows-lost", where=self._out.place.shown, count=lost)

    def _kept(self, stack: ExitStack) -> tuple[Keeping | None, Mapping[int, NotedPart]]:
        """How the rows are kept, and which parts are noted as complete."""
        job, workspace = self._job, self._job.workspace
        if self._store is None or workspace is None:
            return None, {}
        store = self._store
        persistent(lambda: keep_original(job.source, self._table.sha256, workspace, store))
        noted = persistent(lambda: noted_parts(store.engine, self._out.place.url, self._key))
        spool = stack.enter_context(spooled(workspace)) if store.engine.dialect.name == "sqlite" else None
        return Keeping(url_of(store), self._table.sha256, self._key, spool), noted

    def _parts(
        self, each: Each, keeping: Keeping | None, noted: Mapping[int, NotedPart]
    ) -> tuple[list[PartDone], list[PartDone]]:
        """What came of the parts that were done now, and those that were there already."""
        parts: list[PartDone] = []
        kept: list[PartDone] = []
        total, rows = self._table.count, 0
        step = TagPart(self._out.place, self._columns, self._reading, keeping)
        self._progress("tag", 0, total)
        for part in each("tag", step, self._chunks(noted, kept)):
            parts.append(part)
            rows += part.rows
            for stage, seconds in part.seconds.items():
                self._seconds[stage] += seconds
            self._progress("tag", rows + sum(one.rows for one in kept), total)
        return parts, kept

    def _chunks(self, noted: Mapping[int, NotedPart], kept: list[PartDone]) -> Iterator[Chunk]:
        """Those that are yet to be done; the others are added to ``kept``."""
        chunks = self._table.chunks(ROWS)
        while True:
            start = time.thread_time()
            chunk = next(chunks, None)
            there = self._out.part(noted[chunk.number], self._columns) if chunk and chunk.number in noted else None
            self._seconds["read"] += time.thread_time() - start
            if chunk is None:
                return
            if there:
                kept.append(there)
            else:
                yield chunk

    def _counted(self, parts: list[PartDone], kept: int) -> TableDone:
        header, names = self._table.header, self._columns.names
        return TableDone(
            table=self._table,
            out=self._out.place,
            rows=sum(one.rows for one in parts),
            parts=len(parts),
            kept=kept,
            review=sum(one.review for one in parts),
            empty=sum(one.empty for one in parts),
            known=sum(one.known for one in parts),
            tagged=sum(one.tagged for one in parts),
            meaning=self._reading.model.meaning,
            renamed={old: new for old, new in zip(header, names, strict=True) if old != new},
            seconds={stage: round(spent, 3) for stage, spent in self._seconds.items()},
        )

    def _manifest(self, done: TableDone, parts: list[PartDone]) -> dict[str, Any]:
        """What is said of the table beside its parts; it has no time in it, so that the same table has the same one."""
        table = self._table
        return {
            "source": shown(table.file.name),
            "source_sha256": table.sha256,
            "rows_in": table.count,
            "rows_out": done.rows,
            "needs_review": done.review,
            "empty_texts": done.empty,
            "text_column": self._columns.names[table.text_at],
            "title_column": None if table.title_at is None else self._columns.names[table.title_at],
            "renamed_columns": dict(done.renamed),
            "reading": "thorough" if self._reading.model.meaning else "fast",
            "model": self._reading.model.version,
            "directory": self._reading.directory_version,
            "version": VERSION,
            "parts": [self._out.about(one) for one in parts],
        }


def _reading(job: TableJob, table: Table, progress: Progress) -> Reading:
    meaning = table.different <= THOROUGH if job.meaning is None else job.meaning
    workspace = job.workspace
    folder = folder_of(job.model, workspace) if workspace else job.model
    model = model_of(folder, meaning=meaning, tell=lambda: progress("train", 0, 1))
    file = job.directory or (workspace.directory if workspace and workspace.directory.exists() else None)
    return Reading(model, file, directory_of(file).version, job.precision)


def _key(table: Table, columns: Columns, reading: Reading) -> str:
    """What the parts depend on: the file, which columns are read, the model and how sure it must be, the directory."""
    known = (table.sha256, asdict(columns), table.first, reading.kept_as, reading.directory_version, ROWS, VERSION)
    return hashlib.sha256(repr(known).encode()).hexdigest()
