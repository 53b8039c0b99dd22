"""``minyi tag`` on 100,000 comments, from file to file with all its workers, beside ``jieba.lcut`` of the same texts on
one core, which only cuts them into words. They take turns; the best of the rounds counts."""

from __future__ import annotations

import csv
import json
import os
import random
import sys
import tempfile
from pathlib import Path

from benchmarks.help_start import best_of
from benchmarks.made_comments import different
from benchmarks.watched import Run, watched

_COMMENTS = 100_000
_ROUNDS = 2
_SEED = 20
_MINYI = (sys.executable, "-c", "from flows.cli import main; main()")


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
    best = {name: Run(*map(min, zip(*(one[name] for one in rounds), strict=True))) for name in rounds[0]}
    for name, run in best.items():
        print(
            f"| {name} | {run.seconds:.1f} | {run.busy:.1f} | {len(texts) / run.seconds:,.0f} | {run.megabytes:,.0f} |"
        )
    minyi, jieba = best.values()
    print(f"tag: minyi takes {minyi.seconds / jieba.seconds:.2f} times as long as jieba.lcut")
    print(f"tag: minyi tag --help {best_of([*_MINYI, 'tag', '--help']):.2f} s")


def _tagged(source: Path) -> Run:
    return watched([*_MINYI, "tag", str(source), str(source.with_name("tagged.csv"))])


def _cut(source: Path) -> Run:
    """The seconds are the contender's own: it reads jieba's dictionary before it begins."""
    with tempfile.TemporaryFile() as said:
        run = watched([sys.executable, "-m", "benchmarks.contenders", "jieba", str(source), "1"], said)
        said.seek(0)
        return run._replace(seconds=json.load(said)["seconds"])
