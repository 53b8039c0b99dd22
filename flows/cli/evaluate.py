"""``minyi evaluate``: a model's figures on comments that people have labelled."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from corpus.messages import MinyiError, text
from corpus.records import Suggestion
from flows.cli.options import comments_of, directory_option, model_option, text_column_option, title_column_option

if TYPE_CHECKING:
    from classifiers.evaluation import Evaluation
    from corpus.directory import Directory

_PREDICTED: dict[str, Callable[[Suggestion], tuple[str, float]]] = {
    "domain": lambda s: (s.domain, s.domain_score),
    "petition_class": lambda s: (s.petition_class, s.domain_score),
    "function": lambda s: (s.candidates[0].function, s.candidates[0].score) if s.candidates else ("", 0.0),
    "kind": lambda s: (s.kind, s.kind_score),
}


@click.command("evaluate", help=text("cli-evaluate-help"))
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@model_option
@directory_option
@text_column_option
@title_column_option
@click.option("--domain-column", metavar="NAME", help=text("cli-domain-column"))
@click.option("--petition-column", metavar="NAME", help=text("cli-petition-column"))
@click.option("--function-column", metavar="NAME", help=text("cli-function-column"))
@click.option("--kind-column", metavar="NAME", help=text("cli-kind-column"))
@click.option("--json", "as_json", is_flag=True, help=text("cli-evaluate-json"))
def command(
    source: Path,
    model: Path | None,
    directory: Path | None,
    text_column: str | None,
    title_column: str,
    domain_column: str | None,
    petition_column: str | None,
    function_column: str | None,
    kind_column: str | None,
    as_json: bool,
) -> None:
    columns = dict(zip(_PREDICTED, (domain_column, petition_column, function_column, kind_column), strict=True))
    if not any(columns.values()):
        raise click.UsageError(text("evaluate-no-label-column"))
    from classifiers.model import TRUSTED  # noqa: PLC0415  (--help must not pay for it)
    from flows.office import directory_of  # noqa: PLC0415
    from flows.rows import read_rows  # noqa: PLC0415
    from flows.tagging import Tagging, known_rows, reads_meaning, suggestions  # noqa: PLC0415

    rows = read_rows(source, text_column)
    gold = {head: rows.column(name) for head, name in columns.items() if name}
    texts, titles = comments_of(rows, text_column), rows.column_or_empty(title_column)
    office = directory_of(directory)
    tagging = Tagging(model, reads_meaning(texts, titles), office, TRUSTED)
    for head in gold.keys() - tagging.tagger().heads.keys():
        raise MinyiError("evaluate-no-head", where=str(model or ""), head=text(f"head-{head}"))
    found, _ = suggestions(texts, titles, tagging)
    if learnt := known_rows(texts, titles, tagging.tagger()):
        click.echo(text("evaluate-learnt", where=rows.file, rows=learnt), err=True)
    if "function" in gold:
        gold["function"] = _functions(gold["function"], found, office)
    figures = {head: _figures(head, labels, found, str(source)) for head, labels in gold.items()}
    if as_json:
        click.echo(json.dumps({h: dataclasses.asdict(f) for h, f in figures.items()}, ensure_ascii=False, indent=1))
    else:
        for head, evaluation in figures.items():
            _show(head, evaluation)


def _functions(cells: Sequence[str], suggestions: Sequence[Suggestion], directory: Directory) -> tuple[str, ...]:
    """Of each cell the function that counts, the lead's; of a unit of several the one that was proposed for it.

    A word that is none and no unit's name stays: it is a label of an office that trained with ``--only``.
    """
    from flows.named_units import functions_of, likeliest, several  # noqa: PLC0415

    found: list[str] = []
    for cell, suggestion in zip(cells, suggestions, strict=True):
        lead = next(iter(several(cell)), "")
        proposed = [one.function for one in suggestion.candidates]
        meant = () if lead in proposed else functions_of(lead, directory)
        found.append(likeliest(meant, proposed) if meant else lead)
    return tuple(found)


def _figures(head: str, labels: Sequence[str], suggestions: Sequence[Suggestion], where: str) -> Evaluation:
    """Rows without a label are left out."""
    from classifiers.evaluation import evaluate  # noqa: PLC0415

    pairs = [(g.strip(), s) for g, s in zip(labels, suggestions, strict=True) if g.strip()]
    if not pairs:
        raise MinyiError("evaluate-no-rows", where=where, head=text(f"head-{head}"))
    predicted = [_PREDICTED[head](s) for _, s in pairs]
    top3 = [[c.function for c in s.candidates] for _, s in pairs] if head == "function" else None
    return evaluate([g for g, _ in pairs], [label for label, _ in predicted], [score for _, score in predicted], top3)


def _show(head: str, evaluation: Evaluation) -> None:
    top3 = "" if evaluation.top3 is None else text("evaluate-top3", top3=f"{evaluation.top3:.3f}")
    shares = ("accuracy", "macro_f1", "calibration_error", "coverage_95", "coverage_99")
    numbers = {name: f"{getattr(evaluation, name):.3f}" for name in shares}
    click.echo(text("evaluate-figures", head=text(f"head-{head}"), rows=evaluation.rows, top3=top3, **numbers))
    table = Table(box=None, pad_edge=False)
    table.add_column(text("evaluate-class"))
    for column in ("precision", "recall", "f1", "support"):
        table.add_column(text(f"evaluate-{column}"), justify="right")
    for figures in evaluation.classes:
        shown = (f"{value:.3f}" for value in (figures.precision, figures.recall, figures.f1))
        table.add_row(figures.label, *shown, str(figures.support))
    Console().print(table)
