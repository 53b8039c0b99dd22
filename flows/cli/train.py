"""``minyi train``: a model from labelled comments, beside what minyi ships or from them alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import text

if TYPE_CHECKING:
    from corpus.comments import LabelledComment
    from flows.rows import Rows

_BETWEEN = re.compile("[;；、]")


@click.command("train", help=text("cli-train-help"))
@click.argument("labelled", metavar="LABELLED...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--model", metavar="DIR", required=True, type=click.Path(path_type=Path), help=text("cli-train-model"))
@click.option("--text-column", default="text", show_default=True, help=text("cli-text-column"))
@click.option("--title-column", default="title", show_default=True, help=text("cli-title-column"))
@click.option("--domain-column", metavar="NAME", help=text("cli-domain-column"))
@click.option("--function-column", metavar="NAME", help=text("cli-function-column"))
@click.option("--kind-column", metavar="NAME", help=text("cli-kind-column"))
@click.option("--only", is_flag=True, help=text("cli-train-only"))
@click.option("--replace", is_flag=True, help=text("cli-train-replace"))
def command(
    labelled: tuple[Path, ...],
    model: Path,
    text_column: str,
    title_column: str,
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
    from flows.rows import read_rows  # noqa: PLC0415

    tables = (read_rows(path, text_column) for path in labelled)
    comments = [comment for rows in tables for comment in _comments(rows, text_column, title_column, labels)]
    learnt = learn(comments, model, only=only, replace=replace)
    training, found = learnt.training, learnt.contest
    click.echo(text("train-done", rows=len(training.rows), seconds=f"{training.seconds:.1f}", model=learnt.kept))
    for head, macro_f1 in training.macro_f1.items():
        click.echo(
            text("train-figures", head=head, macro_f1=f"{macro_f1:.3f}", accuracy=f"{training.accuracy[head]:.3f}")
        )
    if found:
        answer = "train-replaced" if learnt.in_use else "train-refused"
        click.echo(text(answer, asked=found.asked, old=found.old, new=found.new), err=not learnt.in_use)


def _comments(
    rows: Rows, text_column: str, title_column: str, labels: dict[str, str | None]
) -> Iterator[LabelledComment]:
    """The rows as labelled comments; an empty cell is a missing label. Functions are parted by ``;`` or ``、``."""
    from corpus.comments import LabelledComment  # noqa: PLC0415

    nothing = ("",) * len(rows.rows)
    given = [rows.column(name) if name else nothing for name in labels.values()]
    lines = zip(rows.column(text_column), rows.column_or_empty(title_column), *given, strict=True)
    for number, (body, title, domain, functions, kind) in enumerate(lines, rows.first):
        yield LabelledComment(
            body,
            domain=domain.strip() or None,
            functions=tuple(f.strip() for f in _BETWEEN.split(functions) if f.strip()),
            kind=kind.strip() or None,
            title=title or None,
            where=text("train-where", file=rows.file, row=number),
        )
