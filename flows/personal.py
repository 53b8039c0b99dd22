"""A file of texts, one JSON object a line, with the personal data of each added: read and written in one pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import isfinite
from pathlib import Path

from corpus.files import whole
from outputs.personal.contract import as_json
from outputs.personal.entities import entities_of_all

_LINES = 64
"""So many lines are read together: their sentences share the model's turns."""
_CHARACTERS = 100_000
"""Lines of more than that together are not waited for."""


@dataclass(slots=True)
class Marked:
    """Lines and entities so far, and the lines that could not be read: number and message key."""

    lines: int = 0
    entities: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    raw: bytes
    record: dict[str, object] | None
    problem: str = ""

    @property
    def text(self) -> str:
        return str(self.record["text"]) if self.record else ""


def mark_personal(source: Path, target: Path, told: Callable[[Marked], None]) -> Marked:
    """Writes ``target``: every line of ``source`` in its order with ``entities`` added.

    A line that is no object with a ``text`` stays as it came. Memory does not grow with the file. ``told`` is called
    after each portion. Raises ``OSError``, and then leaves ``target`` as it was.
    """
    marked = Marked()
    with source.open("rb") as lines, whole(target) as out:
        for portion in _portions(map(_read, lines)):
            found = entities_of_all([line.text for line in portion])
            for line, its in zip(portion, found, strict=True):
                marked.lines += 1
                marked.entities += len(its)
                if line.problem:
                    marked.bad.append((marked.lines, line.problem))
                out.write(_written(line.record | {"entities": as_json(its)}) if line.record else _ended(line.raw))
            told(marked)
    return marked


def _read(raw: bytes) -> _Line:
    """A line as an object; an empty one is no problem."""
    if not raw.strip():
        return _Line(raw, None)
    try:
        record = json.loads(raw.decode("utf-8-sig"), parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        return _Line(raw, None, "personal-no-json")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return _Line(raw, None, "personal-no-text")
    return _Line(raw, record)


def _finite(number: str) -> float:
    """A number as JSON has it. Raises ``ValueError`` for NaN and for what is too large to be one."""
    if isfinite(value := float(number)):
        return value
    raise ValueError(number)


def _portions(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    """The lines in portions that are bounded in number and, but for one long line, in characters."""
    while portion := list(islice(lines, 1)):
        size = len(portion[0].raw)
        while len(portion) < _LINES and size < _CHARACTERS and (line := next(lines, None)):
            portion.append(line)
            size += len(line.raw)
        yield portion


def _written(record: dict[str, object]) -> bytes:
    try:
        return f"{json.dumps(record, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON may escape and UTF-8 cannot hold
        return f"{json.dumps(record)}\n".encode()


def _ended(raw: bytes) -> bytes:
    return raw if raw.endswith(b"\n") else raw + b"\n"
