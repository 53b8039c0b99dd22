"""``minyi retrain``: the office's model learns from what reviewers decided."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import text
from corpus.workspace import Workspace
from flows.cli.options import (
    auto_accept_option,
    database_option,
    directory_option,
    engine_meant,
    engine_option,
    workspace_option,
)
from flows.cli.prefect_server import announced_server
from flows.cli.screen import StageBars
from flows.models import LEAST

if TYPE_CHECKING:
    from flows.learning import Learnt
    from flows.retraining import Retrained, Retraining
    from flows.steps import Engine


@click.command("retrain", help=text("cli-retrain-help"))
@workspace_option
@database_option
@directory_option
@auto_accept_option
@engine_option
@click.option(
    "--least",
    metavar="N",
    type=click.IntRange(min=1),
    default=LEAST,
    show_default=True,
    help=text("cli-retrain-least"),
)
@click.option("--replace", is_flag=True, help=text("cli-train-replace"))
@click.option("--no-prefect", is_flag=True, help=text("cli-no-prefect"))
def command(
    workspace: Path,
    database: str | None,
    directory: Path | None,
    precision: float,
    engine: str | None,
    least: int,
    replace: bool,
    no_prefect: bool,
) -> None:
    place = Workspace.found(workspace, database, "retrain-no-workspace")
    from flows.office import directory_of  # noqa: PLC0415  (--help must not pay for it)
    from flows.retraining import Retraining  # noqa: PLC0415

    runs_on = engine_meant(engine, place)
    job = Retraining(place, directory_of(directory, place), precision, least, replace, runs_on)
    from flows.engines.choice import engine_of  # noqa: PLC0415

    with StageBars() as bars, engine_of(job.engine) as running:
        done = _in_process(job, running, bars) if no_prefect else _as_flow(job, running, bars)
    _tell(done, least)


def _in_process(job: Retraining, engine: Engine, bars: StageBars) -> Retrained:
    from flows.engines.loop import on  # noqa: PLC0415  (--help must not pay for it)
    from flows.retraining import retrain  # noqa: PLC0415

    return retrain(job, on(engine), bars)


def _as_flow(job: Retraining, engine: Engine, bars: StageBars) -> Retrained:
    from flows.prefect_api import prefect_api  # noqa: PLC0415  (as above)

    bars.wait(text("run-starting"))
    with prefect_api(job.workspace.folder / "prefect", announced_server(job.workspace)):
        from flows.prefect_flows.models import retrain_as_flow  # noqa: PLC0415  (Prefect reads its settings at import)

        return retrain_as_flow(job, engine, bars)


def _tell(done: Retrained, least: int) -> None:
    learnt = done.learnt
    if learnt is None:
        click.echo(text(f"retrain-{done.ending}", count=done.lessons, least=least), err=True)
        return
    training = learnt.training
    click.echo(text("retrain-done", rows=len(training.rows), seconds=f"{training.seconds:.1f}"), err=True)
    if unused := done.lessons - len(training.rows):
        click.echo(text("train-unused", unused=unused), err=True)
    if done.unseen:
        click.echo(text("retrain-unseen", count=done.unseen), err=True)
    if done.disputed:
        click.echo(text("retrain-disputed", count=done.disputed), err=True)
    for head, macro_f1 in training.macro_f1.items():
        figures = {"macro_f1": f"{macro_f1:.3f}", "accuracy": f"{training.accuracy[head]:.3f}"}
        click.echo(text("train-figures", head=text(f"head-{head}"), **figures), err=True)
    _tell_compared(learnt)
    if learnt.in_use:
        click.echo(text("retrain-rescored", count=done.rescored), err=True)
    if done.dissents:
        click.echo(text("retrain-dissents", count=done.dissents), err=True)


def _tell_compared(learnt: Learnt) -> None:
    found = learnt.contest
    if found is None or not found.asked:
        click.echo(text("retrain-uncompared"), err=True)
        return
    answer = "retrain-promoted" if learnt.in_use else "retrain-refused"
    click.echo(text(answer, asked=found.asked, old=found.old, new=found.new, place=learnt.kept), err=True)
