"""How many are found: on the invented set beside this file, and on the shared one where it is at hand."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from outputs.personal.contract import as_json
from outputs.personal.entities import numbers

Line = tuple[str, Sequence[dict[str, Any]]]
OWN = Path(__file__).with_name("numbers.jsonl")
SHARED = (
    Path(os.environ.get("MINYI_SHARED", Path(__file__).parents[4] / "shared")) / "eval/comments/personal_data.jsonl"
)


def lines(path: Path) -> Iterator[Line]:
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        yield record["text"], record["entities"]


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one == {key: other[key] for key in one})


def half(one: dict[str, Any], other: dict[str, Any]) -> bool:
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return bool(one["type"] == other["type"] and 2 * shared >= other["end"] - other["start"])


def found_and_wanted(
    path: Path, agree: Callable[[dict[str, Any], dict[str, Any]], bool]
) -> tuple[Counter[str], Counter[str]]:
    hit, wanted = Counter[str](), Counter[str]()
    for text, gold in lines(path):
        found = as_json(numbers(text))
        for entity in gold:
            wanted[entity["type"]] += 1
            hit[entity["type"]] += any(agree(each, entity) for each in found)
    return hit, wanted


def test_the_invented_set_is_large_and_has_look_alikes() -> None:
    every = list(lines(OWN))
    assert len(every) >= 300
    assert sum(not gold for _, gold in every) >= 100


def test_all_but_one_in_a_hundred_of_the_invented_numbers_are_found_to_the_character() -> None:
    hit, wanted = found_and_wanted(OWN, same)
    assert {kind: hit[kind] / count for kind, count in wanted.items() if hit[kind] < 0.99 * count} == {}


def test_nothing_else_is_found_among_the_look_alikes() -> None:
    extra, every = list[tuple[str, str]](), 0
    for text, gold in lines(OWN):
        for entity in numbers(text):
            every += 1
            if not any(entity.start == wanted["start"] and entity.end == wanted["end"] for wanted in gold):
                extra.append((text, entity.type))
    assert len(extra) <= 0.01 * every, extra


@pytest.mark.skipif(not SHARED.exists(), reason="the shared texts are not at hand")
def test_the_shared_texts_come_to_their_floors() -> None:
    hit, wanted = found_and_wanted(SHARED, half)
    floors = {
        "email": 0.98,
        "QQ": 0.98,
        "vx": 0.98,
        "mobile": 0.93,
    }  # six of 132 marked mobiles there are no telephones
    assert {kind: hit[kind] / wanted[kind] for kind, floor in floors.items() if hit[kind] < floor * wanted[kind]} == {}
