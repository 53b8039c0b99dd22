"""Options that several commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import text
from flows.models import TRUSTED

if TYPE_CHECKING:
    from corpus.workspace import Workspace
    from extractors.limits import Limits
    from flows.rows import Rows


def _as_limits(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Limits:
    from extractors.limits import limits_of  # noqa: PLC0415  (--help must not pay for it)

    try:
        return limits_of(values)
    except ValueError as error:
        raise click.BadParameter(text("cli-limit-wrong", value=error), context, parameter) from None


def comments_of(rows: Rows, asked: str | None) -> tuple[str, ...]:
    """The comments of a table; says which column is taken where nobody named it,
    and which sheets were left. Raises as ``Rows.column`` does."""
    name = rows.text_column(asked)
    found = rows.column(name)
    if name not in (asked, "text"):
        click.echo(text("rows-text-column", where=rows.file, name=name), err=True)
    if rows.unread:
        unread = "、".join(rows.unread)
        click.echo(text("rows-other-sheets", where=rows.file, sheet=rows.sheet, unread=unread), err=True)
    return found


def engine_meant(asked: str | None, place: Workspace) -> str:
    """The engine that was asked for, else that of the workspace's settings.

    Raises ``MinyiError``, before any work, for what is no engine and for one that cannot reach the database.
    """
    from flows.engines.choice import check_reach  # noqa: PLC0415  (--help must not pay for it)

    setting = asked or place.settings.engine
    check_reach(setting, place.database_url)
    return setting


limit_option = click.option(
    "--limit",
    "limits",
    metavar="NAME=VALUE",
    multiple=True,
    envvar="MINYI_LIMITS",
    callback=_as_limits,
    help=text("cli-limit"),
)


def logged(context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path | None:
    """For an option that names a workspace: to the end of the command, what happens is kept in its log."""
    if value is None:
        return None
    from flows.logs import logging_to  # noqa: PLC0415  (--help must not pay for it)

    context.find_root().with_resource(logging_to(value))
    return value


workspace_option = click.option(
    "--workspace",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    callback=logged,
    help=text("cli-workspace"),
)

database_option = click.option("--database", metavar="URL", envvar="MINYI_DATABASE", help=text("cli-database"))

engine_option = click.option("--engine", metavar="ENGINE", envvar="MINYI_ENGINE", help=text("cli-engine"))

directory_option = click.option(
    "--directory", metavar="FILE", envvar="MINYI_DIRECTORY", type=click.Path(path_type=Path), help=text("cli-directory")
)

forms_option = click.option(
    "--forms", metavar="FILE", envvar="MINYI_FORMS", type=click.Path(path_type=Path), help=text("cli-forms")
)

text_column_option = click.option("--text-column", metavar="NAME", help=text("cli-text-column"))

title_column_option = click.option(
    "--title-column", metavar="NAME", default="title", show_default=True, help=text("cli-title-column")
)

model_option = click.option(
    "--model", metavar="DIR", envvar="MINYI_MODEL", type=click.Path(path_type=Path), help=text("cli-model")
)


def _as_precision(context: click.Context, parameter: click.Parameter, value: float) -> float:
    """Click's range lets nan through, under which nothing would need review."""
    if math.isnan(value):
        raise click.BadParameter(text("cli-auto-accept"), context, parameter)
    return value


auto_accept_option = click.option(
    "--auto-accept",
    "precision",
    metavar="P",
    type=click.FloatRange(0.5, 1),
    default=TRUSTED,
    callback=_as_precision,
    help=text("cli-auto-accept"),
)
