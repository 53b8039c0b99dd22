"""``minyi run``: from files to drafts."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.messages import MinyiError, describe, text
from corpus.records import Problem
from corpus.workspace import Workspace, writable_folder
from flows.cli.options import (
    auto_accept_option,
    database_option,
    directory_option,
    engine_meant,
    engine_option,
    forms_option,
    limit_option,
    model_option,
    workspace_option,
)
from flows.cli.prefect_server import announced_server
from flows.cli.screen import StageBars, problem_line

if TYPE_CHECKING:
    from extractors.limits import Limits
    from flows.batch import BatchRun, Job, Outcome
    from flows.delivery import Delivered
    from flows.steps import Engine
    from outputs.batch import Written


@click.command("run", help=text("cli-run-help"))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help=text("cli-run-out"))
@database_option
@click.option("--batch", "name", metavar="NAME", help=text("cli-run-batch"))
@directory_option
@forms_option
@model_option
@auto_accept_option
@engine_option
@click.option("--pdf", is_flag=True, help=text("cli-run-pdf"))
@click.option("--public", is_flag=True, help=text("cli-run-public"))
@click.option("--no-prefect", is_flag=True, help=text("cli-no-prefect"))
@limit_option
def command(
    paths: tuple[Path, ...],
    workspace: Path,
    out: Path | None,
    database: str | None,
    name: str | None,
    directory: Path | None,
    forms: Path | None,
    model: Path | None,
    precision: float,
    engine: str | None,
    pdf: bool,
    public: bool,
    no_prefect: bool,
    limits: Limits,
) -> None:
    _refuse_nothing(paths)
    place = Workspace.open(workspace, database)
    runs_on = engine_meant(engine, place)
    out = writable_folder(out or place.outputs)  # said now, not after an hour of work
    if (elsewhere := place.delivered) is not None:
        elsewhere.check()
    from flows.batch import BatchRun, Job  # noqa: PLC0415  (--help must not pay for it)
    from flows.engines.choice import engine_of  # noqa: PLC0415
    from flows.engines.loop import on  # noqa: PLC0415
    from flows.office import directory_of, forms_of, model_of, templates_of  # noqa: PLC0415
    from flows.proposing import Proposing  # noqa: PLC0415

    proposing = Proposing(model_of(model, place), directory_of(directory, place), precision)
    forms_meant, templates = forms_of(forms, place), templates_of(place)
    job = Job(paths, place, out, name or "", limits, proposing, forms_meant, templates, public, engine=runs_on)
    with StageBars() as bars, BatchRun(job) as run:
        bars.wait(text("run-starting"))
        outcome = run.take_in()
        if outcome is None:
            with engine_of(job.engine) as running:
                outcome = run.work(on(running), bars) if no_prefect else _as_flow(run, job, running, bars)
        printed = _printed(out) if pdf else None  # while the workspace is this run's alone
        sent = _sent(place, out, job.batch)
    done = _tell(outcome, out)
    if printed is not None:
        done = _tell_printed(printed) and done
    if sent is not None:
        done = _tell_sent(sent) and done
    sys.exit(0 if done else 1)


def _as_flow(run: BatchRun, job: Job, engine: Engine, bars: StageBars) -> Outcome:
    from flows.prefect_api import prefect_api  # noqa: PLC0415  (not where nothing is new)

    server = announced_server(job.workspace)
    with prefect_api(job.workspace.folder / "prefect", server):
        from flows.prefect_flows.batches import work_as_flow  # noqa: PLC0415  (Prefect reads its settings at import)

        return work_as_flow(run, engine, bars, job.workspace.settings if server else None)


def _refuse_nothing(paths: Sequence[Path]) -> None:
    """Ends with code 1 where no path is there.

    A mistyped name would else be an empty batch: the latest, and its empty drafts in the place of those before.
    """
    if any(map(_may_be_there, paths)):
        return
    for path in paths:
        click.echo(problem_line(str(path), "", text("read-missing")), err=True)
    sys.exit(1)


def _may_be_there(path: Path) -> bool:
    """Whether it is there, or this user may not know: then the reading of it says why."""
    try:
        return path.exists()
    except OSError:
        return True


def _printed(out: Path) -> Written | Problem:
    """What came of the PDFs, or why there are none."""
    from outputs.word.pdf import write_pdfs  # noqa: PLC0415  (--help must not pay for it)

    try:
        return write_pdfs(out)
    except MinyiError as error:
        return error.problem


def _tell_printed(printed: Written | Problem) -> bool:
    """Says what came of the PDFs. Whether all were made."""
    problems = (printed,) if isinstance(printed, Problem) else printed.problems
    for problem in problems:
        click.echo(problem_line(problem.where, "", describe(problem)), err=True)
    if isinstance(printed, Problem):
        return False
    for kept in printed.kept:
        click.echo(text("run-kept", file=kept), err=True)
    click.echo(text("run-pdfs", count=len(printed.written)), err=True)
    return not problems


def _sent(place: Workspace, out: Path, batch: str) -> Delivered | Problem | None:
    """What came of the delivery, or why there was none; None where the settings name no place."""
    from flows.delivery import delivered  # noqa: PLC0415  (--help must not pay for it)

    try:
        return delivered(place, out, batch)
    except MinyiError as error:
        return error.problem


def _tell_sent(sent: Delivered | Problem) -> bool:
    """Says what came of the delivery. Whether the drafts are there."""
    if isinstance(sent, Problem):
        click.echo(problem_line(sent.where, "", describe(sent)), err=True)
        return False
    counts = {"written": sent.written, "unchanged": sent.unchanged, "removed": sent.removed}
    click.echo(text("run-delivered", where=sent.where, **counts), err=True)
    if sent.kept:
        click.echo(text("run-delivered-kept", count=sent.kept), err=True)
    return True


def _tell(outcome: Outcome, out: Path) -> bool:
    """Says what went wrong, a line each, and what came of the rest. Whether all was done."""
    whole = _tell_files(outcome.record)
    if outcome.written is None:
        click.echo(text("run-nothing-new", out=out), err=True)
        return whole
    whole = _tell_drafts(outcome.written, out) and whole
    if (published := outcome.published) is not None:
        counts = {"open": published.open, "decided": published.decided}
        said = "run-batch-decided" if published.decided and not published.open else "run-batch"
        click.echo(text(said, name=published.name, **counts), err=True)
        if published.withdrawn:
            click.echo(text("run-withdrawn", count=published.withdrawn), err=True)
        if published.sealed:
            click.echo(text("run-sealed", name=published.name), err=True)
    if outcome.renamings:
        click.echo(text("run-renamings", count=outcome.renamings), err=True)
    return whole


def _tell_files(record: Mapping[str, Any]) -> bool:
    """What went wrong with files, which are secret, and the counts. Whether all could be read."""
    for file in record["files"]:
        for error in [*file["errors"], *file["notes"]]:
            click.echo(problem_line(file["file"], error["where"], error["message"]), err=True)
    for skipped in record["skipped"]:
        click.echo(problem_line(skipped["file"], "", skipped["reason"]), err=True)
    for file in record["files"]:
        if degree := (file["notice"] or {}).get("classification"):
            click.echo(problem_line(file["file"], "", text("classified", degree=degree)), err=True)
    failed = sum(file["status"] == "failed" for file in record["files"])
    click.echo(text("run-summary", files=len(record["files"]), failed=failed, **_counts(record)), err=True)
    if record.get("filled_in"):
        click.echo(text("run-filled-in", count=record["filled_in"]), err=True)
    return not failed


def _tell_drafts(written: Written, out: Path) -> bool:
    """What became of the drafts. Whether all that was wanted was written."""
    from outputs.public.public_drafts import FOLDER, LIST  # noqa: PLC0415  (--help must not pay for it)
    from outputs.table_files import MOST_IN_WORD  # noqa: PLC0415

    for kept in written.kept:
        public = kept.is_relative_to(out / FOLDER)
        click.echo(text("run-kept-public" if public else "run-kept", file=kept), err=True)
    for problem in written.problems:
        click.echo(problem_line(problem.where, "", describe(problem)), err=True)
    click.echo(text("run-drafts", count=len(written.written), out=out), err=True)
    if written.excel_only:
        names, most = "、".join(written.excel_only), f"{MOST_IN_WORD:,}"
        click.echo(text("run-excel-only", count=len(written.excel_only), most=most, names=names), err=True)
    if written.unconfirmed:
        click.echo(text("run-public-waiting", count=written.unconfirmed, file=out / LIST), err=True)
    elif written.found is not None:
        click.echo(text("run-public-written", folder=out / FOLDER), err=True)
    return not (written.problems or written.unconfirmed)


def _counts(record: Mapping[str, Any]) -> dict[str, Any]:
    names = ("comments_in", "comments_out", "merged_groups", "deductions", "deadlines", "checks_failed", "needs_review")
    return {name: record[name] for name in names}
