"""``minyi forms``: the office's own forms, made, checked and listed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import MinyiError, describe, text

if TYPE_CHECKING:
    from outputs.forms import Forms

_WORKBOOK = ".xlsx"
_TEMPLATES = (".docx", ".xlsx")


@click.group("forms", help=text("cli-forms-help"))
def command() -> None:
    """The commands below ``minyi forms``."""


@command.command("new", help=text("cli-forms-new-help"), short_help=text("cli-forms-new-short"))
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    _not_there(file, (_WORKBOOK,))
    from outputs.office_forms.forms_template import template  # noqa: PLC0415  (--help must not pay for it)
    from outputs.writing import write_whole  # noqa: PLC0415

    write_whole(file, template())
    click.echo(text("forms-new", file=file), err=True)


@command.command("template", help=text("cli-forms-template-help"), short_help=text("cli-forms-template-short"))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def template(file: Path) -> None:
    _not_there(file, _TEMPLATES)
    from outputs.own.starter import excel_starter, word_starter  # noqa: PLC0415  (--help must not pay for it)
    from outputs.own.template import Template  # noqa: PLC0415
    from outputs.writing import write_whole  # noqa: PLC0415

    Template(file.name, b"").each()
    write_whole(file, word_starter() if file.suffix.lower() == ".docx" else excel_starter())
    click.echo(text("template-new", file=file), err=True)


@command.command("check", help=text("cli-forms-check-help"), short_help=text("cli-forms-check-short"))
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    sys.exit(_check_forms(path) if _is_workbook_of_forms(path) else _check_templates(path))


def _is_workbook_of_forms(path: Path) -> bool:
    """Whether the file is 表式.xlsx: a workbook with one of its sheets."""
    if path.is_dir() or path.suffix.lower() == ".docx":
        return False
    from outputs.office_forms.forms_file import is_of_forms  # noqa: PLC0415  (--help must not pay for it)

    return is_of_forms(path)


def _check_forms(path: Path) -> int:
    from flows.returned_headings import unread_headings  # noqa: PLC0415  (--help must not pay for it)
    from outputs.office_forms.forms_file import parsed  # noqa: PLC0415

    read = parsed(path)
    for problem in read.problems:
        click.echo(f"{problem.where}：{describe(problem)}")
    for key, hint in (*unread_headings(read.forms, read.sheets), *read.hints):
        click.echo(text("forms-hint", where=text("directory-sheet", sheet=read.sheets[key]), said=describe(hint)))
    sizes = _sizes(read.forms)
    click.echo(text("forms-found" if read.problems else "forms-clean", count=len(read.problems), **sizes), err=True)
    return 1 if read.problems else 0


def _sizes(forms: Forms) -> Mapping[str, int]:
    from outputs.office_forms.forms_file import editable, editable_parts  # noqa: PLC0415  (--help must not pay for it)

    parts = editable_parts(forms)
    return {
        "forms": len(editable(forms)),
        "parts": len(parts),
        "columns": sum(len(part.columns) for part in parts.values()),
    }


def _check_templates(path: Path) -> int:
    from outputs.own.template import problems_of, template_at, templates_in  # noqa: PLC0415  (--help must not pay)

    templates = templates_in(path) if path.is_dir() else (template_at(path),)
    found = [problem for one in templates for problem in problems_of(one)]
    for problem in found:
        click.echo(f"{problem.where}：{describe(problem)}")
    key = "template-found" if found else "template-clean"
    click.echo(text(key, count=len(templates), wrong=len(found)), err=True)
    return 1 if found else 0


@command.command("list", help=text("cli-forms-list-help"), short_help=text("cli-forms-list-short"))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--fields", is_flag=True, help=text("cli-forms-fields"))
def list_forms(file: Path | None, fields: bool) -> None:
    if fields:
        from outputs.own.fields import described  # noqa: PLC0415  (--help must not pay for it)

        for field, what in described():
            click.echo(f"{field}\t{what}" if what else field)
        return
    from flows.office import forms_of  # noqa: PLC0415

    for line in _listed(forms_of(file)):
        click.echo(line)


def _listed(forms: Forms) -> Iterator[str]:
    """A form, below it each of its tables with the columns in their order."""
    from outputs.office_forms.forms_file import editable, form_name  # noqa: PLC0415  (--help must not pay for it)

    for form in editable(forms):
        named = form_name(form)
        yield named if form.title in named else f"{form.title}（{named}）"
        for part in form.parts:
            yield f"  {part.heading}：{'、'.join(column.heading for column in part.columns)}"


def _not_there(file: Path, suffixes: tuple[str, ...]) -> None:
    if file.suffix.lower() not in suffixes:
        raise click.BadParameter(text("cli-forms-suffix", name=file.name, suffixes="、".join(suffixes)))
    if file.exists():
        raise MinyiError("directory-there", where=str(file))
