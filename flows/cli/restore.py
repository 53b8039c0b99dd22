"""``minyi restore``: an office comes back out of its backup, or the backup is only looked through."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import describe, text
from flows.cli.options import database_option
from flows.cli.screen import StageBars, problem_line
from review.china_time import CHINA

if TYPE_CHECKING:
    from flows.backup.manifest import Manifest


@click.command("restore", help=text("cli-restore-help"))
@click.argument("archive", metavar="ARCHIVE", type=click.Path(path_type=Path))
@click.option("--workspace", metavar="DIR", type=click.Path(path_type=Path), help=text("cli-restore-workspace"))
@database_option
@click.option("--check", is_flag=True, help=text("cli-restore-check"))
def command(archive: Path, workspace: Path | None, database: str | None, check: bool) -> None:
    if check == (workspace is not None):
        raise click.UsageError(text("restore-which"))
    if workspace is None:
        from flows.backup.reading import read_archive  # noqa: PLC0415  (--help must not pay for it)

        with StageBars() as bars:
            manifest = read_archive(archive, progress=bars)
        click.echo(text("restore-checked", file=archive, **_figures(manifest)))
        return
    from flows.backup.restoring import restore  # noqa: PLC0415  (as above)

    with StageBars() as bars:
        done = restore(archive, workspace, database, bars)
    for note in done.notes:
        click.echo(problem_line(note.where, "", describe(note)) if note.where else describe(note), err=True)
    click.echo(text("restore-done", folder=done.folder, **_figures(done.manifest)))


def _figures(manifest: Manifest) -> dict[str, str]:
    database = manifest.database
    counted = {"members": len(manifest.members), "tables": len(database.tables), "rows": database.rows}
    made = datetime.datetime.fromisoformat(manifest.made).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return {"made": made, "minyi": manifest.minyi} | {name: f"{count:,}" for name, count in counted.items()}
