"""``minyi tag``: a suggestion for every row of a table of comments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import text
from corpus.records import CHOICES, Suggestion
from flows.bulk.columns import ADDED, REVIEW, matters
from flows.cli.options import (
    auto_accept_option,
    comments_of,
    database_option,
    directory_option,
    logged,
    model_option,
    text_column_option,
    title_column_option,
)
from flows.cli.screen import StageBars

if TYPE_CHECKING:
    from flows.bulk.job import TableDone, TableJob

_REVIEW_AT, _YES = ADDED.index(REVIEW), "true"
_READS = {"thorough": True, "fast": False}
_PARQUET = ".parquet"
_SEVERAL = "processes"
"""The engine of a large table that goes to no workspace, whose settings could name another one."""


@click.command("tag", help=text("cli-tag-help"))
@click.argument("source", metavar="IN.csv", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.csv")
@text_column_option
@title_column_option
@model_option
@directory_option
@auto_accept_option
@click.option("--reading", type=click.Choice([*_READS]), help=text("cli-reading"))
@click.option(
    "--workspace", metavar="DIR", type=click.Path(path_type=Path), callback=logged, help=text("cli-tag-workspace")
)
@database_option
@click.option("--engine", metavar="ENGINE", envvar="MINYI_ENGINE", help=text("cli-engine"))
@click.pass_context
def command(
    context: click.Context,
    source: Path,
    target: str,
    text_column: str | None,
    title_column: str,
    model: Path | None,
    directory: Path | None,
    precision: float,
    reading: str | None,
    workspace: Path | None,
    database: str | None,
    engine: str | None,
) -> None:
    out = Path(target)
    if "://" not in target and source.exists() and _is_within(out, source):
        raise click.UsageError(text("tag-onto-itself", name=target))
    meaning = _READS[reading] if reading else None
    if not target.rstrip("/").endswith(_PARQUET):
        if others := [f"--{name}" for name in ("workspace", "database", "engine") if _is_given(context, name)]:
            raise click.UsageError(text("tag-only-parquet", options=" ".join(others)))
        _tag_here(source, out, (text_column, title_column), (model, directory, precision, meaning))
        return
    if _is_given(context, "database") and workspace is None:
        raise click.UsageError(text("tag-database-alone"))
    from corpus.storage.place import Place  # noqa: PLC0415  (a short table must not pay for it)
    from corpus.workspace import Workspace  # noqa: PLC0415
    from flows.bulk.job import TableJob  # noqa: PLC0415

    office = Workspace.open(workspace, database) if workspace else None
    place = Place.of(target, office.settings.storage if office else None)
    job = TableJob(source, place, text_column, title_column, model, directory, precision, meaning, office)
    _tag_in_parts(job, engine or (office.settings.engine if office else _SEVERAL))


def _is_within(out: Path, source: Path) -> bool:
    """Whether ``out`` is the source, by whatever name, or lies in the folder that the source is."""
    return out.resolve().is_relative_to(source.resolve()) or (out.exists() and source.samefile(out))


def _is_given(context: click.Context, name: str) -> bool:
    """Whether the call itself has this option: what the environment says is meant for other commands, too."""
    return context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _tag_here(
    source: Path,
    target: Path,
    columns: tuple[str | None, str],
    how: tuple[Path | None, Path | None, float, bool | None],
) -> None:
    """A table that the memory holds, tagged as one. ``columns`` are those of texts and titles; ``how``
    is the model, the directory, the precision and whether the meaning is read."""
    from flows.office import directory_of  # noqa: PLC0415  (--help must not pay for it)
    from flows.rows import read_rows, write_rows  # noqa: PLC0415
    from flows.tagging import Tagging, reads_meaning, tagged  # noqa: PLC0415

    (text_column, title_column), (model, directory, precision, wanted) = columns, how
    rows = read_rows(source, text_column)
    texts, titles = comments_of(rows, text_column), rows.column_or_empty(title_column)
    meaning = reads_meaning(texts, titles) if wanted is None else wanted
    tagging = Tagging(model, meaning, directory_of(directory), precision)
    with StageBars() as bars:
        bars.wait(text("tag-model"))
        found, same = tagged(texts, titles, tagging, _cells, lambda done: bars("tag", done, len(texts)))
    if again := [name for name in ADDED if name in rows.header]:
        click.echo(text("tag-columns-twice", names=", ".join(again)), err=True)
    lines = ((*row, *cells, group) for row, cells, group in zip(rows.rows, found, same, strict=True))
    write_rows(target, (*rows.header, *ADDED), lines, rows.above)
    review = sum(cells[_REVIEW_AT] == _YES for cells in found)
    click.echo(text("tag-done", rows=len(texts), review=review, out=target), err=True)
    if not meaning and wanted is None:
        click.echo(text("tag-fast", rows=len(texts)), err=True)


def _cells(suggestion: Suggestion) -> tuple[str, ...]:
    found = suggestion.candidates[:CHOICES]
    missing = [""] * (CHOICES - len(found))
    return (
        suggestion.domain,
        f"{suggestion.domain_score:.4f}",
        suggestion.petition_class,
        suggestion.kind,
        f"{suggestion.kind_score:.4f}",
        *[c.department for c in found],
        *missing,
        *[c.function for c in found],
        *missing,
        *[f"{c.score:.4f}" for c in found],
        *missing,
        found[0].reason if found else "",
        _YES if suggestion.needs_review else "false",
        "、".join(suggestion.supporting),
        "、".join(map(str, suggestion.territory)),
        matters(suggestion),
    )


def _tag_in_parts(job: TableJob, setting: str) -> None:
    """A table of any length, on the engine of the setting."""
    from flows.bulk.job import tag_table  # noqa: PLC0415  (a short table must not pay for it)
    from flows.engines.choice import check_reach, engine_of  # noqa: PLC0415
    from flows.engines.loop import on  # noqa: PLC0415

    if job.workspace:
        check_reach(setting, job.workspace.database_url)
    with StageBars() as bars:
        bars.wait(text("bulk-reading"))
        with engine_of(setting) as engine:
            done = tag_table(job, on(engine), bars, engine.name)
    _tell_done(job, done)


def _tell_done(job: TableJob, done: TableDone) -> None:
    """Says what a person should know of a table that was tagged in parts."""
    table, out = done.table, job.out.shown
    name = table.header[table.text_at]
    if name not in (job.text_column, "text"):
        click.echo(text("rows-text-column", where=table.file, name=name), err=True)
    if table.unread:
        unread = "、".join(table.unread)
        click.echo(text("rows-other-sheets", where=table.file, sheet=table.sheet, unread=unread), err=True)
    if done.renamed:
        names = "、".join(f"{old or text('bulk-no-name')} → {new}" for old, new in done.renamed.items())
        click.echo(text("bulk-renamed", names=names), err=True)
    if done.kept == done.parts:
        click.echo(text("bulk-nothing-new", rows=done.rows, out=out), err=True)
        return
    click.echo(text("bulk-done", rows=done.rows, review=done.review, parts=done.parts, out=out), err=True)
    if done.empty:
        click.echo(text("bulk-empty", rows=done.empty), err=True)
    if done.known:
        click.echo(text("bulk-known", rows=done.known), err=True)
    if not done.meaning and job.meaning is None:
        click.echo(text("tag-fast", rows=done.rows), err=True)
