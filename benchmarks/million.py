"""``minyi tag`` on up to a million comments of about 60 characters, from CSV to tagged Parquet and the store, on two
processes: does the time grow no faster than the rows, and does the memory stay where it is?"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.made_comments import different
from benchmarks.review_data import database
from benchmarks.watched import Run, watched
from corpus.database import open_database
from corpus.job_log import last_jobs

_SIZES = (10_000, 100_000, 1_000_000)
_LENGTH = 60
_SEED = 8
_MINYI = (sys.executable, "-c", "from flows.cli import main; main()")
_MOST_MEGABYTES = 2_000.0
_GROWTH = 1.1
"""What a row of the longest table may cost of one of the shortest: times are not measured more exactly."""
_SHORT, _TIMES = 100_000, 3
"""Tables shorter than this are measured so many times, and the median counts."""
_STAGES = ("read", "know", "tag", "route", "write", "store")


class _Tagged(NamedTuple):
    """What a call took, and what its job noted."""

    run: Run
    figures: dict[str, Any]


def main() -> None:
    """Prints a table for each database. Ends with 1 where the memory is too much or the time grows too fast."""
    from corpus.comments import shipped  # noqa: PLC0415
    from flows.models import shipped_tagger  # noqa: PLC0415

    shipped_tagger(meaning=False)
    texts = different([one.text for one in shipped()], _SIZES[-1], random.Random(_SEED), _LENGTH)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        for kind in _databases():
            wrong += [f"{kind}: {what}" for what in _measured(kind, Path(name), texts)]
    for what in wrong:
        print(f"million: FAILED {what}")
    if wrong:
        raise SystemExit(1)


def _databases() -> list[str]:
    """PostgreSQL where Debian's package is installed."""
    return ["sqlite", *(["postgresql"] if any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) else [])]


def _measured(kind: str, folder: Path, texts: Sequence[str]) -> list[str]:
    load = os.getloadavg()[0]
    start = statistics.median(_tagged(kind, folder, texts[:1]).run.seconds for _ in range(_TIMES))
    found = {size: _median(kind, folder, texts[:size]) for size in _SIZES}
    length = sum(map(len, texts)) / len(texts)
    print(f"\nmillion, {kind}: comments of {length:.0f} characters, start {start:.1f} s, load before {load:.1f}")
    print("| rows | seconds | comments a second | processor seconds | peak MB |\n|---|---|---|---|---|")
    for size, (run, _) in found.items():
        speed = size / (run.seconds - start)
        print(f"| {size:,} | {run.seconds:.1f} | {speed:,.0f} | {run.busy:.1f} | {run.megabytes:,.0f} |")
    print(f"\n| rows | {' | '.join(_STAGES)} | of the stages |\n|---|{'---|' * len(_STAGES)}---|")
    for size, (_, figures) in found.items():
        spent = [figures["seconds"][stage] for stage in _STAGES]
        share = " | ".join(f"{one:.1f} s ({one / size * 1e6:.0f} µs)" for one in spent)
        print(f"| {size:,} | {share} | {sum(spent):.1f} s |")
    least, most = ((found[size].run.seconds - start) / size for size in (_SIZES[0], _SIZES[-1]))
    print(f"million, {kind}: a row of {_SIZES[-1]:,} takes {most / least:.2f} times as long as one of {_SIZES[0]:,}")
    wrong = [f"{s:,} rows: {t.run.megabytes:,.0f} MB" for s, t in found.items() if t.run.megabytes >= _MOST_MEGABYTES]
    return wrong + ([f"{most / least:.2f} times as long a row"] if most / least > _GROWTH else [])


def _median(kind: str, folder: Path, texts: Sequence[str]) -> _Tagged:
    runs = [_tagged(kind, folder, texts) for _ in range(_TIMES if len(texts) < _SHORT else 1)]
    return sorted(runs, key=lambda one: one.run.seconds)[len(runs) // 2]


def _tagged(kind: str, folder: Path, texts: Sequence[str]) -> _Tagged:
    """One call on a new workspace and a new database."""
    source, out, workspace = folder / "comments.csv", folder / "tagged.parquet", folder / "workspace"
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text",), *((text,) for text in texts)])
    for old in (out, workspace):
        shutil.rmtree(old, ignore_errors=True)
    with database(kind) as url:
        where = ["--workspace", str(workspace), "--database", url]
        how = ["--engine", "processes:2", "--reading", "fast"]
        run = watched([*_MINYI, "tag", str(source), str(out), *where, *how])
        engine = open_database(url)
        job = last_jobs(engine, 1)[0]
        engine.dispose()
    rows = json.loads((out / "_manifest.json").read_text("utf-8"))["rows_out"]
    if rows != len(texts):
        raise SystemExit(f"million: {rows} rows came out of {len(texts)}")
    return _Tagged(run, dict(job.figures))
