"""``minyi train``: a model from labelled comments, beside what minyi ships or from them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import text
from flows.cli.options import comments_of, directory_option, text_column_option, title_column_option

if TYPE_CHECKING:
    from corpus.comments import LabelledComment
    from flows.rows import Rows


@click.command("train", help=text("cli-train-help"))
@click.argument("labelled", metavar="LABELLED...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--model", metavar="DIR", required=True, type=click.Path(path_type=Path), help=text("cli-train-model"))
@text_column_option
@title_column_option
@directory_option
@click.option("--domain-column", metavar="NAME", help=text("cli-domain-column"))
@click.option("--function-column", metavar="NAME", help=text("cli-function-column"))
@click.option("--kind-column", metavar="NAME", help=text("cli-kind-column"))
@click.option("--only", is_flag=True, help=text("cli-train-only"))
@click.option("--replace", is_flag=True, help=text("cli-train-replace"))
def command(
    labelled: tuple[Path, ...],
    model: Path,
    text_column: str | None,
    title_column: str,
    directory: Path | None,
    domain_column: str | None,
    function_column: str | None,
    kind_column: str | None,
    only: bool,
    replace: bool,
) -> None:
    labels = {"domain": domain_column, "function": function_column, "kind": kind_column}
    if not any(labels.values()):
        raise click.UsageError(text("train-no-label-column"))
    from flows.learning import learn  # noqa: PLC0415  (--help must not pay for it)
    from flows.named_units import settled  # noqa: PLC0415
    from flows.office import directory_of  # noqa: PLC0415
    from flows.rows import read_rows  # noqa: PLC0415

    tables = (read_rows(path, text_column) for path in labelled)
    comments = [comment for rows in tables for comment in _comments(rows, text_column, title_column, labels)]
    if function_column and not only:
        comments = settled(comments, directory_of(directory))
    learnt = learn(comments, model, only=only, replace=replace)
    training, found = learnt.training, learnt.contest
    click.echo(text("train-done", rows=len(training.rows), seconds=f"{training.seconds:.1f}", model=learnt.kept))
    if unused := len(comments) - len(training.rows):
        click.echo(text("train-unused", unused=unused), err=True)
    if disputed := _disputed(training.rows):
        first, second = disputed[0]
        click.echo(text("train-disputed", count=len(disputed), first=first.where, second=second.where), err=True)
    for head, macro_f1 in training.macro_f1.items():
        click.echo(
            text(
                "train-figures",
                head=text(f"head-{head}"),
                macro_f1=f"{macro_f1:.3f}",
                accuracy=f"{training.accuracy[head]:.3f}",
            )
        )
    if found and not found.asked:
        click.echo(text("train-uncompared"), err=True)
    elif found:
        answer = "train-replaced" if learnt.in_use else "train-refused"
        click.echo(text(answer, asked=found.asked, old=found.old, new=found.new), err=not learnt.in_use)


def _disputed(rows: Sequence[LabelledComment]) -> list[tuple[LabelledComment, LabelledComment]]:
    """Of each text that has different labels in two rows those rows; a missing label is none."""
    found: dict[str, tuple[LabelledComment, LabelledComment]] = {}
    first: dict[tuple[str, str], LabelledComment] = {}
    for row in rows:
        for column in ("domain", "functions", "kind"):
            if label := getattr(row, column):
                before = first.setdefault((row.text, column), row)
                if getattr(before, column) != label:
                    found.setdefault(row.text, (before, row))
    return list(found.values())


def _comments(
    rows: Rows, text_column: str | None, title_column: str, labels: dict[str, str | None]
) -> Iterator[LabelledComment]:
    """The rows as labelled comments; an empty cell is a missing label."""
    from corpus.comments import LabelledComment  # noqa: PLC0415
    from flows.named_units import several  # noqa: PLC0415

    nothing = ("",) * len(rows.rows)
    given = [rows.column(name) if name else nothing for name in labels.values()]
    lines = zip(comments_of(rows, text_column), rows.column_or_empty(title_column), *given, strict=True)
    for number, (body, title, domain, functions, kind) in enumerate(lines, rows.first):
        yield LabelledComment(
            body,
            domain=domain.strip() or None,
            functions=several(functions),
            kind=kind.strip() or None,
            title=title or None,
            where=text("train-where", file=rows.file, row=number),
        )
