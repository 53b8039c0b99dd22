"""The screen of ``minyi status``: a few lines, then a table for each thing of which there are several."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.job_log import JobEntry, JobState
from corpus.messages import describe, text
from corpus.records import Problem
from flows.inbox import Stand, Standing
from flows.status import BatchStands, Status
from review.china_time import CHINA

T = TypeVar("T")

_BAD, _GOOD, _DIM = "bold red", "green", "dim"
_VERSION = 12
"""Letters of a model's version that tell it from others."""
_RUNNING = ("status-job", "status-batch", "status-progress", "status-since", "status-host")
_NEEDS = ("status-job", "status-batch", "status-since", "status-how")
_BATCHES = ("status-batch", "#status-open", "#status-decided", "status-how", "status-updated")
_JOBS = (
    "status-since",
    "status-job",
    "status-batch",
    "status-how",
    "#status-files",
    "#status-rows",
    "#status-failures",
)


def shown(status: Status) -> Iterator[RenderableType]:
    """The parts of the screen, from top to bottom; times are those of Beijing."""
    yield _lines(status)
    yield from _several("status-running", status.running, _running_row, _RUNNING)
    yield from _several("status-needs", (*status.lost, *status.failed), _needs_row, _NEEDS)
    yield from _inbox(status)
    yield from _several("status-batches", status.batches, _batch_row, _BATCHES)
    yield from _several("status-jobs", status.jobs, _job_row, _JOBS)


def _lines(status: Status) -> RenderableType:
    lines = Table.grid(padding=(0, 2))
    lines.add_column(no_wrap=True, style=_DIM)
    lines.add_column(overflow="fold")
    for name, said in _facts(status):
        lines.add_row(text(name), said)
    return lines


def _facts(status: Status) -> Iterator[tuple[str, Text]]:
    yield "status-workspace", Text(f"{status.workspace}  {_time(status.at)}")
    if status.settings:
        yield "status-settings", Text(_said(status.settings), _BAD)
    yield "status-database", _database(status)
    yield "status-model", _model(status)
    for server in status.servers:
        name = f"up-name-{server.role}"
        if server.address is None:
            yield name, Text(text("status-not-started"), _DIM)
        elif server.answers:
            yield name, Text(f"{text('status-answers')}  {server.address}", _GOOD)
        else:
            yield name, Text(f"{text('status-no-answer')}  {server.address}", _BAD)
    share = f"{status.free / max(status.size, 1):.0%}"
    free = text("status-free", free=f"{status.free / 1e9:.1f}", share=share)
    yield "status-disk", Text(free, _BAD if status.disk_is_full else "")
    if status.backup is None:
        yield "status-backup", Text(text("status-never"), _DIM)
    else:
        yield "status-backup", Text.assemble(f"{_time(status.backup.started)}  ", _outcome(status.backup))


def _database(status: Status) -> Text:
    database = status.database
    if database.problem:
        return Text(f"{database.kind}  {_said(database.problem)}", _BAD)
    return Text(f"{database.kind}  {text('status-answers' if database.exists else 'status-no-database')}")


def _model(status: Status) -> Text:
    model = status.model
    if model.problem:
        return Text(_said(model.problem), _BAD)
    since = text("status-model-since", time=_time(model.since)) if model.since else ""
    return Text(
        f"{text('status-own-model' if model.own else 'status-shipped-model')}  {model.version[:_VERSION]}{since}"
    )


def _inbox(status: Status) -> Iterator[RenderableType]:
    inbox = status.inbox
    if inbox.problem:
        yield _titled("status-inbox", Text(_said(inbox.problem), _BAD))
    elif inbox.stands:
        table = _table(("status-batch", "status-how"))
        for stand in inbox.stands:
            how = _stand(stand, stand.batch.name in inbox.arriving, inbox.folder)
            # What was done with it stands in the database.
            table.add_row(stand.batch.name, text("status-inbox-unknown") if status.database.problem else how)
        yield _titled("status-inbox", table)


