"""``minyi import``: what was edited elsewhere goes back into its batch."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import MinyiError, text
from flows.cli.answering import answering, as_option
from flows.cli.batches import batch_meant, batch_options, opened
from flows.cli.options import directory_option

if TYPE_CHECKING:
    import sqlalchemy as sa

    from review.access import Person
    from review.exchange.plan import Plan
    from review.exchange.sent import Arrived

ASK, KEEP, OVERRIDE = "ask", "keep", "override"


@click.command("import", help=text("cli-import-help"), short_help=text("cli-import-short"))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@batch_options
@as_option
@click.option("--dry-run", is_flag=True, help=text("cli-import-dry"))
@click.option(
    "--on-conflict",
    type=click.Choice((ASK, KEEP, OVERRIDE)),
    default=ASK,
    show_default=True,
    help=text("cli-import-conflict"),
)
@click.option("--new-units", is_flag=True, help=text("cli-import-units"))
@directory_option
def command(
    path: Path,
    workspace: Path,
    database: str | None,
    name: str | None,
    login: str | None,
    dry_run: bool,
    on_conflict: str,
    new_units: bool,
    directory: Path | None,
) -> None:
    with opened(workspace, database) as (place, engine):
        from flows.office import directory_of  # noqa: PLC0415  (--help must not pay for it)
        from review.exchange.importing import plan_of  # noqa: PLC0415
        from review.exchange.reading import read  # noqa: PLC0415
        from review.exchange.summary import summary  # noqa: PLC0415

        person = answering(engine, login)
        arrived = read(path.read_bytes(), str(path))
        batch = _batch_of(engine, person, arrived, name)
        plan = plan_of(engine, person, batch, arrived, path.name, directory_of(directory, place))
        for line in summary(plan):
            click.echo(line, err=True)
        if dry_run:
            click.echo(text("import-dry"), err=True)
            sys.exit(1 if _obstacles(plan, on_conflict, new_units=new_units) else 0)
        _write(engine, person, plan, on_conflict, new_units=new_units)


def _write(engine: sa.Engine, person: Person, plan: Plan, on_conflict: str, *, new_units: bool) -> None:
    from review.exchange.importing import carry_out, file_wins  # noqa: PLC0415  (--help must not pay for it)
    from review.ledger import Reviewing  # noqa: PLC0415

    if on_conflict == ASK and plan.contested and not plan.troubles:
        raise MinyiError("import-conflicts", count=plan.conflicts)
    choices = file_wins(plan) if on_conflict == OVERRIDE else {}
    done = carry_out(Reviewing(engine, person), plan, choices, new_units=new_units)
    said = text("import-done", count=len(done.items)) if done else text("import-nothing")
    click.echo(said, err=True)


def _obstacles(plan: Plan, on_conflict: str, *, new_units: bool) -> bool:
    """Whether the import itself would be refused."""
    return bool(plan.troubles or (plan.unknown and not new_units) or (plan.contested and on_conflict == ASK))


def _batch_of(engine: sa.Engine, person: Person, arrived: Arrived, name: str | None) -> int:
    """The batch that the rows were exported from; where their keys say nothing the one that is named or last."""
    from review.exchange.exports import batches_of_exports  # noqa: PLC0415  (--help must not pay for it)
    from review.exchange.rows import Key  # noqa: PLC0415

    if name is None:
        keys = {key.export for sent in arrived.rows if (key := Key.of(sent.key))}
        found = batches_of_exports(engine, keys) if keys else frozenset()
        if len(found) > 1:
            raise MinyiError("import-batches")
        if found:
            return next(iter(found))
    return batch_meant(engine, person, name).id
