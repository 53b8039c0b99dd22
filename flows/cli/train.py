"""``minyi train``: a model from labelled comments, beside what minyi ships or from them alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import text

if TYPE_CHECKING:
    from corpus.comments import LabelledComment
    from flows.rows import Rows


@click.command("train", help=text("cli-train-help"))
@click.argument("labelled", metavar="LABELLED...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--model", metavar="DIR", required=True, type=click.Path(path_type=Path), help=text("cli-train-model"))
@click.option("--text-column", default="text", show_default=True, help=text("cli-text-column"))
@click.option("--title-column", default="title", show_default=True, help=text("cli-title-column"))
@click.option("--domain-column", metavar="NAME", help=text("cli-domain-column"))
@click.option("--function-column", metavar="NAME", help=text("cli-function-column"))
@click.option("--kind-column", metavar="NAME", help=text("cli-kind-column"))
@click.option("--only", is_flag=True, help=text("cli-train-only"))
def command(
    labelled: tuple[Path, ...],
    model: Path,
    text_column: str,
    title_column: str,
    domain_column: str | None,
    function_column: str | None,
    kind_column: str | None,
    only: bool,
) -> None:
    labels = {"domain": domain_column, "function": function_column, "kind": kind_column}
    if not any(labels.values()):
        raise click.UsageError(text("train-no-label-column"))
    from classifiers.storage import save  # noqa: PLC0415  (--help must not pay for it)
    from classifiers.training import train  # noqa: PLC0415
    from flows.models import cache_folder  # noqa: PLC0415
    from flows.rows import read_rows  # noqa: PLC0415

    comments = [
        comment for path in labelled for comment in _comments(read_rows(path), text_column, title_column, labels)
    ]
    training = train(comments, only=only, cache_dir=cache_folder())
    save(training.tagger, model)
    click.echo(text("train-done", rows=training.rows, seconds=f"{training.seconds:.1f}", model=model))
    for head, macro_f1 in training.macro_f1.items():
        click.echo(
            text("train-figures", head=head, macro_f1=f"{macro_f1:.3f}", accuracy=f"{training.accuracy[head]:.3f}")
        )


def _comments(
    rows: Rows, text_column: str, title_column: str, labels: dict[str, str | None]
) -> Iterator[LabelledComment]:
    """The rows as labelled comments; an empty cell is a missing label. Several functions are parted by ``;``."""
    from corpus.comments import LabelledComment  # noqa: PLC0415

    nothing = ("",) * len(rows.rows)
    given = [rows.column(name) if name else nothing for name in labels.values()]
    for body, title, domain, functions, kind in zip(
        rows.column(text_column), rows.column_or_empty(title_column), *given, strict=True
    ):
        yield LabelledComment(
            body,
            domain=domain.strip() or None,
            functions=tuple(f.strip() for f in functions.split(";") if f.strip()),
            kind=kind.strip() or None,
            title=title or None,
        )
