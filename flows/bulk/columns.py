"""The columns of a tagged table in Parquet: those of the input as texts, then what is proposed, typed.

What ``minyi tag`` writes into a CSV stands here under the same names. Scores are numbers, rounded as there, and what
there is none of (a third department) is null and not an empty text. ``group`` is the same for comments in equal words,
for a row alone decides that: the near-duplicates of a batch need all of its texts at once, and a million of them would
depend on who was in the same part.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from corpus.records import CHOICES, Candidate, Suggestion

REVIEW = "needs_review"
_RANKS = range(1, CHOICES + 1)
_TEXTS = ("domain", "petition_class", "kind")
ADDED = (
    *("domain", "domain_score", "petition_class", "kind", "kind_score"),
    *(f"department_{rank}" for rank in _RANKS),
    *(f"function_{rank}" for rank in _RANKS),
    *(f"score_{rank}" for rank in _RANKS),
    *("reason", REVIEW, "supporting", "territory", "matters", "group"),
)
_DIGITS = 4
_SELDOM_REPEATED = frozenset(("reason", "matters", "group"))
_LEVEL = 1
"""Of zstd: what is written once and read often is small enough with it, and a third faster than with the usual 3."""


def names_for(header: Sequence[str]) -> tuple[str, ...]:
    """The input's columns as they are called in Parquet, where each name is there once.

    One that is called like an added one gets ``_in``, another of the same name a number, one without a name its place.
    """
    taken, there = set(ADDED), set(header)
    numbers: dict[str, int] = {}  # the next for each name: a file may have thousands of columns without one
    found: list[str] = []
    for at, heading in enumerate(header, 1):
        base = f"{heading}_in" if heading in ADDED else heading or f"column_{at}"
        name = base
        while name in taken or (name != heading and name in there):
            numbers[base] = numbers.get(base, 1) + 1
            name = f"{base}_{numbers[base]}"
        taken.add(name)
        found.append(name)
    return tuple(found)


def table_of(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    suggestions: Sequence[Suggestion],
    groups: Sequence[str],
    which: Sequence[int],
) -> Any:
    """A ``pyarrow.Table`` of these rows; ``which`` says for each row the place of its routed suggestion and group."""
    import pyarrow as pa  # noqa: PLC0415  (slow to import)

    texts = zip(*rows, strict=True) if rows else ((),) * len(names)
    arrays = [pa.array(column, pa.string()) for column in texts]
    added = _added(suggestions, groups)
    if list(which) != list(range(len(suggestions))):
        places = pa.array(which, pa.int32())
        added = [column.take(places) for column in added]
    return pa.table([*arrays, *added], names=[*names, *ADDED])


def parquet(table: Any, text_columns: Sequence[str]) -> bytes:
    """The table as one file: the same bytes for the same rows. ``text_columns`` hold something else in every row."""
    from pyarrow import parquet as pq  # noqa: PLC0415  (slow to import)

    repeated = [name for name in table.column_names if name not in _SELDOM_REPEATED and name not in text_columns]
    memory = io.BytesIO()
    pq.write_table(table, memory, compression="zstd", compression_level=_LEVEL, use_dictionary=repeated)
    return memory.getvalue()


def _added(suggestions: Sequence[Suggestion], groups: Sequence[str]) -> list[Any]:
    import pyarrow as pa  # noqa: PLC0415  (slow to import)

    def texts(value: Callable[[Suggestion], str | None]) -> Any:
        return pa.array([value(one) for one in suggestions], pa.string())

    def scores(value: Callable[[Suggestion], float | None]) -> Any:
        return pa.array([value(one) for one in suggestions], pa.float32())

    ranked = [
        [one.candidates[at] if at < len(one.candidates) else None for one in suggestions] for at in range(CHOICES)
    ]

    def of_ranked(kind: Any, value: Callable[[Candidate], Any]) -> list[Any]:
        return [pa.array([None if one is None else value(one) for one in column], kind) for column in ranked]

    return [
        texts(lambda one: one.domain),
        scores(lambda one: round(one.domain_score, _DIGITS)),
        texts(lambda one: one.petition_class),
        texts(lambda one: one.kind),
        scores(lambda one: round(one.kind_score, _DIGITS)),
        *of_ranked(pa.string(), lambda one: one.department),
        *of_ranked(pa.string(), lambda one: one.function),
        *of_ranked(pa.float32(), lambda one: round(one.score, _DIGITS)),
        texts(lambda one: one.candidates[0].reason if one.candidates else None),
        pa.array([one.needs_review for one in suggestions], pa.bool_()),
        texts(lambda one: "、".join(one.supporting)),
        texts(lambda one: "、".join(map(str, one.territory))),
        texts(matters),
        pa.array(groups, pa.string()),
    ]


def matters(one: Suggestion) -> str:
    """The parts of a comment with several matters: their characters and who answers for each."""
    return "；".join(f"{m.start}-{m.end} {m.candidates[0].department}" for m in one.matters)
