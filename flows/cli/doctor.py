"""``minyi doctor``: what can be read and done on this machine, what is missing, and how to get it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table

from corpus import programs
from corpus.messages import MinyiError, text
from corpus.terms import terms
from corpus.workspace import Workspace

_LEAST_PYTHON = (3, 11)
_OCR = "rapidocr"
_OCR_MODELS = ("*det*.onnx", "*rec*.onnx")
"""The package carries them: one that finds lines of text, one that reads them."""


@click.command("doctor", help=text("cli-doctor-help"))
@click.option("--workspace", metavar="DIR", type=click.Path(path_type=Path), help=text("cli-workspace"))
def command(workspace: Path | None) -> None:
    table = Table("", "", Column(overflow="fold"), show_header=False, box=None, pad_edge=False)
    missing = _python(table) + _packages(table) + _recognition(table)
    found = {"libreoffice": _libreoffice(table), "rar": _rar(table)}
    optional = _formats(table, found)
    if workspace is not None:
        missing += _workspace(table, workspace)
    Console().print(table)
    for line in optional:
        click.echo(line)
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


def _recognition(table: Table) -> list[str]:
    """The model that reads scans comes in a package, but a package may have been installed without its data."""
    version = _version(_OCR)
    spec = find_spec(_OCR)
    folders = [Path(place) / "models" for place in (spec.submodule_search_locations or [] if spec else [])]
    good = all(any(any(folder.glob(pattern)) for folder in folders) for pattern in _OCR_MODELS)
    table.add_row(_mark(good), text("doctor-ocr"), f"{_OCR} {version or ''}")
    return [] if good else [text("doctor-ocr-missing", package=f"{_OCR}=={version}" if version else _OCR)]


def _libreoffice(table: Table) -> bool:
    from corpus.libreoffice import program as libreoffice  # noqa: PLC0415  (--help must not pay for it)

    path = libreoffice.program()
    version = libreoffice.version(path) if path else None
    return _program(table, "LibreOffice", f"{version or ''}  {path}".strip() if path else None)


def _rar(table: Table) -> bool:
    from extractors.containers import rar  # noqa: PLC0415  (--help must not pay for it)

    return _program(table, text("doctor-rar"), rar.program())


def _program(table: Table, name: str, found: str | None) -> bool:
    table.add_row(_mark(found is not None), name, found or text("doctor-program-missing"))
    return found is not None


def _formats(table: Table, found: Mapping[str, bool]) -> list[str]:
    """A row for each format; a line for each program that is missing, with what it is for and how to get it."""
    lines = []
    for entry in terms("formats")["format"]:
        program = entry.get("program")
        lacking = program is not None and not found[program]
        table.add_row(
            _mark(_is_read(entry) and not lacking), entry["suffixes"], _state(entry, program if lacking else None)
        )
        if lacking:
            name, install = programs.name(program), programs.how_to_install(program)
            lines.append(text("doctor-program-line", program=name, suffixes=entry["suffixes"], install=install))
    return lines


def _is_read(entry: Mapping[str, Any]) -> bool:
    return all(_version(name) for name in entry["packages"])


def _state(entry: Mapping[str, Any], lacking: str | None) -> str:
    if not _is_read(entry):
        return text("doctor-not-read")
    return text("doctor-needs-program", program=programs.name(lacking)) if lacking else text("doctor-read")


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
