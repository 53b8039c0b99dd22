"""``minyi extract``: what is in the files, one JSON object a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import UnreadableError, describe, text
from corpus.records import Status
from flows.cli.options import limit_option
from flows.cli.screen import StageBars, problem_line

if TYPE_CHECKING:
    from corpus.records import Extraction
    from extractors.limits import Limits
    from extractors.workers import Work


@click.command("extract", help=text("cli-extract-help"))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", metavar="FILE.jsonl", type=click.Path(path_type=Path, dir_okay=False), help=text("cli-extract-out")
)
@limit_option
def command(paths: tuple[Path, ...], out: Path | None, limits: Limits) -> None:
    from extractors.contract import as_json  # noqa: PLC0415  (--help must not pay for it)
    from extractors.workers import Workers  # noqa: PLC0415
    from outputs.writing import write_whole  # noqa: PLC0415

    lines = []
    failed = False
    with StageBars() as bars, Workers(limits) as workers:
        for done, extraction in enumerate(workers.extractions(_works(paths, limits, bars)), 1):
            bars.step("extract", done)
            failed = failed or extraction.status is Status.FAILED
            for problem in extraction.problems:
                bars.say(problem_line(extraction.file, problem.where, describe(problem)))
            line = json.dumps(as_json(extraction), ensure_ascii=False)
            if out is None:
                click.echo(line)
            else:
                lines.append(f"{line}\n")
    if out is not None:
        write_whole(out, "".join(lines).encode())
    sys.exit(1 if failed else 0)


def _works(paths: tuple[Path, ...], limits: Limits, bars: StageBars) -> Iterator[Work | Extraction]:
    """Every file behind the paths; what is passed over is said, what cannot be had is an extraction that failed."""
    from extractors.extract import failed  # noqa: PLC0415
    from extractors.intake import arrivals  # noqa: PLC0415
    from extractors.workers import Work  # noqa: PLC0415

    for arrival in arrivals(paths, limits):
        if arrival.skipped:
            bars.say(problem_line(arrival.shown_as, "", describe(arrival.skipped)))
        elif arrival.problem:
            yield failed(arrival.shown_as, arrival.problem)
        elif arrival.path is not None:
            yield Work(arrival.shown_as, arrival.path)
        else:
            try:
                yield Work(arrival.shown_as, arrival.data())
            except UnreadableError as error:
                yield failed(arrival.shown_as, error.problem)