def _stand(stand: Stand, arriving: bool, folder: Path) -> Text:
    if arriving:
        return Text(text("status-arriving"))
    if stand.standing is Standing.UNREAD:
        reasons = "；".join(f"{file.removeprefix(f'{folder}/')}：{why}" for file, why in stand.failures)
        return Text(text("status-inbox-unread", reasons=reasons), _BAD)
    if stand.standing is Standing.LATER and stand.job:
        why = _said(stand.job.problem) if stand.job.problem else text("status-lost")
        return Text(text("status-inbox-later", reason=why), _BAD)
    return Text(text(f"status-inbox-{stand.standing}"))


def _running_row(job: JobEntry) -> Sequence[str | Text]:
    progress = ""
    if job.stage:
        # A stage that cannot count says its name alone.
        share = f" {job.done}/{job.total} {job.done / job.total:.0%}" if job.total else ""
        progress = text(f"stage-{job.stage}") + share
    return _kind(job), job.batch, progress, _time(job.started), job.host


def _needs_row(job: JobEntry) -> Sequence[str | Text]:
    reason = _said(job.problem) if job.problem else ""
    how = text("status-failed", reason=reason) if job.finished else text("status-lost")
    return _kind(job), job.batch, _time(job.started), Text(how, _BAD)


def _batch_row(batch: BatchStands) -> Sequence[str | Text]:
    return batch.name, str(batch.open), str(batch.decided), text(_how_far(batch)), _time(batch.updated)


def _how_far(batch: BatchStands) -> str:
    if batch.sealed:
        return "status-sealed"
    if batch.open:
        return "status-under-way"
    return "status-done" if batch.decided else "status-nothing"


def _job_row(job: JobEntry) -> Sequence[str | Text]:
    files, rows = (str(job.figures.get(name, "")) for name in ("files", "rows"))
    failures = job.figures.get("failed", job.figures.get("failures", ""))
    count = str(len(failures) if isinstance(failures, list) else failures)
    return _time(job.started), _kind(job), job.batch, _outcome(job), files, rows, count


def _outcome(job: JobEntry) -> Text:
    if job.was_stopped:
        return Text(text("status-stopped"), _DIM)
    if job.state is JobState.FAILED:
        return Text(text("status-failed-job"), _BAD)
    if job.kind == "retrain" and (ending := job.figures.get("ending")):
        return Text(text(f"ending-{ending}"), _GOOD)
    if table := job.figures.get("table"):
        return Text(text("status-tagged-whole", where=table), _GOOD)
    return Text(text(f"status-{job.state}"), _GOOD if job.state is JobState.DONE else _BAD)


def _several(
    title: str, things: Iterable[T], row: Callable[[T], Sequence[str | Text]], columns: Sequence[str]
) -> Iterator[RenderableType]:
    table = _table(columns)
    for one in things:
        table.add_row(*row(one))
    if table.row_count:
        yield _titled(title, table)


def _table(columns: Sequence[str]) -> Table:
    """A column whose name begins with # has numbers, to the right; a name is folded and never cut."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=_DIM, pad_edge=False)
    for name in columns:
        is_number = name.startswith("#")
        table.add_column(text(name.removeprefix("#")), justify="right" if is_number else "left", overflow="fold")
    return table


def _titled(title: str, content: RenderableType) -> RenderableType:
    return Group(Text(), Text(text(title), "bold"), Padding(content, (0, 0, 0, 2)))


def _kind(job: JobEntry) -> str:
    return text(f"status-job-{job.kind}")


def _said(problem: Problem) -> str:
    where = f"{problem.where}：" if problem.where else ""
    return f"{where}{describe(problem)}"


def _time(at: datetime.datetime) -> str:
    return at.astimezone(CHINA).strftime("%m-%d %H:%M")
