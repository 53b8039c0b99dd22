"""Spoilt labels among right ones: how many ``classifiers.dissent`` finds, and what 100,000 decided texts cost."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Sequence

from benchmarks.gold import NAMES, gold
from benchmarks.made_comments import different
from classifiers import dissent
from corpus.comments import shipped

_SEED = 1
_SPOILT = 30
"""One label in so many is replaced by another one."""
_LIKENESS = (0.2, 0.25, 0.3)
_MANY = 100_000
_UNITS = 40


def main() -> None:
    _cost()
    known = [one for name in NAMES if (one := gold(name))]
    if not known:
        print("dissents: the comments to measure by are not on this machine (MINYI_SHARED)")
    for one in known:
        labels, spoilt = _with_errors(one.labels)
        texts = [f"{title}\n{text}" for title, text in zip(one.titles, one.texts, strict=True)]
        for likeness in _LIKENESS:
            found = _found(texts, labels, likeness)
            right = sum(at in spoilt for at in found)
            what = f"{one.name}, {len(labels)} rows, {len(spoilt)} of them spoilt, from {likeness}"
            print(f"{what}: {len(found)} found, {right} of them spoilt")


def _cost() -> None:
    chance = random.Random(_SEED)
    texts = different([comment.text for comment in shipped()], _MANY, chance)
    labels = [f"{chance.randrange(_UNITS)}" for _ in texts]
    start = time.perf_counter()
    _found(texts, labels, dissent.ALIKE)
    seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{_MANY} texts of {sum(map(len, texts)) / _MANY:.0f} characters: {seconds:.0f} s, peak {peak:.0f} MB")


def _with_errors(labels: Sequence[str]) -> tuple[list[str], set[int]]:
    chance = random.Random(_SEED)
    names = sorted(set(labels))
    spoilt = set(chance.sample(range(len(labels)), len(labels) // _SPOILT))
    others = [[name for name in names if name != label] for label in labels]
    return [chance.choice(others[at]) if at in spoilt else label for at, label in enumerate(labels)], spoilt


def _found(texts: Sequence[str], labels: Sequence[str], likeness: float) -> list[int]:
    usual, dissent.ALIKE = dissent.ALIKE, likeness
    try:
        question = dissent.Question(labels, [True] * len(labels))
        return [one.at for one in dissent.dissents(texts, {"": question})[""]]
    finally:
        dissent.ALIKE = usual
