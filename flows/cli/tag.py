"""``minyi tag``: a suggestion for every row of a table of comments."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.messages import text
from corpus.records import Suggestion
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
    "group",
)
_TEXTS_AT_ONCE = 1_000


@click.command("tag", help=text("cli-tag-help"))
@click.argument("source", metavar="IN.csv", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.csv", type=click.Path(path_type=Path))
@click.option("--text-column", default="text", show_default=True, help=text("cli-text-column"))
@click.option("--title-column", default="title", show_default=True, help=text("cli-title-column"))
@click.option("--model", metavar="DIR", type=click.Path(path_type=Path), help=text("cli-model"))
def command(source: Path, target: Path, text_column: str, title_column: str, model: Path | None) -> None:
    from classifiers.duplicates import groups  # noqa: PLC0415  (--help must not pay for it)
    from flows.models import open_tagger  # noqa: PLC0415
    from flows.rows import read_rows, write_rows  # noqa: PLC0415

    rows = read_rows(source)
    texts, titles = rows.column(text_column), rows.column_or_empty(title_column)
    with StageBars() as bars:
        bars.wait(text("tag-model"))
        tagger = open_tagger(model)
        bars("tag", 0, len(texts))
        tagged: list[tuple[str, ...]] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            portion = slice(start, start + _TEXTS_AT_ONCE)
            tagged += map(_cells, tagger.tag(texts[portion], titles[portion]))
            bars("tag", len(tagged), len(texts))
        same = groups([f"{title}{body}" for title, body in zip(titles, texts, strict=True)])
    if again := [name for name in _ADDED if name in rows.header]:
        click.echo(text("tag-columns-twice", names=", ".join(again)), err=True)
    lines = ((*row, *cells, group) for row, cells, group in zip(rows.rows, tagged, same, strict=True))
    write_rows(target, (*rows.header, *_ADDED), lines)
    click.echo(
        text("tag-done", rows=len(texts), review=sum(cells[-1] == "true" for cells in tagged), out=target), err=True
    )


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
        "true" if suggestion.needs_review else "false",
    )
