"""``minyi backup``: an office in one file, while it goes on working."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from corpus.messages import describe, text
from corpus.records import Problem
from corpus.workspace import Workspace
from flows.cli import FAILED
from flows.cli.options import database_option, workspace_option
from flows.cli.screen import StageBars, problem_line

_SHOWN = 20


@click.command("backup", help=text("cli-backup-help"))
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path))
@workspace_option
@database_option
@click.option("--without-originals", is_flag=True, help=text("cli-backup-without-originals"))
def command(target: Path, workspace: Path, database: str | None, without_originals: bool) -> None:
    place = Workspace.found(workspace, database, "export-no-workspace")
    from flows.backup.making import back_up  # noqa: PLC0415  (--help must not pay for it)

    with StageBars() as bars:
        bars.wait(text("backup-snapshot"))
        done = back_up(place, target, originals=not without_originals, progress=bars)
    _tell(done.problems)
    figures = {"size": f"{done.size / 1e6:,.1f}", "members": f"{done.members:,}", "rows": f"{done.rows:,}"}
    click.echo(text("backup-done", file=done.file, **figures))
    if done.problems:
        sys.exit(FAILED)


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems[:_SHOWN]:
        click.echo(problem_line(problem.where, "", describe(problem)), err=True)
    if (more := len(problems) - _SHOWN) > 0:
        click.echo(text("backup-more", count=more), err=True)
