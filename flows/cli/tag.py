"""``minyi tag``: a suggestion for every row of a table of comments."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.messages import text
from corpus.records import Suggestion
from flows.cli.options import (
    auto_accept_option,
    comments_of,
    directory_option,
    model_option,
    text_column_option,
    title_column_option,
)
from flows.cli.screen import StageBars

_CHOICES = 3
_ADDED = (
    "domain",
    "domain_score",
    "petition_class",
    "kind",
    "kind_score",
    *(f"department_{i}" for i in range(1, _CHOICES + 1)),
    *(f"function_{i}" for i in range(1, _CHOICES + 1)),
    *(f"score_{i}" for i in range(1, _CHOICES + 1)),
    "reason",
    "needs_review",
    "supporting",
    "territory",
    "matters",
    "group",
)
_REVIEW, _YES = _ADDED.index("needs_review"), "true"
_READS = {"thorough": True, "fast": False}


@click.command("tag", help=text("cli-tag-help"))
@click.argument("source", metavar="IN.csv", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.csv", type=click.Path(path_type=Path))
@text_column_option
@title_column_option
@model_option
@directory_option
@auto_accept_option
@click.option("--reading", type=click.Choice([*_READS]), help=text("cli-reading"))
def command(
    source: Path,
    target: Path,
    text_column: str | None,
    title_column: str,
    model: Path | None,
    directory: Path | None,
    precision: float,
    reading: str | None,
) -> None:
    if source.exists() and target.exists() and source.samefile(target):
        raise click.UsageError(text("tag-onto-itself", name=target))
    from flows.office import directory_of  # noqa: PLC0415  (--help must not pay for it)
    from flows.rows import read_rows, write_rows  # noqa: PLC0415
    from flows.tagging import Tagging, reads_meaning, tagged  # noqa: PLC0415

    rows = read_rows(source, text_column)
    texts, titles = comments_of(rows, text_column), rows.column_or_empty(title_column)
    meaning = _READS[reading] if reading else reads_meaning(texts, titles)
    tagging = Tagging(model, meaning, directory_of(directory), precision)
    with StageBars() as bars:
        bars.wait(text("tag-model"))
        found, same = tagged(texts, titles, tagging, _cells, lambda done: bars("tag", done, len(texts)))
    if again := [name for name in _ADDED if name in rows.header]:
        click.echo(text("tag-columns-twice", names=", ".join(again)), err=True)
    lines = ((*row, *cells, group) for row, cells, group in zip(rows.rows, found, same, strict=True))
    write_rows(target, (*rows.header, *_ADDED), lines, rows.above)
    review = sum(cells[_REVIEW] == _YES for cells in found)
    click.echo(text("tag-done", rows=len(texts), review=review, out=target), err=True)
    if not meaning and not reading:
        click.echo(text("tag-fast", rows=len(texts)), err=True)


def _cells(suggestion: Suggestion) -> tuple[str, ...]:
    found = suggestion.candidates[:_CHOICES]
    missing = [""] * (_CHOICES - len(found))
    return (
        suggestion.domain,
        f"{suggestion.domain_score:.4f}",
        suggestion.petition_class,
        suggestion.kind,
        f"{suggestion.kind_score:.4f}",
        *[c.department for c in found],
        *missing,
        *[c.function for c in found],
        *missing,
        *[f"{c.score:.4f}" for c in found],
        *missing,
        found[0].reason if found else "",
        _YES if suggestion.needs_review else "false",
        "、".join(suggestion.supporting),
        "、".join(map(str, suggestion.territory)),
        "；".join(f"{m.start}-{m.end} {m.candidates[0].department}" for m in suggestion.matters),
    )
