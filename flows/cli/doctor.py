"""``minyi doctor``: what can be read and done on this machine, what is missing, and how to get it."""

from __future__ import annotations

import sys
import tomllib
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from corpus.messages import MinyiError, text
from corpus.workspace import Workspace

_LEAST_PYTHON = (3, 11)


@click.command("doctor", help=text("cli-doctor-help"))
@click.option("--workspace", metavar="DIR", type=click.Path(path_type=Path), help=text("cli-workspace"))
def command(workspace: Path | None) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    missing = _python(table) + _packages(table)
    _formats(table)
    if workspace is not None:
        missing += _workspace(table, workspace)
    Console().print(table)
    for line in missing:
        click.echo(line, err=True)
    sys.exit(1 if missing else 0)


def _python(table: Table) -> list[str]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= _LEAST_PYTHON
    table.add_row(_mark(good), "Python", version)
    return [] if good else [text("doctor-python", version=version)]


def _packages(table: Table) -> list[str]:
    """Every package that minyi requires, by its own metadata."""
    from packaging.requirements import Requirement  # noqa: PLC0415  (--help must not pay for it)

    wrong = []
    requirements = [Requirement(line) for line in metadata.requires("minyi") or []]
    for requirement in requirements:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        installed = _version(requirement.name)
        if installed is None or not requirement.specifier.contains(installed, prereleases=True):
            wrong.append(f"{requirement.name}{requirement.specifier}")
    table.add_row(_mark(not wrong), text("doctor-packages"), text("doctor-count", count=len(requirements)))
    return [text("doctor-install", names=" ".join(f"'{name}'" for name in wrong))] if wrong else []


def _formats(table: Table) -> None:
    for entry in tomllib.loads(files("corpus").joinpath("data/formats.toml").read_text("utf-8"))["format"]:
        readable = entry.get("read", True) and all(_version(name) for name in entry["packages"])
        table.add_row(_mark(readable), entry["suffixes"], text("doctor-read" if readable else "doctor-not-read"))


def _workspace(table: Table, folder: Path) -> list[str]:
    try:
        place = Workspace.open(folder)
    except MinyiError as error:
        table.add_row(_mark(False), text("doctor-workspace"), str(folder))
        return [f"{folder}：{error}"]
    table.add_row(_mark(True), text("doctor-workspace"), str(place.folder))
    return []


def _mark(good: bool) -> str:
    return "[green]✓[/]" if good else "[yellow]✗[/]"


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
