"""``minyi run``: from files to drafts."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.messages import describe, text
from corpus.workspace import Workspace, writable_folder
from flows.cli.options import (
    auto_accept_option,
    database_option,
    directory_option,
    limit_option,
    model_option,
    workspace_option,
)
from flows.cli.screen import StageBars, problem_line

if TYPE_CHECKING:
    from extractors.limits import Limits
    from flows.batch import Outcome


@click.command("run", help=text("cli-run-help"))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help=text("cli-run-out"))
@database_option
@click.option("--batch", "name", metavar="NAME", help=text("cli-run-batch"))
@directory_option
@model_option
@auto_accept_option
@click.option("--no-prefect", is_flag=True, help=text("cli-no-prefect"))
@limit_option
def command(
    paths: tuple[Path, ...],
    workspace: Path,
    out: Path | None,
    database: str | None,
    name: str | None,
    directory: Path | None,
    model: Path | None,
    precision: float,
    no_prefect: bool,
    limits: Limits,
) -> None:
    place = Workspace.open(workspace, database)
    out = writable_folder(out or place.outputs)  # said now, not after an hour of work
    from flows.batch import BatchRun, Job  # noqa: PLC0415  (--help must not pay for it)
    from flows.office import directory_of, model_of  # noqa: PLC0415
    from flows.proposing import Proposing  # noqa: PLC0415
    from flows.steps import in_turn  # noqa: PLC0415

    proposing = Proposing(model_of(model, place), directory_of(directory, place), precision)
    job = Job(paths, place, out, name or "", limits, proposing)
    with StageBars() as bars, BatchRun(job) as run:
        bars.wait(text("run-starting"))
        outcome = run.take_in()
        if outcome is None and no_prefect:
            outcome = run.work(in_turn, bars)
        elif outcome is None:
            from flows.prefect_api import configured_server, prefect_api, running_server  # noqa: PLC0415

            server = running_server()
            if server is None and (configured := configured_server()):
                click.echo(text("prefect-no-answer", url=configured), err=True)
            with prefect_api(place.folder / "prefect", server):
                from flows.prefect_flow import work_as_flow  # noqa: PLC0415  (Prefect reads its settings at import)

                outcome = work_as_flow(run, bars)
    sys.exit(0 if _tell(outcome, out) else 1)


def _tell(outcome: Outcome, out: Path) -> bool:
    """Says what went wrong, a line each, and what came of the rest. Whether all was done."""
    record = outcome.record
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
    if outcome.written is None:
        click.echo(text("run-nothing-new", out=out), err=True)
        return not failed
    for kept in outcome.written.kept:
        click.echo(text("run-kept", file=kept), err=True)
    for problem in outcome.written.problems:
        click.echo(problem_line(problem.where, "", describe(problem)), err=True)
    click.echo(text("run-drafts", count=len(outcome.written.written), out=out), err=True)
    if (published := outcome.published) is not None:
        counts = {"open": published.open, "decided": published.decided}
        click.echo(text("run-batch", name=published.name, **counts), err=True)
        if published.withdrawn:
            click.echo(text("run-withdrawn", count=published.withdrawn), err=True)
        if published.sealed:
            click.echo(text("run-sealed", name=published.name), err=True)
    if outcome.renamings:
        click.echo(text("run-renamings", count=outcome.renamings), err=True)
    return not (failed or outcome.written.problems)


def _counts(record: Mapping[str, Any]) -> dict[str, Any]:
    names = ("comments_in", "comments_out", "merged_groups", "deductions", "deadlines", "checks_failed", "needs_review")
    return {name: record[name] for name in names}
