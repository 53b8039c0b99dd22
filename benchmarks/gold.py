"""Comments with answers that others gave, to measure by and never to learn what ships from: ``MINYI_SHARED``, else
``../shared``."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.encoder import Vectors, encode_once
from classifiers.evaluation import Evaluation, evaluate
from classifiers.features import letter
from classifiers.model import FUNCTION, PETITION
from flows.models import cache_folder

SHARED = Path(os.environ.get("MINYI_SHARED") or Path(__file__).parents[2] / "shared")
COMMENTS = SHARED / "eval" / "comments"
SCORER = SHARED / "tools" / "score_tags.py"
NAMES = ("domain", "domain_short", "routing")
"""Letters and one-liners with one of seven petition classes, and letters with the function of who answered them."""
_FUNCTIONS = {"经济": "发改", "建管": "住建", "房管": "住建", "绿化市容": "城管", "水务": "水利"}
_ECONOMY = frozenset({"发改", "工信", "商务", "财政", "科技", "税务"})
"""One agency where the letters were answered, several in the directory."""
LEFT_OUT = frozenset({"其他", "属地", ""})
_FEWEST = 10
"""Rows that a class must have for its F1 to count."""


@dataclass(frozen=True, slots=True)
class Gold:
    """Whole letters, their titles (empty where there is none), and the label of each for a head of the model."""

    name: str
    head: str
    texts: tuple[str, ...]
    titles: tuple[str, ...]
    labels: tuple[str, ...]

    def take(self, rows: Sequence[int]) -> Gold:
        parts = ([part[i] for i in rows] for part in (self.texts, self.titles, self.labels))
        return Gold(self.name, self.head, *map(tuple, parts))

    @property
    def even(self) -> Gold:
        """Every second row, the first among them."""
        return self.take(range(0, len(self.texts), 2))

    @property
    def odd(self) -> Gold:
        return self.take(range(1, len(self.texts), 2))

    def vectors(self) -> tuple[Vectors, Vectors]:
        """The sentence vectors of the letters and of their titles."""
        return vectors(self.texts, self.titles)

    def evaluated(self, classes: Sequence[str], scores: NDArray[np.float64]) -> Evaluation:
        """``scores`` are probabilities (texts, classes)."""
        order = np.argsort(-scores, axis=1, kind="stable")[:, :3]
        named = [[_folded(classes[at]) for at in row] for row in order.tolist()]
        gold = [_folded(label) for label in self.labels]
        found = evaluate(gold, [row[0] for row in named], scores.max(axis=1).tolist(), named)
        counted = [one.f1 for one in found.classes if one.support >= _FEWEST]
        return replace(found, macro_f1=float(np.mean(counted)))


def gold(name: str) -> Gold | None:
    """One of ``NAMES``; None where it is not on this machine."""
    path = COMMENTS / f"{name}.csv"
    if not path.is_file():
        return None
    head, column = (FUNCTION, "function") if name == "routing" else (PETITION, "label")
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row[column] not in LEFT_OUT]
    return Gold(
        name,
        head,
        tuple(letter(row.get("title"), row["text"]) for row in rows),
        tuple((row.get("title") or "").strip() for row in rows),
        tuple(_FUNCTIONS.get(row[column], row[column]) for row in rows),
    )


def vectors(texts: Sequence[str], titles: Sequence[str]) -> tuple[Vectors, Vectors]:
    """The sentence vectors of letters and titles; those that were made once are remembered."""
    known = encode_once([*texts, *(title or text for text, title in zip(texts, titles, strict=True))], cache_folder())
    return known[: len(texts)], known[len(texts) :]


def _folded(function: str) -> str:
    return "经济" if function in _ECONOMY else function
