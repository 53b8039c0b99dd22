"""Records to JSON and back, without loss (the store's form; the command line's contract has its own)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from corpus.proposals import Reading
from corpus.records import Extraction, Suggestion, Task, Verdict


@cache
def _adapter(record: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def dump_extraction(extraction: Extraction) -> str:
    """One extraction as JSON text."""
    return _adapter(Extraction).dump_json(extraction).decode()


def load_extraction(text: str, shown_as: str) -> Extraction:
    """The extraction again, under the name that the file has now (the same bytes may arrive under another one)."""
    record = json.loads(text)
    extraction: Extraction = _adapter(Extraction).validate_python(_renamed(record, record["file"], shown_as))
    return extraction


def dump_suggestion(suggestion: Suggestion) -> str:
    """One suggestion as JSON text."""
    return _adapter(Suggestion).dump_json(suggestion).decode()


def load_suggestion(text: str) -> Suggestion:
    """The suggestion again."""
    suggestion: Suggestion = _adapter(Suggestion).validate_json(text)
    return suggestion


def dump_task(task: Task) -> str:
    """One task as JSON text."""
    return _adapter(Task).dump_json(task).decode()


def load_task(text: str) -> Task:
    """The task again."""
    task: Task = _adapter(Task).validate_json(text)
    return task


def dump_verdict(verdict: Verdict) -> str:
    """One verdict as JSON text."""
    return _adapter(Verdict).dump_json(verdict).decode()


def load_verdict(text: str) -> Verdict:
    """The verdict again."""
    verdict: Verdict = _adapter(Verdict).validate_json(text)
    return verdict


def dump_reading(reading: Reading) -> str:
    """Where a renaming was read, as JSON text."""
    return _adapter(Reading).dump_json(reading).decode()


def load_reading(text: str) -> Reading:
    """The reading again."""
    reading: Reading = _adapter(Reading).validate_json(text)
    return reading


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {k: new if k == "file" and v == old else _renamed(v, old, new) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(v, old, new) for v in value]
    return value
