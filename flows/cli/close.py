"""``minyi close``: tasks are closed (销号), step by step, with their evidence."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.messages import MinyiError, text
from flows.cli.answering import answering, as_option
from flows.cli.batches import batch_meant, batch_options, opened

if TYPE_CHECKING:
    from corpus.records import Step
    from review.access import Person
    from review.closing.evidence import Attached

_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


class _Day(click.DateTime):
    """A day in any of ``_DAYS``; what is none is refused in words and not with the patterns."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            raise click.BadParameter(text("cli-close-day-unknown", day=value), ctx, param) from error


def _as_step(context: click.Context, parameter: click.Parameter, value: str | None) -> Step | None:
    """``rectify`` or 整改."""
    from corpus.closing_rules import rules  # noqa: PLC0415  (--help must not pay for it)

    words = {name: rule.step for rule in rules().values() for name in (rule.word, rule.step.value)}
    if value is None or value.strip().lower() in words:
        return words[value.strip().lower()] if value else None
    steps = "、".join(rule.word for rule in rules().values())
    raise click.BadParameter(text("cli-close-step-unknown", step=value, steps=steps), context, parameter)


_STEP = click.argument("step", metavar="STEP", callback=_as_step)
_NUMBER = click.argument("number", metavar="NUMBER")
_WHY = click.option("--why", metavar="TEXT", required=True, help=text("cli-close-why"))
_NOTE = click.option("--note", metavar="TEXT", default="", help=text("cli-close-note"))
_KIND = click.option("--kind", metavar="KIND", help=text("cli-close-kind"))
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("close", help=text("cli-close-help"))
def command() -> None:
    """The commands below ``minyi close``."""


@command.command("list", help=text("cli-close-list-help"), short_help=text("cli-close-list-short"))
@click.option("--only", metavar="WHICH", default="", help=text("cli-close-only"))
@batch_options
def show_all(only: str, workspace: Path, database: str | None, name: str | None) -> None:
    with opened(workspace, database) as (_, engine):
        from flows.cli.close_shown import show_sheet, standing_meant  # noqa: PLC0415  (--help must not pay for it)

        office = _office()
        show_sheet(engine, office, batch_meant(engine, office, name).id, standing_meant(only))


@command.command("show", help=text("cli-close-show-help"), short_help=text("cli-close-show-short"))
@_NUMBER
@batch_options
def show_one(number: str, workspace: Path, database: str | None, name: str | None) -> None:
    with opened(workspace, database) as (place, engine):
        from flows.cli.close_shown import show_item  # noqa: PLC0415  (--help must not pay for it)
        from review.closing.numbers import item_meant  # noqa: PLC0415

        office = _office()
        key = item_meant(engine, office, batch_meant(engine, office, name).id, number)
        sys.exit(0 if show_item(engine, place.evidence, key) else 1)


@command.command("step", help=text("cli-close-take-help"), short_help=text("cli-close-take-short"))
@_STEP
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True)
@click.option("--on", type=_Day(_DAYS), metavar="DATE", help=text("cli-close-on"))
@click.option("--evidence", "paths", metavar="FILE", multiple=True, type=_FILE, help=text("cli-close-evidence"))
@_KIND
@click.option("--url", metavar="URL", help=text("cli-close-url"))
@_NOTE
@as_option
@batch_options
def take_step(
    step: Step,
    numbers: tuple[str, ...],
    on: datetime.datetime | None,
    paths: tuple[Path, ...],
    kind: str | None,
    url: str | None,
    note: str,
    login: str | None,
    workspace: Path,
    database: str | None,
    name: str | None,
) -> None:
    with opened(workspace, database) as (place, engine):
        from corpus.closing_rules import rules  # noqa: PLC0415  (--help must not pay for it)
        from flows.cli.close_files import attach_all  # noqa: PLC0415
        from review.china_time import today  # noqa: PLC0415
        from review.closing.numbers import item_meant  # noqa: PLC0415
        from review.closing.steps import take  # noqa: PLC0415

        person = answering(engine, login)
        batch = batch_meant(engine, person, name).id
        day = on.date() if on else today()

        def one(number: str) -> None:
            key = item_meant(engine, person, batch, number)
            _say_attached(attach_all(engine, place.evidence, person, key, step, paths, kind=kind, url=url), number)
            take(engine, person, key, step, day, note, place.evidence)
            click.echo(text("close-taken", number=number, step=rules()[step].word, day=day))

        _each(numbers, one)


