"""``minyi extract``: what is in the files, one JSON object a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from corpus.messages import describe, text
from corpus.records import Status
from flows.cli.screen import problem_line


@click.command("extract", help=text("cli-extract-help"))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", metavar="FILE.jsonl", type=click.Path(path_type=Path, dir_okay=False), help=text("cli-extract-out")
)
def command(paths: tuple[Path, ...], out: Path | None) -> None:
    from extractors.contract import as_json  # noqa: PLC0415  (--help must not pay for it)
    from extractors.extract import extract_arrival  # noqa: PLC0415
    from extractors.intake import arrivals  # noqa: PLC0415
    from outputs.writing import write_whole  # noqa: PLC0415

    lines = []
    failed = False
    for arrival in arrivals(paths):
        if arrival.skipped:
            click.echo(problem_line(arrival.shown_as, "", describe(arrival.skipped)), err=True)
            continue
        extraction = extract_arrival(arrival)
        failed = failed or extraction.status is Status.FAILED
        for problem in extraction.problems:
            click.echo(problem_line(extraction.file, problem.where, describe(problem)), err=True)
        line = json.dumps(as_json(extraction), ensure_ascii=False)
        if out is None:
            click.echo(line)
        else:
            lines.append(f"{line}\n")
    if out is not None:
        write_whole(out, "".join(lines).encode())
    sys.exit(1 if failed else 0)
