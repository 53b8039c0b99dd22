"""How much an office's own decisions help: trained on the first k of the even rows, asked on the odd ones.

``shipped + k``: a correction of the shipped model. ``only k``: a model of the k rows that sees what the shipped one
makes of a text. ``k alone``: the same machine without anything that minyi ships. Means over three shuffles.
"""

from __future__ import annotations

import csv
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.gold import COMMENTS, LEFT_OUT, NAMES, SCORER, Gold, gold
from classifiers.evaluation import Evaluation
from classifiers.model import FUNCTION, Tagger
from corpus.comments import LabelledComment

_SIZES = (0, 100, 300, 500, 1000)
_SHUFFLES = 3
_SEED = 7
_MINYI = (sys.executable, "-c", "from flows.cli import main; main()")

Learner = Callable[[Sequence[LabelledComment]], Tagger]


def main() -> None:
    known = [one for name in NAMES if (one := gold(name))]
    if not known:
        print("learning: skipped, the comments to measure by are not on this machine (MINYI_SHARED)")
        return
    for one in known:
        _curve(one)
    _only_by_the_command_line()
    _many_rows([one for one in known if one.head != FUNCTION])


def _curve(one: Gold) -> None:
    from classifiers.training import train, train_alone  # noqa: PLC0415
    from flows.models import cache_folder, shipped_tagger  # noqa: PLC0415

    cache, base = cache_folder(), shipped_tagger(meaning=True)
    learners: dict[str, Learner] = {
        "shipped + k": lambda rows: train(rows, base, cache_dir=cache).tagger,
        "only k": lambda rows: train(rows, base, only=True, cache_dir=cache).tagger,
        "k alone": lambda rows: train_alone(rows, meaning=True, cache_dir=cache),
    }
    test = one.odd
    vectors = test.vectors()

    def asked(tagger: Tagger) -> Evaluation:
        head = tagger.heads[one.head]
        decisions = tagger.decisions(test.texts, test.titles, vectors)[one.head]
        return test.evaluated(head.classes, head.scale.probabilities(decisions))

    print(f"learning: {one.name}, {len(test.texts):,} odd rows: macro-F1 / accuracy")
    print(f"| k | {' | '.join(learners)} |\n|---|---|---|---|")
    for size in (size for size in _SIZES if size <= len(one.even.texts)):
        found = {name: [asked(base)] if not size and name == "shipped + k" else [] for name in learners}
        for shuffle in range(_SHUFFLES if size else 0):
            rows = _rows(one.even, size, random.Random(_SEED + shuffle))
            for name, learn in learners.items():
                found[name].append(asked(learn(rows)))
        print(f"| {size} | {' | '.join(map(_mean, found.values()))} |", flush=True)


def _rows(one: Gold, size: int, chance: random.Random) -> list[LabelledComment]:
    """The first rows of a shuffle, as an office would give them."""
    order = [*range(len(one.texts))]
    chance.shuffle(order)
    drawn = one.take(order[:size])
    rows = zip(drawn.texts, drawn.titles, drawn.labels, strict=True)
    if one.head == FUNCTION:
        return [LabelledComment(text, title=title or None, functions=(label,)) for text, title, label in rows]
    return [LabelledComment(text, title=title or None, petition_class=label) for text, title, label in rows]


def _mean(found: Sequence[Evaluation]) -> str:
    if not found:
        return "—"
    return f"{np.mean([one.macro_f1 for one in found]):.3f} / {np.mean([one.accuracy for one in found]):.3f}"


def _only_by_the_command_line() -> None:
    """``minyi train --only`` on the even rows of each file, ``score_tags.py exact`` on the odd ones."""
    print("learning: minyi train --only on the even rows, the odd ones by score_tags.py")
    print("| file | label | score |\n|---|---|---|")
    for name, label, option, column in (
        ("domain", "label", "--domain-column", "domain"),
        ("domain_short", "label", "--domain-column", "domain"),
        ("routing", "function", "--function-column", "function_1"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            even, odd, tagged = (Path(folder) / f"{part}.csv" for part in ("even", "odd", "tagged"))
            with (COMMENTS / f"{name}.csv").open(newline="", encoding="utf-8-sig") as file:
                header, *rows = csv.reader(file)
            at = header.index(label)
            for path, half in ((even, rows[::2]), (odd, rows[1::2])):
                asked = [row for row in half if row[at] not in LEFT_OUT]
                with path.open("w", newline="", encoding="utf-8") as file:
                    csv.writer(file).writerows([header, *asked])
            model = str(Path(folder) / "model")
            _run(*_MINYI, "train", str(even), "--model", model, "--only", option, label)
            _run(*_MINYI, "tag", str(odd), str(tagged), "--model", model)
            said = _run(sys.executable, str(SCORER), str(tagged), "exact", column, "--label", label)
        scores = re.findall(r"(accuracy|macro-F1) ([\d.]+)", said)
        print(f"| {name} | {label} | {', '.join(f'{what} {value}' for what, value in scores)} |", flush=True)


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _many_rows(known: Sequence[Gold]) -> None:
    from classifiers.training import train  # noqa: PLC0415
    from flows.models import cache_folder, shipped_tagger  # noqa: PLC0415

    rows = [row for one in known for row in _rows(one, len(one.texts), random.Random(_SEED))]
    seconds = []
    for meaning in (True, False):
        start = time.perf_counter()
        train(rows, shipped_tagger(meaning=meaning), cache_dir=cache_folder())
        seconds.append(time.perf_counter() - start)
    print(
        f"learning: {len(rows):,} rows are learnt in {seconds[0]:.1f} s with their meaning (once it is encoded), "
        f"{seconds[1]:.1f} s without"
    )
