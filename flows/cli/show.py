"""``minyi show``: one page to read a document on, with all that was found marked where it stands."""

from __future__ import annotations

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
    from outputs.reading import Reading

_BEGINNING = 2000
"""Bytes within which a page of ours says that it is one."""


@click.command("show", help=text("cli-show-help"))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--out", metavar="FILE.html", type=click.Path(path_type=Path, dir_okay=False), help=text("cli-show-out"))
@limit_option
def command(path: Path, out: Path | None, limits: Limits) -> None:
    from extractors.scans.doubts import DOUBTFUL  # noqa: PLC0415  (--help must not pay for it)
    from outputs.reading import reading_page  # noqa: PLC0415
    from outputs.writing import write_whole  # noqa: PLC0415

    page = _place(path, out)
    skipped: list[tuple[str, str]] = []
    readings = _readings(path, limits, skipped)
    failed = any(reading.extraction.status is Status.FAILED for reading in readings)
    if all(reading.document is None for reading in readings):
        sys.exit(1)
    html = reading_page(readings, str(path), DOUBTFUL, skipped)
    write_whole(page, html.encode("utf-8", "replace"))
    click.echo(page)
    sys.exit(1 if failed else 0)


def _readings(path: Path, limits: Limits, skipped: list[tuple[str, str]]) -> list[Reading]:
    """Everything in the file, a container's documents too; what went wrong is said, what was passed over is kept."""
    from extractors.tables.tables import table_places  # noqa: PLC0415
    from extractors.workers import Workers  # noqa: PLC0415
    from outputs.reading import Reading  # noqa: PLC0415

    readings: list[Reading] = []
    with ExitStack() as opened:
        bars = opened.enter_context(StageBars())

        def pass_over(name: str, reason: str) -> None:
            bars.say(problem_line(name, "", reason))
            skipped.append((name, reason))

        found, processes = counted(works((path,), limits, pass_over))
        workers = opened.enter_context(Workers(limits, processes))
        for extraction, document in workers.readings(found):
            bars.step("extract", len(readings) + 1)
            for problem in extraction.problems:
                bars.say(problem_line(extraction.file, problem.where, describe(problem)))
            if extraction.notice and (degree := extraction.notice.classification):
                bars.say(problem_line(extraction.file, "", text("classified", degree=degree)))
            tables = table_places(document) if document is not None and extraction.tables else ()
            readings.append(Reading(extraction, document, tables))
    return readings


def _place(path: Path, out: Path | None) -> Path:
    """Where the page goes. Only a page of ours is written over unasked, and the file that is read never is."""
    if out is not None:
        if out.exists() and path.exists() and out.samefile(path):
            raise click.BadParameter(text("cli-show-itself"), param_hint="--out")
        return out
    page = Path(f"{path.name}.html")
    if page.exists() and not _is_ours(page):
        raise click.BadParameter(text("cli-show-taken", file=page), param_hint="--out")
    return page


def _is_ours(page: Path) -> bool:
    from outputs.reading import GENERATOR  # noqa: PLC0415

    with page.open("rb") as file:
        return f'content="{GENERATOR}"'.encode() in file.read(_BEGINNING)
