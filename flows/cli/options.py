"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import text
from flows.models import TRUSTED

if TYPE_CHECKING:
    from extractors.limits import Limits


def _as_limits(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> Limits:
    from extractors.limits import limits_of  # noqa: PLC0415  (--help must not pay for it)

    try:
        return limits_of(values)
    except ValueError as error:
        raise click.BadParameter(text("cli-limit-wrong", value=error), context, parameter) from None


limit_option = click.option(
    "--limit",
    "limits",
    metavar="NAME=VALUE",
    multiple=True,
    envvar="MINYI_LIMITS",
    callback=_as_limits,
    help=text("cli-limit"),
)

directory_option = click.option(
    "--directory", metavar="FILE", envvar="MINYI_DIRECTORY", type=click.Path(path_type=Path), help=text("cli-directory")
)

model_option = click.option(
    "--model", metavar="DIR", envvar="MINYI_MODEL", type=click.Path(path_type=Path), help=text("cli-model")
)

auto_accept_option = click.option(
    "--auto-accept",
    "precision",
    metavar="P",
    type=click.FloatRange(0.5, 1),
    default=TRUSTED,
    help=text("cli-auto-accept"),
)
