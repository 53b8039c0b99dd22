"""``minyi export``: a batch as a file that is edited elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.messages import text
from flows.cli.batches import batch_meant, batch_options, opened
from flows.cli.options import directory_option

FORMATS = ("xlsx", "csv", "jsonl", "label-studio", "doccano")
_BY_SUFFIX = {".xlsx": "xlsx", ".csv": "csv", ".jsonl": "jsonl", ".json": "label-studio"}
STATES = ("all", "open", "once", "disputed", "decided")


@click.command("export", help=text("cli-export-help"), short_help=text("cli-export-short"))
@click.argument("out", metavar="[OUT]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@batch_options
@click.option("--format", "how", type=click.Choice(FORMATS), help=text("cli-export-format"))
@click.option("--state", type=click.Choice(STATES), default="all", show_default=True, help=text("cli-export-state"))
@directory_option
def command(
    out: Path | None,
    workspace: Path,
    database: str | None,
    name: str | None,
    how: str | None,
    state: str,
    directory: Path | None,
) -> None:
    kind = how or _by_suffix(out)
    with opened(workspace, database) as (place, engine):
        from flows.office import directory_of  # noqa: PLC0415  (--help must not pay for it)
        from outputs.writing import write_whole  # noqa: PLC0415
        from review.access import Person, Role  # noqa: PLC0415
        from review.exchange.exporting import Format, Job, file_name  # noqa: PLC0415
        from review.filters import Filter  # noqa: PLC0415

        # Whoever can open the workspace can read all of it.
        office = Person(0, "", "", Role.READER)
        batch = batch_meant(engine, office, name)
        format_ = Format(kind)
        path = out or place.outputs / file_name(batch, format_)
        job = Job(engine, office, batch, Filter(state=state), directory_of(directory, place))
        count = job.write(path, format_)
        click.echo(text("export-done", name=batch.name, count=count), err=True)
        if format_ is Format.LABEL_STUDIO:
            config = path.with_suffix(".xml")
            write_whole(config, job.labelling_config())
            click.echo(text("export-config", path=config), err=True)
    click.echo(path)


def _by_suffix(out: Path | None) -> str:
    if out is None:
        return "xlsx"
    kind = _BY_SUFFIX.get(out.suffix.lower())
    if kind is None:
        raise click.BadParameter(text("cli-export-suffix", suffix=out.suffix or "—"), param_hint="OUT")
    return kind
