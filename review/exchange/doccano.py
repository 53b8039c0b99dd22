"""A batch as JSON lines of doccano (text classification), and what was labelled there.

https://doccano.github.io/doccano/ : a label is one word, so that the column stands before it (``领域:教育``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.records import Problem
from review.exchange.rows import HEADINGS, KEY, NUMBER, Row
from review.exchange.sent import Arrived, Sent

PREFIXES = {"lead": "牵头", "domain": "领域", "kind": "类型"}
_LABELS = ("label", "labels", "cats")
"""What the list of labels is called, by version."""


def write_examples(path: Path, rows: Iterable[Row]) -> None:
    """One object a line: the text, the labels as the item stands, and in ``meta`` what it is known by again."""
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for row in rows:
            cells = row.cells
            labels = [f"{prefix}:{cells[field]}" for field, prefix in PREFIXES.items() if cells[field]]
            meta = {KEY: str(row.key), NUMBER: row.task.number or ""}
            said = {"id": row.key.item, "text": row.task.text, "label": labels, "meta": meta}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")


def read_examples(examples: Iterable[tuple[int, Mapping[str, Any]]]) -> Arrived:
    """What was labelled, by line. A column without a label is as it was; doccano does not say who looked at a text."""
    return Arrived(tuple(_sent(at, example) for at, example in examples))


def is_example(value: Mapping[str, Any]) -> bool:
    """Whether this object is one of doccano's."""
    return any(name in value for name in _LABELS)


def _sent(at: int, example: Mapping[str, Any]) -> Sent:
    there: dict[str, list[str]] = {}
    for label in _labels(example):
        prefix, _, word = label.replace("：", ":", 1).partition(":")
        field = next((name for name, known in PREFIXES.items() if known == prefix.strip()), None)
        if field and word.strip():
            there.setdefault(field, []).append(word.strip())
    problems = [
        Problem(HEADINGS[field], "import-several", (("words", "、".join(words)),))
        for field, words in there.items()
        if len(set(words)) > 1
    ]
    cells = {field: words[0] for field, words in there.items() if len(set(words)) == 1}
    return Sent(f"第{at}行", _known(example, KEY), _known(example, NUMBER), cells, problems=tuple(problems))


def _labels(example: Mapping[str, Any]) -> list[str]:
    found = next((example[name] for name in _LABELS if name in example), None)
    if isinstance(found, Mapping):
        return [label for label, given in found.items() if given]
    if isinstance(found, Sequence) and not isinstance(found, str):
        return [label for label in found if isinstance(label, str)]
    return []


def _known(example: Mapping[str, Any], name: str) -> str:
    """What the example is known by: doccano lays what was ``meta`` beside the text, older ones keep it."""
    for where in (example, example.get("meta"), example.get("metadata")):
        if isinstance(where, Mapping) and where.get(name):
            return str(where[name])
    return ""
