"""``minyi public``: what a person says of the removals from the public version."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from corpus.messages import text
from flows.cli.answering import answering, as_option
from flows.cli.batches import batch_meant, batch_options, opened


@click.command("public", help=text("cli-public-help"), short_help=text("cli-public-short"))
@click.argument("path", metavar="[FILE]", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@batch_options
@as_option
def command(path: Path | None, workspace: Path, database: str | None, name: str | None, login: str | None) -> None:
    with opened(workspace, database) as (_, engine):
        from review.access import Person, Role  # noqa: PLC0415  (--help must not pay for it)
        from review.removals.found import found_in, waiting  # noqa: PLC0415

        # Whoever can open the workspace can read all of it.
        person = answering(engine, login) if path else Person(0, "", "", Role.READER)
        batch = batch_meant(engine, person, name)
        found = found_in(engine, person, batch.id)
        if path is None:
            left = len(waiting(engine, person, batch.id))
            click.echo(text("removal-status", name=batch.name, count=len(found), waiting=left), err=True)
            sys.exit(1 if left else 0)
        from review.removals.returned import said_in  # noqa: PLC0415  (not needed for the status)
        from review.removals.rulings import rule  # noqa: PLC0415
        from review.removals.tasks import numbered  # noqa: PLC0415

        said = said_in(path.read_bytes(), str(path), found, partial(numbered, engine, batch.id))
        done, left = rule(engine, person, said), len(waiting(engine, person, batch.id))
        click.echo(text("removal-still" if left else "removal-done", count=done, waiting=left), err=True)
        sys.exit(1 if left else 0)
