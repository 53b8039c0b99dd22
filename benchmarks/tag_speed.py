"""``minyi tag`` on 100,000 comments, from file to file with all its workers, beside ``jieba.lcut`` of the same texts on
one core, which only cuts them into words. They take turns; the best of the rounds counts."""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from benchmarks.help_start import best_of
from benchmarks.made_comments import different

_COMMENTS = 100_000
_ROUNDS = 2
_SEED = 20
_MINYI = (sys.executable, "-c", "from flows.cli import main; main()")
_PAUSE = 0.05
"""Seconds between two looks at the memory."""


def main() -> None:
    from corpus.comments import shipped  # noqa: PLC0415
    from flows.models import shipped_tagger  # noqa: PLC0415

    shipped_tagger(meaning=False)
    texts = different([comment.text for comment in shipped()], _COMMENTS, random.Random(_SEED))
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "comments.csv"
        with source.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("text",), *((text,) for text in texts)])
        load = os.getloadavg()[0]
        rounds = [
            {"minyi tag, file to file": _tagged(source), "jieba.lcut, one core": _cut(source)} for _ in range(_ROUNDS)
        ]
    length = sum(map(len, texts)) / len(texts)
    print(f"tag: {len(texts):,} comments of {length:.0f} characters, best of {_ROUNDS}, load before {load:.1f}")
    print("| | seconds | processor seconds | comments a second | peak MB |\n|---|---|---|---|---|")
    best = {name: _Run(*map(min, zip(*(one[name] for one in rounds), strict=True))) for name in rounds[0]}
    for name, run in best.items():
        print(
            f"| {name} | {run.seconds:.1f} | {run.busy:.1f} | {len(texts) / run.seconds:,.0f} | {run.megabytes:,.0f} |"
        )
    minyi, jieba = best.values()
    print(f"tag: minyi takes {minyi.seconds / jieba.seconds:.2f} times as long as jieba.lcut")
    print(f"tag: minyi tag --help {best_of([*_MINYI, 'tag', '--help']):.2f} s")


class _Run(NamedTuple):
    """What a process and its workers took: seconds, those of all processors, and the most MB that they held together
    (what they share counts for each)."""

    seconds: float
    busy: float
    megabytes: float


def _tagged(source: Path) -> _Run:
    return _watched([*_MINYI, "tag", str(source), str(source.with_name("tagged.csv"))])


def _cut(source: Path) -> _Run:
    """The seconds are the contender's own: it reads jieba's dictionary before it begins."""
    with tempfile.TemporaryFile() as said:
        run = _watched([sys.executable, "-m", "benchmarks.contenders", "jieba", str(source), "1"], said)
        said.seek(0)
        return run._replace(seconds=json.load(said)["seconds"])


def _watched(command: Sequence[str], said: IO[bytes] | None = None) -> _Run:
    before = _processor_seconds()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        most = max(most, sum(map(_resident, _family(process.pid))))
        time.sleep(_PAUSE)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return _Run(seconds, _processor_seconds() - before, most)


def _processor_seconds() -> float:
    """Of all processes so far that this one waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> Iterator[int]:
    """The process and all below it."""
    yield pid
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text("ascii").split():
                yield from _family(int(child))


def _resident(pid: int) -> float:
    """MB of memory that a process holds; 0 for one that has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0
