"""``minyi directory``: the office's own directory, made and checked."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.messages import MinyiError, describe, text


@click.group("directory", help=text("cli-directory-help"))
def command() -> None:
    """The commands below ``minyi directory``."""


@command.command("new", help=text("cli-directory-new-help"), short_help=text("cli-directory-new-short"))
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(text("cli-directory-suffix", name=file.name))
    if file.exists():
        raise MinyiError("directory-there", where=str(file))
    from outputs.directory_template import template  # noqa: PLC0415  (--help must not pay for it)
    from outputs.writing import write_whole  # noqa: PLC0415

    write_whole(file, template())
    click.echo(text("directory-new", file=file), err=True)


@command.command("check", help=text("cli-directory-check-help"), short_help=text("cli-directory-check-short"))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    from corpus.directory_checks import findings  # noqa: PLC0415  (--help must not pay for it)
    from corpus.directory_file import parsed  # noqa: PLC0415

    directory, misread = parsed(file)
    found = (*misread, *findings(directory))
    for problem in found:
        click.echo(f"{problem.where}：{describe(problem)}")
    sizes = {"units": len(directory.units), "rules": len(directory.rules), "places": len(directory.places)}
    click.echo(text("directory-found" if found else "directory-clean", count=len(found), **sizes), err=True)
    sys.exit(1 if found else 0)
