"""Invented letters of citizens with the names and places in them, and how many of these a finder finds."""

import json
from pathlib import Path

LETTERS = [json.loads(line) for line in Path(__file__).with_name("citizens.jsonl").read_text("utf-8").splitlines()]
TEXTS = [letter["text"] for letter in LETTERS]


def found_and_right(kind, found):
    """The share of marked spans of ``kind`` that are found to the half, and of found ones that lie in marked ones."""
    hit = wanted = right = got = 0
    for letter, entities in zip(LETTERS, found, strict=True):
        marked = [(one["start"], one["end"], one["type"]) for one in letter["entities"]]
        own = [(entity.start, entity.end) for entity in entities]
        of_kind = [span[:2] for span in marked if span[2] == kind]
        wanted += len(of_kind)
        hit += sum(_covered(span, own) for span in of_kind)
        got += len(own)
        right += sum(_covered(span, [other[:2] for other in marked]) for span in own)
    return hit / wanted, right / got


def _covered(span, spans):
    start, end = span
    return 2 * sum(max(0, min(end, other[1]) - max(start, other[0])) for other in spans) >= end - start
