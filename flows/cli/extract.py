"""``minyi extract``: what is in the files, one JSON object a file."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.messages import describe, text
from corpus.records import Status
from flows.cli.options import limit_option
from flows.cli.screen import StageBars, problem_line
from flows.cli.works import counted, works

if TYPE_CHECKING:
    from extractors.limits import Limits


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
    with ExitStack() as opened:
        bars = opened.enter_context(StageBars())
        found, processes = counted(works(paths, limits, lambda name, reason: bars.say(problem_line(name, "", reason))))
        workers = opened.enter_context(Workers(limits, processes))
        for done, extraction in enumerate(workers.extractions(found), 1):
            bars.step("extract", done)
            failed = failed or extraction.status is Status.FAILED
            for problem in extraction.problems:
                bars.say(problem_line(extraction.file, problem.where, describe(problem)))
            if extraction.notice and (degree := extraction.notice.classification):
                bars.say(problem_line(extraction.file, "", text("classified", degree=degree)))
            line = json.dumps(as_json(extraction), ensure_ascii=False)
            if out is None:
                click.echo(line)
            else:
                lines.append(f"{line}\n")
    if out is not None:
        write_whole(out, "".join(lines).encode())
    sys.exit(1 if failed else 0)
