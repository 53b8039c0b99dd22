"""How different the shipped comments are from each other, by the files that they stand in, and those that repeat."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

_WORDS = 1_000
"""The share of different words falls with the length of a text: it is taken of runs of so many words."""
_GRAM = 4
_ALIKE = 0.5
_AT_ONCE = 500
_COLUMNS = "group | rows | characters | different words in 1,000 | rows with a neighbour | different 4-grams"
_COUNTS = "classes | functions | 建设性"

Row = dict[str, str]


def main() -> None:
    from classifiers.duplicates import groups  # noqa: PLC0415

    found = rows()
    texts = [row["text"] for row in found]
    near = {at for one, other, _ in neighbours(texts, _ALIKE) for at in (one, other)}
    of_group: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(found):
        of_group[re.sub(r"(_\d+)?\.csv$", "", row["file"])].append(at)
    print(f"| {_COLUMNS} | {_COUNTS} |\n|{'---|' * (_COLUMNS + _COUNTS).count('|')}---|---|")
    for name, places in [*sorted(of_group.items()), ("all", [*range(len(found))])]:
        print(f"| {name} | {' | '.join(_figures([found[at] for at in places], sum(at in near for at in places)))} |")
    same: dict[str, list[Row]] = defaultdict(list)
    for row, value in zip(found, groups(texts), strict=True):
        same[value].append(row)
    print("corpus: near-duplicates")
    for repeated in (group for group in same.values() if len(group) > 1):
        print("\n".join(f"{row['file']}: {row['text']}" for row in repeated), end="\n\n")


def rows() -> list[Row]:
    """Every row of every file, with the file's name as ``file``, by file name and row."""
    found: list[Row] = []
    for file in sorted(files("corpus").joinpath("comments").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".csv"):
            table = csv.DictReader(file.read_text("utf-8-sig").splitlines(keepends=True))
            found += ({**row, "file": file.name} for row in table)
    return found


def neighbours(texts: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """(text, later text, likeness) of all pairs that have this share of their character trigrams in common, or more.

    The share is Jaccard's; greeting, punctuation and the way to write numbers do not count.
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    from classifiers.duplicates.wording import clauses, form  # noqa: PLC0415

    column: dict[str, int] = {}
    sets = [sorted({column.setdefault(gram, len(column)) for gram in _grams(form(clauses(t)), 3)}) for t in texts]
    ends = np.cumsum([0, *map(len, sets)])
    there = csr_matrix((np.ones(ends[-1], np.float32), np.concatenate(sets), ends), (len(texts), len(column)))
    sizes: NDArray[np.int64] = np.diff(ends)
    turned = there.T.tocsr()
    for first in range(0, len(texts), _AT_ONCE):
        shared = (there[first : first + _AT_ONCE] @ turned).tocoo()
        one, other = shared.row + first, shared.col
        likeness = shared.data / (sizes[one] + sizes[other] - shared.data)
        kept = (likeness >= least) & (one < other)
        yield from zip(one[kept].tolist(), other[kept].tolist(), likeness[kept].tolist(), strict=True)


def _grams(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def _figures(of_group: Sequence[Row], near: int) -> Iterator[str]:
    import rjieba  # noqa: PLC0415

    texts = [row["text"] for row in of_group]
    words = [word for text in texts for word in rjieba.cut(text) if word[0].isalnum()]
    runs = [words[at : at + _WORDS] for at in range(0, max(1, len(words) - _WORDS + 1), _WORDS)]
    grams = [gram for text in texts for gram in _grams(text, _GRAM)]
    yield f"{len(texts):,}"
    yield f"{sum(map(len, texts)) / len(texts):.0f}"
    yield f"{np.mean([len(set(run)) / len(run) for run in runs]):.2f}"
    yield f"{near / len(texts):.1%}"
    yield f"{len(set(grams)) / len(grams):.2f}"
    yield str(len({row["petition_class"] for row in of_group}))
    yield str(len({row["functions"].split(";")[0] for row in of_group}))
    yield f"{Counter(row['kind'] for row in of_group)['建设性'] / len(texts):.0%}"