@command.command("evidence", help=text("cli-close-add-help"), short_help=text("cli-close-add-short"))
@_STEP
@_NUMBER
@click.argument("paths", metavar="FILE...", nargs=-1, type=_FILE)
@_KIND
@click.option("--url", metavar="URL", help=text("cli-close-url"))
@_NOTE
@as_option
@batch_options
def add_evidence(
    step: Step,
    number: str,
    paths: tuple[Path, ...],
    kind: str | None,
    url: str | None,
    note: str,
    login: str | None,
    workspace: Path,
    database: str | None,
    name: str | None,
) -> None:
    if not paths and url is None:
        raise click.UsageError(text("evidence-no-file"))
    with opened(workspace, database) as (place, engine):
        from flows.cli.close_files import attach_all  # noqa: PLC0415  (--help must not pay for it)
        from review.closing.numbers import item_meant  # noqa: PLC0415

        person = answering(engine, login)
        key = item_meant(engine, person, batch_meant(engine, person, name).id, number)

        def one(path: Path | None) -> None:
            given = (path,) if path else ()
            address = None if path else url
            made = attach_all(engine, place.evidence, person, key, step, given, kind=kind, url=address, note=note)
            _say_attached(made, number)

        _each((*paths, *((None,) if url is not None else ())), one)


@command.command("folder", help=text("cli-close-folder-help"), short_help=text("cli-close-folder-short"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@as_option
@batch_options
def take_in_folder(folder: Path, login: str | None, workspace: Path, database: str | None, name: str | None) -> None:
    with opened(workspace, database) as (place, engine):
        from corpus.closing_rules import other_kind  # noqa: PLC0415  (--help must not pay for it)
        from flows.cli.close_files import attach_all, folder_files  # noqa: PLC0415
        from review.closing.numbers import item_meant  # noqa: PLC0415

        person = answering(engine, login)
        batch = batch_meant(engine, person, name).id
        files = folder_files(folder)
        new = 0

        def one(path: Path) -> None:
            nonlocal new
            found = files[path]
            if isinstance(found, MinyiError):
                raise found
            key = item_meant(engine, person, batch, found.number)
            for made in attach_all(engine, place.evidence, person, key, found.step, (path,), kind=found.kind):
                new += made.new
                _remark(made)
                if made.evidence.kind == other_kind() and found.kind is None:
                    click.echo(text("close-kind-untold", file=path.relative_to(folder), kind=other_kind()), err=True)

        failed = _tried(files, one, lambda path: str(path.relative_to(folder)))
        click.echo(text("close-folder-done", new=new, known=len(files) - failed - new, failed=failed))
        sys.exit(1 if failed or not files else 0)


@command.command("back", help=text("cli-close-back-help"), short_help=text("cli-close-back-short"))
@_STEP
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True)
@_WHY
@as_option
@batch_options
def take_step_back(
    step: Step,
    numbers: tuple[str, ...],
    why: str,
    login: str | None,
    workspace: Path,
    database: str | None,
    name: str | None,
) -> None:
    with opened(workspace, database) as (_, engine):
        from corpus.closing_rules import rules  # noqa: PLC0415  (--help must not pay for it)
        from review.closing.numbers import item_meant  # noqa: PLC0415
        from review.closing.steps import take_back  # noqa: PLC0415

        person = answering(engine, login)
        batch = batch_meant(engine, person, name).id

        def one(number: str) -> None:
            take_back(engine, person, item_meant(engine, person, batch, number), step, why)
            click.echo(text("close-back", number=number, step=rules()[step].word))

        _each(numbers, one)


@command.command("withdraw", help=text("cli-close-withdraw-help"), short_help=text("cli-close-withdraw-short"))
@_NUMBER
@click.argument("evidence", metavar="ID", type=int)
@_WHY
@as_option
@batch_options
def withdraw_evidence(
    number: str, evidence: int, why: str, login: str | None, workspace: Path, database: str | None, name: str | None
) -> None:
    with opened(workspace, database) as (_, engine):
        from review.closing.evidence import withdraw  # noqa: PLC0415  (--help must not pay for it)
        from review.closing.numbers import item_meant  # noqa: PLC0415

        person = answering(engine, login)
        key = item_meant(engine, person, batch_meant(engine, person, name).id, number)
        withdraw(engine, person, key, evidence, why)
        click.echo(text("close-withdrawn", number=number, id=evidence))


def _office() -> Person:
    """Whoever can open the workspace can read all of it."""
    from review.access import Person, Role  # noqa: PLC0415  (--help must not pay for it)

    return Person(0, "", "", Role.READER)


def _each(things: Iterable[Any], one: Callable[[Any], None]) -> None:
    """Does each, says of what fails why, and ends with 1 if any did."""
    failed = _tried(things, one, lambda thing: str(thing or ""))
    sys.exit(1 if failed else 0)


def _tried(things: Iterable[Any], one: Callable[[Any], None], shown: Callable[[Any], str]) -> int:
    failed = 0
    for thing in things:
        try:
            one(thing)
        except MinyiError as error:
            failed += 1
            where = shown(thing)
            click.echo(f"{where}：{error}" if where else str(error), err=True)
    return failed


def _say_attached(made: Iterable[Attached], number: str) -> None:
    for one in made:
        file = one.evidence
        key = "close-attached" if one.new else "close-attached-before"
        click.echo(text(key, number=number, name=file.name, kind=file.kind, sha256=file.sha256[:12]))
        _remark(one)


def _remark(made: Attached) -> None:
    if made.remark:
        click.echo(made.remark, err=True)
