"""``minyi personal``: where citizens' texts say who somebody is."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.messages import MinyiError, text
from flows.cli.screen import StageBars, problem_line


@click.command("personal", help=text("cli-personal-help"))
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("target", metavar="OUT.jsonl", type=click.Path(path_type=Path, dir_okay=False))
def command(source: Path, target: Path) -> None:
    if not source.exists():
        raise MinyiError("read-missing", where=str(source))
    if target.exists() and source.samefile(target):
        raise click.UsageError(text("personal-onto-itself", name=target))
    from flows.personal import Marked, mark_personal  # noqa: PLC0415  (--help must not pay for it)

    said = 0

    def tell(marked: Marked) -> None:
        nonlocal said
        for line, problem in marked.bad[said:]:
            bars.say(problem_line(str(source), text("personal-line", line=line), text(problem)))
        said = len(marked.bad)
        bars.step("personal", marked.lines)

    with StageBars() as bars:
        marked = mark_personal(source, target, tell)
    click.echo(
        text("personal-done", lines=marked.lines, found=marked.entities, bad=len(marked.bad), out=target), err=True
    )
    sys.exit(1 if marked.bad else 0)
